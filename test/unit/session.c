/*
 * test/unit/session.c - session, rate, mtu
 *
 * The twin of the sessions is a list of what has been opened, and when it was
 * last seen.
 */

#include "dataplane/tables/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "dataplane/drop.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/tables/rate.h"
#include "test/unit/seed.h"
#include "test/unit/steps.h"

#define INSIDE  "2600:1f18::5"
#define OUTSIDE "2001:db8::9"
#define SEC     INT64_C(1000000000)

static struct stand
sessions(void)
{
	return stand_up(&session_state, 1, NULL);
}

static void
expect_pass(const struct stand *s, const struct step *step, struct packet p)
{
	assert_int_equal(take_step(s, step, 1, 0, &p).what, PASS);
}

static void
expect_no_answer(const struct stand *s, struct packet p)
{
	expect_refused(&eigw_in_step, take_step(s, &eigw_in_step, 1, 0, &p),
	    DROP_EIGW_UNSOLICITED);
}

static void
expect_idle(const struct stand *s, const struct step *step, struct packet p)
{
	expect_refused(step, take_step(s, step, 1, 0, &p), DROP_ENDPOINT_IDLE);
}

static struct packet
tcp(uint8_t flags)
{
	struct packet p = packet_of(PROTO_TCP, INSIDE, 40000, OUTSIDE, 443);

	p.tcp_flags = flags;
	return p;
}

static struct packet
tcp_back(uint8_t flags)
{
	struct packet p = tcp(flags);

	return answer_to(&p);
}

/* --- egress-only gateway --------------------------------------------------- */

static void
only_answers_come_in(void **state)
{
	struct stand s = sessions();
	struct packet p = tcp(TCP_SYN), stray;

	(void)state;
	expect_no_answer(&s, tcp_back(TCP_SYN));
	expect_pass(&s, &eigw_out_step, p);
	expect_pass(&s, &eigw_in_step, tcp_back(TCP_SYN | TCP_ACK));
	stray = tcp_back(TCP_ACK);
	stray.key.sport++;
	expect_no_answer(&s, stray);
	stray = tcp_back(TCP_ACK);
	assert_int_equal(
	    take_step(&s, &eigw_in_step, 2, 0, &stray).what, REFUSED);
	stand_down(&s);
}

