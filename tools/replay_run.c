/*
 * replay_run.c - captures, or a scenario's traffic, carried through a model
 */

#include "tools/replay_run.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "dataplane/model/policies.h"
#include "dataplane/records/request_facts.h"
#include "pcap/build.h"
#include "pcap/capture.h"
#include "pcap/dns_answer.h"
#include "pcap/filter.h"
#include "pcap/linktype.h"
#include "pcap/server_name.h"
#include "tools/message.h"
#include "tools/pace.h"
#include "tools/progress.h"
#include "tools/stop.h"
#include "tools/traffic_bytes.h"
#include "tools/traffic_take.h"

enum { LOOK_SLOTS = 1 << 16 };

struct loop {
	const struct replay_job *job;
	struct replay_run *run;
	struct errs *errs;
	struct filter *filter;
	struct pace *pace;
	struct progress progress;
	uint64_t done, total; /* bytes of captures that are over, of all */
	bool filter_told;
	uint8_t
	    looks[LOOK_SLOTS]; /* spent on names, of many connections each */
	struct arrival batch[ARRIVALS_MOST];
	uint64_t number[ARRIVALS_MOST]; /* of its packets */
	struct flow_key quote[ARRIVALS_MOST];
	size_t n;
};

enum { LOOK_EVERY = 1024 }; /* packets */

/* --- one packet --------------------------------------------------------- */

static void
send_batch(struct loop *l)
{
	replay_packets(l->run->replay, l->batch, l->n);
	for (size_t i = 0; i < l->n && l->job->tell_aside; i++)
		if (l->batch[i].placed.flow == 0)
			message_note("packet %" PRIu64 ": %s", l->number[i],
			    aside_text[l->batch[i].placed.aside]);
	l->n = 0;
}

/* By the clock packets cannot wait for each other, nor what is said of them for
 * what is said of the next. */
static void
carry(struct loop *l, uint64_t number, vtime t, const struct packet *p)
{
	struct arrival *a = &l->batch[l->n];

	a->t = t;
	a->packet = *p;
	address_map_apply(l->job->map, &a->packet.key);
	if (p->quote) {
		l->quote[l->n] = *p->quote;
		a->packet.quote = &l->quote[l->n];
		address_map_apply(l->job->map, a->packet.quote);
	}
	l->number[l->n++] = number;
	if (l->pace)
		pace_wait(l->pace, t);
	if (l->n == ARRIVALS_MOST || l->pace || l->job->tell_aside)
		send_batch(l);
}

/* --- names --------------------------------------------------------------- */

enum { DNS_PORT = 53, LOOKS = 4 };

/*
 * A server is named at the beginning of a connection, and bytes that nobody else
 * looks at cost a cache miss for each packet.  So there are few looks for each
 * SYN, and as many before the first.  Connections may share a slot: then a
 * name is lost at worst.
 */
