/*
 * cmd_replay.c - vpcsim replay: captures, carried through a model
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/capture_options.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/flow_log_file.h"
#include "tools/message.h"
#include "tools/model_in.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/pace.h"
#include "tools/replay_json.h"
#include "tools/replay_records.h"
#include "tools/replay_text.h"
#include "tools/stop.h"

struct replay_settings {
	struct options o;
	struct capture_options capture;
	const char *speed, *traffic;
	bool summary;
	int64_t top, max_flows;
	struct flow_log_options logs;
};

#define SETTING(field) .at = offsetof(struct replay_settings, field)

static const struct option_spec replay_command_options[] = {
	CAPTURE_OPTIONS(struct replay_settings, capture),
	FLOW_LOG_OPTIONS(struct replay_settings, logs),
	{ "speed", 0, OPTION_TEXT, "N",
	    "by the capture's clock: 1x, 0.5x, 10x; usual: as fast as it goes",
	    SETTING(speed) },
	{ "traffic", 0, OPTION_TEXT, "NAME",
	    "without a capture: only this entry of the scenario's traffic",
	    SETTING(traffic) },
	{ "summary", 0, OPTION_FLAG, NULL, "the summary alone",
	    SETTING(summary) },
	{ "top", 0, OPTION_NUMBER, "N", "only the N flows with the most bytes",
	    SETTING(top), 1, INT64_MAX },
	{ "max-flows", 0, OPTION_NUMBER, "N",
	    "keep N flows; for one more the one idle longest is written",
	    SETTING(max_flows), 1, FLOWS_MOST },
	{ 0 },
};

/* --- which flows -------------------------------------------------------- */

struct ranked {
	struct kept at;
	uint64_t flow, bytes;
};

static int
by_bytes(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->bytes != y->bytes)
		return x->bytes < y->bytes ? 1 : -1;
	return (x->flow > y->flow) - (x->flow < y->flow);
}

/* The greatest ones first. */
static void
rank(struct kept *kept, size_t n, const struct shards *s)
{
	struct ranked *v = xcalloc(n ? n : 1, sizeof(*v));
	struct flow f;

	for (size_t i = 0; i < n; i++) {
		shards_flow(s, kept[i], &f);
		v[i] = (struct ranked){ kept[i], f.number,
			f.bytes + f.return_bytes };
	}
	qsort(v, n, sizeof(*v), by_bytes);
	for (size_t i = 0; i < n; i++)
		kept[i] = v[i].at;
	free(v);
}

/* --- output ------------------------------------------------------------- */

/*
 * Records of flows that make room for others are written at once, the others
 * at the end; the output is opened when there is something to write.
 */
struct writer {
	const struct replay_settings *s;
	struct replay_run run;
	struct replay_sum sum;
	struct replay_view view;
	struct replay_json json;
	struct out *out;
	bool begun, failed;
	bool summed; /* the flows that are kept */
};

static bool
writes_records(const struct writer *w)
{
	return w->s->o.format != FORMAT_TEXT && !w->s->summary;
}

static bool
begin_output(struct writer *w)
{
	if (w->begun)
		return !w->failed;
	w->begun = true;
	w->out = out_open(w->s->o.output, w->s->o.color);
	w->failed = w->out == NULL;
	if (w->out && writes_records(w))
		replay_json_begin(
		    &w->json, w->out, &w->view, w->s->o.format == FORMAT_JSON);
	return !w->failed;
}

/* A flow makes room.  A table, and the greatest of all, need all flows: they
 * go without this one. */
static void
forgets(void *aux, const struct flow *f)
{
	struct writer *w = aux;

	replay_sum_add(&w->sum, &w->run, f);
	w->view.run = &w->run;
	if (writes_records(w) && !w->s->top && begin_output(w) &&
	    !out_failed(w->out))
		replay_json_flow(&w->json, f);
	replay_run_forget(&w->run, f);
}

static bool
has_many(const struct writer *w)
{
	return shards_n(w->run.shards) > 1;
}

