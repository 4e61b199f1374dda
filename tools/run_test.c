/*
 * run_test.c - one test of a scenario
 *
 * A flow is asked for; a replay, and a flow of the scenario's traffic, are
 * replayed.  Of the flow that differs first the trace is kept.
 */

#include "tools/run_test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "dataplane/world.h"
#include "tools/message.h"
#include "tools/out.h"
#include "tools/replay_run.h"
#include "tools/trace_text.h"

struct run {
	const struct snap *snap;
	const struct test *test;
	const struct test_options *options;
	struct arena *arena;
	struct test_result *result;
	struct question question;
	struct flow_log_seen logged;
	struct errs *errs;
};

/* --- texts -------------------------------------------------------------- */

static const char *
trace_text_of(const struct run *r, const struct tracing *t)
{
	struct trace_text_options o = TRACE_TEXT_USUAL;
	struct out *out = out_open_memory(r->options->color);
	const char *text;
	size_t len;

	o.width = r->options->width;
	trace_text_write(out, t, &o);
	text = arena_strdup(r->arena, out_memory(out, &len));
	out_close(out);
	return text;
}

static const char *
problems_text(const struct run *r)
{
	const char *text = "";
	char place[1024];

	for (size_t i = 0; i < errs_size(r->errs); i++) {
		const struct problem *p = errs_get(r->errs, i);

		where_format(p->where, place, sizeof(place));
		text = arena_printf(r->arena, "%s%s%s%s\n", text, place,
		    *place ? ": " : "", p->text);
	}
	return text;
}

static void
set_invalid(struct run *r)
{
	r->result->invalid = true;
	r->result->problems = problems_text(r);
}

static void
judge(struct run *r, const struct observed *o)
{
	struct differences d = { .arena = r->arena };

	expect_check(r->test->expect, r->test->nexpect, o, &d);
	r->result->differences = d.v;
	r->result->ndifferences = d.n;
	r->result->passed = d.n == 0;
}

/* --- a flow that is asked for ------------------------------------------- */

static void
give_tracing(void *aux, uint64_t n, struct arena *a, struct tracing *t)
{
	(void)n;
	(void)a;
	*t = *(const struct tracing *)aux;
}

static void
run_flow(struct run *r)
{
	struct tracing t;
	struct observed o = { .snap = r->snap,
		.logged = &r->logged,
		.flows = 1,
		.asked = true,
		.flow = give_tracing,
		.aux = &t };

	if (tracing_ask(&r->question, &r->test->flow, r->arena, r->errs, &t) !=
	    0) {
		set_invalid(r);
		return;
	}
	flow_log_seen_finish(&r->logged);
	o.packets = t.resolved + (uint64_t)t.exchange.back.sent;
	o.dropped = !t.facts.delivered;
	r->result->assumed = tracing_assumed(&t.facts);
	judge(r, &o);
	if (!r->result->passed)
		r->result->trace = trace_text_of(r, &t);
}

/* --- a replay ----------------------------------------------------------- */

/* Relative to the scenario that names it. */
static char *
capture_path(const struct run *r)
{
	const struct text *c = &r->test->capture;
	const char *file = c->where.file, *slash;

	slash = file ? strrchr(file, '/') : NULL;
	if (slash == NULL || c->s[0] == '/')
		return arena_strdup(r->arena, c->s);
	return arena_printf(
	    r->arena, "%.*s/%s", (int)(slash - file), file, c->s);
}

static const struct address_map *
test_map(const struct run *r)
{
	struct address_map *m = address_map_new(r->arena);

	for (size_t i = 0; i < r->test->nmap; i++) {
		const struct mapping *x = &r->test->map[i];

		address_map_add(
		    m, r->snap, x->from.s, x->to.s, x->from.where, r->errs);
	}
	return m;
}

struct replayed {
	const struct run *run;
	const struct replay_run *replayed;
};

static void
give_flow(void *aux, uint64_t n, struct arena *a, struct tracing *t)
{
	const struct replayed *x = aux;

	tracing_of_flow(&x->run->question, x->replayed,
	    replay_flow(x->replayed->replay, n), a, t);
}

