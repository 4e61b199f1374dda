/*
 * test/unit/conntrack.c - which flows the security groups let through
 *
 * The twin is a list of connections that nothing is ever removed from.
 */

#include "dataplane/tables/conntrack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <time.h>

#include "dataplane/drop.h"
#include "test/unit/seed.h"
#include "test/unit/steps.h"

#define A      "10.0.0.5" /* of the interface */
#define A6     "2600::1"
#define B      "203.0.113.9"
#define ROUTER "192.0.2.1"
#define SEC    INT64_C(1000000000)
#define ALLOW  CT_ALLOW_NEW

static struct stand
conntrack(void)
{
	static struct conntrack_limits usual;

	usual = conntrack_limits_of(&assume_defaults);
	return stand_up(&conntrack_state, 1, &usual);
}

static struct outcome
pass(const struct stand *s, uint32_t arg, struct packet p)
{
	bool egress = ip_eq(p.key.src, ip_of(A)) || ip_eq(p.key.src, ip_of(A6));

	return take_step(
	    s, &conntrack_step, 1, arg | (egress ? CT_EGRESS : CT_INGRESS), &p);
}

static void
expect_pass(const struct stand *s, uint32_t arg, struct packet p)
{
	assert_int_equal(pass(s, arg, p).what, PASS);
}

/* The rules deny it and no connection has it. */
static void
expect_new(const struct stand *s, struct packet p)
{
	expect_refused(&conntrack_step, pass(s, 0, p), 0);
}

static void
expect_expired(const struct stand *s, struct packet p)
{
	expect_refused(&conntrack_step, pass(s, 0, p), DROP_CONNTRACK_EXPIRED);
}

static struct packet
with(struct packet p, uint8_t tcp_flags)
{
	p.tcp_flags = tcp_flags;
	return p;
}

static struct packet
tcp(uint8_t flags)
{
	return with(packet_of(PROTO_TCP, A, 40000, B, 443), flags);
}

static struct packet
tcp_back(uint8_t flags)
{
	struct packet p = tcp(flags);

	return answer_to(&p);
}

static void
establish(struct stand *s)
{
	expect_pass(s, ALLOW, tcp(TCP_SYN));
	expect_pass(s, 0, tcp_back(TCP_SYN | TCP_ACK));
	expect_pass(s, 0, tcp(TCP_ACK));
}

/* Live just before the idle time, expired at it, forgotten at twice that. */
static void
expect_idle(struct stand *s, int64_t idle, struct packet p)
{
	struct stand before = *s;

	before.now.ns = s->now.ns + idle;
	expect_expired(&before, p);
	before.now.ns = s->now.ns + 2 * idle - 1;
	expect_expired(&before, p);
	before.now.ns = s->now.ns + idle - 1;
	expect_pass(&before, 0, p);
	before.now.ns += 2 * idle;
	expect_new(&before, p);
}

/* --- idle times ------------------------------------------------------------ */

static void
half_open_tcp(void **state)
{
	struct stand s = conntrack();

	(void)state;
	expect_pass(&s, ALLOW, tcp(TCP_SYN));
	s.now.ns = 30 * SEC;
	expect_expired(&s, tcp_back(TCP_SYN | TCP_ACK));
	s.now.ns = 30 * SEC - 1;
	expect_pass(&s, 0, tcp_back(TCP_SYN | TCP_ACK));
	stand_down(&s);
}

