/*
 * options.c - the options of the command line
 *
 * Decides what an argument means, not what a command does with it.  Options
 * may stand before, between and behind operands; "--" ends them.
 */

#include "tools/options.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/spell.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/out.h"
#include "tools/style.h"

enum { OPTIONS_MOST = 64, HELP = 1000, FIRST_LONG = 1001 };

#define SHARED(field) .at = offsetof(struct options, field)

static const struct option_spec shared[] = {
	{ "scenario", 's', OPTION_LIST, "MODEL",
	    "the model: a scenario, a describe dump or Terraform JSON; may be "
	    "given again",
	    SHARED(models) },
	{ "set", 0, OPTION_LIST, "CHANGE",
	    "change the model: \"route rtb-1 0.0.0.0/0=nat-2\", \"delete "
	    "nat-1\" ...",
	    SHARED(sets) },
	{ "json", 0, OPTION_MEANS, NULL, "write one JSON document",
	    SHARED(format_name), .means = "json" },
	{ "jsonl", 0, OPTION_MEANS, NULL, "write JSON Lines",
	    SHARED(format_name), .means = "jsonl" },
	/* Its help is the list of the command's formats. */
	{ "format", 0, OPTION_TEXT, "FORMAT", NULL, SHARED(format_name) },
	{ "output", 'o', OPTION_TEXT, "FILE", "write to FILE", SHARED(output) },
	{ "quiet", 'q', OPTION_FLAG, NULL, "no warnings and notes",
	    SHARED(quiet) },
	{ "verbose", 'v', OPTION_COUNT, NULL, "say more", SHARED(verbose) },
	{ "color", 0, OPTION_TEXT, "WHEN", "auto, always or never",
	    SHARED(color_name) },
	{ "no-progress", 0, OPTION_FLAG, NULL, "no progress bar",
	    SHARED(no_progress) },
	{ "jobs", 'j', OPTION_NUMBER, "N",
	    "at most N processors (replay); usual: one", SHARED(jobs), 1,
	    4096 },
	{ "seed", 0, OPTION_NUMBER, "N", "the seed of what is left to chance",
	    SHARED(seed), 0, INT64_MAX },
	{ "strict", 0, OPTION_FLAG, NULL,
	    "exit status 5 if an assumption was needed", SHARED(strict) },
	{ "ip-ranges", 0, OPTION_TEXT, "FILE",
	    "AWS's ip-ranges.json, newer than the one that is built in",
	    SHARED(ip_ranges) },
	{ "private-means", 0, OPTION_TEXT, "WHAT",
	    "stays-in-aws, no-public-addressing or stays-in-vpc",
	    SHARED(private_name) },
	{ 0 },
};

/* All options of one command, in the two forms that they are needed in. */
struct catalogue {
	const struct option_spec *spec[OPTIONS_MOST];
	struct option longs[OPTIONS_MOST + 2];
	char shorts[2 * OPTIONS_MOST + 4];
	int n;
};

/* --- the catalogue ------------------------------------------------------ */

static bool
takes_value(const struct option_spec *s)
{
	return s->value != NULL;
}

static bool
has_option(const struct option_spec *s, const char *name)
{
	for (; s && s->name; s++)
		if (strcmp(s->name, name) == 0)
			return true;
	return false;
}

static void
add_all(struct catalogue *c, const struct option_spec *s, char **shorts)
{
	for (; s && s->name && c->n < OPTIONS_MOST; s++) {
		c->longs[c->n] = (struct option){ s->name,
			takes_value(s) ? required_argument : no_argument, NULL,
			s->letter ? s->letter : FIRST_LONG + c->n };
		c->spec[c->n++] = s;
		if (s->letter) {
			*(*shorts)++ = s->letter;
			if (takes_value(s))
				*(*shorts)++ = ':';
		}
	}
}

static void
catalogue_init(struct catalogue *c, const struct command *cmd)
{
	char *shorts = c->shorts;

	memset(c, 0, sizeof(*c));
	*shorts++ = ':';
	*shorts++ = 'h';
	add_all(c, cmd->options, &shorts);
	/* A command's own option goes before a shared one of that name. */
	add_all(c, shared, &shorts);
	c->longs[c->n] = (struct option){ "help", no_argument, NULL, HELP };
}

static const struct option_spec *
spec_of(const struct catalogue *c, int code)
{
	for (int i = 0; i < c->n; i++)
		if (c->longs[i].val == code)
			return c->spec[i];
	return NULL;
}

