/*
 * cmd_explain.c - vpcsim explain: what a drop code means and what to change
 */

#include <string.h>
#include <strings.h>

#include "core/spell.h"
#include "dataplane/drop.h"
#include "tools/command.h"
#include "tools/emit.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/style.h"

struct explain_settings {
	struct options o;
	bool list;
};

static const struct option_spec explain_options[] = {
	{ "list", 0, OPTION_FLAG, NULL, "all codes",
	    .at = offsetof(struct explain_settings, list) },
	{ 0 },
};

/* "VSIM_" may be left out. */
static bool
is_code(const char *code, const char *word)
{
	return strcasecmp(code, word) == 0 ||
	    (strncmp(code, "VSIM_", 5) == 0 && strcasecmp(code + 5, word) == 0);
}

static drop_code
find(const char *word)
{
	for (unsigned c = DROP_LOOP; c < DROP_END; c++)
		if (is_code(drop_info((drop_code)c)->code, word))
			return (drop_code)c;
	return DROP_NONE;
}

static const char *
nearest(const char *word)
{
	const char *best = NULL;
	unsigned least = 0;

	for (unsigned c = DROP_LOOP; c < DROP_END; c++) {
		const char *code = drop_info((drop_code)c)->code;
		unsigned d = spell_distance(word, code);

		if (spell_near(word, code) && (best == NULL || d < least)) {
			best = code;
			least = d;
		}
	}
	return best;
}

static const char *
origin(const struct drop_info *i)
{
	return strncmp(i->code, "VSIM_", 5) == 0
	    ? "a code of vpcsim's own"
	    : "an explanation code of AWS Reachability Analyzer";
}

static void
put_text(struct out *o, const struct drop_info *i)
{
	style_text(o, STYLE_BOLD, i->code);
	out_printf(o, "\n  what it means   %s\n  what to change  %s\n",
	    i->means, i->change);
	out_printf(o, "  where from      %s\n", origin(i));
	out_commit(o);
}

static void
put_json(struct emit *j, const struct drop_info *i)
{
	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.code/1");
	emit_put_string(j, "code", i->code);
	emit_put_string(j, "means", i->means);
	emit_put_string(j, "change", i->change);
	emit_put_bool(
	    j, "reachability_analyzer", strncmp(i->code, "VSIM_", 5) != 0);
	emit_object_end(j);
}

static void
put_one(struct out *o, const struct options *opt, drop_code c)
{
	struct emit j;

	if (opt->format == FORMAT_TEXT) {
		put_text(o, drop_info((drop_code)c));
		return;
	}
	emit_init(&j, o, opt->format == FORMAT_JSON);
	put_json(&j, drop_info((drop_code)c));
	emit_done(&j);
}

static void
put_list(struct out *o, const struct options *opt)
{
	struct emit j;

	emit_init(&j, o, opt->format == FORMAT_JSON);
	if (opt->format == FORMAT_JSON)
		emit_array(&j);
	for (unsigned c = DROP_LOOP; c < DROP_END; c++) {
		if (opt->format == FORMAT_TEXT) {
			style_text(
			    o, STYLE_BOLD, drop_info((drop_code)c)->code);
			out_printf(
			    o, "\n    %s\n", drop_info((drop_code)c)->means);
			continue;
		}
		put_json(&j, drop_info((drop_code)c));
		if (opt->format == FORMAT_JSONL)
			emit_done(&j);
	}
	if (opt->format == FORMAT_JSON) {
		emit_array_end(&j);
		emit_done(&j);
	}
}

static int
unknown(const char *word)
{
	const char *near = nearest(word);

	if (near)
		message_error("no code \"%s\"; did you mean %s?", word, near);
	else
		message_error("no code \"%s\"; \"vpcsim explain --list\" "
			      "shows them all",
		    word);
	return EXIT_INVALID;
}

static int
explain(const struct explain_settings *s)
{
	const struct words *codes = &s->o.operands;
	int status = EXIT_DONE, closed;
	struct out *o = out_open(s->o.output, s->o.color);

	if (o == NULL)
		return EXIT_ENVIRONMENT;
	if (s->list || codes->n == 0)
		put_list(o, &s->o);
	for (size_t i = 0; i < codes->n; i++) {
		drop_code c = find(codes->v[i]);

		if (c == DROP_NONE)
			status = unknown(codes->v[i]);
		else
			put_one(o, &s->o, c);
	}
	closed = out_close(o);
	return closed == EXIT_DONE ? status : closed;
}

static int
explain_run(int argc, char **argv)
{
	struct explain_settings s = { 0 };
	int status = options_read(&s.o, &explain_command, argc, argv);

	if (status >= 0)
		return status;
	status = explain(&s);
	options_fini(&s.o);
	return status;
}

const struct command explain_command = {
	.name = "explain",
	.summary = "tell what a drop code means and what to change",
	.operands = "[CODE...]",
	.about =
	    "Without a code, lists them all.  Capitals do not matter.\n\nExit "
	    "status: 0 done, 2 there is no such code.",
	.examples = "  vpcsim explain SUBNET_ACL_RESTRICTION\n"
		    "  vpcsim explain --list --jsonl\n",
	.formats = FORMAT_JSON | FORMAT_JSONL,
	.options = explain_options,
	.run = explain_run,
};
