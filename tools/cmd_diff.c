/*
 * cmd_diff.c - vpcsim diff: which flows change between two models
 */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "dataplane/load/terraform/terraform.h"
#include "tools/capture_options.h"
#include "tools/command.h"
#include "tools/diff.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/stop.h"

enum { MOST_USUAL = 20000 };

struct diff_settings {
	struct options o;
	const char *plan, *batch;
	struct words fail_on;
	int64_t most, max_flows;
	struct capture_options capture;
};

#define SETTING(field) .at = offsetof(struct diff_settings, field)

static const struct option_spec diff_options[] = {
	{ "plan", 0, OPTION_TEXT, "FILE",
	    "a plan of Terraform: what was, and what it will bring about",
	    SETTING(plan) },
	{ "batch", 0, OPTION_TEXT, "FILE",
	    "which flows, as JSON Lines; - is standard input", SETTING(batch) },
	{ "fail-on", 0, OPTION_LIST, "WHAT",
	    "verdict, path, class, leaves-aws or request: exit status 1 only for "
	    "these",
	    SETTING(fail_on) },
	{ "most", 0, OPTION_NUMBER, "N",
	    "without a batch or capture: about so many pairs of interfaces",
	    SETTING(most), 1, INT64_MAX },
	{ "max-flows", 0, OPTION_NUMBER, "N",
	    "of captures: how many flows are kept at a time, in each model",
	    SETTING(max_flows), 1, FLOWS_MOST },
	CAPTURE_OPTIONS(struct diff_settings, capture),
	{ 0 },
};

/* --- the two models ----------------------------------------------------- */

static int
load(struct diff *d, const struct diff_settings *s, char *const paths[SIDES])
{
	struct options before = s->o;

	/* What --set changes is the difference, if one model was given. */
	if (paths[BEFORE] == paths[AFTER])
		before.sets.n = 0;
	for (int i = 0; i < SIDES; i++) {
		const struct options *o = i == BEFORE ? &before : &s->o;
		struct errs *errs = errs_new();
		int status;

		model_in_load(&d->in[i], o, &paths[i], 1, errs);
		status = model_in_report(errs, o);
		if (status != EXIT_DONE)
			return status;
	}
	return -1;
}

static int
choose_models(const struct diff_settings *s, char *paths[SIDES])
{
	const struct words *m = &s->o.models;

	if (s->plan && access(s->plan, R_OK) != 0) {
		message_error("cannot read %s: %s", s->plan, strerror(errno));
		return EXIT_INVALID;
	}
	if (s->plan && !terraform_is(s->plan))
		return options_misused(&diff_command,
		    "--plan: %s is not what \"terraform show -json\" prints",
		    s->plan);
	if (s->plan && m->n == 0) {
		paths[BEFORE] = arena_printf(s->o.arena, "%s@before", s->plan);
		paths[AFTER] = arena_strdup(s->o.arena, s->plan);
	} else if (s->plan == NULL && m->n == SIDES) {
		paths[BEFORE] = m->v[BEFORE];
		paths[AFTER] = m->v[AFTER];
	} else if (s->plan == NULL && m->n == 1 && s->o.sets.n > 0) {
		paths[BEFORE] = paths[AFTER] = m->v[0];
	} else {
		return options_misused(&diff_command,
		    "which models?  Give -s twice, or --plan, or -s and --set");
	}
	return -1;
}

/* --- the flows ---------------------------------------------------------- */

static int
make_jobs(const struct diff_settings *s, const struct diff *d,
    struct replay_job job[SIDES])
{
	int status = capture_options_files(&s->o.operands);

	for (int i = 0; i < SIDES && status < 0; i++) {
		job[i] = (struct replay_job){ .captures = s->o.operands.v,
			.ncaptures = s->o.operands.n,
			.options.max_flows = (uint32_t)s->max_flows };
		status = capture_options_apply(
		    &s->capture, &s->o, d->in[i].snap, &diff_command, &job[i]);
	}
	return status;
}

/* What was read before a capture is damaged, or before the user stops it, is
 * compared too. */
static int
compare_captures(const struct diff_settings *s, struct diff *d)
{
	struct replay_job job[SIDES];
	struct replay_run run = { 0 };
	struct errs *errs;
	int status = make_jobs(s, d, job);

	if (status >= 0)
		return status;
	errs = errs_new();
	stop_listen();
	if (diff_captures(d, job, &run, errs) != 0)
		status = EXIT_INVALID;
	model_in_report(errs, &s->o);
	d->partial = run.damaged || run.interrupted;
	d->interrupted = run.interrupted;
	replay_run_fini(&run);
	return status;
}

static int
compare(const struct diff_settings *s, struct diff *d)
{
	if (s->batch)
		return diff_batch(d, s->batch);
	if (s->o.operands.n)
		return compare_captures(s, d);
	diff_generate(d, (size_t)s->most);
	return -1;
}

