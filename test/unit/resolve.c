/*
 * test/unit/resolve.c - resolve, sim, trace
 *
 * In a toy world: pipes lead on, gates let so many packets through, a maze
 * changes where a packet wants to go when it is there, a stamp when that is
 * decided beforehand; houses take packets and pits swallow them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/sim.h"
#include "core/trace.h"
#include "test/unit/seed.h"

enum { DROP_PIT = DROP_MODEL, DROP_GATE, DROP_TIRED };
enum { ENTRANCE, BEHIND, ANSWERS };
enum { NODES = 40 };

struct toy {
	uint32_t next;
	uint32_t n;      /* gate: packets let through; pipe: its marks */
	uint32_t steps;  /* gate: how many times it counts */
	struct ip where; /* maze, stamp: the new destination */
};

/* --- state: a counter for each node ---------------------------------------- */

static void *
counters_new(uint64_t seed, struct pulses *pulses)
{
	(void)seed;
	(void)pulses;
	return xcalloc(NODES, sizeof(uint64_t));
}

static const struct state_class counters = { .name = "counters",
	.table_new = counters_new,
	.table_free = free };
static const struct state_class *const states[] = { &counters };

enum { GATE_OPEN, GATE_SHUT, GATE_TIRED };

static const struct fact gate_facts[] = {
	[GATE_OPEN] = { "there is room", 0, false },
	[GATE_SHUT] = { "no more today", 0, true },
	[GATE_TIRED] = { "the keeper is asleep", DROP_TIRED, false },
};

/* Shut when the count is reached, the keeper asleep when it is exceeded. */
static struct outcome
gate_run(const struct step_call *c)
{
	const struct toy *toy = c->self->cfg;
	uint64_t *count = c->table;

	count[c->node]++;
	if (count[c->node] == c->arg + 1)
		return (struct outcome){ REFUSED, GATE_SHUT };
	if (count[c->node] > c->arg)
		return (struct outcome){ REFUSED, GATE_TIRED };
	assert_int_equal(toy->n, c->arg);
	return (struct outcome){ PASS, GATE_OPEN };
}

static const struct step gate_step = { "gate", gate_run, gate_facts, 0 };

static struct outcome
turn_run(const struct step_call *c)
{
	const struct toy *toy = c->self->cfg;

	assert_null(c->table);
	c->packet->key.dst = toy->where;
	return (struct outcome){ REWRITTEN, 0 };
}

static const struct fact turn_facts[] = { { .text = "turned" } };
static const struct step turn_step = { "turn", turn_run, turn_facts,
	STATE_NONE };

static struct outcome
stamp_run(const struct step_call *c)
{
	const struct toy *toy = c->self->cfg;

	c->packet->key.dst = toy->where;
	return (struct outcome){ PASS, 0 };
}

static const struct step stamp_step = { "stamp", stamp_run, NULL, STATE_NONE };

/* --- the nodes ------------------------------------------------------------- */

static void
pipe_resolve(struct resolver *r, const void *cfg)
{
	const struct toy *toy = cfg;

	r_way(r, r_at(r).node);
	r_mark(r, toy->n);
	r_goto(r, toy->next, ENTRANCE);
}

static void
gate_resolve(struct resolver *r, const void *cfg)
{
	const struct toy *toy = cfg;
	struct hop *h = NULL;

	r_way(r, r_at(r).node);
	for (uint32_t i = 0; i < toy->steps; i++) {
		h = r_hop(r, r_at(r).node, i ? ACT_DENY : ACT_ALLOW);
		if (h)
			h->rule = r_text(r, "so many: %u", toy->n);
		r_step(r,
		    (struct step_words){ .step = &gate_step,
			.arg = toy->n,
			.if_refused = DROP_GATE,
			.hop = h });
	}
	r_mark(r, 0x100);
	r_goto(r, toy->next, ENTRANCE);
}

static void
maze_resolve(struct resolver *r, const void *cfg)
{
	const struct toy *toy = cfg;
	uint32_t self = r_at(r).node;

	if (r_at(r).side == BEHIND) {
		r_goto(r, toy->next, ENTRANCE);
		return;
	}
	r_way(r, self);
	r_step(r,
	    (struct step_words){ .step = &turn_step,
		.side_if_rewritten = BEHIND,
		.hop = r_hop(r, self, ACT_TRANSLATE) });
	r_drop_told(r, DROP_PIT, self);
}

