/*
 * replay.c - captured packets, carried through a snapshot
 */

#include "dataplane/replay.h"

#include <assert.h>
#include <stdlib.h>

#include "dataplane/replay_inside.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/states.h"

/* Whoever sends looks at the verdict afterwards. */
static void
note(void *aux, const struct verdict *v)
{
	const struct replay *r = aux;

	if (r->options.flow_logs && !r->imagined)
		flow_logs_verdict(r->options.flow_logs, r->sim, v);
	else if (r->options.flow_logs)
		flow_logs_forget(r->sim);
}

struct replay *
replay_new(const struct snap *snap, const struct replay_options *o)
{
	struct replay *r = xcalloc(1, sizeof(*r));

	r->first = r->snap = snap;
	r->options = *o;
	r->arena = arena_new();
	r->shown = xcalloc(1, sizeof(*r->shown));
	r->opening = xcalloc(ARRIVALS_MOST, sizeof(*r->opening));
	r->sim = sim_new(snap, state_classes, STATES, o->seed, note, r);
	if (o->flow_logs)
		flow_logs_watch(o->flow_logs, r->sim);
	sim_set_cache(r->sim, o->cache);
	flow_table_init(
	    &r->flows, o->max_flows ? o->max_flows : FLOWS_USUAL, o->seed);
	stories_init(&r->stories, o->seed);
	fates_init(&r->fates, o->seed);
	table_init(
	    &r->traces, sizeof(uint64_t), sizeof(struct traces), o->seed);
	table_init(&r->more, sizeof(uint64_t), sizeof(struct more), o->seed);
	fragments_init(&r->fragments, o->seed);
	return r;
}

void
replay_free(struct replay *r)
{
	if (r == NULL)
		return;
	flow_table_fini(&r->flows);
	stories_fini(&r->stories);
	fates_fini(&r->fates);
	table_fini(&r->fragments);
	table_fini(&r->traces);
	table_fini(&r->more);
	sim_free(r->sim);
	arena_free(r->arena);
	free(r->shown);
	free(r->opening);
	free(r);
}

/* --- packets ----------------------------------------------------------- */

static void
note_close(struct track *t, const struct packet *p, bool back)
{
	if (p->key.proto != PROTO_TCP)
		return;
	if (p->tcp_flags & TCP_RST)
		t->closed |= CLOSED;
	if (p->tcp_flags & TCP_FIN)
		t->closed |= back ? CLOSED_BACK : CLOSED_FORWARD;
}

/* Carries a packet of a known flow.  False if it was dropped. */
static bool
carry(struct replay *r, struct track *t, bool back, const struct arrival *a)
{
	const struct packet *p = &a->packet;
	struct lane *lane = &t->lane[back];
	bool arrived;

	t->end = a->t;
	t->seen = r->clock;
	note_close(t, p, back);
	if (back)
		t->has_return = true;
	if (back && !t->arrived) {
		t->unsent++;
		return true;
	}
	lane->packets++;
	lane->bytes += p->len;
	arrived = back ? replay_send_back(r, t, a->t, p)
		       : replay_send_forward(r, t, a->t, p);
	if (!arrived)
		t->dropped++;
	return arrived;
}

/* At equal times a change comes before packets. */
static void
install_due(struct replay *r, vtime now)
{
	const struct world *w = world_of(r->first);
	vtime epoch = r->options.has_epoch ? r->options.epoch : r->begin;

	r->change = VTIME_NEVER;
	for (; r->nlater < w->nlater; r->nlater++) {
		const struct timed_snap *s = &w->later[r->nlater];

		r->change = vtime_add(epoch, s->at);
		if (vtime_before(now, r->change))
			return;
		r->snap = s->snap;
		sim_install(r->sim, now, s->snap);
		r->change = VTIME_NEVER;
	}
}

void
replay_begin(struct replay *r, vtime t)
{
	if (r->begun)
		return;
	r->begin = r->clock = t;
	r->begun = true;
	install_due(r, t);
}

/* A replay that has begun knows when the next change is due. */
static inline void
set_clock(struct replay *r, vtime clock)
{
	if (vtime_before(r->clock, clock))
		r->clock = clock;
	if (!vtime_before(r->clock, r->change))
		install_due(r, r->clock);
}

void
replay_advance(struct replay *r, vtime clock)
{
	set_clock(r, clock);
	sim_run(r->sim, r->clock);
}

static struct placed
placed_in(const struct replay *r, const struct track *t, bool back)
{
	return (struct placed){ .flow = t->number,
		.slot = flow_table_slot(&r->flows, t),
		.early = t->lane[back].packets <= EARLY };
}

