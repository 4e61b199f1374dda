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
#include "pcap/filter.h"
#include "pcap/linktype.h"
#include "tools/message.h"
#include "tools/name_look.h"
#include "tools/pace.h"
#include "tools/progress.h"
#include "tools/stop.h"
#include "tools/team.h"
#include "tools/traffic_bytes.h"
#include "tools/traffic_take.h"

/* Of a packet that waits to be carried. */
struct beside {
	uint64_t number;
	const uint8_t *payload;
	uint32_t payload_len;
	struct flow_key quote;
};

struct loop {
	const struct replay_job *job;
	struct replay_run *run;
	struct errs *errs;
	struct arena *arena;
	struct team *team; /* null: one thread does everything */
	struct filter *filter;
	struct pace *pace;
	struct progress progress;
	uint64_t done, total; /* bytes of captures that are over, of all */
	bool filter_told;
	struct arrival batch[ARRIVALS_MOST];
	struct beside beside[ARRIVALS_MOST];
	size_t n;
};

enum { LOOK_EVERY = 1024 }; /* packets */

/* --- one packet --------------------------------------------------------- */

static void
send_batch(void *aux)
{
	struct loop *l = aux;

	replay_packets(l->run->replay, l->batch, l->n);
	for (size_t i = 0; i < l->n && l->job->tell_aside; i++)
		if (l->batch[i].placed.flow == 0)
			message_note("packet %" PRIu64 ": %s",
			    l->beside[i].number,
			    aside_text[l->batch[i].placed.aside]);
	l->n = 0;
}

/* Carries the packet that stands behind those of the batch.  By the clock
 * packets cannot wait for each other, nor what is said of them for what is said
 * of the next.  Parsed may be null. */
static void
carry(struct loop *l, uint64_t number, vtime t, const struct parsed *parsed)
{
	struct arrival *a = &l->batch[l->n];
	struct beside *b = &l->beside[l->n];
	const struct flow_key *quote =
	    parsed && parsed->has_quote ? &parsed->quote : a->packet.quote;

	if (l->job->takes && parsed) {
		l->job->takes(l->job->takes_aux, t, &a->packet, parsed);
		return;
	}
	a->t = a->clock = t;
	a->look = LOOK_NEVER;
	b->number = number;
	if (parsed) {
		a->look =
		    name_look(&a->packet, parsed->payload, parsed->payload_len);
		b->payload = parsed->payload;
		b->payload_len = parsed->payload_len;
	}
	address_map_apply(l->job->map, &a->packet.key);
	if (quote) {
		b->quote = *quote;
		a->packet.quote = &b->quote;
		address_map_apply(l->job->map, a->packet.quote);
	}
	l->n++;
	if (l->pace)
		pace_wait(l->pace, t);
	if (l->n == ARRIVALS_MOST || l->pace || l->job->tell_aside)
		send_batch(l);
}

/* --- names --------------------------------------------------------------- */

/* The replay has carried a packet that may tell a name. */
static void
sees(void *aux, const struct arrival *a)
{
	struct loop *l = aux;
	const struct beside *b = &l->beside[a - l->batch];
	struct name_told told;

	if (name_find(&a->packet.key, b->payload, b->payload_len, &told))
		name_keep(&told, l->job->map, l->run->notes, l->run->names);
}

/* --- frames --------------------------------------------------------------- */

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
	struct packet *p = &l->batch[l->n].packet;
	struct parsed parsed;
	enum parse_result result;

	l->run->packets++;
	if (!passes_filter(l, f))
		return;
	result = parse_frame(f, p, &parsed);
	l->run->parsed[result]++;
	if (result == PARSE_OK) {
		carry(l, f->number, f->time, &parsed);
	} else if (l->job->tell_aside)
		message_note("packet %" PRIu64 ": %s", f->number,
		    parse_result_text(result));
}

/* A capture, as far as it has been read. */
struct reading {
	struct loop *loop;
	struct capture *capture;
};

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

/* The next one that the filter lets through. */
static int
next_frame(void *aux, struct frame *f)
{
	struct reading *r = aux;
	int more = 0;

	do {
		if (is_over(r->loop, r->capture))
			return 0;
		more = capture_next(r->capture, f);
		r->loop->run->packets += more > 0;
	} while (more > 0 && !passes_filter(r->loop, f));
	return more;
}

static int
carry_by_team(struct loop *l, struct capture *c)
{
	struct reading r = { l, c };
	struct frames frames = { next_frame, &r };

	return team_carry(l->team, &frames);
}

static int
carry_one_by_one(struct loop *l, struct capture *c)
{
	struct frame f;
	int more = 0;

	capture_hold(c, send_batch, l);
	while (!is_over(l, c) && (more = capture_next(c, &f)) > 0)
		take_frame(l, &f);
	send_batch(l);
	return more;
}

static void
read_capture(struct loop *l, const char *path)
{
	struct capture *c = capture_open(path, l->errs);
	int more;

	if (c == NULL) {
		l->run->damaged |= !stop_wanted();
		l->run->interrupted |= stop_wanted();
		return;
	}
	more = l->team ? carry_by_team(l, c) : carry_one_by_one(l, c);
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
	if (l->team)
		team_end(l->team);
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
	struct flow_key k = p->key;

	address_map_apply(l->job->map, &k);
	if (t->flow.request.there)
		flow_notes_request(l->run->notes, &k, &t->flow.request);
}