static void
stamp_resolve(struct resolver *r, const void *cfg)
{
	const struct toy *toy = cfg;
	struct flow_key after = *r_key(r);

	after.dst = toy->where;
	r_way(r, r_at(r).node);
	r_rewrite(r, &stamp_step, 0, &after);
	assert_true(ip_eq(r_key(r)->dst, toy->where));
	r_goto(r, toy->next, ENTRANCE);
}

static void
house_resolve(struct resolver *r, const void *cfg)
{
	const struct toy *toy = cfg;

	r_way(r, r_at(r).node);
	r_exit(r);
	if (toy->n)
		assert_true(ip_eq(r_key(r)->dst, toy->where));
	r_deliver(r, ANSWERS);
}

static void
pit_resolve(struct resolver *r, const void *cfg)
{
	(void)cfg;
	r_drop(r, DROP_PIT, r_at(r).node);
}

static const struct node_class pipe = { "pipe", pipe_resolve };
static const struct node_class gate = { "gate", gate_resolve };
static const struct node_class maze = { "maze", maze_resolve };
static const struct node_class stamp = { "stamp", stamp_resolve };
static const struct node_class house = { "house", house_resolve };
static const struct node_class pit = { "pit", pit_resolve };

/* --- a world, and a packet through it -------------------------------------- */

struct world {
	struct toy toy[NODES];
	struct node node[NODES];
	struct snap snap;
};

static void
put(struct world *w, const struct node_class *class, struct toy toy)
{
	uint32_t i = w->snap.nnode++;

	w->toy[i] = toy;
	w->node[i] = (struct node){ .class = class, .cfg = &w->toy[i] };
	w->snap.node = w->node;
}

struct run {
	struct sim *sim;
	struct verdict v;
	int verdicts;
	struct journey j;
	struct arena *arena;
	struct trace trace;
	uint64_t sent;
};

static void
note(void *aux, const struct verdict *v)
{
	struct run *run = aux;

	run->v = *v;
	run->verdicts++;
}

static void
start(struct run *run, const struct world *w)
{
	*run = (struct run){ .arena = arena_new() };
	run->sim = sim_new(&w->snap, states, 1, 0, note, run);
}

static void
finish(struct run *run)
{
	sim_free(run->sim);
	arena_free(run->arena);
}

static void
send_at(struct run *run, vtime t, uint32_t node, bool traced)
{
	struct packet p = { .key = { .src = ip_from4(1), .dst = ip_from4(2) },
		.at = { node, NODE_NONE, ENTRANCE, 0 },
		.id = ++run->sent,
		.journey = &run->j,
		.trace = traced ? &run->trace : NULL };

	run->j = JOURNEY_INIT;
	run->verdicts = 0;
	arena_reset(run->arena);
	trace_init(&run->trace, run->arena);
	sim_send(run->sim, t, &p);
	assert_int_equal(run->verdicts, 1);
	assert_int_equal(run->v.id, run->sent);
}

static void
send(struct run *run, uint32_t node, bool traced)
{
	send_at(run, (vtime){ 0 }, node, traced);
}

static void
expect_drop(const struct run *run, drop_code why, uint32_t node)
{
	assert_false(run->v.delivered);
	assert_int_equal(run->v.why, why);
	assert_int_equal(run->v.node, node);
}

static void
expect_hop(const struct run *run, size_t i, uint32_t node, enum action a)
{
	assert_true(i < run->trace.n);
	assert_int_equal(run->trace.hop[i].node, node);
	assert_string_equal(
	    action_name(run->trace.hop[i].action), action_name(a));
}

static void
delivery(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &pipe, (struct toy){ .next = 1, .n = 1 });
	put(&w, &pipe, (struct toy){ .next = 2, .n = 4 });
	put(&w, &house, (struct toy){ 0 });
	start(&run, &w);
	send(&run, 0, false);
	assert_true(run.v.delivered);
	assert_int_equal(run.v.node, 2);
	assert_int_equal(run.v.answer.node, 2);
	assert_int_equal(run.v.answer.from, 1);
	assert_int_equal(run.v.answer.side, ANSWERS);
	assert_true(ip_eq(run.v.key.dst, ip_from4(2)));
	assert_int_equal(run.j.nway, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(run.j.way[i], i);
	assert_int_equal(run.j.exit, 2);
	assert_int_equal(run.j.marks, 5);
	finish(&run);
}

