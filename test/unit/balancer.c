/*
 * test/unit/balancer.c - the connections of load balancers
 *
 * The twin is a list of connections that nothing is ever removed from.
 */

#include "dataplane/tables/balancer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "dataplane/drop.h"
#include "dataplane/world.h"
#include "test/unit/seed.h"
#include "test/unit/steps.h"

#define SEC INT64_C(1000000000)

enum { NODE = 3, RETURNS = 5, TO_ENDPOINT = 6 };
enum { CLIENTS = 0x0a000105, OWN = 0x0a000246, TARGETS = 0x0a000305 };
enum { MOST_TARGETS = 4 };

struct fixture {
	struct balancer_table_cfg cfg; /* first: the steps read it */
	struct balancer_target target[MOST_TARGETS];
	struct balancer_choice choice;
	struct stand s;
};

static void
fixture_init(struct fixture *f, uint32_t targets, bool preserve, uint64_t seed)
{
	for (uint32_t i = 0; i < targets; i++)
		f->target[i] = (struct balancer_target){ ip_from4(TARGETS + i),
			8080, (uint16_t)(10 + i), preserve };
	f->choice = (struct balancer_choice){ f->target, targets,
		{ ip_from4(OWN), { 0, 0 } }, side_of(RETURNS, 1),
		VTIME_SECONDS(350) };
	f->cfg = (struct balancer_table_cfg){ .choice = &f->choice,
		.back_to_endpoint = TO_ENDPOINT };
	f->s = stand_up(&balancer_state, seed, &f->cfg);
}

static void
fixture_fini(struct fixture *f)
{
	stand_down(&f->s);
}

static struct packet
call_of(uint32_t client, uint16_t sport, uint8_t proto, uint8_t tcp_flags)
{
	return (struct packet){ .key = { .src = ip_from4(CLIENTS + client),
				    .dst = ip_from4(OWN),
				    .sport = sport,
				    .dport = 443,
				    .proto = proto },
		.tcp_flags = tcp_flags };
}

static struct outcome
send(struct fixture *f, struct packet *p, uint32_t caller)
{
	return take_step(
	    &f->s, &balancer_out_step, NODE, caller << BALANCER_CALLER, p);
}

static struct step_call
call_at(struct fixture *f, uint32_t node, struct packet *p)
{
	return (struct step_call){
		.table = f->s.table, .node = node, .now = f->s.now, .packet = p
	};
}

static struct outcome
answer(struct fixture *f, struct packet *p, uint16_t *side)
{
	struct step_call c = call_at(f, NODE, p);

	c.side = side;
	return balancer_back_step.run(&c);
}

/* --- single cases ------------------------------------------------------- */

static void
test_sees_balancer(void **state)
{
	struct fixture f;
	struct packet p = call_of(0, 40000, PROTO_TCP, TCP_SYN), q;
	uint16_t side = 0;

	(void)state;
	fixture_init(&f, 1, false, 1);
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	assert_true(ip_eq(p.key.src, ip_from4(OWN)));
	assert_true(ip_eq(p.key.dst, ip_from4(TARGETS)));
	assert_int_equal(p.key.dport, 8080);
	assert_true(p.key.sport >= BALANCER_PORT_FIRST);
	q = answer_to(&p);
	assert_int_equal(answer(&f, &q, &side).what, REWRITTEN);
	assert_int_equal(side, side_of(RETURNS, 1));
	assert_true(ip_eq(q.key.src, ip_from4(OWN)));
	assert_int_equal(q.key.sport, 443);
	assert_true(ip_eq(q.key.dst, ip_from4(CLIENTS)));
	assert_int_equal(q.key.dport, 40000);
	fixture_fini(&f);
}

static void
test_sees_client(void **state)
{
	struct fixture f;
	struct packet p = call_of(0, 40000, PROTO_TCP, TCP_SYN), q;
	struct step_call c;
	uint16_t which = 0, side = 0;

	(void)state;
	fixture_init(&f, 1, true, 1);
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	assert_true(ip_eq(p.key.src, ip_from4(CLIENTS)));
	assert_int_equal(p.key.sport, 40000);
	q = answer_to(&p);
	c = call_at(&f, NODE + 9, &q);
	assert_true(balancer_answers(&c, NODE, &which));
	assert_int_equal(which, 10);
	assert_false(balancer_answers(&c, NODE + 1, &which));
	assert_int_equal(answer(&f, &q, &side).what, REWRITTEN);
	assert_true(ip_eq(q.key.src, ip_from4(OWN)));
	fixture_fini(&f);
}

