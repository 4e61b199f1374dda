/*
 * cmd_trace.c - vpcsim trace: the path of a flow, hop by hop
 *
 * Three ways to ask: --from and --to; --batch, many questions; --capture and
 * --flow, a flow of a capture with the state that it really met.
 */

#include <inttypes.h>
#include <string.h>

#include "core/packet.h"
#include "dataplane/timing.h"
#include "tools/capture_options.h"
#include "tools/command.h"
#include "tools/exit.h"
#include "tools/flow_log_file.h"
#include "tools/message.h"
#include "tools/model_in.h"
#include "tools/options.h"
#include "tools/out.h"
#include "tools/stop.h"
#include "tools/trace_batch.h"
#include "tools/trace_input.h"
#include "tools/trace_json.h"
#include "tools/trace_text.h"

struct trace_settings {
	struct options o;
	const char *from, *to, *proto;
	int64_t port, sport, bytes, ttl;
	bool df, hops, timing;
	const char *action, *resource, *principal;
	const char *batch;
	struct words captures;
	int64_t flow;
	struct capture_options capture;
	struct flow_log_options logs;
};

#define SETTING(field) .at = offsetof(struct trace_settings, field)

static const struct option_spec trace_options[] = {
	{ "from", 0, OPTION_TEXT, "PLACE",
	    "an interface, host, address, or \"internet\"", SETTING(from) },
	{ "to", 0, OPTION_TEXT, "HOST",
	    "HOST[:PORT][/PROTO]: also a service or DNS name; [IPV6]:PORT",
	    SETTING(to) },
	{ "proto", 0, OPTION_TEXT, "PROTO",
	    "tcp (usual with a port), udp, icmp (else), icmpv6 or a number",
	    SETTING(proto) },
	{ "port", 0, OPTION_NUMBER, "N", "destination port", SETTING(port), 0,
	    65535 },
	{ "sport", 0, OPTION_NUMBER, "N", "source port", SETTING(sport), 0,
	    65535 },
	{ "bytes", 0, OPTION_NUMBER, "N",
	    "length of the first packet, from its IP header on", SETTING(bytes),
	    20, 65575 },
	{ "ttl", 0, OPTION_NUMBER, "N", "time to live, or hop limit",
	    SETTING(ttl), 0, 255 },
	{ "df", 0, OPTION_FLAG, NULL, "do not fragment", SETTING(df) },
	{ "request", 0, OPTION_TEXT, "ACTION",
	    "the request that the flow carries, such as s3:GetObject",
	    SETTING(action) },
	{ "resource", 0, OPTION_TEXT, "ARN", "of the request",
	    SETTING(resource) },
	{ "principal", 0, OPTION_TEXT, "ARN", "who makes the request",
	    SETTING(principal) },
	{ "batch", 0, OPTION_TEXT, "FILE",
	    "questions as JSON Lines; - is standard input", SETTING(batch) },
	{ "timing", 0, OPTION_FLAG, NULL,
	    "how long it takes: ways have latencies (estimates)",
	    SETTING(timing) },
	{ "hops", 0, OPTION_FLAG, NULL, "with --batch: hops too",
	    SETTING(hops) },
	{ "capture", 0, OPTION_LIST, "FILE",
	    "a capture, of which --flow is explained", SETTING(captures) },
	{ "flow", 0, OPTION_NUMBER, "N",
	    "which one, by its number in \"vpcsim replay\"", SETTING(flow), 1,
	    INT64_MAX },
	CAPTURE_OPTIONS(struct trace_settings, capture),
	FLOW_LOG_OPTIONS(struct trace_settings, logs),
	{ 0 },
};

static void
write_trace(
    const struct trace_settings *s, const struct tracing *t, struct out *out)
{
	struct trace_text_options text = TRACE_TEXT_USUAL;
	struct emit j;

	if (s->o.format == FORMAT_TEXT) {
		text.width = trace_text_width();
		text.most = s->o.verbose ? SIZE_MAX : text.most;
		trace_text_write(out, t, &text);
	} else {
		emit_init(&j, out, s->o.format == FORMAT_JSON);
		trace_json(&j, t, NULL, true);
	}
}