static void
refusal(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &pipe, (struct toy){ .next = 1, .n = 1 });
	put(&w, &gate, (struct toy){ .next = 2, .n = 2, .steps = 1 });
	put(&w, &house, (struct toy){ 0 });
	start(&run, &w);
	for (int i = 0; i < 2; i++) {
		send(&run, 0, false);
		assert_true(run.v.delivered);
		assert_int_equal(run.j.marks, 0x101);
	}
	send(&run, 0, false);
	expect_drop(&run, DROP_GATE, 1);
	assert_int_equal(run.j.nway, 2);
	assert_int_equal(run.j.exit, NODE_NONE);
	assert_int_equal(run.j.marks, 1);
	send(&run, 0, false);
	expect_drop(&run, DROP_TIRED, 1);
	finish(&run);
}

static void
rewriting_by_a_table(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &maze, (struct toy){ .next = 1, .where = ip_from4(77) });
	put(&w, &house, (struct toy){ .n = 1, .where = ip_from4(77) });
	start(&run, &w);
	send(&run, 0, true);
	assert_true(run.v.delivered);
	assert_true(ip_eq(run.v.key.dst, ip_from4(77)));
	assert_int_equal(run.j.nway, 2);
	assert_int_equal(run.trace.n, 2);
	expect_hop(&run, 0, 0, ACT_TRANSLATE);
	assert_string_equal(run.trace.hop[0].fact, "turned");
	assert_true(ip_eq(run.trace.hop[0].before.dst, ip_from4(2)));
	assert_true(ip_eq(run.trace.hop[0].after.dst, ip_from4(77)));
	expect_hop(&run, 1, 1, ACT_DELIVER);
	assert_true(ip_eq(run.trace.hop[1].before.dst, ip_from4(77)));
	finish(&run);
}

static void
rewriting_by_configuration(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &stamp, (struct toy){ .next = 1, .where = ip_from4(9) });
	put(&w, &gate, (struct toy){ .next = 2, .n = 1, .steps = 1 });
	put(&w, &house, (struct toy){ .n = 1, .where = ip_from4(9) });
	start(&run, &w);
	send(&run, 0, false);
	assert_true(run.v.delivered);
	assert_true(ip_eq(run.v.key.dst, ip_from4(9)));
	send(&run, 0, false);
	expect_drop(&run, DROP_GATE, 1);
	assert_true(ip_eq(run.v.key.dst, ip_from4(9)));
	finish(&run);
}

static void
a_drop_that_rules_decide(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &pipe, (struct toy){ .next = 1 });
	put(&w, &pit, (struct toy){ 0 });
	start(&run, &w);
	send(&run, 0, true);
	expect_drop(&run, DROP_PIT, 1);
	assert_int_equal(run.trace.n, 1);
	expect_hop(&run, 0, 1, ACT_DROP);
	assert_int_equal(run.trace.hop[0].code, DROP_PIT);
	finish(&run);
}

/* Between pipes, between mazes, and at a gate with too many steps. */
static void
circles_end(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &pipe, (struct toy){ .next = 1 });
	put(&w, &pipe, (struct toy){ .next = 0 });
	put(&w, &maze, (struct toy){ .next = 3 });
	put(&w, &maze, (struct toy){ .next = 2 });
	put(&w, &gate, (struct toy){ .next = 5, .n = 99, .steps = 60 });
	put(&w, &house, (struct toy){ 0 });
	start(&run, &w);
	for (int traced = 0; traced < 2; traced++) {
		send(&run, 0, traced);
		assert_false(run.v.delivered);
		assert_int_equal(run.v.why, DROP_LOOP);
		send(&run, 2, traced);
		assert_false(run.v.delivered);
		assert_int_equal(run.v.why, DROP_LOOP);
		send(&run, 4, traced);
		expect_drop(&run, DROP_LOOP, 4);
	}
	finish(&run);
}

/* --- traces ---------------------------------------------------------------- */