static void
count_flow(
    struct run *r, const struct replay_run *p, uint64_t n, struct observed *o)
{
	const struct flow *f = replay_flow(p->replay, n);
	struct arena *scratch = arena_new();
	struct facts facts;

	replay_run_facts(p, f, scratch, &facts);
	o->packets += f->packets + f->return_packets + f->unsent_packets;
	o->dropped += !facts.delivered;
	r->result->assumed |= tracing_assumed(&facts);
	arena_free(scratch);
}

static uint64_t
flow_to_show(const struct test_result *result)
{
	for (size_t i = 0; i < result->ndifferences; i++)
		if (result->differences[i].flow)
			return result->differences[i].flow;
	return 0;
}

/* Once more, now that it is known which flow is to be explained. */
static void
show_flow(struct run *r, struct replay_job *job, uint64_t flow)
{
	struct errs *errs = errs_new();
	struct replay_run again;
	struct tracing t;

	job->options.explain = flow;
	job->options.flow_logs = NULL;
	if (replay_run(job, &again, errs) == 0 &&
	    replay_flows(again.replay) >= flow) {
		tracing_of_flow(&r->question, &again,
		    replay_flow(again.replay, flow), r->arena, &t);
		r->result->trace = trace_text_of(r, &t);
	}
	replay_run_fini(&again);
	errs_free(errs);
}

static void
judge_replay(struct run *r, struct replay_job *job, struct replay_run *run)
{
	struct replayed x = { r, run };
	struct observed o = { .snap = r->snap,
		.logged = &r->logged,
		.flows = replay_flows(run->replay),
		.first_only = r->test->traffic.s != NULL,
		.flow = give_flow,
		.aux = &x };
	uint64_t show;

	for (uint64_t n = 1; n <= o.flows; n++)
		count_flow(r, run, n, &o);
	judge(r, &o);
	show = flow_to_show(r->result);
	if (show)
		show_flow(r, job, show);
}

static void
run_replay(struct run *r)
{
	char *path = NULL;
	struct replay_job job = { .snap = r->snap,
		.captures = &path,
		.traffic = r->test->traffic.s,
		.filter = r->test->filter,
		.map = test_map(r),
		.options = { .midstream_strict = r->test->midstream_strict,
		    .seed = r->options->seed,
		    .cache = r->options->cache,
		    .flow_logs = r->logged.logs,
		    .explain_all = expect_needs_hops(
			r->test->expect, r->test->nexpect) } };
	struct replay_run run;

	if (r->test->capture.s) {
		path = capture_path(r);
		job.ncaptures = 1;
	}
	if (replay_run(&job, &run, r->errs) != 0 || errs_count(r->errs))
		set_invalid(r);
	else {
		flow_log_seen_finish(&r->logged);
		judge_replay(r, &job, &run);
	}
	replay_run_fini(&run);
}

/* ------------------------------------------------------------------------ */

static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
run_test(const struct snap *snap, const struct test *test,
    const struct test_options *o, struct arena *a, struct test_result *result)
{
	double begin = seconds_now();
	struct run r = { .snap = snap,
		.test = test,
		.options = o,
		.arena = a,
		.result = result,
		.question = { .snap = snap,
		    .seed = o->seed,
		    .private_means = o->private_means,
		    .hops = true },
		.errs = errs_new() };

	*result = (struct test_result){ .file = world_of(snap)->model->file,
		.name = test->name ? test->name : "(no name)",
		.where = test->where };
	if (expect_needs_flow_logs(test->expect, test->nexpect))
		flow_log_seen_begin(
		    &r.logged, world_of(snap)->model, o->seed, a);
	r.question.flow_logs = r.logged.logs;
	if (test->has_flow)
		run_flow(&r);
	else
		run_replay(&r);
	flow_log_seen_end(&r.logged);
	result->seconds = seconds_now() - begin;
	errs_free(r.errs);
}