static void
established_tcp(void **state)
{
	struct stand s = conntrack();

	(void)state;
	establish(&s);
	expect_idle(&s, 432000 * SEC, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
established_tcp_of_350_s(void **state)
{
	struct conntrack_limits l = conntrack_limits_of(&assume_defaults);
	struct stand s = stand_up(&conntrack_state, 1, &l);

	(void)state;
	l.tcp_established = VTIME_SECONDS(350);
	establish(&s);
	s.now.ns += 349 * SEC;
	expect_pass(&s, 0, tcp_back(TCP_ACK));
	expect_idle(&s, 350 * SEC, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
tcp_taken_up_in_the_middle(void **state)
{
	struct stand s = conntrack();

	(void)state;
	expect_pass(&s, ALLOW, tcp(TCP_ACK));
	expect_idle(&s, 432000 * SEC, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
udp_becomes_a_stream(void **state)
{
	struct stand s = conntrack();
	struct packet ask = packet_of(PROTO_UDP, A, 5000, B, 53);
	struct packet answer = answer_to(&ask);

	(void)state;
	expect_pass(&s, ALLOW, ask);
	s.now.ns = 30 * SEC;
	expect_expired(&s, answer);
	s.now.ns = 30 * SEC - 1;
	expect_pass(&s, 0, answer); /* one pair: still 30 s */
	s.now.ns += 30 * SEC;
	expect_expired(&s, answer);
	s.now.ns -= 1;
	expect_pass(&s, 0, answer); /* asked for once only */
	s.now.ns += 30 * SEC - 1;
	expect_pass(&s, 0, ask);
	s.now.ns += 30 * SEC - 1;
	expect_pass(&s, 0, answer); /* the second pair: 180 s */
	expect_idle(&s, 180 * SEC, answer);
	stand_down(&s);
}

static void
udp_of_one_direction_is_no_stream(void **state)
{
	struct stand s = conntrack();
	struct packet p = packet_of(PROTO_UDP, A, 5000, B, 514);

	(void)state;
	for (int i = 0; i < 10; i++)
		expect_pass(&s, ALLOW, p);
	expect_idle(&s, 30 * SEC, answer_to(&p));
	stand_down(&s);
}

static void
echoes(void **state)
{
	struct stand s = conntrack();
	struct packet ping = packet_of(PROTO_ICMP, A, 7, B, 0);
	struct packet other = packet_of(PROTO_ICMP, A, 8, B, 0);

	(void)state;
	ping.key.icmp_type = other.key.icmp_type = ICMP4_ECHO_REQUEST;
	expect_pass(&s, ALLOW, ping);
	expect_new(&s, answer_to(&other));
	expect_pass(&s, 0, answer_to(&ping));
	expect_idle(&s, 30 * SEC, answer_to(&ping));
	ping = packet_of(PROTO_ICMPV6, A6, 7, "2600::2", 0);
	ping.key.icmp_type = ICMP6_ECHO_REQUEST;
	expect_pass(&s, ALLOW, ping);
	expect_pass(&s, 0, answer_to(&ping));
	stand_down(&s);
}

static void
other_protocols(void **state)
{
	struct stand s = conntrack();
	struct packet p = packet_of(PROTO_GRE, A, 0, B, 0);
	struct packet esp = packet_of(PROTO_ESP, B, 0, A, 0);

	(void)state;
	expect_pass(&s, ALLOW, p);
	expect_new(&s, esp);
	expect_idle(&s, 600 * SEC, answer_to(&p));
	stand_down(&s);
}

/* --- how connections end --------------------------------------------------- */

static void
closing(void **state)
{
	struct stand s = conntrack();

	(void)state;
	establish(&s);
	expect_pass(&s, 0, tcp(TCP_FIN | TCP_ACK));
	s.now.ns += 1000 * SEC; /* half closed: the other side may go on */
	expect_pass(&s, 0, tcp_back(TCP_ACK));
	s.now.ns += 1000 * SEC;
	expect_pass(&s, 0, tcp_back(TCP_FIN | TCP_ACK));
	s.now.ns += 10 * SEC - 1;
	expect_pass(&s, 0, tcp(TCP_ACK));
	s.now.ns += 10 * SEC;
	expect_expired(&s, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
reset(void **state)
{
	struct stand s = conntrack();

	(void)state;
	establish(&s);
	expect_pass(&s, 0, tcp_back(TCP_RST));
	s.now.ns += 10 * SEC - 1;
	expect_pass(&s, 0, tcp(TCP_ACK));
	s.now.ns += 10 * SEC;
	expect_expired(&s, tcp_back(TCP_ACK));
	stand_down(&s);
}

/* Where a connection has closed, rules are asked about the next one. */
static void
a_new_connection_on_the_same_ports(void **state)
{
	struct stand s = conntrack();

	(void)state;
	establish(&s);
	expect_pass(&s, 0, tcp_back(TCP_RST));
	expect_new(&s, tcp_back(TCP_SYN));
	expect_new(&s, tcp(TCP_SYN));
	establish(&s);
	s.now.ns += 400000 * SEC;
	expect_pass(&s, 0, tcp_back(TCP_ACK));
	s.now.ns += 432000 * SEC;
	expect_new(&s, tcp(TCP_SYN));
	stand_down(&s);
}

/* --- who is asked ---------------------------------------------------------- */

static void
a_tracked_flow_outlives_its_rule(void **state)
{
	struct stand s = conntrack();
	struct outcome o;

	(void)state;
	o = pass(&s, ALLOW, tcp(TCP_SYN));
	assert_false(conntrack_step.fact[o.fact].instead);
	o = pass(&s, 0, tcp(TCP_SYN));
	assert_int_equal(o.what, PASS);
	assert_true(conntrack_step.fact[o.fact].instead);
	expect_pass(&s, 0, tcp_back(TCP_SYN | TCP_ACK));
	stand_down(&s);
}

static void
an_untracked_flow_does_not(void **state)
{
	struct stand s = conntrack();

	(void)state;
	expect_pass(&s, ALLOW | CT_UNTRACKED, tcp(TCP_SYN));
	expect_new(&s, tcp(TCP_ACK));
	expect_new(&s, tcp_back(TCP_SYN | TCP_ACK));
	expect_pass(&s, ALLOW | CT_UNTRACKED, tcp_back(TCP_SYN | TCP_ACK));
	stand_down(&s);
}

static void
a_flow_keeps_its_treatment(void **state)
{
	struct stand s = conntrack();

	(void)state;
	establish(&s);
	expect_pass(&s, ALLOW | CT_UNTRACKED, tcp(TCP_ACK));
	expect_pass(&s, 0, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
each_interface_has_its_own(void **state)
{
	struct stand s = conntrack();
	struct packet p = tcp(TCP_SYN);

	(void)state;
	assert_int_equal(
	    take_step(&s, &conntrack_step, 7, CT_EGRESS | ALLOW, &p).what,
	    PASS);
	expect_new(&s, tcp_back(TCP_SYN | TCP_ACK));
	stand_down(&s);
}

/* An interface that forwards: the rules of both directions are asked. */
static void
what_is_sent_on_is_another_flow(void **state)
{
	struct stand s = conntrack();
	struct packet p = packet_of(PROTO_UDP, B, 9, "198.51.100.1", 8);
	struct packet back = answer_to(&p);

	(void)state;
	assert_int_equal(
	    take_step(&s, &conntrack_step, 1, CT_INGRESS | ALLOW, &p).what,
	    PASS);
	expect_refused(&conntrack_step,
	    take_step(&s, &conntrack_step, 1, CT_EGRESS, &p), 0);
	expect_refused(&conntrack_step,
	    take_step(&s, &conntrack_step, 1, CT_INGRESS, &back), 0);
	assert_int_equal(
	    take_step(&s, &conntrack_step, 1, CT_EGRESS, &back).what, PASS);
	stand_down(&s);
}

/* A ping out and a ping in, with one identifier, are two flows. */
static void
pings_of_both_sides(void **state)
{
	struct stand s = conntrack();
	struct packet in = packet_of(PROTO_ICMP, B, 7, A, 0);
	struct packet out = packet_of(PROTO_ICMP, A, 7, B, 0);

	(void)state;
	in.key.icmp_type = out.key.icmp_type = ICMP4_ECHO_REQUEST;
	expect_pass(&s, ALLOW, in);
	expect_new(&s, out);
	expect_new(&s, answer_to(&out));
	expect_pass(&s, 0, answer_to(&in));
	stand_down(&s);
}

static void
after_expiry_rules_are_asked(void **state)
{
	struct stand s = conntrack();

	(void)state;
	establish(&s);
	s.now.ns += 432000 * SEC;
	expect_expired(&s, tcp_back(TCP_ACK));
	expect_expired(&s, tcp(TCP_ACK));
	expect_pass(&s, ALLOW, tcp(TCP_ACK));
	expect_pass(&s, 0, tcp_back(TCP_ACK));
	stand_down(&s);
}

/* --- fragments ------------------------------------------------------------- */

static struct packet
fragment(struct packet p, uint8_t which)
{
	p.key.fragment = which;
	if (which == FRAG_LATER)
		p.key.sport = p.key.dport = p.key.icmp_type = 0;
	return p;
}

static void
later_fragments_follow_the_first(void **state)
{
	struct stand s = conntrack();
	struct packet ask = packet_of(PROTO_UDP, A, 5000, B, 53);
	struct packet answer = answer_to(&ask);

	(void)state;
	expect_pass(&s, ALLOW, ask);
	expect_new(&s, fragment(answer, FRAG_LATER));
	expect_pass(&s, 0, fragment(answer, FRAG_FIRST));
	expect_pass(&s, 0, fragment(answer, FRAG_LATER));
	expect_new(&s, fragment(packet_of(PROTO_TCP, B, 1, A, 1), FRAG_LATER));
	s.now.ns = 30 * SEC;
	expect_new(&s, fragment(answer, FRAG_LATER));
	stand_down(&s);
}

static void
later_fragments_are_of_one_datagram(void **state)
{
	struct stand s = conntrack();
	struct packet p = packet_of(PROTO_UDP, A, 5000, B, 53), other;

	(void)state;
	p.fragment_id = 7;
	expect_pass(&s, ALLOW, fragment(p, FRAG_FIRST));
	expect_pass(&s, 0, fragment(p, FRAG_LATER));
	p.fragment_id = 8;
	expect_new(&s, fragment(p, FRAG_LATER));
	other = answer_to(&p);
	other.fragment_id = 7;
	expect_new(&s, fragment(other, FRAG_LATER));
	stand_down(&s);
}

/* --- ICMP errors ----------------------------------------------------------- */

static void
errors_belong_to_what_they_quote(void **state)
{
	struct stand s = conntrack();
	struct packet ask = packet_of(PROTO_UDP, A, 5000, B, 53);
	struct packet answer = answer_to(&ask), error;
	struct flow_key quote;

	(void)state;
	error = error_about(&ask, ROUTER, &quote);
	expect_new(&s, error);
	expect_pass(&s, ALLOW, error);
	expect_new(&s, error);
	expect_pass(&s, ALLOW | CT_EGRESS, ask);
	expect_pass(&s, 0, error);
	expect_pass(&s, 0, error_about(&answer, A, &quote));
	quote = packet_of(PROTO_UDP, A, 5001, B, 53).key;
	expect_new(&s, error);
	quote = ask.key;
	s.now.ns = 30 * SEC - 1;
	expect_pass(&s, 0, error);
	s.now.ns = 30 * SEC;
	expect_new(&s, error);
	stand_down(&s);
}

static void
a_first_fragment_may_open(void **state)
{
	static const uint32_t arg[] = { ALLOW, ALLOW | CT_UNTRACKED };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct stand s = conntrack();
		struct packet p = packet_of(PROTO_UDP, A, 5000, B, 53);

		expect_new(&s, fragment(p, FRAG_LATER));
		expect_pass(&s, arg[i], fragment(p, FRAG_FIRST));
		expect_pass(&s, 0, fragment(p, FRAG_LATER));
		stand_down(&s);
	}
}

static void
fragments_of_an_echo(void **state)
{
	struct stand s = conntrack();
	struct packet ping = packet_of(PROTO_ICMP, A, 7, B, 0);
	struct packet pong;

	(void)state;
	ping.key.icmp_type = ICMP4_ECHO_REQUEST;
	pong = answer_to(&ping);
	expect_pass(&s, ALLOW, fragment(ping, FRAG_FIRST));
	expect_pass(&s, 0, fragment(ping, FRAG_LATER));
	expect_pass(&s, 0, fragment(pong, FRAG_FIRST));
	expect_pass(&s, 0, fragment(pong, FRAG_LATER));
	stand_down(&s);
}

/* --- the limit ------------------------------------------------------------- */

static void
what_is_forgotten_is_new(void **state)
{
	struct stand s = conntrack();
	struct packet p = tcp(TCP_ACK);

	(void)state;
	establish(&s);
	take_step_noted(&s, &conntrack_step, 1, CT_EGRESS, &p);
	forget(&s);
	expect_new(&s, tcp_back(TCP_ACK));
	establish(&s);
	stand_down(&s);
}

/* Tracked without ports, SCTP's connections are one entry. */
static void
what_is_shared_is_not_forgotten(void **state)
{
	struct stand s = conntrack();
	struct packet p = packet_of(PROTO_SCTP, A, 7, B, 36412), esp = p;

	(void)state;
	take_step_noted(&s, &conntrack_step, 1, CT_EGRESS | ALLOW, &p);
	assert_int_equal(s.hint.stamp, 0);
	esp.key.proto = PROTO_ESP;
	esp.key.sport = esp.key.dport = 0;
	take_step_noted(&s, &conntrack_step, 1, CT_EGRESS | ALLOW, &esp);
	assert_int_not_equal(s.hint.stamp, 0);
	stand_down(&s);
}

static void
what_is_forgotten_counts_for_no_limit(void **state)
{
	struct conntrack_limits l = conntrack_limits_of(&assume_defaults);
	struct stand s = stand_up(&conntrack_state, 1, &l);
	struct packet p = packet_of(PROTO_UDP, A, 1, B, 53);

	(void)state;
	l.max = 1;
	take_step_noted(&s, &conntrack_step, 1, CT_EGRESS | ALLOW, &p);
	p.key.sport = 2;
	expect_refused(
	    &conntrack_step, pass(&s, ALLOW, p), DROP_CONNTRACK_FULL);
	forget(&s);
	expect_pass(&s, ALLOW, p);
	p.key.sport = 1;
	expect_refused(
	    &conntrack_step, pass(&s, ALLOW, p), DROP_CONNTRACK_FULL);
	stand_down(&s);
}

static void
the_limit(void **state)
{
	struct conntrack_limits l = conntrack_limits_of(&assume_defaults);
	struct stand s = stand_up(&conntrack_state, 1, &l);
	struct packet p = packet_of(PROTO_UDP, A, 0, B, 53);

	(void)state;
	l.max = 3;
	for (p.key.sport = 1; p.key.sport <= 3; p.key.sport++)
		expect_pass(&s, ALLOW, fragment(p, FRAG_FIRST));
	expect_refused(
	    &conntrack_step, pass(&s, ALLOW, p), DROP_CONNTRACK_FULL);
	expect_pass(&s, ALLOW | CT_UNTRACKED, p);
	assert_int_equal(
	    take_step(&s, &conntrack_step, 2, CT_EGRESS | ALLOW, &p).what,
	    PASS);
	s.now.ns = 30 * SEC - 1;
	p.key.sport = 1;
	expect_pass(&s, 0, p);
	s.now.ns = 30 * SEC;
	for (p.key.sport = 4; p.key.sport <= 5; p.key.sport++)
		expect_pass(&s, ALLOW, p);
	expect_refused(
	    &conntrack_step, pass(&s, ALLOW, p), DROP_CONNTRACK_FULL);
	stand_down(&s);
}

/* Neither below the limit nor at it are all entries counted each time. */
static void
the_limit_is_cheap(void **state)
{
	enum { MAX = 30000 };
	struct conntrack_limits l = conntrack_limits_of(&assume_defaults);
	struct stand s = stand_up(&conntrack_state, 1, &l);
	struct packet p = packet_of(PROTO_UDP, A, 0, B, 53);
	clock_t begin = clock();

	(void)state;
	l.max = MAX;
	for (p.key.sport = 0; p.key.sport < MAX; p.key.sport++)
		expect_pass(&s, ALLOW, p);
	for (; p.key.sport < UINT16_MAX; p.key.sport++)
		expect_refused(
		    &conntrack_step, pass(&s, ALLOW, p), DROP_CONNTRACK_FULL);
	stand_down(&s);
	assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
}

/* --- the twin -------------------------------------------------------------- */

enum { MOST = 4000 };

struct twin_flow {
	uint32_t node;
	struct flow_key opener; /* as its first packet was */
	uint32_t way;           /* of that packet */
	int64_t last, idle;
	int pairs, weight;
	bool asked, replied, fin_out, fin_back, rst;
};

struct twin {
	struct twin_flow flow[MOST];
	size_t n;
	int64_t now;
	uint64_t max;
};

enum twin_says { LET_THROUGH, DENIED, IDLED_OUT, TOO_MANY };

static bool
twin_closed(const struct twin_flow *f)
{
	return f->rst || (f->fin_out && f->fin_back);
}

/* The newest flow of this packet that is remembered. */
static struct twin_flow *
twin_find(struct twin *t, const struct twin_flow *seen, bool *reply)
{
	struct flow_key back = flow_key_reverse(&seen->opener);

	for (size_t i = t->n; i-- > 0;) {
		struct twin_flow *f = &t->flow[i];

		*reply = f->way != seen->way;
		if (f->node == seen->node &&
		    flow_key_eq(&f->opener, *reply ? &back : &seen->opener))
			return t->now - f->last < 2 * f->idle ? f : NULL;
	}
	return NULL;
}

static void
twin_touch(
    struct twin *t, struct twin_flow *f, const struct packet *p, bool reply)
{
	f->last = t->now;
	if (f->opener.proto == PROTO_UDP) {
		f->pairs += reply && f->asked;
		f->asked = !reply;
		f->idle = (f->pairs >= 2 ? 180 : 30) * SEC;
		return;
	}
	if (p->tcp_flags == TCP_SYN)
		f->replied = f->fin_out = f->fin_back = false;
	else if (p->tcp_flags & TCP_FIN)
		*(reply ? &f->fin_back : &f->fin_out) = true;
	if (p->tcp_flags & TCP_RST)
		f->rst = true;
	if (reply || !(p->tcp_flags & TCP_SYN))
		f->replied = true;
	f->idle = (f->replied ? 350 : 30) * SEC;
	if (twin_closed(f))
		f->idle = 10 * SEC;
}

static uint64_t
twin_count(const struct twin *t, uint32_t node)
{
	uint64_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->flow[i].node == node &&
		    t->now - t->flow[i].last < t->flow[i].idle)
			n += (uint64_t)t->flow[i].weight;
	return n;
}

static enum twin_says
twin_pass(struct twin *t, uint32_t node, uint32_t arg, const struct packet *p)
{
	bool reply = false;
	struct twin_flow seen = {
		.node = node,
		.opener = p->key,
		.way = arg & CT_EGRESS,
		.weight = arg & CT_TWICE ? 2 : 1,
	};
	struct twin_flow *f = twin_find(t, &seen, &reply);
	bool syn = p->key.proto == PROTO_TCP && p->tcp_flags == TCP_SYN;
	bool live = f && t->now - f->last < f->idle;

	if (f && syn && (!live || twin_closed(f))) {
		f->last = INT64_MIN / 2;
		f = NULL;
		live = false;
	}
	if (live) {
		twin_touch(t, f, p, reply);
		return LET_THROUGH;
	}
	if (!(arg & CT_ALLOW_NEW))
		return f ? IDLED_OUT : DENIED;
	if (arg & CT_UNTRACKED)
		return LET_THROUGH;
	if (t->max && twin_count(t, node) + (uint64_t)seen.weight > t->max)
		return TOO_MANY;
	assert_true(t->n < MOST);
	t->flow[t->n] = seen;
	twin_touch(t, &t->flow[t->n++], p, false);
	return LET_THROUGH;
}

/* Few flows, and waits near the idle times. */
static struct packet
some_packet(struct rng *r)
{
	static const char *const host[] = { "10.0.0.1", "10.0.0.2" };
	static const uint8_t flags[] = { TCP_SYN, TCP_SYN | TCP_ACK, TCP_ACK,
		TCP_ACK, TCP_FIN | TCP_ACK, TCP_RST };
	uint32_t from = rng_below(r, 2);
	struct packet p = packet_of(one_in(r, 2) ? PROTO_TCP : PROTO_UDP,
	    host[from], (uint16_t)rng_below(r, 2), host[!from],
	    (uint16_t)rng_below(r, 2));

	p.tcp_flags = p.key.proto == PROTO_TCP ? flags[rng_below(r, 6)] : 0;
	return p;
}

static int64_t
some_wait(struct rng *r)
{
	static const int64_t wait[] = { 10, 30, 180, 350, 2 * 30, 2 * 350 };

	if (!one_in(r, 4))
		return rng_below(r, 3) * SEC;
	return wait[rng_below(r, 6)] * SEC + rng_below(r, 3) - 1;
}

static void
expect_as_twin(enum twin_says says, struct outcome o)
{
	static const drop_code code[] = {
		[DENIED] = 0,
		[IDLED_OUT] = DROP_CONNTRACK_EXPIRED,
		[TOO_MANY] = DROP_CONNTRACK_FULL,
	};

	if (says == LET_THROUGH)
		assert_int_equal(o.what, PASS);
	else
		expect_refused(&conntrack_step, o, code[says]);
}

/* The limit changes at times, as it does with a new configuration. */
static void
against_the_twin(void **state)
{
	struct rng r = seeded("conntrack");
	struct conntrack_limits l = conntrack_limits_of(&assume_defaults);
	static struct twin t;

	(void)state;
	l.tcp_established = VTIME_SECONDS(350);
	for (int round = 0; round < 100; round++) {
		struct stand s = stand_up(&conntrack_state, rng_next(&r), &l);

		t = (struct twin){ .n = 0 };
		for (int i = 0; i < MOST; i++) {
			struct packet p = some_packet(&r);
			uint32_t node = rng_below(&r, 2);
			uint32_t arg = rng_below(&r, 2) |
			    (one_in(&r, 3) ? CT_ALLOW_NEW : 0u) |
			    (one_in(&r, 9) ? CT_UNTRACKED : 0u) |
			    (one_in(&r, 4) ? CT_TWICE : 0u);

			if (one_in(&r, 100))
				t.max = rng_below(&r, 6);
			l.max = t.max;
			t.now += some_wait(&r);
			s.now.ns = t.now;
			expect_as_twin(twin_pass(&t, node, arg, &p),
			    take_step(&s, &conntrack_step, node, arg, &p));
		}
		stand_down(&s);
	}
}

/* Many flows that come and go: whether memory has been reclaimed must not
 * show. */
static void
many_flows(void **state)
{
	enum { FLOWS = 40000 };
	struct stand s = conntrack();
	struct packet p = packet_of(PROTO_UDP, A, 1, "10.1.0.0", 53);

	(void)state;
	for (uint32_t i = 0; i < FLOWS; i++) {
		struct packet old;

		s.now.ns = i * SEC / 100;
		p.key.dst = ip_from4(0x0a010000 + i);
		expect_pass(&s, ALLOW, p);
		if (i < 6000)
			continue;
		old = answer_to(&p);
		old.key.src = ip_from4(0x0a010000 + i - 2999);
		expect_pass(&s, 0, old);
		old.key.src = ip_from4(0x0a010000 + i - 5999);
		expect_expired(&s, old);
		old.key.src = ip_from4(0x0a010000 + i - 6000);
		old.key.sport = 54;
		expect_new(&s, old);
	}
	stand_down(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_open_tcp),
		cmocka_unit_test(established_tcp),
		cmocka_unit_test(established_tcp_of_350_s),
		cmocka_unit_test(tcp_taken_up_in_the_middle),
		cmocka_unit_test(udp_becomes_a_stream),
		cmocka_unit_test(udp_of_one_direction_is_no_stream),
		cmocka_unit_test(echoes),
		cmocka_unit_test(other_protocols),
		cmocka_unit_test(closing),
		cmocka_unit_test(reset),
		cmocka_unit_test(a_new_connection_on_the_same_ports),
		cmocka_unit_test(a_tracked_flow_outlives_its_rule),
		cmocka_unit_test(an_untracked_flow_does_not),
		cmocka_unit_test(a_flow_keeps_its_treatment),
		cmocka_unit_test(each_interface_has_its_own),
		cmocka_unit_test(what_is_sent_on_is_another_flow),
		cmocka_unit_test(pings_of_both_sides),
		cmocka_unit_test(after_expiry_rules_are_asked),
		cmocka_unit_test(later_fragments_follow_the_first),
		cmocka_unit_test(later_fragments_are_of_one_datagram),
		cmocka_unit_test(errors_belong_to_what_they_quote),
		cmocka_unit_test(a_first_fragment_may_open),
		cmocka_unit_test(fragments_of_an_echo),
		cmocka_unit_test(what_is_forgotten_is_new),
		cmocka_unit_test(what_is_shared_is_not_forgotten),
		cmocka_unit_test(what_is_forgotten_counts_for_no_limit),
		cmocka_unit_test(the_limit),
		cmocka_unit_test(the_limit_is_cheap),
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(many_flows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