static int
with_strict(const struct trace_settings *s, bool assumed, int status)
{
	if (status != EXIT_DONE || !assumed || !s->o.strict)
		return status;
	message_error("an assumption was needed (--strict)");
	return EXIT_ASSUMED;
}

static int
print_trace(const struct trace_settings *s, const struct tracing *t)
{
	struct out *out = out_open(s->o.output, s->o.color);

	if (out == NULL)
		return EXIT_ENVIRONMENT;
	write_trace(s, t, out);
	return with_strict(s, tracing_assumed(&t->facts), out_close(out));
}

/* --- one question ------------------------------------------------------- */

/* -1: go on. */
static int
read_flow(const struct trace_settings *s, struct flow_spec *f)
{
	const char *wrong;

	*f = FLOW_SPEC_INIT;
	if (s->from == NULL || s->to == NULL)
		return options_misused(
		    &trace_command, "--%s is missing", s->from ? "to" : "from");
	f->from.s = s->from;
	wrong = trace_input_to(s->to, f, s->o.arena);
	if (wrong)
		return options_misused(&trace_command, "--to: %s", wrong);
	if (s->proto)
		f->proto = proto_parse(s->proto);
	if (s->proto && f->proto < 0)
		return options_misused(
		    &trace_command, "--proto: \"%s\" is no protocol", s->proto);
	if (s->port >= 0)
		f->port = (int)s->port;
	f->sport = (int)s->sport;
	f->ttl = (int)s->ttl;
	f->bytes = (uint64_t)s->bytes;
	f->dont_fragment = s->df;
	f->request = (struct request){
		.there = s->action || s->resource || s->principal,
		.action.s = s->action,
		.resource.s = s->resource,
		.principal.s = s->principal,
	};
	return -1;
}

static int
run_one(const struct trace_settings *s, const struct question *q)
{
	struct errs *errs;
	struct flow_spec f;
	struct tracing t;
	int status = read_flow(s, &f);

	if (status >= 0)
		return status;
	errs = errs_new();
	tracing_ask(q, &f, s->o.arena, errs, &t);
	status = model_in_report(errs, &s->o);
	return status == EXIT_DONE ? print_trace(s, &t) : status;
}

/* --- many questions ----------------------------------------------------- */

static int
run_batch(const struct trace_settings *s, struct question *q)
{
	struct out *out = out_open(s->o.output, false);
	struct trace_batch counts = { 0 };
	int status, closed;

	if (out == NULL)
		return EXIT_ENVIRONMENT;
	q->hops = s->hops;
	status = trace_batch_run(q, s->batch, out, &counts);
	closed = out_close(out);
	if (closed != EXIT_DONE)
		return closed;
	if (status == EXIT_DONE && counts.lines == 0) {
		message_error("no question in %s", s->batch);
		return EXIT_NOTHING;
	}
	if (status == EXIT_DONE && counts.errors) {
		message_error("%" PRIu64 " of %" PRIu64
			      " lines could not be traced",
		    counts.errors, counts.lines);
		return EXIT_INVALID;
	}
	return with_strict(s, counts.assumed, status);
}

/* --- a flow of a capture ------------------------------------------------ */

static int
explain_flow(const struct trace_settings *s, const struct question *q,
    const struct replay_run *run)
{
	uint64_t n = replay_flows(run->replay);
	struct tracing t;

	if ((uint64_t)s->flow > n) {
		message_error("there is no flow %" PRId64
			      ": the capture has %" PRIu64,
		    s->flow, n);
		return n ? EXIT_INVALID : EXIT_NOTHING;
	}
	tracing_of_flow(q, run, replay_flow(run->replay, (uint64_t)s->flow),
	    s->o.arena, &t);
	return print_trace(s, &t);
}