static void
send_traffic(struct loop *l, const struct traffic_packets *all)
{
	for (size_t i = 0; i < all->n && !is_over(l, NULL); i++) {
		const struct traffic_packet *t = &all->v[i];

		l->run->packets++;
		if (!filter_admits(l, t, i + 1))
			continue;
		l->run->parsed[PARSE_OK]++;
		note_request(l, all->of[t->flow], &t->packet);
		l->batch[l->n].packet = t->packet;
		carry(l, i + 1, vtime_add(TRAFFIC_START, t->t), NULL);
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

/* Why one thread has to do everything; null: it need not. */
static const char *
needs_one(const struct replay_job *job)
{
	const char *why = shard_key_forbidden(job->snap);

	if (why)
		return why;
	if (job->ncaptures == 0)
		return "the traffic is a scenario's own";
	if (job->takes)
		return "somebody takes the packets";
	if (job->options.explain || job->options.explain_all)
		return "a flow is explained";
	if (job->options.flow_logs)
		return "flow logs are written";
	return job->speed > 0 || job->tell_aside
	    ? "each packet waits for the one before it (--speed, -v)"
	    : NULL;
}

static uint32_t
threads_of(const struct replay_job *job)
{
	uint32_t n = job->jobs < SHARDS_MOST ? job->jobs : SHARDS_MOST;
	const char *why = n > 1 ? needs_one(job) : NULL;

	if (why && job->tell_aside)
		message_note("one processor is used: %s", why);
	return n <= 1 || why ? 1 : n;
}

static void
begin_run(struct loop *l, struct replay_options *o, uint32_t threads)
{
	struct replay_run *run = l->run;
	const struct snap *snap = l->job->snap;

	o->sees = threads > 1 ? carrier_sees : sees;
	o->sees_aux = l;
	run->shards = shards_new(snap, o, threads);
	run->replay = shards_replay(run->shards, 0);
	if (threads == 1)
		return;
	l->team = team_new(&(struct team_plan){
	    .with = { run->shards, shard_key_new(snap, threads, l->arena),
		l->job->map },
	    .notes = run->notes,
	    .names = run->names,
	    .parsed = run->parsed,
	    .threads = threads });
}

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

static void
init(struct replay_run *run, const struct replay_job *job)
{
	*run = (struct replay_run){ .snap = job->snap,
		.policies = policies_are_there(world_of(job->snap)->model) };
	run->names = host_names_new();
	run->notes = flow_notes_new();
}

void
replay_run_begin(const struct replay_job *job, struct replay_run *run)
{
	init(run, job);
	run->shards = shards_new(job->snap, &job->options, 1);
	run->replay = shards_replay(run->shards, 0);
}

int
replay_run(
    const struct replay_job *job, struct replay_run *run, struct errs *errs)
{
	struct loop l = { .job = job, .run = run, .errs = errs };
	struct replay_options o = job->options;
	int status;

	if (job->ncaptures == 0) {
		o.has_epoch = true;
		o.epoch = TRAFFIC_START;
	}
	init(run, job);
	l.arena = arena_new();
	begin_run(&l, &o, threads_of(job));
	status = run_loop(&l);
	team_free(l.team);
	arena_free(l.arena);
	return status;
}

void
replay_run_fini(struct replay_run *run)
{
	shards_free(run->shards);
	host_names_free(run->names);
	flow_notes_free(run->notes);
}

/* Can the note change what is true of its flow? */
static bool
asks(const struct replay_run *run, const struct flow_note *n)
{
	return n->request || (n->host && run->policies);
}

void
replay_run_facts(const struct replay_run *run, const struct flow *f,
    struct arena *a, struct facts *facts)
{
	struct flow_note note = flow_notes_of(run->notes, &f->key);

	replay_facts(run->replay, f, a, facts);
	if (!asks(run, &note))
		return;
	facts->alike = 0;
	if (note.request)
		facts_request(
		    run->snap, &f->exchange, note.request, true, a, facts);
	else
		facts_request_to(run->snap, &f->exchange, note.host, a, facts);
}

void
replay_run_judge(
    const struct replay_run *run, const struct flow *f, struct facts *facts)
{
	struct flow_note note = flow_notes_of(run->notes, &f->key);
	struct arena *scratch;

	if (!asks(run, &note)) {
		replay_judge(run->replay, f, facts);
		return;
	}
	scratch = arena_new();
	replay_run_facts(run, f, scratch, facts);
	arena_free(scratch);
}

uint64_t
replay_run_aside(const struct replay_run *run)
{
	uint64_t n = 0;

	for (int i = 0; i < ASIDES; i++)
		n += shards_aside(run->shards, (enum aside)i);
	for (int i = 0; i < PARSE_RESULTS; i++)
		if (i != PARSE_OK)
			n += run->parsed[i];
	return n;
}

void
replay_run_forget(struct replay_run *run, const struct flow *f)
{
	struct flow_note note = flow_notes_of(run->notes, &f->key);

	if ((note.host || note.request) &&
	    replay_is_latest(shards_replay(run->shards, f->shard), f))
		flow_notes_forget(run->notes, &f->key);
}
