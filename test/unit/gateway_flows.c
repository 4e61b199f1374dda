/*
 * gateway_flows.c - flows of Gateway Load Balancers, against a list of them
 *
 * The twin keeps every flow it has seen in a list, with its ends in the order in
 * which they came, and looks for both orders.  What a new flow gets is the
 * table's own affair; that it keeps it is not.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/rng.h"
#include "dataplane/tables/gateway_flows.h"
#include "dataplane/world.h"
#include "test/unit/seed.h"
#include "test/unit/steps.h"

enum { TARGETS = 4, SIDE = 2, NODE = 7 };

static const uint16_t every[] = { 0, 1, 2, 3 };
static const uint16_t some[] = { 1, 3 };
static const struct gateway_choice choices[] = { { every, TARGETS },
	{ some, 2 } };

struct bench {
	bool healthy[TARGETS];
	struct gateway_flows_cfg cfg;
	struct stand stand;
};

static void
begin(struct bench *b, enum flow_tuple tuple)
{
	*b = (struct bench){ .healthy = { true, true, true, true } };
	b->cfg = (struct gateway_flows_cfg){ .choice = choices,
		.healthy = b->healthy,
		.tuple = tuple,
		.tcp_idle = VTIME_SECONDS(350),
		.side_kind = SIDE };
	b->stand = stand_up(&gateway_flows_state, 1, &b->cfg);
}

static unsigned
choose(struct bench *b, uint32_t endpoint, struct packet *p)
{
	const struct node self = { .cfg = &b->cfg };
	uint16_t side = 0;
	struct outcome o = gateway_choose_step.run(
	    &(struct step_call){ .table = b->stand.table,
		.self = &self,
		.node = NODE,
		.arg = endpoint,
		.now = b->stand.now,
		.packet = p,
		.side = &side });

	assert_int_equal(o.what, REWRITTEN);
	assert_int_equal(side_kind(side), SIDE);
	assert_true(side_which(side) < TARGETS);
	return side_which(side);
}

/* --- the twin ----------------------------------------------------------- */

struct flow {
	struct flow_key key;
	uint32_t endpoint;
	vtime last;
	unsigned target;
};

struct twin {
	struct flow *v;
	size_t n;
};

static bool
same_ends(const struct flow_key *a, const struct flow_key *b, bool ports)
{
	return ip_eq(a->src, b->src) && ip_eq(a->dst, b->dst) &&
	    (!ports || (a->sport == b->sport && a->dport == b->dport));
}

static bool
same_flow(const struct flow_key *a, const struct flow_key *b, enum flow_tuple t)
{
	struct flow_key back = flow_key_reverse(b);
	bool ports = t == FLOW_5_TUPLE &&
	    (a->proto == PROTO_TCP || a->proto == PROTO_UDP);

	if (t != FLOW_2_TUPLE && a->proto != b->proto)
		return false;
	return same_ends(a, b, ports) || same_ends(a, &back, ports);
}

/* The flow that the packet belongs to, made if there is none that lives. */
static struct flow *
find(struct twin *t, const struct bench *b, const struct packet *p,
    uint32_t endpoint, bool *is_new)
{
	int64_t idle = p->key.proto == PROTO_TCP ? 350 : 120;
	struct flow *f = NULL;

	for (size_t i = 0; i < t->n && f == NULL; i++)
		if (t->v[i].endpoint == endpoint &&
		    same_flow(&t->v[i].key, &p->key, b->cfg.tuple))
			f = &t->v[i];
	*is_new =
	    f == NULL || b->stand.now.ns - f->last.ns >= VTIME_SECONDS(idle).ns;
	if (f == NULL) {
		t->v = xrealloc(t->v, (t->n + 1) * sizeof(*t->v));
		f = &t->v[t->n++];
		*f = (struct flow){ .key = p->key, .endpoint = endpoint };
	}
	f->last = b->stand.now;
	return f;
}

