/*
 * test/unit/timed.c - links that take time, in the simulator
 *
 * Stations with a visitors' book, and links from each to the next.  The twin
 * has a list of arrivals for each link, looks through all for the earliest (of
 * two at one time the one that has been a link's first for longer), and reckons
 * the links by itself.  The books must be the same, line by line.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "core/arena.h"
#include "core/sim.h"
#include "core/trace.h"
#include "test/unit/seed.h"

enum { STATIONS = 6, PACKETS = 300, VISITS = PACKETS * STATIONS };
enum { ENTRANCE };

struct visit {
	int64_t at;
	uint64_t packet;
	uint32_t station;
};

struct book {
	struct visit v[VISITS];
	size_t n;
};

static void *
book_new(uint64_t seed, struct pulses *pulses)
{
	(void)seed;
	(void)pulses;
	return xcalloc(1, sizeof(struct book));
}

static const struct state_class books = { .name = "visitors' book",
	.table_new = book_new,
	.table_free = free };
static const struct state_class *const states[] = { &books };

static struct book *signed_book;

static struct outcome
sign_run(const struct step_call *c)
{
	struct book *b = c->table;

	b->v[b->n++] = (struct visit){ c->now.ns, c->packet->id, c->node };
	signed_book = b;
	return (struct outcome){ PASS, 0 };
}

static const struct step sign = { "sign", sign_run, NULL, 0 };

/* The last station keeps who comes; the others send on to the one they know. */
struct station {
	uint32_t next;
	bool last;
};

static void
station_resolve(struct resolver *r, const void *cfg)
{
	const struct station *s = cfg;

	r_step(r, (struct step_words){ .step = &sign });
	if (s->last) {
		r_deliver(r, ENTRANCE);
		return;
	}
	r_hop(r, r_at(r).node, ACT_FORWARD);
	r_goto(r, s->next, ENTRANCE);
}

/* Each station has one link, whichever station it leads to. */
static uint32_t
link_of(const struct snap *s, const struct place *to)
{
	assert_true(to->node < s->nnode);
	return to->from;
}

static const struct node_class station_class = { "station", station_resolve };

/* --- a network ------------------------------------------------------------- */

struct network {
	struct station station[STATIONS];
	struct node node[STATIONS];
	struct link_spec link[STATIONS];
	struct snap snap;
};

static void
build(struct rng *r, struct network *n)
{
	for (uint32_t i = 0; i < STATIONS; i++) {
		n->station[i].last = i == STATIONS - 1;
		n->station[i].next =
		    i + 1 + rng_below(r, STATIONS - i - (i < STATIONS - 1));
		n->node[i] = (struct node){ .class = &station_class,
			.name = "station",
			.cfg = &n->station[i] };
		n->link[i] = (struct link_spec){
			.latency = { 100 * (int64_t)rng_below(r, 20000) },
			.bits_per_second = one_in(r, 3) ? 0 : 8000000000,
			.queue_bytes = one_in(r, 3) ? 20000 : 0,
		};
	}
	n->snap = (struct snap){ .node = n->node,
		.nnode = STATIONS,
		.link = n->link,
		.nlink = STATIONS,
		.link_to = link_of };
}

/* --- the twin -------------------------------------------------------------- */

struct arrival {
	int64_t at;
	uint64_t packet;
	uint32_t len;
};

/* Those from `gone` on are on their way. */
struct way {
	struct arrival v[PACKETS];
	size_t n, gone;
	int64_t free;
	uint64_t turn; /* when its first one became that */
};

struct twin {
	const struct network *network;
	struct way way[STATIONS];
	uint64_t turns;
	struct book book;
	size_t delivered, dropped;
};

static void
twin_visit(struct twin *t, uint32_t station, struct arrival a)
{
	const struct link_spec *l = &t->network->link[station];
	struct way *w = &t->way[station];

	t->book.v[t->book.n++] = (struct visit){ a.at, a.packet, station };
	if (t->network->station[station].last) {
		t->delivered++;
		return;
	}
	if (w->free < a.at)
		w->free = a.at;
	/* 8 Gbit/s: a byte a nanosecond. */
	if (l->queue_bytes && l->bits_per_second &&
	    (uint64_t)(w->free - a.at) + a.len > l->queue_bytes) {
		t->dropped++;
		return;
	}
	if (l->bits_per_second)
		w->free += a.len;
	a.at = w->free + l->latency.ns;
	if (w->gone == w->n)
		w->turn = t->turns++;
	w->v[w->n++] = a;
}

/* The link on which a packet arrives first by then, or STATIONS. */
static uint32_t
twin_next(const struct twin *t, int64_t until)
{
	uint32_t next = STATIONS;

	for (uint32_t i = 0; i < STATIONS; i++) {
		const struct way *w = &t->way[i], *b = &t->way[next];
		int64_t at = w->gone < w->n ? w->v[w->gone].at : INT64_MAX;

		if (at > until || at == INT64_MAX)
			continue;
		if (next == STATIONS || at < b->v[b->gone].at ||
		    (at == b->v[b->gone].at && w->turn < b->turn))
			next = i;
	}
	return next;
}