static void
a_refusal_takes_back_what_lies_behind(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &gate, (struct toy){ .next = 1, .n = 1, .steps = 1 });
	put(&w, &gate, (struct toy){ .next = 2, .n = 9, .steps = 1 });
	put(&w, &house, (struct toy){ 0 });
	start(&run, &w);
	send(&run, 0, true);
	assert_int_equal(run.trace.n, 3);
	expect_hop(&run, 0, 0, ACT_ALLOW);
	assert_string_equal(run.trace.hop[0].fact, "there is room");
	assert_string_equal(run.trace.hop[0].rule, "so many: 1");
	expect_hop(&run, 1, 1, ACT_ALLOW);
	expect_hop(&run, 2, 2, ACT_DELIVER);
	send(&run, 0, true);
	expect_drop(&run, DROP_GATE, 0);
	assert_int_equal(run.trace.n, 1);
	expect_hop(&run, 0, 0, ACT_DENY);
	assert_string_equal(run.trace.hop[0].fact, "no more today");
	assert_null(run.trace.hop[0].rule);
	send(&run, 0, true);
	assert_int_equal(run.trace.n, 1);
	assert_int_equal(run.trace.hop[0].code, DROP_TIRED);
	assert_string_equal(run.trace.hop[0].rule, "so many: 1");
	finish(&run);
}

/* What the rules would have denied, a table that lets it through allows. */
static void
a_table_has_the_last_word(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &gate, (struct toy){ .next = 1, .n = 5, .steps = 2 });
	put(&w, &house, (struct toy){ 0 });
	start(&run, &w);
	send(&run, 0, true);
	assert_int_equal(run.trace.n, 3);
	expect_hop(&run, 1, 0, ACT_ALLOW);
	assert_int_equal(run.trace.hop[1].code, DROP_NONE);
	finish(&run);
}

/* --- the clock, and a new configuration ------------------------------------ */

static void
the_clock_never_goes_back(void **state)
{
	struct world w = { 0 };
	struct run run;

	(void)state;
	put(&w, &house, (struct toy){ 0 });
	start(&run, &w);
	send_at(&run, (vtime){ -5 }, 0, false);
	assert_int_equal(run.v.t.ns, -5);
	send_at(&run, (vtime){ 100 }, 0, false);
	assert_int_equal(run.v.t.ns, 100);
	send_at(&run, (vtime){ 99 }, 0, false);
	assert_int_equal(run.v.t.ns, 100);
	sim_install(run.sim, (vtime){ 200 }, &w.snap);
	sim_install(run.sim, (vtime){ 150 }, &w.snap);
	assert_int_equal(sim_now(run.sim).ns, 200);
	finish(&run);
}

static void
tables_outlive_a_configuration(void **state)
{
	struct world before = { 0 }, after = { 0 };
	struct run run;

	(void)state;
	put(&before, &gate, (struct toy){ .next = 1, .n = 1, .steps = 1 });
	put(&before, &house, (struct toy){ 0 });
	put(&after, &gate, (struct toy){ .next = 2, .n = 2, .steps = 1 });
	put(&after, &pit, (struct toy){ 0 });
	put(&after, &house, (struct toy){ 0 });
	start(&run, &before);
	send(&run, 0, false);
	assert_int_equal(run.v.node, 1);
	sim_install(run.sim, (vtime){ 1 }, &after.snap);
	assert_ptr_equal(sim_snap(run.sim), &after.snap);
	send(&run, 0, false);
	assert_true(run.v.delivered);
	assert_int_equal(run.v.node, 2);
	send(&run, 0, false);
	expect_drop(&run, DROP_GATE, 0);
	finish(&run);
}

/* --- worlds at random ------------------------------------------------------ */

static void
some_world(struct rng *r, struct world *w)
{
	static const struct node_class *const class[] = { &pipe, &pipe, &gate,
		&gate, &maze, &stamp, &house, &pit };
	uint32_t n = 1 + rng_below(r, NODES - 1);

	*w = (struct world){ 0 };
	for (uint32_t i = 0; i < n; i++) {
		const struct node_class *c = class[rng_below(r, 8)];

		put(w, c,
		    (struct toy){ .next = rng_below(r, n),
			.n = c == &house ? 0 : rng_below(r, 30),
			.steps = rng_below(r, 3),
			.where = ip_from4(rng_below(r, 100)) });
	}
}

