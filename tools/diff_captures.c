/*
 * diff_captures.c - the flows of captures in both models at once
 *
 * The captures are read once; each packet goes into a replay of either model.
 * What makes a packet the first of a flow is in the packets alone, so both open
 * the same flows: a pair is what one packet opened.  A pair is compared when one
 * of the replays has to forget its flow, or at the end, so that there is never
 * more in memory than two replays keep.
 *
 * The way of a flow that changes is told by sending its first packet once more,
 * at its time, through a replay that has seen nothing before.
 */

#include <stdio.h>

#include "core/table.h"
#include "tools/diff.h"
#include "tools/name_look.h"
#include "tools/replay_run.h"

/* The other flow of a pair, and where it is kept. */
struct pair {
	uint64_t own;   /* key: the number of the flow on this side */
	uint64_t other; /* 0: compared already */
	uint32_t slot;
};

struct pairing;

struct side {
	struct pairing *of;
	int which;
	const struct replay_job *job;
	struct replay_run run;
	struct table pairs;
	uint64_t opened; /* the last flow that has been */
	const struct parsed *parsed;
	struct replay *told; /* that has explained a flow */
};

struct pairing {
	struct diff *d;
	struct side side[SIDES];
	const struct flow *flow[SIDES]; /* that are compared; or null */
	vtime begin;
	bool begun;
};

/* --- explaining --------------------------------------------------------- */

static struct packet
packet_of(const struct flow *f, bool back)
{
	bool tcp = f->key.proto == PROTO_TCP;
	uint8_t flags = f->midstream || back ? TCP_ACK : 0;

	if (!f->midstream)
		flags |= TCP_SYN;
	return (struct packet){
		.key = back ? flow_key_reverse(&f->key) : f->key,
		.len = ip_is4(f->key.src) ? 40 : 60,
		.ttl = 64,
		.tcp_flags = tcp ? flags : 0,
	};
}

/* The flow as a replay of its own sees it, explained; null: not at all. */
static const struct flow *
explain(struct side *s, const struct flow *f)
{
	struct replay_options o = s->job->options;
	struct packet p[2] = { packet_of(f, false), packet_of(f, true) };

	o.explain_all = true;
	o.max_flows = 1;
	o.cache = CACHE_OFF;
	o.forgets = NULL;
	o.sees = NULL;
	replay_free(s->told);
	s->told = replay_new(s->run.snap, &o);
	replay_begin(s->told, s->of->begin);
	replay_packet(s->told, f->start, &p[0]);
	if (f->has_return)
		replay_packet(s->told, f->start, &p[1]);
	return replay_flow(s->told, 1);
}

static bool
ask_replay(
    void *aux, int which, bool explained, struct tracing *t, const char **why)
{
	struct pairing *p = aux;
	struct side *s = &p->side[which];
	const struct flow *f = p->flow[which], *told;

	if (f == NULL) {
		*why = "where packets enter";
		return false;
	}
	tracing_of_flow(&p->d->ask[which], &s->run, f, p->d->scratch, t);
	told = explained ? explain(s, f) : NULL;
	if (told) {
		t->there = told->there;
		t->back = told->back;
	}
	return true;
}

/* --- comparing ---------------------------------------------------------- */

/* A flow of one side, and that of the other or null.  It has the number of the
 * one before, if there is one. */
static void
compare(struct side *s, const struct flow *f, const struct flow *partner)
{
	struct pairing *p = s->of;
	uint64_t number = f->number;
	char id[24];

	p->flow[s->which] = f;
	p->flow[!s->which] = partner;
	if (s->which == AFTER && partner)
		number = partner->number;
	snprintf(id, sizeof(id), "%llu", (unsigned long long)number);
	diff_compare(p->d, id, &(struct diff_asker){ ask_replay, p });
}