static void
twin_run(struct twin *t, int64_t until)
{
	uint32_t i;

	while ((i = twin_next(t, until)) < STATIONS) {
		struct way *w = &t->way[i];
		struct arrival a = w->v[w->gone++];

		w->turn = t->turns++;
		twin_visit(t, t->network->station[i].next, a);
	}
}

/* --- both ------------------------------------------------------------------ */

struct tally {
	size_t delivered, dropped;
};

static void
note(void *aux, const struct verdict *v)
{
	struct tally *t = aux;

	if (v->delivered) {
		t->delivered++;
		return;
	}
	assert_int_equal(v->why, DROP_QUEUE_FULL);
	t->dropped++;
}

static void
same_books(const struct book *a, const struct book *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->v[i].at, b->v[i].at);
		assert_int_equal(a->v[i].packet, b->v[i].packet);
		assert_int_equal(a->v[i].station, b->v[i].station);
	}
}

/* Sent in order, in bursts, so that some arrive at one time. */
static void
run_both(struct rng *r, struct sim *s, struct twin *t)
{
	int64_t now = 1;

	for (uint64_t id = 0; id < PACKETS; id++) {
		struct packet p = { .id = id,
			.len = 40 + rng_below(r, 1460),
			.at = { .node = rng_below(r, STATIONS) } };

		now += (int64_t)(rng_next(r) % (id % 50 ? 300 : 9000000));
		sim_send(s, (vtime){ now }, &p);
		twin_run(t, now);
		twin_visit(t, p.at.node, (struct arrival){ now, id, p.len });
	}
	sim_run(s, VTIME_NEVER);
	twin_run(t, INT64_MAX);
}

static void
as_the_twin(void **state)
{
	struct rng r = seeded("timed");
	static struct network n;
	static struct twin t;

	(void)state;
	for (int round = 0; round < 100; round++) {
		struct tally tally = { 0, 0 };
		struct sim *s;

		build(&r, &n);
		t = (struct twin){ .network = &n };
		s = sim_new(&n.snap, states, 1, 1, note, &tally);
		run_both(&r, s, &t);
		same_books(signed_book, &t.book);
		assert_int_equal(tally.delivered, t.delivered);
		assert_int_equal(tally.dropped, t.dropped);
		assert_int_equal(t.delivered + t.dropped, PACKETS);
		sim_free(s);
	}
}

/* A change is in force for whom a link brings at the same time. */
static void
a_change_comes_before_packets(void **state)
{
	struct station there = { .next = 1 }, end = { .last = true };
	struct station again = { .next = 2 };
	struct node before[3] = { { &station_class, "a", { 0 }, &there },
		{ &station_class, "b", { 0 }, &end },
		{ &station_class, "c", { 0 }, &end } };
	struct node after[3] = { before[0],
		{ &station_class, "b", { 0 }, &again }, before[2] };
	struct link_spec link[3] = { { .latency = { 10 } },
		{ .latency = { 10 } }, { .latency = { 10 } } };
	struct snap first = { before, 3, NULL, link, 3, link_of };
	struct snap second = { after, 3, NULL, link, 3, link_of };
	struct tally tally = { 0, 0 };
	struct packet p = { .len = 100 };
	struct sim *s = sim_new(&first, states, 1, 1, note, &tally);

	(void)state;
	sim_send(s, (vtime){ 0 }, &p); /* at b at 10 */
	sim_install(s, (vtime){ 10 }, &second);
	assert_int_equal(tally.delivered, 0);
	sim_run(s, (vtime){ 10 });
	assert_int_equal(tally.delivered, 0);
	assert_int_equal(signed_book->n, 2);
	sim_run(s, (vtime){ 19 });
	assert_int_equal(tally.delivered, 0);
	sim_run(s, (vtime){ 20 });
	assert_int_equal(tally.delivered, 1);
	assert_int_equal(signed_book->v[2].station, 2);
	assert_int_equal(sim_now(s).ns, 20);
	sim_free(s);
}

/* A trace tells when each hop was decided. */
static void
hops_have_times(void **state)
{
	static struct network n;
	struct arena *a = arena_new();
	struct tally tally = { 0, 0 };
	struct trace trace;
	struct packet p = { .len = 100, .trace = &trace };
	struct rng r = seeded("timed, traced");
	struct sim *s;

	(void)state;
	trace_init(&trace, a);
	build(&r, &n);
	n.station[0].next = STATIONS - 1;
	n.link[0] = (struct link_spec){ .latency = { 700 },
		.bits_per_second = 8000000000,
		.queue_bytes = 150 };
	s = sim_new(&n.snap, states, 1, 1, note, &tally);
	sim_send(s, (vtime){ 5 }, &p);
	p.trace = NULL;
	sim_send(s, (vtime){ 5 }, &p);
	assert_int_equal(tally.dropped, 1);
	sim_run(s, VTIME_NEVER);
	assert_int_equal(trace.n, 2);
	assert_int_equal(trace.hop[0].action, ACT_FORWARD);
	assert_int_equal(trace.hop[0].at.ns, 5);
	assert_int_equal(trace.hop[1].action, ACT_DELIVER);
	assert_int_equal(trace.hop[1].at.ns, 805);
	sim_free(s);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_twin),
		cmocka_unit_test(a_change_comes_before_packets),
		cmocka_unit_test(hops_have_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
