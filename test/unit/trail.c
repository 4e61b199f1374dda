/*
 * test/unit/trail.c - packets that follow the last one
 *
 * One node: a gate with a table of one entry, then a hop with an MTU.
 */

#include "core/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MTU = 1000, SENT = 100, TTL = 60 };

/* The table. */
struct gate {
	struct pulses *pulses;
	uint32_t pulse;
	unsigned visits; /* by packets that took the step */
	unsigned forgotten;
	bool shut;
	bool unlike; /* gives no stamp */
};

static const vtime idle = VTIME_SECONDS(10);

static struct gate gate;

static void *
gate_new(uint64_t seed, struct pulses *pulses)
{
	(void)seed;
	gate = (struct gate){ .pulses = pulses };
	gate.pulse = pulse_begin(pulses, 0);
	return &gate;
}

static void
gate_free(void *table)
{
	(void)table;
}

static void
gate_forget(void *table, uint32_t pulse, vtime now)
{
	struct gate *g = table;

	(void)now;
	assert_int_equal(pulse, g->pulse);
	g->forgotten++;
}

static const struct state_class gate_class = {
	.name = "gate",
	.table_new = gate_new,
	.table_free = gate_free,
	.forget = gate_forget,
};
static const struct state_class *const states[] = { &gate_class };

static struct outcome
pass_gate(const struct step_call *c)
{
	struct gate *g = c->table;

	g->visits++;
	pulse_beat(g->pulses, g->pulse, c->now, idle);
	if (c->hint && !g->unlike)
		*c->hint = pulse_hint(g->pulses, g->pulse);
	return (struct outcome){ g->shut ? REFUSED : PASS, 0 };
}

static struct outcome
fit(const struct step_call *c)
{
	if (c->packet->len > c->arg)
		return (struct outcome){ REFUSED, 0 };
	step_room(c, c->arg - c->packet->len);
	return (struct outcome){ PASS, 0 };
}

static const struct step gate_step = { "gate", pass_gate, NULL, 0 };
static const struct step fit_step = { "fit", fit, NULL, STATE_NONE };

static void
resolve_gate(struct resolver *r, const void *cfg)
{
	(void)cfg;
	r_step(r, (struct step_words){ .step = &gate_step });
	r_step(r, (struct step_words){ .step = &fit_step, .arg = MTU });
	r_deliver(r, 0);
}

static const struct node_class gate_node_class = { "gate", resolve_gate };
static const struct node gate_node = { .class = &gate_node_class,
	.name = "gate" };
static const struct snap snap = { .node = &gate_node, .nnode = 1 };

struct run {
	struct sim *sim;
	struct memo memo;
	struct trail trail;
	int64_t clock;
};

static void
note(void *aux, const struct verdict *v)
{
	(void)aux;
	(void)v;
}

static void
start(struct run *r, enum cache_mode mode)
{
	*r = (struct run){ 0 };
	r->sim = sim_new(&snap, states, 1, 1, note, NULL);
	sim_set_cache(r->sim, mode);
}

static struct packet
packet(uint8_t flags)
{
	return (struct packet){ .key = { .proto = PROTO_TCP },
		.len = SENT,
		.ttl = TTL,
		.tcp_flags = flags };
}

/* As a replay sends: by the trail if that is possible. */
static bool
follows(struct run *r, struct packet p)
{
	unsigned before = gate.visits;

	p.memo = &r->memo;
	p.trail = &r->trail;
	r->clock++;
	if (sim_follow(r->sim, (vtime){ r->clock }, &p, &r->trail)) {
		assert_int_equal(gate.visits, before);
		assert_int_equal(gate.pulses->v[gate.pulse].last.ns, r->clock);
		return true;
	}
	sim_send_own(r->sim, (vtime){ r->clock }, &p);
	assert_int_equal(gate.visits, before + 1);
	return false;
}

static void
what_is_like_the_last_one_follows(void **state)
{
	struct packet p = packet(TCP_ACK);
	struct run r;

	(void)state;
	start(&r, CACHE_ON);
	assert_false(follows(&r, p));
	assert_true(follows(&r, p));
	p.tcp_flags |= TCP_PSH;
	p.len = MTU;
	p.ttl++;
	assert_true(follows(&r, p));
	sim_free(r.sim);
}