/* --- formats ------------------------------------------------------------ */

static const struct {
	const char *name;
	enum format format;
} formats[] = { { "text", FORMAT_TEXT }, { "json", FORMAT_JSON },
	{ "jsonl", FORMAT_JSONL }, { "markdown", FORMAT_MARKDOWN } };

enum { NFORMATS = sizeof(formats) / sizeof(formats[0]) };

static bool
has_format(const struct command *cmd, int i)
{
	return formats[i].format == FORMAT_TEXT ||
	    cmd->formats & formats[i].format;
}

/* "text, json or jsonl": those that the command writes. */
static void
list_formats(const struct command *cmd, char *buf, size_t size)
{
	int last = NFORMATS - 1, n = 0;

	while (!has_format(cmd, last))
		last--;
	for (int i = 0; i <= last && (size_t)n < size; i++)
		if (has_format(cmd, i))
			n += snprintf(buf + n, size - (size_t)n, "%s%s",
			    i == 0          ? ""
				: i == last ? " or "
					    : ", ",
			    formats[i].name);
}

/* The shared options that stand for a format which the command lacks. */
static bool
is_offered(const struct command *cmd, const struct option_spec *s)
{
	if (s->kind == OPTION_MEANS)
		for (int i = 0; i < NFORMATS; i++)
			if (strcmp(s->means, formats[i].name) == 0)
				return has_format(cmd, i);
	return cmd->formats || strcmp(s->name, "format") != 0;
}

/* --- help --------------------------------------------------------------- */

static void
help_option(struct out *o, const struct option_spec *s, const char *help)
{
	char left[64];
	int n = snprintf(left, sizeof(left), "%c%c%s--%s%s%s",
	    s->letter ? '-' : ' ', s->letter ? s->letter : ' ',
	    s->letter ? ", " : "  ", s->name, s->value ? " " : "",
	    s->value ? s->value : "");

	out_printf(o, "  %s", left);
	out_pad(o, n < 26 ? 26 - n : 1);
	out_printf(o, "%s\n", help);
}

static void
help_own(struct out *o, const struct option_spec *s)
{
	if (s == NULL || s->name == NULL)
		return;
	style_text(o, STYLE_BOLD, "Options");
	out_char(o, '\n');
	for (; s->name; s++)
		help_option(o, s, s->help);
	out_char(o, '\n');
}

static void
help_shared(struct out *o, const struct command *c)
{
	char known[64];

	list_formats(c, known, sizeof(known));
	style_text(o, STYLE_BOLD, "Options of all commands");
	out_char(o, '\n');
	for (const struct option_spec *s = shared; s->name; s++)
		if (!has_option(c->options, s->name) && is_offered(c, s))
			help_option(o, s, s->help ? s->help : known);
	out_char(o, '\n');
}

int
options_help(const struct command *c)
{
	struct out *o = out_open(NULL, style_wanted(COLOR_AUTO, STDOUT_FILENO));

	style_text(o, STYLE_BOLD, "Usage:");
	out_printf(o, " vpcsim %s [options]%s%s\n\n%s\n\n", c->name,
	    *c->operands ? " " : "", c->operands, c->about);
	help_own(o, c->options);
	help_shared(o, c);
	style_text(o, STYLE_BOLD, "Examples");
	out_printf(o, "\n%s", c->examples);
	return out_close(o);
}

/* --- misuse ------------------------------------------------------------- */

int
options_misused(const struct command *c, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	message_error("%s: %s", c->name, text);
	fprintf(stderr, "Try \"vpcsim %s --help\".\n", c->name);
	return EXIT_INVALID;
}

static const char *
nearest(const struct catalogue *c, const char *name)
{
	const char *best = NULL;
	unsigned least = 0;

	for (int i = 0; c->longs[i].name; i++) {
		unsigned d = spell_distance(name, c->longs[i].name);

		if (spell_near(name, c->longs[i].name) &&
		    (best == NULL || d < least)) {
			best = c->longs[i].name;
			least = d;
		}
	}
	return best;
}

static int
unknown_option(
    const struct command *cmd, const struct catalogue *c, const char *arg)
{
	char name[64];
	const char *near;

	if (optopt != 0 && optopt < HELP)
		return options_misused(cmd, "unknown option -%c", optopt);
	if (optopt != 0)
		return options_misused(cmd, "%s takes no value", arg);
	snprintf(
	    name, sizeof(name), "%.*s", (int)strcspn(arg + 2, "="), arg + 2);
	near = nearest(c, name);
	if (near)
		return options_misused(
		    cmd, "unknown option --%s; did you mean --%s?", name, near);
	return options_misused(cmd, "unknown option --%s", name);
}

