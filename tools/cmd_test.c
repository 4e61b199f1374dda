/*
 * cmd_test.c - vpcsim test: scenario files as tests
 *
 * A file is a test suite of its own.  A file without tests is left out, and so
 * is one that cannot stand alone but is included by another that was named.
 */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fnmatch.h>

#include "core/err.h"
#include "tools/cache_option.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/model_in.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/report.h"
#include "tools/stop.h"
#include "tools/style.h"
#include "tools/trace_text.h"
#include "tools/walk.h"

struct test_settings {
	struct options o;
	struct words select, reports;
	const char *cache;
	enum cache_mode cache_mode;
};

#define SETTING(field) .at = offsetof(struct test_settings, field)

static const struct option_spec test_options[] = {
	{ "select", 'k', OPTION_LIST, "PATTERN",
	    "only tests whose name has PATTERN in it (* and ? as in a shell)",
	    SETTING(select) },
	{ "report", 0, OPTION_LIST, "FORM",
	    "junit=FILE, tap, github; may be given several times",
	    SETTING(reports) },
	CACHE_OPTION(offsetof(struct test_settings, cache)),
	{ 0 },
};

struct session {
	const struct test_settings *s;
	struct arena *arena;
	struct out *out; /* null: no text */
	struct results results;
	struct words included; /* real paths of files that others include */
	struct words broken;   /* files that cannot be loaded */
	const char **why;      /* their problems */
	size_t nwhy;
	bool assumed;
};

/* --- what the reader sees ----------------------------------------------- */

static void
put_indented(struct out *o, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		out_string(o, n ? "    " : "");
		out_write(o, text, n);
		out_char(o, '\n');
		text += n + (text[n] == '\n');
	}
}

static void
put_difference(struct out *o, const struct difference *d)
{
	char place[1024];

	where_format(d->where, place, sizeof(place));
	out_string(o, "  ");
	style_text(o, STYLE_DIM, place);
	out_string(o, ": ");
	if (d->flow)
		out_printf(o, "flow %llu: ", (unsigned long long)d->flow);
	style_text(o, STYLE_BOLD, d->key);
	out_string(o, "\n    expected  ");
	style_text(o, STYLE_GOOD, d->expected);
	out_string(o, "\n    actual    ");
	style_text(o, STYLE_BAD, d->actual);
	out_char(o, '\n');
}

static void
put_result(struct out *o, const struct test_result *r)
{
	char place[1024];

	where_format(r->where, place, sizeof(place));
	style_text(o, r->passed ? STYLE_GOOD : STYLE_BAD,
	    r->passed ? "ok    " : "FAIL  ");
	out_text(o, *place ? place : r->file);
	out_string(o, r->name ? ": " : "");
	out_text(o, r->name ? r->name : "");
	out_char(o, '\n');
	if (r->passed)
		return;
	for (size_t i = 0; i < r->ndifferences; i++)
		put_difference(o, &r->differences[i]);
	if (r->problems)
		put_indented(o, r->problems);
	if (r->trace) {
		out_char(o, '\n');
		put_indented(o, r->trace);
	}
	out_char(o, '\n');
}

static void
add_result(struct session *x, struct test_result r)
{
	struct results *all = &x->results;

	*ARENA_PUSH(x->arena, all->v, all->n) = r;
	all->passed += r.passed;
	all->failed += !r.passed;
	all->invalid += r.invalid;
	x->assumed |= r.assumed;
	if (x->out && (!r.passed || x->s->o.verbose)) {
		put_result(x->out, &r);
		out_commit(x->out);
	}
}

/* --- files -------------------------------------------------------------- */

static char *
real_path(struct session *x, const char *path)
{
	char buf[PATH_MAX];

	return arena_strdup(x->arena, realpath(path, buf) ? buf : path);
}

static bool
is_among(const struct words *w, const char *s)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->v[i], s) == 0)
			return true;
	return false;
}

/* Objects know their files. */
static void
note_included(struct session *x, const struct model *m)
{
	const char *last = m->file;

	for (size_t i = 0; i < m->nobjects; i++) {
		const char *file = m->objects[i]->where.file;
		char *real;

		if (file == NULL || file == last || strcmp(file, m->file) == 0)
			continue;
		last = file;
		real = real_path(x, file);
		if (!is_among(&x->included, real))
			*ARENA_PUSH(x->arena, x->included.v, x->included.n) =
			    real;
	}
}