static void
test_endpoints(void **state)
{
	struct fixture f;
	uint16_t side = 0;

	(void)state;
	fixture_init(&f, 1, true, 1);
	for (uint32_t caller = 1; caller < 4; caller++) {
		struct packet p = call_of(0, 40000, PROTO_TCP, TCP_SYN), q;

		assert_int_equal(send(&f, &p, caller).what, REWRITTEN);
		assert_true(ip_eq(p.key.src, ip_from4(OWN)));
		q = answer_to(&p);
		assert_int_equal(answer(&f, &q, &side).what, REWRITTEN);
		assert_int_equal(side, side_of(TO_ENDPOINT, caller - 1));
	}
	fixture_fini(&f);
}

static void
test_hairpin(void **state)
{
	struct fixture f;
	struct packet p = call_of(0, 40000, PROTO_TCP, TCP_SYN);

	(void)state;
	fixture_init(&f, 1, true, 1);
	p.key.src = ip_from4(TARGETS);
	expect_refused(
	    &balancer_out_step, send(&f, &p, 0), DROP_BALANCER_HAIRPIN);
	assert_int_equal(send(&f, &p, 1).what, REWRITTEN);
	fixture_fini(&f);
}

static void
test_idle(void **state)
{
	struct fixture f;
	struct packet p = call_of(0, 40000, PROTO_TCP, TCP_SYN), seen, q;
	uint16_t side = 0;

	(void)state;
	fixture_init(&f, 1, false, 1);
	send(&f, &p, 0);
	seen = p;
	f.s.now.ns = 350 * SEC - 1;
	p = call_of(0, 40000, PROTO_TCP, TCP_ACK);
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	assert_true(flow_key_eq(&p.key, &seen.key));
	f.s.now.ns += 350 * SEC;
	q = answer_to(&seen);
	expect_refused(
	    &balancer_back_step, answer(&f, &q, &side), DROP_BALANCER_IDLE);
	p = call_of(0, 40000, PROTO_TCP, TCP_ACK);
	expect_refused(&balancer_out_step, send(&f, &p, 0), DROP_BALANCER_IDLE);
	/* Long after, it is nobody's answer. */
	f.s.now.ns += 350 * SEC;
	q = answer_to(&seen);
	assert_int_equal(answer(&f, &q, &side).what, PASS);
	/* A datagram opens anew. */
	p = call_of(0, 40000, PROTO_UDP, 0);
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	fixture_fini(&f);
}

/* 55,000 at once; a port is free again when its connection has closed, or
 * idled out. */
static void
test_ports(void **state)
{
	struct fixture f;
	struct packet p, first;

	(void)state;
	fixture_init(&f, 1, false, 1);
	for (uint32_t i = 0; i < BALANCER_PORTS; i++) {
		p = call_of(i / 50000, (uint16_t)(1024 + i % 50000), PROTO_TCP,
		    TCP_SYN);
		f.s.now.ns = i;
		assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
		if (i == 0)
			first = p;
	}
	p = call_of(9, 40000, PROTO_TCP, TCP_SYN);
	expect_refused(&balancer_out_step, send(&f, &p, 0), DROP_BALANCER_FULL);
	p = call_of(0, 1024, PROTO_TCP, TCP_RST);
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	p = call_of(9, 40000, PROTO_TCP, TCP_SYN);
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	assert_int_equal(p.key.sport, first.key.sport);
	p = call_of(9, 40001, PROTO_TCP, TCP_SYN);
	expect_refused(&balancer_out_step, send(&f, &p, 0), DROP_BALANCER_FULL);
	f.s.now.ns = 350 * SEC + 1;
	assert_int_equal(send(&f, &p, 0).what, REWRITTEN);
	fixture_fini(&f);
}

/* --- the twin ----------------------------------------------------------- */

enum { TWINS = 4000, SPORTS = 6, SOME_CLIENTS = 3 };

struct twin {
	struct flow_key call, seen;
	uint32_t caller;
	vtime last;
	bool closed, over;
};