/* --- the answer --------------------------------------------------------- */

static int
read_fail_on(const struct words *w, unsigned *changes)
{
	static const struct {
		const char *word;
		unsigned change;
	} known[] = { { "verdict", CHANGE_OF_VERDICT | CHANGE_OF_EXISTENCE },
		{ "path", CHANGE_OF_PATH }, { "class", CHANGE_OF_CLASS },
		{ "leaves-aws", CHANGE_TO_OUTSIDE },
		{ "request", CHANGE_OF_REQUEST } };

	*changes = w->n ? 0 : ~0u;
	for (size_t i = 0; i < w->n; i++) {
		unsigned change = 0;

		for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
			if (strcmp(known[k].word, w->v[i]) == 0)
				change = known[k].change;
		if (change == 0)
			return options_misused(&diff_command,
			    "--fail-on is verdict, path, class, leaves-aws or "
			    "request, not \"%s\"",
			    w->v[i]);
		*changes |= change;
	}
	return -1;
}

static int
judge(const struct diff_settings *s, const struct diff *d, unsigned fail_on)
{
	unsigned changed = 0;

	for (size_t i = 0; i < d->ncauses; i++)
		changed |= d->cause[i].changed;
	if (d->interrupted)
		return EXIT_INTERRUPTED;
	if (d->partial || (s->batch && d->invalid))
		return EXIT_INVALID;
	if (d->compared == 0) {
		message_error("there is no flow to compare");
		return EXIT_NOTHING;
	}
	if (s->o.strict && d->assumed) {
		message_error("an assumption was needed (--strict)");
		return EXIT_ASSUMED;
	}
	return changed & fail_on ? EXIT_ANSWER_NO : EXIT_DONE;
}

static void
print(struct out *out, const struct diff_settings *s, const struct diff *d)
{
	if (s->o.format == FORMAT_TEXT)
		diff_text(out, d);
	else if (s->o.format == FORMAT_MARKDOWN)
		diff_markdown(out, d);
	else
		diff_json(out, d);
}

static int
run_models(const struct diff_settings *s, struct diff *d, unsigned fail_on)
{
	struct out *out = out_open(s->o.output, s->o.color);
	int status, closed;

	if (out == NULL)
		return EXIT_ENVIRONMENT;
	diff_init(d, (uint64_t)s->o.seed, s->o.private_means);
	diff_objects(d);
	if (s->o.format & (FORMAT_JSON | FORMAT_JSONL)) {
		d->tells = diff_json_flow;
		d->tells_aux = out;
	}
	status = compare(s, d);
	if (status < 0) {
		print(out, s, d);
		status = judge(s, d, fail_on);
	}
	diff_fini(d);
	closed = out_close(out);
	return closed == EXIT_DONE ? status : closed;
}

static int
run_settings(const struct diff_settings *s)
{
	struct diff d = { 0 };
	char *paths[SIDES] = { NULL, NULL };
	unsigned fail_on;
	int status = read_fail_on(&s->fail_on, &fail_on);

	if (status < 0)
		status = choose_models(s, paths);
	if (status < 0 && s->batch && s->o.operands.n)
		status = options_misused(
		    &diff_command, "a capture or --batch, not both");
	if (status < 0)
		status = load(&d, s, paths);
	if (status < 0)
		status = run_models(s, &d, fail_on);
	for (int i = 0; i < SIDES; i++)
		model_in_close(&d.in[i]);
	return status;
}

static int
diff_run(int argc, char **argv)
{
	struct diff_settings s = { .most = MOST_USUAL };
	int status = options_read(&s.o, &diff_command, argc, argv);

	if (status >= 0)
		return status;
	status = run_settings(&s);
	options_fini(&s.o);
	return status;
}

const struct command diff_command = {
	.name = "diff",
	.summary = "tell which flows change between two models, and why",
	.operands = "[CAPTURE...]",
	.about =
	    "Sends the same flows through two models: those of captures, of a "
	    "batch, or, without\neither, flows between all that is in the "
	    "models, the internet and AWS's services.\nFlows whose verdict, "
	    "path or class changes are told by cause: the first decision\non "
	    "the way that is another one.\n\n"
	    "Exit status: 0 nothing changes, 1 something does (--fail-on), 3 "
	    "nothing to compare.",
	.examples =
	    "  vpcsim diff -s before.yaml -s after.yaml\n"
	    "  vpcsim diff --plan plan.json --format markdown\n"
	    "  vpcsim diff --plan plan.json --fail-on leaves-aws\n"
	    "  vpcsim diff -s dump/ --set 'delete nat-1' --batch flows.jsonl\n"
	    "  vpcsim diff -s a.yaml -s b.yaml --map 192.168.7.20=app-1 "
	    "c.pcapng\n",
	.formats = FORMAT_JSON | FORMAT_JSONL | FORMAT_MARKDOWN,
	.options = diff_options,
	.run = diff_run,
};