/* --- values ------------------------------------------------------------- */

static int
set_number(const struct command *cmd, const struct option_spec *s,
    int64_t *place, const char *text)
{
	char *end;

	errno = 0;
	*place = strtoll(text, &end, 10);
	if (*text == '\0' || *end != '\0' || errno || *place < s->min ||
	    *place > s->max)
		return options_misused(cmd,
		    "--%s takes a number from %" PRId64 " to %" PRId64
		    ", not \"%s\"",
		    s->name, s->min, s->max, text);
	return -1;
}

static void
set_word(struct options *o, struct words *w, char *text)
{
	*ARENA_PUSH(o->arena, w->v, w->n) = text;
}

static int
set(struct options *o, const struct command *cmd, const struct option_spec *s)
{
	void *place = (char *)o + s->at;

	switch (s->kind) {
	case OPTION_FLAG:
	case OPTION_OFF:
		*(bool *)place = s->kind == OPTION_FLAG;
		return -1;
	case OPTION_TEXT:
		*(const char **)place = optarg;
		return -1;
	case OPTION_MEANS:
		*(const char **)place = s->means;
		return -1;
	case OPTION_LIST:
		set_word(o, place, optarg);
		return -1;
	case OPTION_COUNT:
		++*(int *)place;
		return -1;
	case OPTION_NUMBER:
		break;
	}
	return set_number(cmd, s, place, optarg);
}

static int
settle_format(struct options *o, const struct command *cmd)
{
	char known[64];

	if (o->format_name == NULL)
		return -1;
	for (int i = 0; i < NFORMATS; i++)
		if (strcmp(o->format_name, formats[i].name) == 0 &&
		    has_format(cmd, i)) {
			o->format = formats[i].format;
			return -1;
		}
	if (cmd->formats == 0)
		return options_misused(cmd, "it writes no %s", o->format_name);
	list_formats(cmd, known, sizeof(known));
	return options_misused(
	    cmd, "--format is %s, not \"%s\"", known, o->format_name);
}

static int
settle_color(struct options *o, const struct command *cmd)
{
	static const char *const name[] = { "auto", "always", "never" };
	const char *wanted = o->color_name ? o->color_name : "auto";
	int fd = o->output && strcmp(o->output, "-") != 0 ? -1 : STDOUT_FILENO;

	for (unsigned i = 0; i < 3; i++)
		if (strcmp(name[i], wanted) == 0) {
			o->color = style_wanted((enum color_when)i, fd) &&
			    o->format == FORMAT_TEXT;
			return -1;
		}
	return options_misused(
	    cmd, "--color is auto, always or never, not \"%s\"", wanted);
}

static int
settle(struct options *o, const struct command *cmd)
{
	int status = settle_format(o, cmd);

	if (status < 0)
		status = settle_color(o, cmd);
	if (status < 0 && o->private_name &&
	    private_means_parse(o->private_name, &o->private_means) != 0)
		status = options_misused(cmd,
		    "--private-means is stays-in-aws, no-public-addressing or "
		    "stays-in-vpc, not \"%s\"",
		    o->private_name);
	if (o->quiet)
		message_be_quiet();
	return status;
}

int
options_read(
    struct options *o, const struct command *cmd, int argc, char **argv)
{
	struct catalogue c;
	int code, status = -1;

	catalogue_init(&c, cmd);
	o->arena = arena_new();
	opterr = 0;
	optind = 1;
	while (status < 0 &&
	    (code = getopt_long(argc, argv, c.shorts, c.longs, NULL)) != -1) {
		if (code == HELP || code == 'h')
			status = options_help(cmd);
		else if (code == ':')
			status = options_misused(
			    cmd, "%s needs a value", argv[optind - 1]);
		else if (code == '?')
			status = unknown_option(cmd, &c, argv[optind - 1]);
		else
			status = set(o, cmd, spec_of(&c, code));
	}
	for (; status < 0 && optind < argc; optind++)
		set_word(o, &o->operands, argv[optind]);
	if (status < 0)
		status = settle(o, cmd);
	if (status >= 0)
		options_fini(o);
	return status;
}

void
options_fini(struct options *o)
{
	arena_free(o->arena);
}