struct twins {
	struct twin v[TWINS];
	size_t n;
};

static vtime
idle_of(uint8_t proto)
{
	return (vtime){ (proto == PROTO_TCP ? 350 : 120) * SEC };
}

static bool
is_live(const struct twin *t, vtime now)
{
	return !t->over && now.ns - t->last.ns < idle_of(t->call.proto).ns;
}

/* The last one made that is like this and is live. */
static struct twin *
find(struct twins *t, const struct flow_key *call, uint32_t caller, vtime now)
{
	for (size_t i = t->n; i-- > 0;)
		if (flow_key_eq(&t->v[i].call, call) &&
		    t->v[i].caller == caller)
			return is_live(&t->v[i], now) ? &t->v[i] : NULL;
	return NULL;
}

static void
expect_unique(const struct twins *t, const struct twin *new, vtime now)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct twin *o = &t->v[i];

		if (o == new || !is_live(o, now) || o->closed)
			continue;
		assert_false(flow_key_eq(&o->seen, &new->seen));
	}
}

static void
random_call(struct fixture *f, struct twins *t, struct rng *r)
{
	uint8_t proto = one_in(r, 3) ? PROTO_UDP : PROTO_TCP;
	uint8_t flags = proto == PROTO_UDP ? 0
	    : one_in(r, 2)                 ? TCP_SYN
	    : one_in(r, 8)                 ? TCP_RST
					   : TCP_ACK;
	struct packet p = call_of(rng_below(r, SOME_CLIENTS),
	    (uint16_t)(2000 + rng_below(r, SPORTS)), proto, flags);
	uint32_t caller = rng_below(r, 3);
	struct flow_key call = p.key;
	struct twin *twin = find(t, &call, caller, f->s.now);
	bool opens = proto == PROTO_UDP || flags == TCP_SYN;
	struct outcome o = send(f, &p, caller);

	if (twin && twin->closed && opens) {
		twin->over = true;
		twin = NULL;
	}
	if (twin == NULL && !opens) {
		expect_refused(&balancer_out_step, o, DROP_BALANCER_IDLE);
		return;
	}
	assert_int_equal(o.what, REWRITTEN);
	if (twin == NULL) {
		twin = &t->v[t->n++];
		*twin = (struct twin){
			.call = call, .seen = p.key, .caller = caller
		};
		expect_unique(t, twin, f->s.now);
	}
	assert_true(flow_key_eq(&twin->seen, &p.key));
	twin->last = f->s.now;
	twin->closed |= flags == TCP_RST;
}

static void
random_answer(struct fixture *f, struct twins *t, struct rng *r)
{
	struct twin *twin = &t->v[rng_below(r, (uint32_t)t->n)];
	struct packet p = { .key = flow_key_reverse(&twin->seen),
		.tcp_flags = twin->call.proto == PROTO_TCP ? TCP_ACK : 0 };
	struct flow_key wanted = flow_key_reverse(&twin->call);
	uint16_t side = 0;
	struct outcome o;

	/* Ports are lent again: speak of those that are surely its own. */
	if (!is_live(twin, f->s.now) || twin->closed)
		return;
	o = answer(f, &p, &side);
	assert_int_equal(o.what, REWRITTEN);
	assert_true(flow_key_eq(&p.key, &wanted));
	assert_int_equal(side,
	    twin->caller ? side_of(TO_ENDPOINT, twin->caller - 1)
			 : side_of(RETURNS, 1));
	twin->last = f->s.now;
}

static void
run_twin(bool preserve)
{
	struct rng r = seeded("balancer");
	struct fixture f;
	struct twins *t = calloc(1, sizeof(*t));

	fixture_init(&f, MOST_TARGETS, preserve, rng_next(&r));
	while (t->n < TWINS) {
		f.s.now.ns += rng_below(&r, 40) * SEC;
		if (t->n > 0 && one_in(&r, 3))
			random_answer(&f, t, &r);
		else
			random_call(&f, t, &r);
	}
	free(t);
	fixture_fini(&f);
}

static void
test_twin(void **state)
{
	(void)state;
	run_twin(false);
	run_twin(true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sees_balancer),
		cmocka_unit_test(test_sees_client),
		cmocka_unit_test(test_endpoints),
		cmocka_unit_test(test_hairpin),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_twin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
