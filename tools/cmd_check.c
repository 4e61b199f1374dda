/*
 * cmd_check.c - vpcsim check: read scenarios and report all problems
 *
 * Each file is checked on its own, with what it includes.
 */

#include <stdio.h>
#include <string.h>

#include "core/err.h"
#include "tools/command.h"
#include "tools/emit.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/model_in.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/style.h"
#include "tools/walk.h"

struct tally {
	size_t files, errors, warnings;
};

static void
put_problem(struct emit *j, const struct problem *p)
{
	bool error = p->severity == SEV_ERROR;

	emit_object(j);
	emit_put_string(j, "severity", error ? "error" : "warning");
	emit_put_string(j, "file", p->where.file);
	emit_put_string(j, "address", p->where.address);
	emit_key(j, "line");
	emit_int(j, p->where.line);
	emit_key(j, "column");
	emit_int(j, p->where.col);
	emit_put_string(j, "text", p->text);
	emit_object_end(j);
}

static void
print_problem(struct out *o, const struct problem *p)
{
	bool error = p->severity == SEV_ERROR;
	char place[1024];

	where_format(p->where, place, sizeof(place));
	if (p->where.address) {
		out_text(o, p->where.file);
		out_string(o, ": ");
	}
	out_text(o, place);
	out_string(o, *place ? ": " : "");
	style_text(
	    o, error ? STYLE_BAD : STYLE_WARN, error ? "error" : "warning");
	out_string(o, ": ");
	out_text(o, p->text);
	out_char(o, '\n');
	out_commit(o);
}

static void
report(struct errs *errs, const struct options *o, struct out *out,
    struct emit *j, struct tally *t)
{
	errs_sort(errs);
	t->errors += errs_count(errs);
	t->warnings += errs_size(errs) - errs_count(errs);
	for (size_t i = 0; i < errs_size(errs); i++) {
		const struct problem *p = errs_get(errs, i);

		if (p->severity == SEV_WARNING && o->quiet)
			continue;
		if (o->format == FORMAT_TEXT) {
			print_problem(out, p);
		} else {
			put_problem(j, p);
			if (o->format == FORMAT_JSONL)
				emit_done(j);
		}
	}
}

static void
check(struct options *o, char **paths, size_t n, struct out *out,
    struct emit *j, struct tally *t)
{
	struct errs *errs = errs_new();
	struct model_in in;

	if (model_in_load(&in, o, paths, n, errs) == 0)
		model_in_close(&in);
	t->files++;
	report(errs, o, out, j, t);
	errs_free(errs);
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void
print_summary(struct out *o, const struct tally *t)
{
	style_begin(o, t->errors ? STYLE_BAD : STYLE_GOOD);
	out_printf(o, "%zu error%s, %zu warning%s", t->errors,
	    plural(t->errors), t->warnings, plural(t->warnings));
	style_end(o, t->errors ? STYLE_BAD : STYLE_GOOD);
	out_printf(o, " in %zu file%s\n", t->files, plural(t->files));
}

static void
check_all(
    struct options *o, struct words *files, struct out *out, struct tally *t)
{
	struct emit j;

	emit_init(&j, out, o->format == FORMAT_JSON);
	if (o->format == FORMAT_JSON) {
		emit_object(&j);
		emit_put_string(&j, "schema", "vpcsim.check/1");
		emit_key(&j, "problems");
		emit_array(&j);
	}
	if (o->models.n)
		check(o, o->models.v, o->models.n, out, &j, t);
	for (size_t i = 0; i < files->n; i++)
		check(o, &files->v[i], 1, out, &j, t);
	if (o->format == FORMAT_TEXT) {
		print_summary(out, t);
	} else if (o->format == FORMAT_JSON) {
		emit_array_end(&j);
		emit_put_uint(&j, "files", t->files);
		emit_put_uint(&j, "errors", t->errors);
		emit_put_uint(&j, "warnings", t->warnings);
		emit_object_end(&j);
		emit_done(&j);
	}
}

static int
check_files(struct options *o)
{
	struct words files = { 0 };
	struct tally t = { 0 };
	struct out *out;
	int status;

	if (walk_files(&o->operands, o->arena, &files) != 0)
		return EXIT_INVALID;
	if (files.n == 0 && o->models.n == 0) {
		message_error("no scenario file there");
		return EXIT_NOTHING;
	}
	out = out_open(o->output, o->color);
	if (out == NULL)
		return EXIT_ENVIRONMENT;
	check_all(o, &files, out, &t);
	status = out_close(out);
	if (status == EXIT_DONE && t.errors)
		status = EXIT_INVALID;
	else if (status == EXIT_DONE && o->strict && t.warnings)
		status = EXIT_ASSUMED;
	return status;
}

static int
check_run(int argc, char **argv)
{
	struct options o = { 0 };
	int status = options_read(&o, &check_command, argc, argv);

	if (status >= 0)
		return status;
	if (o.operands.n == 0 && o.models.n == 0)
		status = options_misused(
		    &check_command, "which files?  Name files or folders");
	else
		status = check_files(&o);
	options_fini(&o);
	return status;
}

const struct command check_command = {
	.name = "check",
	.summary = "read scenarios and report all problems",
	.operands = "FILE|DIR...",
	.about =
	    "Reads each file with what it includes, and reports every problem "
	    "with its\nfile, line and column.  Of a folder all *.yaml and *.yml "
	    "below it are read.\nSeveral -s make one model, as they do "
	    "elsewhere.\n\nExit status: 0 no errors, 2 there are errors, 3 no "
	    "file, 5 there are\nwarnings and --strict is given.",
	.examples = "  vpcsim check net.yaml\n"
		    "  vpcsim check --json scenarios/\n",
	.formats = FORMAT_JSON | FORMAT_JSONL,
	.run = check_run,
};