static struct placed
take(struct replay *r, struct arrival *a)
{
	enum aside why = ASIDE_NOT_HERE;
	const struct packet *p = &a->packet;
	struct track *t = NULL;
	struct placed placed;
	bool back = false, dropped;

	sim_run(r->sim, r->clock);
	if (flow_key_is_icmp_error(&p->key))
		return replay_error(r, a);
	t = replay_find(r, a, &back);
	if (t == NULL && p->key.fragment == FRAG_LATER)
		why = ASIDE_FRAGMENT;
	else if (t == NULL)
		t = replay_open(r, a, &back, &why);
	if (t == NULL) {
		r->aside[why]++;
		return (struct placed){ .aside = why };
	}
	if (p->key.fragment == FRAG_FIRST)
		replay_lead_fragments(r, a, t, back);
	dropped = !carry(r, t, back, a);
	placed = placed_in(r, t, back);
	placed.dropped = dropped;
	return placed;
}

/* Most packets are like the last one of their flow.  False: this one is not, and
 * nothing has been done with it. */
static inline bool
follow(struct replay *r, struct arrival *a)
{
	const struct packet *p = &a->packet;
	bool back = false;
	struct track *t = flow_table_find(&r->flows, &a->probe, &back);
	struct lane *lane;

	if (t == NULL || (back && !t->arrived))
		return false;
	lane = &t->lane[back];
	if (!sim_follow(r->sim, r->clock, p, &lane->trail))
		return false;
	t->end = a->t;
	t->seen = r->clock;
	if (!t->arrived)
		t->arrived = true;
	lane->packets++;
	lane->bytes += p->len;
	a->placed = placed_in(r, t, back);
	return true;
}

/* For a packet that does not follow the last one. */
static void
fetch_rest(
    const struct replay *r, const struct arrival *a, const struct lane *lane)
{
	sim_prefetch_entries(r->sim, &lane->trail);
	track_fetch(a->probe.candidate);
}

/* For the next n that make room, step by step: what is fetched of one now has
 * been found by what was fetched for the last packets. */
static void
fetch_oldest(const struct replay *r, uint32_t n)
{
	const struct track *k;
	struct flow_probe p;

	for (uint32_t i = 0;
	     i < 3 * n && (k = flow_table_next_to_go(&r->flows, i)); i++) {
		if (i >= 2 * n) {
			track_fetch(k);
		} else if (i >= n) {
			sim_prefetch(r->sim, &k->lane[0].trail);
			sim_prefetch(r->sim, &k->lane[1].trail);
			flow_table_probe(&r->flows, &k->key, &p);
			flow_table_prefetch(&r->flows, &p);
		} else {
			sim_prefetch_entries(r->sim, &k->lane[0].trail);
		}
	}
}

/* What take() will look at, as far as it can be foretold: fetching it for all
 * packets at once, the waits for memory overlap.  It changes nothing. */
static void
look_ahead(struct replay *r, struct arrival *a, size_t n)
{
	const struct lane *lane[ARRIVALS_MOST];

	for (size_t i = 0; i < n; i++) {
		a[i].opening = NULL;
		a[i].packet.ahead = NULL;
		replay_probe(r, &a[i]);
		flow_table_prefetch(&r->flows, &a[i].probe);
	}
	fetch_oldest(r, (uint32_t)n);
	for (size_t i = 0; i < n; i++)
		lane[i] = flow_table_candidate(&r->flows, &a[i].probe);
	for (size_t i = 0; i < n; i++)
		if (lane[i])
			sim_prefetch(r->sim, &lane[i]->trail);
	for (size_t i = 0; i < n; i++)
		if (lane[i] && lane[i]->trail.epoch == 0)
			fetch_rest(r, &a[i], lane[i]);
		else if (lane[i] == NULL && n > 1)
			replay_foresee(r, &a[i], &r->opening[i]);
}

void
replay_packets(struct replay *r, struct arrival *a, size_t n)
{
	assert(n <= ARRIVALS_MOST);
	look_ahead(r, a, n);
	for (size_t i = 0; i < n; i++) {
		replay_begin(r, a[i].t);
		set_clock(r, a[i].clock);
		if (!follow(r, &a[i]))
			a[i].placed = take(r, &a[i]);
		if (a[i].look == LOOK_ALWAYS ||
		    (a[i].look == LOOK_EARLY && a[i].placed.early))
			r->options.sees(r->options.sees_aux, &a[i]);
	}
}

struct placed
replay_packet(struct replay *r, vtime now, const struct packet *p)
{
	struct arrival a = { .t = now, .clock = now, .packet = *p };

	replay_packets(r, &a, 1);
	return a.placed;
}