/* Of this side, with the other one of its pair, unless that was done. */
static void
compare_flow(struct side *s, const struct flow *f)
{
	struct side *other = &s->of->side[!s->which];
	struct pair *own = table_find(&s->pairs, &f->number), *theirs;
	const struct flow *partner = NULL;
	struct flow room;

	if (own && own->other == 0) {
		table_delete(&s->pairs, own);
		return;
	}
	if (own) {
		partner = replay_in_slot(other->run.replay, own->slot, &room);
		theirs = table_find(&other->pairs, &own->other);
		theirs->other = 0;
		table_delete(&s->pairs, own);
	}
	compare(s, f, partner);
}

static void
forgets(void *aux, const struct flow *f)
{
	struct side *s = aux;

	compare_flow(s, f);
	replay_run_forget(&s->run, f);
}

/* --- packets ------------------------------------------------------------ */

static void
sees(void *aux, const struct arrival *a)
{
	struct side *s = aux;
	struct name_told told;

	if (name_find(&a->packet.key, s->parsed->payload,
		s->parsed->payload_len, &told))
		name_keep(&told, s->job->map, s->run.notes, s->run.names);
}

/* Which flow the packet has opened; 0: none. */
static uint64_t
carry(struct side *s, vtime t, const struct packet *p, uint32_t *slot)
{
	struct arrival a = { .t = t,
		.clock = t,
		.look =
		    name_look(p, s->parsed->payload, s->parsed->payload_len),
		.packet = *p };
	struct flow_key quote;

	address_map_apply(s->job->map, &a.packet.key);
	if (s->parsed->has_quote) {
		quote = s->parsed->quote;
		a.packet.quote = &quote;
		address_map_apply(s->job->map, a.packet.quote);
	}
	replay_packets(s->run.replay, &a, 1);
	*slot = a.placed.slot;
	if (a.placed.flow <= s->opened)
		return 0;
	return s->opened = a.placed.flow;
}

static void
join(struct side *s, uint64_t own, uint64_t other, uint32_t slot)
{
	struct pair *p = table_insert(&s->pairs, &own, (vtime){ 0 });

	p->other = other;
	p->slot = slot;
}

static void
takes(void *aux, vtime t, const struct packet *p, const struct parsed *parsed)
{
	struct pairing *all = aux;
	uint64_t opened[SIDES];
	uint32_t slot[SIDES];

	if (!all->begun)
		all->begin = t;
	all->begun = true;
	for (int i = 0; i < SIDES; i++) {
		all->side[i].parsed = parsed;
		opened[i] = carry(&all->side[i], t, p, &slot[i]);
	}
	for (int i = 0; i < SIDES && opened[BEFORE] && opened[AFTER]; i++)
		join(&all->side[i], opened[i], opened[!i], slot[!i]);
}

/* --- all of it ---------------------------------------------------------- */

static void
begin(struct pairing *p, int which, const struct replay_job *job)
{
	struct side *s = &p->side[which];
	struct replay_job own = *job;

	s->of = p;
	s->which = which;
	s->job = job;
	table_init(&s->pairs, sizeof(uint64_t), sizeof(struct pair),
	    job->options.seed);
	own.options.forgets = forgets;
	own.options.forgets_aux = s;
	own.options.sees = sees;
	own.options.sees_aux = s;
	replay_run_begin(&own, &s->run);
}

static void
end(struct side *s)
{
	struct replay *r = s->run.replay;

	for (uint64_t n = 0; (n = replay_next(r, n)) != 0;)
		compare_flow(s, replay_flow(r, n));
}

int
diff_captures(struct diff *d, const struct replay_job job[SIDES],
    struct replay_run *run, struct errs *errs)
{
	struct pairing p = { .d = d };
	struct replay_job reading = job[AFTER];
	int status;

	for (int i = 0; i < SIDES; i++)
		begin(&p, i, &job[i]);
	reading.takes = takes;
	reading.takes_aux = &p;
	status = replay_run(&reading, run, errs);
	for (int i = 0; i < SIDES && status == 0; i++)
		end(&p.side[i]);
	for (int i = 0; i < SIDES; i++) {
		replay_free(p.side[i].told);
		table_fini(&p.side[i].pairs);
		replay_run_fini(&p.side[i].run);
	}
	return status;
}