/* One look at each flow serves its record and the sums. */
static void
look_at_flows(struct writer *w)
{
	const struct replay_view *v = &w->view;
	struct flow f;

	if (has_many(w) && !w->summed && w->s->o.format == FORMAT_JSONL) {
		replay_records(v, &w->sum, w->out);
		return;
	}
	for (size_t i = 0; i < v->nflow && !out_failed(w->out); i++) {
		shards_flow(w->run.shards, v->flow[i], &f);
		replay_json_flow(&w->json, &f);
		if (!w->summed)
			replay_sum_add(&w->sum, &w->run, &f);
	}
}

static void
write_records(struct writer *w)
{
	look_at_flows(w);
	if (!w->summed)
		replay_sum_finish(&w->sum, &w->run);
	replay_json_end(&w->json);
}

static void
write_rest(struct writer *w)
{
	const struct replay_view *v = &w->view;

	if (w->s->o.format == FORMAT_TEXT) {
		if (v->nflow)
			replay_text_flows(w->out, v);
		replay_text_summary(w->out, v);
		return;
	}
	if (w->s->summary) {
		replay_json_summary(w->out, v);
		return;
	}
	write_records(w);
}

static void
tell_forgotten(const struct writer *w)
{
	uint64_t n = shards_forgotten(w->run.shards);

	if (n)
		message_note("%" PRIu64 " flows made room for others "
			     "(--max-flows)%s",
		    n,
		    w->s->top ? ": they are not ranked"
			: w->s->o.format == FORMAT_TEXT ? ": they are in the "
							  "sums only"
							: "");
}

/* Writes so much of what is kept, of which some is left out. */
static int
write_output(struct writer *w, struct kept *kept, size_t n)
{
	size_t top = (size_t)w->s->top;

	if (!begin_output(w))
		return EXIT_ENVIRONMENT;
	if (top)
		rank(kept, n, w->run.shards);
	w->view.nflow = w->s->summary ? 0 : top && top < n ? top : n;
	write_rest(w);
	tell_forgotten(w);
	return out_close(w->out);
}

/* No flow at all: tells why. */
static void
tell_nothing(size_t ncaptures, const struct replay_run *run,
    const struct replay_sum *sum)
{
	if (ncaptures == 0 && run->packets == 0) {
		message_error("no capture is given, and the scenario has no "
			      "traffic of its own");
		return;
	}
	message_error("no packet went into the model; %" PRIu64 " were read",
	    run->packets);
	if (run->filtered)
		message_error(
		    "%" PRIu64 " do not match the filter", run->filtered);
	for (size_t i = 0; i < sum->naside; i++)
		message_error("%" PRIu64 " left aside: %s",
		    sum->aside[i].packets, sum->aside[i].text);
}

/* What the whole comes to, worst first. */
static int
judge(const struct replay_settings *s, const struct replay_run *run,
    const struct replay_sum *sum, int wrote)
{
	if (wrote != EXIT_DONE)
		return wrote;
	if (run->interrupted)
		return EXIT_INTERRUPTED;
	if (run->damaged)
		return EXIT_INVALID;
	if (sum->all.flows == 0) {
		tell_nothing(s->o.operands.n, run, sum);
		return EXIT_NOTHING;
	}
	if (s->o.strict && sum->assumed) {
		message_error("an assumption was needed (--strict)");
		return EXIT_ASSUMED;
	}
	return EXIT_DONE;
}

static void
sum_up(struct writer *w)
{
	const struct replay_view *v = &w->view;

	if (has_many(w))
		replay_records(v, &w->sum, NULL);
	else
		replay_sum_kept(&w->sum, &w->run, v->flow, v->nflow);
	replay_sum_finish(&w->sum, &w->run);
}

static int
finish(struct writer *w)
{
	size_t n;
	struct kept *kept = shards_kept(w->run.shards, &n);
	int status;

	w->view.run = &w->run;
	w->view.sum = &w->sum;
	w->view.partial = w->run.damaged || w->run.interrupted;
	w->view.flow = kept;
	w->view.nflow = n;
	w->summed = !(writes_records(w) && w->s->top == 0);
	if (w->summed)
		sum_up(w);
	status = judge(w->s, &w->run, &w->sum, write_output(w, kept, n));
	free(kept);
	return status;
}