/* What differs is sent, and if it is plain the next one follows it. */
static void
expect_alone(struct packet p)
{
	struct run r;

	start(&r, CACHE_ON);
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_false(follows(&r, p));
	sim_free(r.sim);
}

static void
what_differs_does_not_follow(void **state)
{
	static const uint8_t flags[] = { 0, TCP_SYN, TCP_SYN | TCP_ACK,
		TCP_FIN | TCP_ACK, TCP_RST | TCP_ACK };
	struct packet p = packet(TCP_ACK);
	struct flow_key quote = { .proto = PROTO_TCP };

	(void)state;
	p.len = MTU + 1;
	expect_alone(p);
	p = packet(TCP_ACK);
	p.ttl--;
	expect_alone(p);
	p = packet(TCP_ACK);
	p.dont_fragment = true;
	expect_alone(p);
	p = packet(TCP_ACK);
	p.key.fragment = FRAG_FIRST;
	expect_alone(p);
	p = packet(TCP_ACK);
	p.quote = &quote;
	expect_alone(p);
	for (size_t i = 0; i < sizeof(flags); i++)
		expect_alone(packet(flags[i]));
}

static void
what_accepts_is_followed_and_what_opens_is_not(void **state)
{
	struct run r;

	(void)state;
	start(&r, CACHE_ON);
	assert_false(follows(&r, packet(TCP_SYN)));
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_false(follows(&r, packet(TCP_SYN | TCP_ACK)));
	assert_true(follows(&r, packet(TCP_ACK)));
	sim_free(r.sim);
}

static void
an_entry_that_has_changed_is_asked(void **state)
{
	struct run r;

	(void)state;
	start(&r, CACHE_ON);
	assert_false(follows(&r, packet(TCP_ACK)));
	pulse_change(gate.pulses, gate.pulse);
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_true(follows(&r, packet(TCP_ACK)));
	r.clock += idle.ns;
	assert_false(follows(&r, packet(TCP_ACK)));
	gate.unlike = true;
	pulse_change(gate.pulses, gate.pulse);
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_false(follows(&r, packet(TCP_ACK)));
	sim_free(r.sim);
}

static void
another_snapshot_is_asked(void **state)
{
	struct run r;

	(void)state;
	start(&r, CACHE_ON);
	assert_false(follows(&r, packet(TCP_ACK)));
	sim_install(r.sim, (vtime){ r.clock }, &snap);
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_true(follows(&r, packet(TCP_ACK)));
	sim_free(r.sim);
}

static void
nothing_follows_without_a_cache(void **state)
{
	struct run r;

	(void)state;
	start(&r, CACHE_OFF);
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_false(follows(&r, packet(TCP_ACK)));
	sim_free(r.sim);
}

/* Only what is as the last packet has left it; by whatever cache. */
static void
what_a_trail_has_found_is_forgotten(void **state)
{
	static const enum cache_mode mode[] = { CACHE_ON, CACHE_OFF,
		CACHE_VERIFY };
	struct run r;

	(void)state;
	for (int i = 0; i < 3; i++) {
		start(&r, mode[i]);
		sim_forget(r.sim, &r.trail);
		assert_int_equal(gate.forgotten, 0);
		follows(&r, packet(TCP_SYN));
		sim_forget(r.sim, &r.trail);
		assert_int_equal(gate.forgotten, 1);
		pulse_change(gate.pulses, gate.pulse);
		sim_forget(r.sim, &r.trail);
		assert_int_equal(gate.forgotten, 1);
		sim_free(r.sim);
	}
}

/* A table that keeps a stamp although its answer is another one now. */
static void
verify_ends_the_program(void **state)
{
	struct run r;
	int status;
	pid_t child;

	(void)state;
	start(&r, CACHE_VERIFY);
	assert_false(follows(&r, packet(TCP_ACK)));
	assert_false(follows(&r, packet(TCP_ACK)));
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		gate.shut = true;
		follows(&r, packet(TCP_ACK));
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
	sim_free(r.sim);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_like_the_last_one_follows),
		cmocka_unit_test(what_differs_does_not_follow),
		cmocka_unit_test(
		    what_accepts_is_followed_and_what_opens_is_not),
		cmocka_unit_test(an_entry_that_has_changed_is_asked),
		cmocka_unit_test(another_snapshot_is_asked),
		cmocka_unit_test(nothing_follows_without_a_cache),
		cmocka_unit_test(what_a_trail_has_found_is_forgotten),
		cmocka_unit_test(verify_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