static bool
is_worth_a_look(struct loop *l, const struct packet *p, uint32_t payload)
{
	uint64_t h = p->key.src.lo * 31 + p->key.sport * 40503u;
	uint8_t *spent = &l->looks[(h ^ h >> 16) % LOOK_SLOTS];

	if ((p->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		*spent = 0;
	if (payload == 0 || *spent == LOOKS)
		return false;
	++*spent;
	return true;
}

static struct flow_key
mapped(const struct loop *l, const struct packet *p)
{
	struct flow_key k = p->key;

	address_map_apply(l->job->map, &k);
	return k;
}

static void
note_server(struct loop *l, const struct packet *p, const struct parsed *parsed)
{
	char name[HOST_NAME_MOST];
	struct flow_key k;

	if (!server_name_parse(parsed->payload, parsed->payload_len, name))
		return;
	k = mapped(l, p);
	flow_notes_host(l->run->notes, &k, name);
	host_names_tell(l->run->names, k.dst, name);
}

/* Behind TCP a message has its length before it. */
static void
note_answers(
    struct loop *l, const struct packet *p, const struct parsed *parsed)
{
	uint32_t before = p->key.proto == PROTO_TCP ? 2 : 0;
	struct dns_answer a;

	if (parsed->payload_len <= before ||
	    !dns_answer_parse(
		parsed->payload + before, parsed->payload_len - before, &a))
		return;
	for (unsigned i = 0; i < a.n; i++) {
		struct flow_key k = { .src = a.ip[i], .dst = a.ip[i] };

		address_map_apply(l->job->map, &k);
		host_names_tell(l->run->names, k.src, a.name);
	}
}

static void
note_names(struct loop *l, const struct packet *p, const struct parsed *parsed)
{
	if (p->key.sport == DNS_PORT && flow_key_has_ports(&p->key))
		note_answers(l, p, parsed);
	else if (p->key.proto == PROTO_TCP &&
	    is_worth_a_look(l, p, parsed->payload_len))
		note_server(l, p, parsed);
}

static bool
passes_filter(struct loop *l, const struct frame *f)
{
	int match = l->filter ? filter_match(l->filter, f) : 1;

	if (match < 0 && !l->filter_told) {
		message_note("packet %" PRIu64 ": %s", f->number,
		    filter_error(l->filter));
		l->filter_told = true;
	}
	if (match <= 0)
		l->run->filtered++;
	return match > 0;
}

static void
take_frame(struct loop *l, const struct frame *f)
{
	struct packet p;
	struct parsed parsed;
	enum parse_result result;

	l->run->packets++;
	if (!passes_filter(l, f))
		return;
	result = parse_frame(f, &p, &parsed);
	if (parsed.has_quote)
		p.quote = &parsed.quote;
	l->run->parsed[result]++;
	if (result == PARSE_OK) {
		note_names(l, &p, &parsed);
		carry(l, f->number, f->time, &p);
	} else if (l->job->tell_aside)
		message_note("packet %" PRIu64 ": %s", f->number,
		    parse_result_text(result));
}

static bool
is_over(struct loop *l, const struct capture *c)
{
	struct capture_progress at = { 0 };

	if (l->run->packets % LOOK_EVERY == 0 || l->pace) {
		if (c)
			at = capture_progress(c);
		progress_show(
		    &l->progress, l->run->packets, l->done + at.done, l->total);
	}
	l->run->interrupted = stop_wanted();
	return l->run->interrupted;
}

/* --- captures ----------------------------------------------------------- */

static void
read_capture(struct loop *l, const char *path)
{
	struct capture *c = capture_open(path, l->errs);
	struct frame f;
	int more = -1;

	if (c == NULL) {
		l->run->damaged |= !stop_wanted();
		l->run->interrupted |= stop_wanted();
		return;
	}
	while (!is_over(l, c) && (more = capture_next(c, &f)) > 0)
		take_frame(l, &f);
	send_batch(l);
	if (more < 0 && !l->run->interrupted) {
		errs_add(l->errs, (struct where){ .file = path }, "%s",
		    capture_error(c));
		l->run->damaged = true;
	}
	host_names_add(l->run->names, c);
	l->done += capture_progress(c).done;
	capture_close(c);
}

static void
measure(struct loop *l)
{
	struct stat st;

	for (size_t i = 0; i < l->job->ncaptures; i++) {
		if (stat(l->job->captures[i], &st) != 0 ||
		    !S_ISREG(st.st_mode)) {
			l->total = 0;
			return;
		}
		l->total += (uint64_t)st.st_size;
	}
}

static void
read_captures(struct loop *l)
{
	measure(l);
	for (size_t i = 0; i < l->job->ncaptures && !stop_wanted(); i++)
		read_capture(l, l->job->captures[i]);
}

/* --- a scenario's own traffic ------------------------------------------- */

/* As a capture would have it, for the filter to look at. */
static bool
filter_admits(struct loop *l, const struct traffic_packet *t, uint64_t number)
{
	uint8_t bytes[BUILD_IP_MOST];
	struct frame f = { .number = number, .link = LINK_RAW };

	if (l->filter == NULL)
		return true;
	f.len = (uint32_t)traffic_bytes(t, bytes, sizeof(bytes));
	f.caplen = f.len;
	f.bytes = bytes;
	return passes_filter(l, &f);
}

static void
note_request(struct loop *l, const struct traffic *t, const struct packet *p)
{
	struct flow_key k = mapped(l, p);

	if (t->flow.request.there)
		flow_notes_request(l->run->notes, &k, &t->flow.request);
}

static void
send_traffic(struct loop *l, const struct traffic_packets *all)
{
	for (size_t i = 0; i < all->n && !is_over(l, NULL); i++) {
		const struct traffic_packet *t = &all->v[i];
		struct packet p = t->packet;

		l->run->packets++;
		if (!filter_admits(l, t, i + 1))
			continue;
		l->run->parsed[PARSE_OK]++;
		note_request(l, all->of[t->flow], &p);
		carry(l, i + 1, vtime_add(TRAFFIC_START, t->t), &p);
	}
	send_batch(l);
}

static int
read_traffic(struct loop *l)
{
	struct traffic_packets all = { 0 };
	struct arena *a = arena_new();
	int status =
	    traffic_take(l->job->snap, l->job->traffic, a, &all, l->errs);

	if (status == 0)
		send_traffic(l, &all);
	arena_free(a);
	return status;
}

/* --- all of it ---------------------------------------------------------- */

static int
run_loop(struct loop *l)
{
	int status = 0;

	if (l->job->filter) {
		l->filter = filter_new(l->job->filter, l->errs);
		if (l->filter == NULL)
			return -1;
	}
	if (l->job->speed > 0)
		l->pace = pace_new(l->job->speed);
	capture_stop_on(stop_flag());
	progress_init(&l->progress, "packets", l->job->progress);
	if (l->job->ncaptures)
		read_captures(l);
	else
		status = read_traffic(l);
	/* A capture that waits for more ends without a word when it is time. */
	l->run->interrupted |= stop_wanted();
	progress_fini(&l->progress);
	pace_free(l->pace);
	filter_free(l->filter);
	return status;
}

int
replay_run(
    const struct replay_job *job, struct replay_run *run, struct errs *errs)
{
	struct loop l = { .job = job, .run = run, .errs = errs };
	struct replay_options o = job->options;

	if (job->ncaptures == 0) {
		o.has_epoch = true;
		o.epoch = TRAFFIC_START;
	}
	*run = (struct replay_run){ .snap = job->snap,
		.policies = policies_are_there(world_of(job->snap)->model) };
	run->names = host_names_new();
	run->notes = flow_notes_new();
	run->replay = replay_new(job->snap, &o);
	return run_loop(&l);
}

void
replay_run_fini(struct replay_run *run)
{
	replay_free(run->replay);
	host_names_free(run->names);
	flow_notes_free(run->notes);
}

void
replay_run_facts(const struct replay_run *run, uint64_t flow, struct arena *a,
    struct facts *facts)
{
	const struct flow *f = replay_flow(run->replay, flow);
	struct flow_note note = flow_notes_of(run->notes, &f->key);

	replay_facts(run->replay, f, a, facts);
	if (note.request)
		facts_request(
		    run->snap, &f->exchange, note.request, true, a, facts);
	else if (note.host && run->policies)
		facts_request_to(run->snap, &f->exchange, note.host, a, facts);
}

void
replay_run_judge(
    const struct replay_run *run, uint64_t flow, struct facts *facts)
{
	const struct flow *f = replay_flow(run->replay, flow);
	struct flow_note note = flow_notes_of(run->notes, &f->key);
	struct arena *scratch;

	if (note.request == NULL && (note.host == NULL || !run->policies)) {
		replay_judge(run->replay, f, facts);
		return;
	}
	scratch = arena_new();
	replay_run_facts(run, flow, scratch, facts);
	arena_free(scratch);
}

uint64_t
replay_run_aside(const struct replay_run *run)
{
	uint64_t n = 0;

	for (int i = 0; i < ASIDES; i++)
		n += replay_aside(run->replay, (enum aside)i);
	for (int i = 0; i < PARSE_RESULTS; i++)
		if (i != PARSE_OK)
			n += run->parsed[i];
	return n;
}