/* Flow logs are whole before what is said of flows. */
static int
replay_job(const struct replay_settings *s, const struct replay_job *asked,
    struct flow_log_file *logs)
{
	struct replay_job job = *asked;
	struct errs *errs = errs_new();
	struct writer w = { .s = s,
		.sum.arena = s->o.arena,
		.view.private_means = s->o.private_means };
	int status, logged;

	job.options.max_flows = (uint32_t)s->max_flows;
	job.jobs = (uint32_t)s->o.jobs;
	job.options.forgets = forgets;
	job.options.forgets_aux = &w;
	stop_listen();
	status = replay_run(&job, &w.run, errs);
	model_in_report(errs, &s->o);
	logged = flow_log_file_close(logs);
	status = status == 0 ? finish(&w) : EXIT_INVALID;
	if (status == EXIT_DONE)
		status = logged;
	replay_run_fini(&w.run);
	return status;
}

/* --- the command -------------------------------------------------------- */

static int
run_settings(const struct replay_settings *s)
{
	struct replay_job job = { .captures = s->o.operands.v,
		.ncaptures = s->o.operands.n,
		.traffic = s->traffic };
	struct flow_log_file logs;
	struct model_in in;
	int status;

	if (s->speed) {
		job.speed = pace_parse(s->speed);
		if (job.speed == 0)
			return options_misused(&replay_command,
			    "--speed is 1x, 0.5x, 10x ..., not \"%s\"",
			    s->speed);
	}
	if (s->traffic && s->o.operands.n)
		return options_misused(&replay_command,
		    "--traffic is for a replay without a capture");
	status = capture_options_files(&s->o.operands);
	if (status < 0)
		status = model_in_open(&in, &s->o);
	if (status >= 0)
		return status;
	status = capture_options_apply(
	    &s->capture, &s->o, in.snap, &replay_command, &job);
	if (status < 0)
		status = flow_log_file_open(&logs, &s->logs, &replay_command,
		    in.model, (uint64_t)s->o.seed);
	if (status < 0) {
		job.options.flow_logs = logs.logs;
		status = replay_job(s, &job, &logs);
	}
	model_in_close(&in);
	return status;
}

static int
replay_command_run(int argc, char **argv)
{
	struct replay_settings s = { 0 };
	int status = options_read(&s.o, &replay_command, argc, argv);

	if (status >= 0)
		return status;
	s.o.watched = s.logs.file != NULL;
	status = run_settings(&s);
	options_fini(&s.o);
	return status;
}

const struct command replay_command = {
	.name = "replay",
	.summary = "carry captures through a model and tell each flow's path",
	.operands = "[CAPTURE...]",
	.about =
	    "Each packet enters where its source is; --map places traffic that "
	    "was captured\nelsewhere.  Several captures are one run, in the "
	    "order given; - is standard\ninput; pcap and pcapng, gzip and zstd "
	    "too.  Without a capture the scenario's own\ntraffic is sent.\n\n"
	    "Exit status: 0 done, 2 a capture is damaged (the output is "
	    "partial), 3 nothing\nmatched, 130 interrupted (partial).",
	.examples =
	    "  vpcsim replay -s net.yaml --map 192.168.7.20=app-1 c.pcapng\n"
	    "  vpcsim replay -s net.yaml --map 192.168.7.0/24=10.0.1.0/24 -f "
	    "'tcp port 443' c.pcap.gz\n"
	    "  vpcsim replay -s net.yaml --jsonl -o flows.jsonl c.pcap\n"
	    "  tcpdump -w - | vpcsim replay -s net.yaml --summary -\n",
	.formats = FORMAT_JSON | FORMAT_JSONL,
	.options = replay_command_options,
	.run = replay_command_run,
};