static struct packet
random_packet(struct rng *r)
{
	static const uint8_t protos[] = { PROTO_TCP, PROTO_UDP, PROTO_GRE };
	struct packet p = { .len = 100 };

	p.key = (struct flow_key){
		.src = ip_from4(0x0a000000u + (uint32_t)rng_below(r, 3)),
		.dst = ip_from4(0x0a000000u + (uint32_t)rng_below(r, 3)),
		.proto = protos[rng_below(r, 3)],
	};
	if (p.key.proto != PROTO_GRE) {
		p.key.sport = (uint16_t)(1000 + rng_below(r, 3));
		p.key.dport = (uint16_t)(1000 + rng_below(r, 3));
	}
	return p;
}

/* In a 2-tuple flow the idle time is that of its last packet's protocol: the
 * twin would have to remember it, so it does not let any flow die there. */
static void
against_twin(enum flow_tuple tuple)
{
	struct rng r = seeded("gateway_flows");
	struct twin t = { 0 };
	struct bench b;
	bool is_new;

	begin(&b, tuple);
	for (int i = 0; i < 20000; i++) {
		struct packet p = random_packet(&r);
		uint32_t endpoint = (uint32_t)rng_below(&r, 2);
		unsigned got;
		struct flow *f;

		b.stand.now.ns += (int64_t)rng_below(
		    &r, tuple == FLOW_2_TUPLE ? 1000000 : 4000000000);
		f = find(&t, &b, &p, endpoint, &is_new);
		got = choose(&b, endpoint, &p);
		if (is_new)
			f->target = got;
		assert_int_equal(got, f->target);
		assert_true(endpoint == 0 || got % 2 == 1);
	}
	free(t.v);
	stand_down(&b.stand);
}

static void
flows_keep_their_target(void **state)
{
	(void)state;
	against_twin(FLOW_5_TUPLE);
	against_twin(FLOW_3_TUPLE);
	against_twin(FLOW_2_TUPLE);
}

static void
a_flow_leaves_a_target_that_fails_if_told_to(void **state)
{
	struct packet p =
	    packet_of(PROTO_TCP, "10.0.0.1", 1000, "10.0.0.2", 443);
	struct packet back = answer_to(&p);
	unsigned first, second;
	struct bench b;

	(void)state;
	begin(&b, FLOW_5_TUPLE);
	first = choose(&b, 1, &p);
	b.healthy[first] = false;
	assert_int_equal(choose(&b, 1, &back), first);
	b.cfg.rebalance = true;
	b.cfg.choice = (const struct gateway_choice[]){ { every, TARGETS },
		{ (const uint16_t[]){ first == 1 ? 3 : 1 }, 1 } };
	second = choose(&b, 1, &back);
	assert_int_not_equal(second, first);
	assert_int_equal(choose(&b, 1, &p), second);
	stand_down(&b.stand);
}

static void
an_error_goes_with_the_flow_that_it_is_about(void **state)
{
	struct flow_key quote;
	struct bench b;

	(void)state;
	begin(&b, FLOW_5_TUPLE);
	for (uint16_t port = 1000; port < 1050; port++) {
		struct packet p =
		    packet_of(PROTO_UDP, "10.0.0.1", port, "10.0.0.2", 53);
		struct packet e = error_about(&p, "10.9.9.9", &quote);
		unsigned target = choose(&b, 0, &p);

		assert_int_equal(choose(&b, 0, &e), target);
	}
	stand_down(&b.stand);
}

/* Some of the choices of many flows are each of the targets. */
static void
flows_are_spread(void **state)
{
	unsigned got[TARGETS] = { 0 };
	struct bench b;

	(void)state;
	begin(&b, FLOW_5_TUPLE);
	for (uint16_t port = 1000; port < 2000; port++) {
		struct packet p =
		    packet_of(PROTO_TCP, "10.0.0.1", port, "10.0.0.2", 443);

		got[choose(&b, 0, &p)]++;
	}
	for (int i = 0; i < TARGETS; i++)
		assert_in_range(got[i], 150, 350);
	stand_down(&b.stand);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flows_keep_their_target),
		cmocka_unit_test(a_flow_leaves_a_target_that_fails_if_told_to),
		cmocka_unit_test(an_error_goes_with_the_flow_that_it_is_about),
		cmocka_unit_test(flows_are_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