static const char *
errs_text(struct session *x, struct errs *errs)
{
	const char *text = "";
	char place[1024];

	errs_sort(errs);
	for (size_t i = 0; i < errs_size(errs); i++) {
		const struct problem *p = errs_get(errs, i);

		if (p->severity == SEV_WARNING)
			continue;
		where_format(p->where, place, sizeof(place));
		text = arena_printf(x->arena, "%s%s%serror: %s\n", text, place,
		    *place ? ": " : "", p->text);
	}
	return text;
}

static bool
is_selected(const struct test_settings *s, const struct test *t)
{
	char pattern[256];

	for (size_t i = 0; i < s->select.n; i++) {
		snprintf(pattern, sizeof(pattern), "*%s*", s->select.v[i]);
		if (fnmatch(pattern, t->name ? t->name : "", 0) == 0)
			return true;
	}
	return s->select.n == 0;
}

/* Texts must outlive the model. */
static void
keep(struct session *x, struct test_result *r)
{
	struct arena *a = x->arena;

	r->file = arena_strdup(a, r->file);
	r->name = arena_strdup(a, r->name);
	if (r->where.file)
		r->where.file = arena_strdup(a, r->where.file);
	for (size_t i = 0; i < r->ndifferences; i++) {
		struct difference *d = &r->differences[i];

		d->where.file = r->where.file;
		d->key = arena_strdup(a, d->key);
		d->expected = arena_strdup(a, d->expected);
		d->actual = arena_strdup(a, d->actual);
	}
}

static void
run_tests(struct session *x, const struct model_in *in)
{
	struct test_options o = { .seed = (uint64_t)x->s->o.seed,
		.private_means = x->s->o.private_means,
		.cache = x->s->cache_mode,
		.color = x->s->o.color,
		.width = trace_text_width() };

	for (size_t i = 0; i < in->model->ntests && !stop_wanted(); i++) {
		const struct test *t = &in->model->tests[i];
		struct test_result r;

		if (!is_selected(x->s, t))
			continue;
		run_test(in->snap, t, &o, x->arena, &r);
		keep(x, &r);
		add_result(x, r);
	}
}

static void
run_file(struct session *x, char *path)
{
	struct errs *errs = errs_new();
	struct model_in in;

	if (model_in_load(&in, &x->s->o, &path, 1, errs) == 0) {
		note_included(x, in.model);
		run_tests(x, &in);
		model_in_close(&in);
	} else {
		*ARENA_PUSH(x->arena, x->broken.v, x->broken.n) = path;
		*ARENA_PUSH(x->arena, x->why, x->nwhy) = errs_text(x, errs);
	}
	errs_free(errs);
}

static void
tell_broken(struct session *x)
{
	for (size_t i = 0; i < x->broken.n; i++) {
		char *path = x->broken.v[i];

		if (is_among(&x->included, real_path(x, path)))
			continue;
		add_result(x,
		    (struct test_result){
			.file = path, .invalid = true, .problems = x->why[i] });
	}
}

/* --- the end ------------------------------------------------------------ */

static void
put_summary(struct session *x)
{
	const struct results *all = &x->results;
	enum style s = all->failed ? STYLE_BAD : STYLE_GOOD;

	if (x->out == NULL || all->n == 0)
		return;
	style_begin(x->out, s);
	out_printf(x->out, "%zu passed, %zu failed", all->passed, all->failed);
	style_end(x->out, s);
	out_string(x->out, stop_wanted() ? " (interrupted)\n" : "\n");
	out_commit(x->out);
}

static int
write_reports(const struct session *x)
{
	const struct options *o = &x->s->o;
	struct report_spec spec;
	int status = EXIT_DONE;

	for (size_t i = 0; i < x->s->reports.n; i++) {
		int wrote;

		report_parse(x->s->reports.v[i], &spec);
		wrote = report_write(&spec, &x->results);
		status = wrote == EXIT_DONE ? status : wrote;
	}
	if (status == EXIT_DONE && o->format != FORMAT_TEXT) {
		spec.kind =
		    o->format == FORMAT_JSON ? REPORT_JSON : REPORT_JSONL;
		spec.path = o->output;
		status = report_write(&spec, &x->results);
	}
	return status;
}