static int
run_capture(const struct trace_settings *s, const struct question *q)
{
	struct replay_job job = { .captures = s->captures.v,
		.ncaptures = s->captures.n,
		.options = {
		    .explain = (uint64_t)s->flow, .flow_logs = q->flow_logs } };
	struct errs *errs;
	struct replay_run run;
	int status, input;

	if (s->flow == 0)
		return options_misused(&trace_command,
		    "--capture needs --flow N, a number that \"vpcsim "
		    "replay\" shows");
	status = capture_options_files(&s->captures);
	if (status < 0)
		status = capture_options_apply(
		    &s->capture, &s->o, q->snap, &trace_command, &job);
	if (status >= 0)
		return status;
	stop_listen();
	errs = errs_new();
	status = replay_run(&job, &run, errs);
	input = model_in_report(errs, &s->o);
	if (status == 0)
		status = explain_flow(s, q, &run);
	if (status == EXIT_DONE)
		status = input;
	if (run.interrupted)
		status = EXIT_INTERRUPTED;
	replay_run_fini(&run);
	return status;
}

/* ------------------------------------------------------------------------ */

static int
run_question(const struct trace_settings *s, struct question *q)
{
	if (s->batch)
		return run_batch(s, q);
	return s->captures.n ? run_capture(s, q) : run_one(s, q);
}

static int
run_settings(const struct trace_settings *s)
{
	struct flow_log_file logs;
	struct model_in in;
	struct question q;
	int status;

	if (s->o.operands.n)
		return options_misused(&trace_command,
		    "what is \"%s\"?  Flows are asked for by --from and --to",
		    s->o.operands.v[0]);
	if (s->flow && s->captures.n == 0)
		return options_misused(
		    &trace_command, "--flow is of a capture: which --capture?");
	if (s->timing && s->captures.n)
		return options_misused(&trace_command,
		    "--timing is for questions; a capture has times of its "
		    "own");
	status = model_in_open(&in, &s->o);
	if (status >= 0)
		return status;
	q = (struct question){ .snap = s->timing ? timing_add(in.snap, in.arena)
						 : in.snap,
		.seed = (uint64_t)s->o.seed,
		.private_means = s->o.private_means,
		.hops = true };
	status = flow_log_file_open(
	    &logs, &s->logs, &trace_command, in.model, (uint64_t)s->o.seed);
	if (status < 0) {
		int logged;

		q.flow_logs = logs.logs;
		status = run_question(s, &q);
		logged = flow_log_file_close(&logs);
		status = status == EXIT_DONE ? logged : status;
	}
	model_in_close(&in);
	return status;
}

static int
trace_run(int argc, char **argv)
{
	struct trace_settings s = { .port = -1, .sport = -1, .ttl = -1 };
	int status = options_read(&s.o, &trace_command, argc, argv);

	if (status >= 0)
		return status;
	s.o.watched = s.logs.file != NULL;
	status = run_settings(&s);
	options_fini(&s.o);
	return status;
}

const struct command trace_command = {
	.name = "trace",
	.summary = "show the path of a flow, hop by hop, there and back",
	.operands = "",
	.about =
	    "Sends the first packet of a flow and the answer to it, and tells "
	    "at each hop\nwhat decided: the rule of a group or ACL, the route "
	    "and those that lost to it,\nheaders before and after a "
	    "translation, each with its file and line.  At the end\nthe facts: "
	    "exit, addressing, whether it leaves AWS, the class of the path.\n"
	    "\nA dropped packet is an answer too: exit status 0.",
	.examples =
	    "  vpcsim trace -s net.yaml --from app-1 --to "
	    "acme.s3.us-east-1.amazonaws.com:443/tcp\n"
	    "  vpcsim trace -s net.yaml --from internet --to web-1:443\n"
	    "  vpcsim trace -s net.yaml --from app-1 --to [2600:1f18::1]:53/udp "
	    "--json\n"
	    "  vpcsim trace -s net.yaml --batch questions.jsonl > "
	    "answers.jsonl\n"
	    "  vpcsim trace -s net.yaml --capture c.pcapng --map "
	    "192.168.7.20=app-1 --flow 3\n",
	.formats = FORMAT_JSON | FORMAT_JSONL,
	.options = trace_options,
	.run = trace_run,
};