static void
either_side_keeps_it_alive(void **state)
{
	struct stand s = sessions();

	(void)state;
	expect_pass(&s, &eigw_out_step, tcp(TCP_SYN));
	s.now.ns += 350 * SEC - 1;
	expect_pass(&s, &eigw_in_step, tcp_back(TCP_ACK));
	s.now.ns += 350 * SEC - 1;
	expect_pass(&s, &eigw_out_step, tcp(TCP_ACK));
	s.now.ns += 350 * SEC;
	expect_no_answer(&s, tcp_back(TCP_ACK));
	expect_pass(&s, &eigw_out_step, tcp(TCP_ACK));
	expect_pass(&s, &eigw_in_step, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
what_is_forgotten_is_over(void **state)
{
	struct stand s = sessions();
	struct packet p = tcp(TCP_SYN);

	(void)state;
	take_step_noted(&s, &eigw_out_step, 1, 0, &p);
	expect_pass(&s, &eigw_in_step, tcp_back(TCP_SYN | TCP_ACK));
	forget(&s);
	expect_no_answer(&s, tcp_back(TCP_ACK));
	expect_pass(&s, &eigw_out_step, tcp(TCP_ACK));
	expect_pass(&s, &eigw_in_step, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
gateway_endpoint(const struct stand *s, uint8_t flags, int what)
{
	enum { FIVE_DAYS = 432000 };
	struct packet p = tcp(flags);

	assert_int_equal(
	    take_step(s, &gateway_endpoint_in_step, 1, FIVE_DAYS, &p).what,
	    what);
}

/* A connection lives long only while it is open. */
static void
only_open_ones_live_for_days(void **state)
{
	struct stand s = sessions();

	(void)state;
	gateway_endpoint(&s, TCP_SYN, PASS);
	s.now.ns += 350 * SEC;
	gateway_endpoint(&s, TCP_ACK, REFUSED);
	gateway_endpoint(&s, TCP_SYN, PASS);
	s.now.ns += 350 * SEC - 1;
	gateway_endpoint(&s, TCP_ACK, PASS);
	s.now.ns += 431999 * SEC;
	gateway_endpoint(&s, TCP_FIN | TCP_ACK, PASS);
	s.now.ns += 350 * SEC - 1;
	gateway_endpoint(&s, TCP_ACK, PASS);
	s.now.ns += 350 * SEC;
	gateway_endpoint(&s, TCP_ACK, REFUSED);
	gateway_endpoint(&s, TCP_SYN, PASS);
	gateway_endpoint(&s, TCP_ACK, PASS);
	s.now.ns += 400 * SEC;
	gateway_endpoint(&s, TCP_ACK, PASS);
	stand_down(&s);
}

static void
pings(void **state)
{
	struct stand s = sessions();
	struct packet ping = packet_of(PROTO_ICMPV6, INSIDE, 7, OUTSIDE, 0);

	(void)state;
	ping.key.icmp_type = ICMP6_ECHO_REQUEST;
	expect_pass(&s, &eigw_out_step, ping);
	expect_pass(&s, &eigw_in_step, answer_to(&ping));
	ping.key.sport = 8;
	expect_no_answer(&s, answer_to(&ping));
	stand_down(&s);
}

static struct packet
fragment(struct packet p, uint8_t which)
{
	p.key.fragment = which;
	if (which == FRAG_LATER)
		p.key.sport = p.key.dport = 0;
	return p;
}

static void
fragments_follow_the_first(void **state)
{
	struct stand s = sessions();
	struct packet ask = packet_of(PROTO_UDP, INSIDE, 5000, OUTSIDE, 53);
	struct packet answer = answer_to(&ask), stray = answer;

	(void)state;
	expect_pass(&s, &eigw_out_step, ask);
	expect_no_answer(&s, fragment(answer, FRAG_LATER));
	stray.key.dport++;
	expect_no_answer(&s, fragment(stray, FRAG_FIRST));
	expect_no_answer(&s, fragment(answer, FRAG_LATER));
	expect_pass(&s, &eigw_in_step, fragment(answer, FRAG_FIRST));
	expect_pass(&s, &eigw_in_step, fragment(answer, FRAG_LATER));
	stand_down(&s);
	s = sessions();
	expect_pass(&s, &eigw_out_step, fragment(ask, FRAG_FIRST));
	expect_pass(&s, &eigw_out_step, fragment(ask, FRAG_LATER));
	expect_pass(&s, &eigw_in_step, answer);
	stand_down(&s);
}

static void
errors_belong_to_what_they_quote(void **state)
{
	struct stand s = sessions();
	struct packet ask = tcp(TCP_SYN), answer = tcp_back(TCP_ACK);
	struct flow_key quote;

	(void)state;
	expect_no_answer(&s, error_about(&ask, OUTSIDE, &quote));
	expect_pass(&s, &eigw_out_step, ask);
	expect_pass(&s, &eigw_in_step, error_about(&ask, OUTSIDE, &quote));
	expect_pass(&s, &eigw_out_step, error_about(&answer, INSIDE, &quote));
	s.now.ns = 350 * SEC;
	expect_no_answer(&s, error_about(&ask, OUTSIDE, &quote));
	stand_down(&s);
}

/* --- interface endpoint ---------------------------------------------------- */

static void
a_syn_opens(void **state)
{
	struct stand s = sessions();

	(void)state;
	expect_idle(&s, &endpoint_in_step, tcp(TCP_ACK));
	expect_idle(&s, &endpoint_in_step, tcp(TCP_SYN | TCP_ACK));
	expect_idle(&s, &endpoint_back_step, tcp_back(TCP_SYN));
	expect_pass(&s, &endpoint_in_step, tcp(TCP_SYN));
	expect_pass(&s, &endpoint_back_step, tcp_back(TCP_SYN | TCP_ACK));
	expect_pass(&s, &endpoint_in_step, tcp(TCP_ACK));
	stand_down(&s);
}

static void
idle_for_350_s(void **state)
{
	struct stand s = sessions();

	(void)state;
	expect_pass(&s, &endpoint_in_step, tcp(TCP_SYN));
	s.now.ns = 350 * SEC - 1;
	expect_pass(&s, &endpoint_in_step, tcp(TCP_ACK));
	s.now.ns += 350 * SEC;
	expect_idle(&s, &endpoint_back_step, tcp_back(TCP_ACK));
	expect_idle(&s, &endpoint_in_step, tcp(TCP_ACK));
	expect_pass(&s, &endpoint_in_step, tcp(TCP_SYN));
	expect_pass(&s, &endpoint_back_step, tcp_back(TCP_ACK));
	stand_down(&s);
}

static void
fragments_of_tcp(void **state)
{
	struct stand s = sessions();

	(void)state;
	expect_pass(&s, &endpoint_in_step, tcp(TCP_SYN));
	expect_idle(&s, &endpoint_in_step, fragment(tcp(0), FRAG_LATER));
	expect_pass(&s, &endpoint_in_step, fragment(tcp(TCP_ACK), FRAG_FIRST));
	expect_pass(&s, &endpoint_in_step, fragment(tcp(0), FRAG_LATER));
	stand_down(&s);
}

/* --- the twin -------------------------------------------------------------- */

enum { MOST = 3000 };

struct opened {
	uint32_t node;
	struct flow_key key;
	int64_t last;
};

struct twin {
	struct opened o[MOST];
	size_t n;
};

static struct opened *
twin_find(struct twin *t, uint32_t node, const struct flow_key *k, int64_t now)
{
	for (size_t i = t->n; i-- > 0;)
		if (t->o[i].node == node && flow_key_eq(&t->o[i].key, k))
			return now - t->o[i].last < 350 * SEC ? &t->o[i] : NULL;
	return NULL;
}

static bool
twin_pass(struct twin *t, const struct step *step, uint32_t node,
    const struct packet *p, int64_t now)
{
	bool forward = step == &eigw_out_step || step == &endpoint_in_step;
	struct flow_key k = forward ? p->key : flow_key_reverse(&p->key);
	struct opened *o = twin_find(t, node, &k, now);

	if (o == NULL) {
		if (!forward ||
		    (step == &endpoint_in_step && p->tcp_flags != TCP_SYN))
			return false;
		assert_true(t->n < MOST);
		o = &t->o[t->n++];
		*o = (struct opened){ .node = node, .key = k };
	}
	o->last = now;
	return true;
}

static void
against_the_twin(void **state)
{
	static const struct step *const step[] = { &eigw_out_step,
		&eigw_in_step, &endpoint_in_step, &endpoint_back_step };
	struct rng r = seeded("sessions");
	static struct twin t;

	(void)state;
	for (int round = 0; round < 50; round++) {
		struct stand s = stand_up(&session_state, rng_next(&r), NULL);

		t.n = 0;
		for (int i = 0; i < MOST; i++) {
			uint32_t which = rng_below(&r, 4);
			uint32_t node = which / 2 * 2 + rng_below(&r, 2);
			struct packet p =
			    tcp(one_in(&r, 3) ? TCP_SYN : TCP_ACK);
			struct outcome o;

			p.key.sport = (uint16_t)rng_below(&r, 200);
			if (which % 2)
				p = answer_to(&p);
			s.now.ns += one_in(&r, 30)
			    ? 350 * SEC + rng_below(&r, 3) - 1
			    : rng_below(&r, 5) * SEC;
			o = take_step(&s, step[which], node, 0, &p);
			assert_int_equal(o.what,
			    twin_pass(&t, step[which], node, &p, s.now.ns)
				? PASS
				: REFUSED);
		}
		stand_down(&s);
	}
}

/* --- rate ------------------------------------------------------------------ */

static void
expect_packets(const struct stand *s, uint32_t node, int n)
{
	struct packet p = packet_of(PROTO_UDP, INSIDE, 1, OUTSIDE, 53);
	const struct step *step = &linklocal_rate_step;

	for (int i = 0; i < n; i++)
		assert_int_equal(
		    take_step(s, step, node, LINKLOCAL_PPS, &p).what, PASS);
	expect_refused(step, take_step(s, step, node, LINKLOCAL_PPS, &p),
	    DROP_LINKLOCAL_PPS);
}

static void
so_many_packets_in_a_second(void **state)
{
	struct stand s = stand_up(&rate_state, 1, NULL);

	(void)state;
	expect_packets(&s, 1, 1024);
	expect_packets(&s, 1, 0);
	expect_packets(&s, 2, 1024);
	s.now.ns = SEC - 1;
	expect_packets(&s, 1, 0);
	s.now.ns = SEC;
	expect_packets(&s, 1, 1024);
	s.now.ns = 1700000000 * SEC;
	expect_packets(&s, 1, 1024);
	expect_packets(&s, 2, 1024);
	stand_down(&s);
}

/* --- mtu ------------------------------------------------------------------- */

static void
expect_size(const struct step *step, struct packet p, drop_code code)
{
	struct stand s = { .state = NULL };
	struct packet before = p;
	struct outcome o = take_step(&s, step, 1, 1500, &p);

	assert_int_equal(o.what, code ? REFUSED : PASS);
	assert_int_equal(step->fact[o.fact].code, code);
	assert_int_equal(p.len, before.len);
}

static void
sizes(void **state)
{
	struct packet p = packet_of(PROTO_UDP, "10.0.0.1", 1, "10.0.0.2", 2);
	struct packet p6 = packet_of(PROTO_UDP, INSIDE, 1, OUTSIDE, 2);

	(void)state;
	p.len = p6.len = 1500;
	p.dont_fragment = true;
	expect_size(&mtu_fragment_step, p, DROP_NONE);
	expect_size(&mtu_fragment_step, p6, DROP_NONE);
	expect_size(&mtu_told_step, p, DROP_NONE);
	expect_size(&mtu_silent_step, p, DROP_NONE);
	p.len = p6.len = 1501;
	expect_size(&mtu_fragment_step, p, DROP_MTU);
	expect_size(&mtu_fragment_step, p6, DROP_MTU);
	expect_size(&mtu_told_step, p, DROP_MTU);
	expect_size(&mtu_silent_step, p, DROP_MTU_SILENT);
	p.dont_fragment = false;
	expect_size(&mtu_fragment_step, p, DROP_NONE);
	expect_size(&mtu_told_step, p, DROP_MTU);
	expect_size(&mtu_silent_step, p, DROP_MTU_SILENT);
}

/* --- drop ------------------------------------------------------------------ */

static void
codes_and_their_names(void **state)
{
	(void)state;
	assert_null(drop_info(DROP_NONE));
	assert_null(drop_info(DROP_END));
	for (unsigned c = DROP_LOOP; c < DROP_END; c++) {
		const struct drop_info *d = drop_info((drop_code)c);

		assert_int_equal(drop_find(d->code), c);
		assert_true(*d->means && *d->change);
	}
	assert_int_equal(drop_find("NO_SUCH_CODE"), DROP_NONE);
	assert_string_equal(
	    drop_info(DROP_NAT_FULL)->code, "VSIM_NAT_PORT_EXHAUSTED");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_answers_come_in),
		cmocka_unit_test(either_side_keeps_it_alive),
		cmocka_unit_test(what_is_forgotten_is_over),
		cmocka_unit_test(only_open_ones_live_for_days),
		cmocka_unit_test(pings),
		cmocka_unit_test(fragments_follow_the_first),
		cmocka_unit_test(errors_belong_to_what_they_quote),
		cmocka_unit_test(a_syn_opens),
		cmocka_unit_test(idle_for_350_s),
		cmocka_unit_test(fragments_of_tcp),
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(so_many_packets_in_a_second),
		cmocka_unit_test(sizes),
		cmocka_unit_test(codes_and_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