static int
verdict(const struct session *x)
{
	const struct results *all = &x->results;

	if (stop_wanted())
		return EXIT_INTERRUPTED;
	if (all->invalid)
		return EXIT_INVALID;
	if (all->failed)
		return EXIT_ANSWER_NO;
	if (all->n == 0) {
		message_error("no test there");
		return EXIT_NOTHING;
	}
	if (x->assumed && x->s->o.strict) {
		message_error("an assumption was needed (--strict)");
		return EXIT_ASSUMED;
	}
	return EXIT_DONE;
}

/* Standard output belongs to a report that goes there, if it is one that
 * cannot stand beside text. */
static bool
wants_text(const struct test_settings *s)
{
	struct report_spec spec;

	for (size_t i = 0; i < s->reports.n; i++)
		if (report_parse(s->reports.v[i], &spec) && spec.path == NULL &&
		    spec.kind != REPORT_GITHUB)
			return false;
	return s->o.format == FORMAT_TEXT;
}

static int
run_session(struct session *x, const struct words *files)
{
	int status, wrote;

	for (size_t i = 0; i < files->n && !stop_wanted(); i++)
		run_file(x, files->v[i]);
	tell_broken(x);
	put_summary(x);
	status = x->out ? out_close(x->out) : EXIT_DONE;
	wrote = write_reports(x);
	if (status != EXIT_DONE)
		return status;
	return wrote == EXIT_DONE ? verdict(x) : wrote;
}

static int
check_usage(struct test_settings *s)
{
	struct report_spec spec;

	if (s->o.operands.n == 0 && s->o.models.n == 0)
		return options_misused(
		    &test_command, "which files?  Name files or folders");
	for (size_t i = 0; i < s->reports.n; i++)
		if (!report_parse(s->reports.v[i], &spec) ||
		    (spec.kind == REPORT_JUNIT && spec.path == NULL))
			return options_misused(&test_command,
			    "--report is junit=FILE, tap or github, not "
			    "\"%s\"",
			    s->reports.v[i]);
	return cache_option(s->cache, &test_command, &s->cache_mode);
}

static int
run_settings(struct test_settings *s)
{
	struct session x = { .s = s, .arena = arena_new() };
	struct words files = { 0 };
	int status = EXIT_INVALID;

	if (walk_files(&s->o.models, x.arena, &files) == 0 &&
	    walk_files(&s->o.operands, x.arena, &files) == 0) {
		stop_listen();
		if (wants_text(s))
			x.out = out_open(s->o.output, s->o.color);
		status = wants_text(s) && x.out == NULL
		    ? EXIT_ENVIRONMENT
		    : run_session(&x, &files);
	}
	arena_free(x.arena);
	return status;
}

static int
test_run(int argc, char **argv)
{
	struct test_settings s = { 0 };
	int status = options_read(&s.o, &test_command, argc, argv);

	if (status >= 0)
		return status;
	status = check_usage(&s);
	if (status < 0)
		status = run_settings(&s);
	options_fini(&s.o);
	return status;
}

const struct command test_command = {
	.name = "test",
	.summary = "run the tests of scenario files",
	.operands = "FILE|DIR...",
	.about =
	    "Runs the tests of each file, and of each *.yaml and *.yml below a "
	    "folder, every\ntest in a simulation of its own.  For each "
	    "expectation that does not hold: what\nwas expected, what is so, "
	    "where it stands, and the trace of the flow.\n\nExit status: 0 "
	    "all passed, 1 some failed, 2 a file is invalid, 3 no test.",
	.examples = "  vpcsim test scenarios/\n"
		    "  vpcsim test -k 'endpoint' -v net.yaml\n"
		    "  vpcsim test --report junit=results.xml --report github "
		    "scenarios/\n",
	.formats = FORMAT_JSON | FORMAT_JSONL,
	.options = test_options,
	.run = test_run,
};