static void
expect_same(const struct run *a, const struct run *b)
{
	assert_int_equal(a->v.delivered, b->v.delivered);
	assert_int_equal(a->v.node, b->v.node);
	assert_true(flow_key_eq(&a->v.key, &b->v.key));
	if (!a->v.delivered)
		assert_int_equal(a->v.why, b->v.why);
	else
		assert_memory_equal(
		    &a->v.answer, &b->v.answer, sizeof(a->v.answer));
	assert_int_equal(a->j.nway, b->j.nway);
	assert_memory_equal(
	    a->j.way, b->j.way, a->j.nway * sizeof(a->j.way[0]));
	assert_int_equal(a->j.exit, b->j.exit);
	assert_int_equal(a->j.marks, b->j.marks);
}

static void
expect_explained(const struct run *run)
{
	size_t last = run->trace.n - 1;

	if (run->v.delivered) {
		expect_hop(run, last, run->v.node, ACT_DELIVER);
		assert_true(
		    flow_key_eq(&run->trace.hop[last].after, &run->v.key));
	} else if (run->v.why == DROP_GATE || run->v.why == DROP_TIRED) {
		expect_hop(run, last, run->v.node, ACT_DENY);
	} else if (run->v.why == DROP_PIT) {
		expect_hop(run, last, run->v.node, ACT_DROP);
	}
}

/* To explain a packet changes nothing of what happens to it. */
static void
explained_or_not_is_the_same(void **state)
{
	struct rng r = seeded("worlds");
	struct world w;
	struct run a, b;

	(void)state;
	for (int round = 0; round < 400; round++) {
		some_world(&r, &w);
		start(&a, &w);
		start(&b, &w);
		for (int i = 0; i < 60; i++) {
			uint32_t at = rng_below(&r, w.snap.nnode);

			send(&a, at, false);
			send(&b, at, true);
			expect_same(&a, &b);
			expect_explained(&b);
		}
		finish(&a);
		finish(&b);
	}
}

static void
expect_same_segment(const struct seg *a, const struct seg *b)
{
	assert_int_equal(a->nop, b->nop);
	assert_int_equal(a->nway, b->nway);
	for (uint32_t i = 0; i < a->nop; i++) {
		assert_int_equal(a->op[i].code, b->op[i].code);
		assert_int_equal(a->op[i].why, b->op[i].why);
		assert_int_equal(a->op[i].node, b->op[i].node);
		assert_int_equal(a->op[i].arg, b->op[i].arg);
		assert_ptr_equal(a->op[i].step, b->op[i].step);
		assert_memory_equal(
		    &a->op[i].next, &b->op[i].next, sizeof(a->op[i].next));
		assert_true((a->op[i].code == OP_STEP) == (i + 1 < a->nop));
	}
	for (uint32_t i = 0; i < a->nway; i++) {
		assert_int_equal(a->way[i].node, b->way[i].node);
		assert_int_equal(a->way[i].ops, b->way[i].ops);
		assert_int_equal(a->way[i].marks, b->way[i].marks);
		assert_true(i == 0 || a->way[i - 1].ops <= a->way[i].ops);
	}
}

/* The law of resolve: (snapshot, place, key) and nothing else. */
static void
resolve_is_pure(void **state)
{
	struct rng r = seeded("resolve");
	struct arena *arena = arena_new();
	struct world w;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct flow_key k = { .dst = ip_from4(rng_below(&r, 100)) };
		struct seg a, b;
		struct trace t;
		struct place at;

		some_world(&r, &w);
		at = (struct place){ rng_below(&r, w.snap.nnode), NODE_NONE,
			ENTRANCE, 0 };
		arena_reset(arena);
		trace_init(&t, arena);
		memset(&a, 0x55, sizeof(a));
		memset(&b, 0xaa, sizeof(b));
		resolve(&w.snap, at, &k, NULL, &a);
		resolve(&w.snap, at, &k, &t, &b);
		expect_same_segment(&a, &b);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delivery),
		cmocka_unit_test(refusal),
		cmocka_unit_test(rewriting_by_a_table),
		cmocka_unit_test(rewriting_by_configuration),
		cmocka_unit_test(a_drop_that_rules_decide),
		cmocka_unit_test(circles_end),
		cmocka_unit_test(a_refusal_takes_back_what_lies_behind),
		cmocka_unit_test(a_table_has_the_last_word),
		cmocka_unit_test(the_clock_never_goes_back),
		cmocka_unit_test(tables_outlive_a_configuration),
		cmocka_unit_test(explained_or_not_is_the_same),
		cmocka_unit_test(resolve_is_pure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
