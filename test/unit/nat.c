/*
 * test/unit/nat.c - the bindings of NAT gateways
 *
 * The twin is a list of bindings that nothing is ever removed from.
 */

#include "dataplane/tables/nat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "dataplane/drop.h"
#include "test/unit/seed.h"
#include "test/unit/steps.h"

#define CLIENT "10.0.1.5"
#define REMOTE "203.0.113.5"
#define SEC    INT64_C(1000000000)

enum { FIRST_OWN = 0x0a0000dc, MOST_OWN = 8, PORTS = 65536 };

struct gateway {
	struct nat_addresses own; /* first: the steps read it */
	struct ip ip[MOST_OWN];
	struct stand s;
};

static void
gateway_init(struct gateway *g, uint32_t addresses, uint64_t seed)
{
	for (uint32_t i = 0; i < addresses; i++)
		g->ip[i] = ip_from4(FIRST_OWN + i);
	g->own =
	    (struct nat_addresses){ g->ip, addresses, &assume_defaults, false };
	g->s = stand_up(&nat_state, seed, &g->own);
}

static struct outcome
out(const struct gateway *g, struct packet *p)
{
	return take_step(&g->s, &nat_out_step, 3, 0, p);
}

static struct outcome
in(const struct gateway *g, struct packet *p)
{
	return take_step(&g->s, &nat_in_step, 3, 0, p);
}

static void
expect_no_way_out(const struct gateway *g, struct packet p, drop_code why)
{
	struct packet sent = p;

	expect_refused(&nat_out_step, out(g, &p), why);
	assert_true(flow_key_eq(&p.key, &sent.key));
}

static void
expect_no_way_in(const struct gateway *g, struct packet p, drop_code why)
{
	struct packet sent = p;

	expect_refused(&nat_in_step, in(g, &p), why);
	assert_true(flow_key_eq(&p.key, &sent.key));
}

/* The packet as it leaves. */
static struct packet
expect_out(const struct gateway *g, struct packet p)
{
	struct packet sent = p;

	assert_int_equal(out(g, &p).what, REWRITTEN);
	assert_in_range(ip_to4(p.key.src), FIRST_OWN, FIRST_OWN + g->own.n - 1);
	assert_true(ip_eq(p.key.dst, sent.key.dst));
	assert_int_equal(p.key.dport, sent.key.dport);
	if (p.key.fragment != FRAG_LATER)
		assert_true(p.key.sport >= NAT_PORT_FIRST);
	return p;
}

/* An answer to what left comes back as an answer to what the client sent. */
static void
expect_back(
    const struct gateway *g, const struct packet *left, struct packet sent)
{
	struct packet answer = answer_to(left), wanted = answer_to(&sent);

	answer.tcp_flags = TCP_ACK;
	assert_int_equal(in(g, &answer).what, REWRITTEN);
	assert_true(flow_key_eq(&answer.key, &wanted.key));
}

static struct packet
tcp(uint16_t sport, uint8_t flags)
{
	struct packet p = packet_of(PROTO_TCP, CLIENT, sport, REMOTE, 443);

	p.tcp_flags = flags;
	return p;
}

static struct packet
with(struct packet p, uint8_t flags)
{
	p.tcp_flags = flags;
	return p;
}

/* --- there and back -------------------------------------------------------- */

static void
there_and_back(void **state)
{
	struct packet sent[] = { tcp(40000, TCP_SYN),
		packet_of(PROTO_UDP, CLIENT, 40000, REMOTE, 53),
		packet_of(PROTO_ICMP, CLIENT, 4000, REMOTE, 0) };
	struct gateway g;

	(void)state;
	sent[2].key.icmp_type = ICMP4_ECHO_REQUEST;
	gateway_init(&g, 1, 1);
	for (int i = 0; i < 3; i++) {
		struct packet left = expect_out(&g, sent[i]);

		assert_int_equal(left.key.sport, sent[i].key.sport);
		expect_back(&g, &left, sent[i]);
	}
	stand_down(&g.s);
}

static void
ports_of_two_clients(void **state)
{
	struct packet a = tcp(40000, TCP_SYN), b = a, low = tcp(80, TCP_SYN);
	struct packet a_left, b_left, low_left;
	struct gateway g;

	(void)state;
	b.key.src = ip_of("10.0.1.6");
	gateway_init(&g, 1, 1);
	a_left = expect_out(&g, a);
	b_left = expect_out(&g, b);
	low_left = expect_out(&g, low);
	assert_int_equal(a_left.key.sport, 40000);
	assert_int_not_equal(b_left.key.sport, 40000);
	expect_back(&g, &a_left, a);
	expect_back(&g, &b_left, b);
	expect_back(&g, &low_left, low);
	a_left = expect_out(&g, with(a, TCP_ACK));
	assert_int_equal(a_left.key.sport, 40000);
	stand_down(&g.s);
}

/* A port is taken for one destination only. */
static void
one_port_for_many_destinations(void **state)
{
	struct packet a = tcp(40000, TCP_SYN), b = a, c = a, d = a;
	struct gateway g;

	(void)state;
	a.key.src = ip_of("10.0.1.7");
	b.key.dst = ip_of("203.0.113.6");
	c.key.dport = 80;
	d.key.proto = PROTO_UDP;
	gateway_init(&g, 1, 1);
	assert_int_equal(expect_out(&g, a).key.sport, 40000);
	assert_int_equal(expect_out(&g, b).key.sport, 40000);
	assert_int_equal(expect_out(&g, c).key.sport, 40000);
	assert_int_equal(expect_out(&g, d).key.sport, 40000);
	stand_down(&g.s);
}

static void
gateways_do_not_share(void **state)
{
	struct packet p = tcp(40000, TCP_SYN), left, answer;
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	left = expect_out(&g, p);
	answer = answer_to(&left);
	expect_refused(&nat_in_step,
	    take_step(&g.s, &nat_in_step, 4, 0, &answer), DROP_NAT_UNSOLICITED);
	stand_down(&g.s);
}

/* --- what does not pass ---------------------------------------------------- */

static void
unsolicited(void **state)
{
	struct packet sent = tcp(40000, TCP_SYN), left, p;
	struct gateway g;

	(void)state;
	gateway_init(&g, 2, 1);
	left = expect_out(&g, sent);
	p = with(answer_to(&left), TCP_ACK);
	p.key.sport = 444;
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	p = with(answer_to(&left), TCP_ACK);
	p.key.dport++;
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	p = with(answer_to(&left), TCP_ACK);
	p.key.src = ip_of("203.0.113.6");
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	p = with(answer_to(&left), TCP_ACK);
	p.key.proto = PROTO_UDP;
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	p = with(answer_to(&left), TCP_ACK);
	p.key.dst = g.ip[ip_eq(left.key.src, g.ip[0])];
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	expect_back(&g, &left, sent);
	stand_down(&g.s);
}

static void
pings(void **state)
{
	struct packet ping = packet_of(PROTO_ICMP, CLIENT, 4000, REMOTE, 0);
	struct packet other = ping, left, other_left, p;
	struct gateway g;

	(void)state;
	ping.key.icmp_type = other.key.icmp_type = ICMP4_ECHO_REQUEST;
	other.key.src = ip_of("10.0.1.6");
	gateway_init(&g, 1, 1);
	left = expect_out(&g, ping);
	other_left = expect_out(&g, other);
	assert_int_not_equal(left.key.sport, other_left.key.sport);
	expect_back(&g, &other_left, other);
	expect_back(&g, &left, ping);
	/* A ping from outside that has the identifier by chance. */
	p = answer_to(&left);
	p.key.icmp_type = ICMP4_ECHO_REQUEST;
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	p = answer_to(&left);
	p.key.sport++;
	expect_no_way_in(&g, p, DROP_NAT_UNSOLICITED);
	stand_down(&g.s);
}

/* What has no binding and does not open a connection is answered by a RST. */
static void
mid_stream(void **state)
{
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	expect_no_way_out(&g, tcp(40000, TCP_ACK), DROP_NAT_IDLE);
	expect_no_way_out(&g, tcp(40000, TCP_FIN | TCP_ACK), DROP_NAT_IDLE);
	expect_out(&g, tcp(40000, TCP_SYN));
	expect_out(&g, tcp(40000, TCP_ACK));
	stand_down(&g.s);
}

static void
idle_for_350_s(void **state)
{
	struct packet left;
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	left = expect_out(&g, tcp(40000, TCP_SYN));
	g.s.now.ns += 350 * SEC - 1;
	expect_out(&g, tcp(40000, TCP_ACK));
	g.s.now.ns += 350 * SEC - 1;
	expect_back(&g, &left, tcp(40000, 0));
	g.s.now.ns += 350 * SEC - 1;
	expect_out(&g, tcp(40000, TCP_ACK));
	g.s.now.ns += 350 * SEC;
	expect_no_way_in(
	    &g, with(answer_to(&left), TCP_ACK), DROP_NAT_UNSOLICITED);
	expect_no_way_out(&g, tcp(40000, TCP_ACK), DROP_NAT_IDLE);
	expect_out(&g, tcp(40000, TCP_SYN));
	stand_down(&g.s);
}

static void
a_regional_one_as_assumed(void **state)
{
	struct assume a = assume_defaults;
	struct packet left;
	struct gateway g;

	(void)state;
	a.regional_nat_idle = VTIME_SECONDS(100);
	gateway_init(&g, 1, 1);
	g.own.assume = &a;
	expect_out(&g, tcp(40001, TCP_SYN));
	g.own.regional = true;
	left = expect_out(&g, tcp(40000, TCP_SYN));
	g.s.now.ns += 100 * SEC;
	expect_no_way_in(
	    &g, with(answer_to(&left), TCP_ACK), DROP_NAT_UNSOLICITED);
	expect_no_way_out(&g, tcp(40000, TCP_ACK), DROP_NAT_IDLE);
	expect_out(&g, tcp(40001, TCP_ACK));
	stand_down(&g.s);
}

static void
address_and_port_as_assumed(void **state)
{
	struct assume a = assume_defaults;
	struct gateway g;
	int kept = 0;

	(void)state;
	a.nat_keeps_port = false;
	a.nat_first_address = true;
	gateway_init(&g, 2, 1);
	g.own.assume = &a;
	for (uint16_t i = 0; i < 100; i++) {
		struct packet left = expect_out(&g, tcp(40000 + i, TCP_SYN));

		assert_int_equal(ip_to4(left.key.src), FIRST_OWN);
		kept += left.key.sport == 40000 + i;
	}
	assert_true(kept < 10);
	stand_down(&g.s);
}

static void
udp_begins_anew(void **state)
{
	struct packet p = packet_of(PROTO_UDP, CLIENT, 99, REMOTE, 53), left;
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	left = expect_out(&g, p);
	g.s.now.ns = 350 * SEC;
	expect_no_way_in(&g, answer_to(&left), DROP_NAT_UNSOLICITED);
	left = expect_out(&g, p);
	expect_back(&g, &left, p);
	stand_down(&g.s);
}

/* --- fragments ------------------------------------------------------------- */

static struct packet
fragment(struct packet p, uint8_t which)
{
	p.key.fragment = which;
	if (which == FRAG_LATER)
		p.key.sport = p.key.dport = 0;
	return p;
}

static void
fragments_of_udp(void **state)
{
	struct packet p = packet_of(PROTO_UDP, CLIENT, 5000, REMOTE, 53);
	struct packet left, answer;
	struct gateway g;

	(void)state;
	gateway_init(&g, 4, 1);
	expect_no_way_out(&g, fragment(p, FRAG_LATER), DROP_NAT_FRAGMENT);
	left = expect_out(&g, fragment(p, FRAG_FIRST));
	assert_true(ip_eq(
	    expect_out(&g, fragment(p, FRAG_LATER)).key.src, left.key.src));
	left.key.fragment = FRAG_NONE;
	answer = answer_to(&left);
	expect_no_way_in(&g, fragment(answer, FRAG_LATER), DROP_NAT_FRAGMENT);
	expect_back(&g, &left, p);
	left.key.fragment = FRAG_FIRST;
	expect_back(&g, &left, fragment(p, FRAG_FIRST));
	left = fragment(left, FRAG_LATER);
	expect_back(&g, &left, fragment(p, FRAG_LATER));
	g.s.now.ns = 30 * SEC;
	expect_no_way_in(&g, answer_to(&left), DROP_NAT_FRAGMENT);
	stand_down(&g.s);
}

static void
fragments_are_of_one_datagram(void **state)
{
	struct packet p = packet_of(PROTO_UDP, CLIENT, 5000, REMOTE, 53);
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	p.fragment_id = 7;
	expect_out(&g, fragment(p, FRAG_FIRST));
	expect_out(&g, fragment(p, FRAG_LATER));
	p.fragment_id = 8;
	expect_no_way_out(&g, fragment(p, FRAG_LATER), DROP_NAT_FRAGMENT);
	stand_down(&g.s);
}

/* What it quotes is what the receiver knows, and so is its other end. */
static void
errors_are_translated_with_what_they_quote(void **state)
{
	struct packet sent[] = { tcp(40000, TCP_SYN),
		packet_of(PROTO_UDP, CLIENT, 40000, REMOTE, 53),
		packet_of(PROTO_ICMP, CLIENT, 4000, REMOTE, 0) };
	struct flow_key quote;
	struct gateway g;

	(void)state;
	sent[2].key.icmp_type = ICMP4_ECHO_REQUEST;
	gateway_init(&g, 4, 1);
	for (int i = 0; i < 3; i++) {
		struct packet left, answer, error, inward = sent[i];

		inward.key = flow_key_reverse(&sent[i].key);
		error = error_about(&inward, CLIENT, &quote);
		expect_no_way_out(&g, error, DROP_NAT_UNSOLICITED);
		left = expect_out(&g, sent[i]);
		answer = answer_to(&left);
		assert_int_equal(out(&g, &error).what, REWRITTEN);
		assert_true(ip_eq(error.key.src, left.key.src));
		assert_true(flow_key_eq(&quote, &answer.key));
		error = error_about(&left, "192.0.2.1", &quote);
		assert_int_equal(in(&g, &error).what, REWRITTEN);
		assert_true(ip_eq(error.key.dst, ip_of(CLIENT)));
		assert_true(flow_key_eq(&quote, &sent[i].key));
		left.key.dst.lo++;
		expect_no_way_in(&g, error_about(&left, "192.0.2.1", &quote),
		    DROP_NAT_UNSOLICITED);
	}
	stand_down(&g.s);
}

static void
fragments_of_tcp_and_icmp(void **state)
{
	struct packet ping = packet_of(PROTO_ICMP, CLIENT, 4000, REMOTE, 0);
	struct packet left, ping_left;
	struct gateway g;

	(void)state;
	ping.key.icmp_type = ICMP4_ECHO_REQUEST;
	gateway_init(&g, 1, 1);
	left = expect_out(&g, tcp(40000, TCP_SYN));
	ping_left = expect_out(&g, ping);
	for (int i = 0; i < 2; i++) {
		uint8_t which = i ? FRAG_LATER : FRAG_FIRST;

		expect_no_way_out(&g, fragment(tcp(40000, TCP_ACK), which),
		    DROP_NAT_FRAGMENT);
		expect_no_way_out(&g, fragment(ping, which), DROP_NAT_FRAGMENT);
		expect_no_way_in(
		    &g, fragment(answer_to(&left), which), DROP_NAT_FRAGMENT);
		expect_no_way_in(&g, fragment(answer_to(&ping_left), which),
		    DROP_NAT_FRAGMENT);
	}
	stand_down(&g.s);
}

/* --- closed connections ---------------------------------------------------- */

static void
last_segments_still_pass(void **state)
{
	struct packet left;
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	left = expect_out(&g, tcp(40000, TCP_SYN));
	expect_out(&g, tcp(40000, TCP_FIN | TCP_ACK));
	g.s.now.ns += 300 * SEC; /* half closed */
	left.tcp_flags = TCP_FIN | TCP_ACK;
	assert_int_equal(
	    in(&g,
		&(struct packet){ .key = flow_key_reverse(&left.key),
		    .tcp_flags = TCP_FIN | TCP_ACK })
		.what,
	    REWRITTEN);
	g.s.now.ns += 10 * SEC - 1;
	expect_out(&g, tcp(40000, TCP_ACK));
	g.s.now.ns += 10 * SEC;
	expect_no_way_out(&g, tcp(40000, TCP_ACK), DROP_NAT_IDLE);
	stand_down(&g.s);
}

/* The port goes to whoever wants it; the last segments stay behind. */
static void
a_closed_port_is_lent_again(void **state)
{
	struct packet b = tcp(40000, TCP_SYN);
	struct gateway g;

	(void)state;
	b.key.src = ip_of("10.0.1.6");
	gateway_init(&g, 1, 1);
	expect_out(&g, tcp(40000, TCP_SYN));
	expect_out(&g, tcp(40000, TCP_RST));
	assert_int_equal(expect_out(&g, b).key.sport, 40000);
	expect_no_way_out(&g, tcp(40000, TCP_ACK), DROP_NAT_IDLE);
	expect_out(&g, with(b, TCP_ACK));
	stand_down(&g.s);
}

static void
a_closed_connection_begins_anew(void **state)
{
	struct packet left, syn;
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	left = expect_out(&g, tcp(40000, TCP_SYN));
	expect_out(&g, tcp(40000, TCP_RST));
	syn = with(answer_to(&left), TCP_SYN);
	expect_no_way_in(&g, syn, DROP_NAT_UNSOLICITED);
	expect_out(&g, tcp(40000, TCP_SYN));
	g.s.now.ns += 350 * SEC - 1;
	expect_out(&g, tcp(40000, TCP_ACK));
	stand_down(&g.s);
}

static void
a_syn_from_outside_reopens_nothing(void **state)
{
	struct packet b = tcp(40000, TCP_SYN), left, p;
	struct gateway g;

	(void)state;
	b.key.src = ip_of("10.0.1.6");
	gateway_init(&g, 1, 1);
	left = expect_out(&g, tcp(40000, TCP_SYN));
	expect_out(&g, tcp(40000, TCP_FIN | TCP_ACK));
	p = with(answer_to(&left), TCP_SYN);
	assert_int_equal(in(&g, &p).what, REWRITTEN);
	p = with(answer_to(&left), TCP_FIN | TCP_ACK);
	assert_int_equal(in(&g, &p).what, REWRITTEN);
	assert_int_equal(expect_out(&g, b).key.sport, 40000);
	stand_down(&g.s);
}

/* --- full ------------------------------------------------------------------ */

/* SYN number i, of a client of its own for each 60,000. */
static struct packet
syn_of(uint32_t i)
{
	struct packet p = tcp((uint16_t)(2000 + i % 60000), TCP_SYN);

	p.key.src = ip_add(p.key.src, i / 60000);
	return p;
}

static void
fill(const struct gateway *g)
{
	for (uint32_t i = 0; i < NAT_PORTS_PER_DESTINATION * g->own.n; i++)
		expect_out(g, syn_of(i));
	expect_no_way_out(
	    g, syn_of(NAT_PORTS_PER_DESTINATION * g->own.n), DROP_NAT_FULL);
}

static void
a_full_destination(void **state)
{
	uint32_t next = NAT_PORTS_PER_DESTINATION;
	struct packet other = syn_of(next), udp = syn_of(next);
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	fill(&g);
	other.key.dport = 80;
	udp.key.proto = PROTO_UDP;
	expect_out(&g, other);
	expect_out(&g, udp);
	expect_out(&g, with(syn_of(5), TCP_ACK));
	/* One closes: there is room for one. */
	expect_out(&g, with(syn_of(5), TCP_RST));
	expect_out(&g, syn_of(next));
	expect_no_way_out(&g, syn_of(next + 1), DROP_NAT_FULL);
	/* What has closed has no right to its place. */
	expect_no_way_out(&g, syn_of(5), DROP_NAT_FULL);
	/* All idle out, but for the one that still talks. */
	g.s.now.ns = 350 * SEC - 1;
	expect_no_way_out(&g, syn_of(next + 1), DROP_NAT_FULL);
	expect_out(&g, with(syn_of(7), TCP_ACK));
	g.s.now.ns = 350 * SEC;
	for (uint32_t i = 1; i < NAT_PORTS_PER_DESTINATION; i++)
		expect_out(&g, syn_of(next + i));
	expect_no_way_out(&g, syn_of(5), DROP_NAT_FULL);
	expect_out(&g, with(syn_of(7), TCP_ACK));
	stand_down(&g.s);
}

static void
several_addresses(void **state)
{
	uint32_t count[2] = { 0 };
	struct gateway g;

	(void)state;
	gateway_init(&g, 2, 1);
	fill(&g);
	for (uint32_t i = 0; i < 2 * NAT_PORTS_PER_DESTINATION; i++) {
		struct packet left = expect_out(&g, with(syn_of(i), TCP_ACK));

		count[ip_to4(left.key.src) - FIRST_OWN]++;
	}
	assert_int_equal(count[0], NAT_PORTS_PER_DESTINATION);
	assert_int_equal(count[1], NAT_PORTS_PER_DESTINATION);
	stand_down(&g.s);
}

/* Every port is its own, and none is below 1024. */
static void
ports_are_unique(void **state)
{
	static uint8_t used[PORTS];
	struct gateway g;

	(void)state;
	memset(used, 0, sizeof(used));
	gateway_init(&g, 1, 7);
	for (uint32_t i = 0; i < NAT_PORTS_PER_DESTINATION; i++) {
		struct packet p = syn_of(0);

		p.key.src = ip_add(p.key.src, i);
		assert_int_equal(used[expect_out(&g, p).key.sport]++, 0);
	}
	expect_no_way_out(&g, tcp(80, TCP_SYN), DROP_NAT_FULL);
	stand_down(&g.s);
}

/* --- speed ----------------------------------------------------------------- */

static double
seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/*
 * What an overloaded gateway sees: SYNs in vain, ports that come free one by
 * one, by idling out or by closing.  Work that grows with the square of the
 * bindings would take minutes.
 */
static void
overload_is_cheap(void **state)
{
	enum { MORE = 60000, FULL = NAT_PORTS_PER_DESTINATION };
	double begin = seconds();
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	for (uint32_t i = 0; i < FULL; i++) {
		g.s.now.ns = i * (SEC / 1000);
		expect_out(&g, syn_of(i));
	}
	for (uint32_t i = 0; i < MORE; i++)
		expect_no_way_out(&g, syn_of(FULL + i), DROP_NAT_FULL);
	for (uint32_t i = 0; i < 20000; i++) {
		g.s.now.ns = 350 * SEC + i * (SEC / 1000);
		expect_out(&g, syn_of(FULL + i));
		expect_no_way_out(&g, tcp(999, TCP_SYN), DROP_NAT_FULL);
	}
	for (uint32_t i = 20000; i < 40000; i++) {
		expect_out(&g, with(syn_of(i), TCP_RST));
		expect_out(&g, syn_of(FULL + i));
		expect_no_way_out(&g, tcp(999, TCP_SYN), DROP_NAT_FULL);
	}
	stand_down(&g.s);
	assert_true(seconds() - begin < 5);
}

/* A long run of ports that one client keeps is in the way of another. */
static void
runs_of_ports_are_cheap(void **state)
{
	double begin = seconds();
	struct gateway g;

	(void)state;
	gateway_init(&g, 1, 1);
	for (uint32_t i = 0; i < 45000; i++)
		expect_out(&g, syn_of(i));
	for (uint32_t i = 0; i < 10000; i++)
		expect_out(&g, syn_of(60000 + i));
	expect_no_way_out(&g, syn_of(120000), DROP_NAT_FULL);
	stand_down(&g.s);
	assert_true(seconds() - begin < 5);
}

/* --- the twin -------------------------------------------------------------- */

enum { MOST = 3000 };

struct twin_binding {
	uint32_t node;
	struct flow_key inside, outside;
	int64_t last;
	bool fin_out, fin_back, rst, gone;
};

struct twin {
	struct twin_binding b[MOST];
	size_t n;
	int64_t now;
};

static bool
twin_closed(const struct twin_binding *b)
{
	return b->rst || (b->fin_out && b->fin_back);
}

static bool
twin_live(const struct twin *t, const struct twin_binding *b)
{
	return !b->gone && t->now - b->last < (twin_closed(b) ? 10 : 350) * SEC;
}

static struct twin_binding *
twin_inside(struct twin *t, uint32_t node, const struct flow_key *k)
{
	for (size_t i = 0; i < t->n; i++)
		if (twin_live(t, &t->b[i]) && t->b[i].node == node &&
		    flow_key_eq(&t->b[i].inside, k))
			return &t->b[i];
	return NULL;
}

static struct twin_binding *
twin_outside(struct twin *t, uint32_t node, const struct flow_key *k)
{
	for (size_t i = 0; i < t->n; i++)
		if (twin_live(t, &t->b[i]) && t->b[i].node == node &&
		    flow_key_eq(&t->b[i].outside, k))
			return &t->b[i];
	return NULL;
}

static void
twin_touch(struct twin *t, struct twin_binding *b, uint8_t flags, bool back)
{
	b->last = t->now;
	if (b->inside.proto != PROTO_TCP)
		return;
	if (flags == TCP_SYN && !back)
		b->fin_out = b->fin_back = false;
	if (flags & TCP_FIN)
		*(back ? &b->fin_back : &b->fin_out) = true;
	if (flags & TCP_RST)
		b->rst = true;
}

/* A new binding: nobody else has its port, and it is the client's own where
 * that is possible. */
static void
twin_lend(struct twin *t, uint32_t node, const struct packet *sent,
    const struct packet *left)
{
	struct twin_binding *had = twin_outside(t, node, &left->key);
	struct flow_key wish = left->key;
	struct twin_binding *owner;

	if (had) {
		assert_true(twin_closed(had));
		had->gone = true;
	}
	wish.sport = sent->key.sport;
	owner = twin_outside(t, node, &wish);
	if (sent->key.sport >= NAT_PORT_FIRST &&
	    (owner == NULL || twin_closed(owner)))
		assert_int_equal(left->key.sport, sent->key.sport);
	assert_true(t->n < MOST);
	t->b[t->n] = (struct twin_binding){
		.node = node, .inside = sent->key, .outside = left->key
	};
	twin_touch(t, &t->b[t->n++], sent->tcp_flags, false);
}

static void
send_out(
    const struct gateway *g, struct twin *t, uint32_t node, struct packet p)
{
	struct packet sent = p;
	struct outcome o = take_step(&g->s, &nat_out_step, node, 0, &p);
	struct twin_binding *b = twin_inside(t, node, &sent.key);
	bool opens = p.key.proto != PROTO_TCP || p.tcp_flags & TCP_SYN;

	if (b && twin_closed(b) && opens) {
		b->gone = true;
		b = NULL;
	}
	if (b == NULL && !opens) {
		expect_refused(&nat_out_step, o, DROP_NAT_IDLE);
		return;
	}
	assert_int_equal(o.what, REWRITTEN);
	if (b) {
		assert_true(flow_key_eq(&p.key, &b->outside));
		twin_touch(t, b, sent.tcp_flags, false);
	} else {
		twin_lend(t, node, &sent, &p);
	}
}

static void
send_in(const struct gateway *g, struct twin *t, uint32_t node, struct packet p)
{
	struct flow_key asked = flow_key_reverse(&p.key);
	struct twin_binding *b = twin_outside(t, node, &asked);
	struct outcome o = take_step(&g->s, &nat_in_step, node, 0, &p);

	if (b && twin_closed(b) && p.key.proto == PROTO_TCP &&
	    p.tcp_flags == TCP_SYN)
		b = NULL;
	if (b == NULL) {
		expect_refused(&nat_in_step, o, DROP_NAT_UNSOLICITED);
		return;
	}
	assert_int_equal(o.what, REWRITTEN);
	asked = flow_key_reverse(&b->inside);
	assert_true(flow_key_eq(&p.key, &asked));
	twin_touch(t, b, p.tcp_flags, true);
}

static struct packet
some_packet(struct rng *r)
{
	static const uint8_t proto[] = { PROTO_TCP, PROTO_TCP, PROTO_UDP,
		PROTO_ICMP };
	static const uint8_t flags[] = { TCP_SYN, TCP_SYN, TCP_ACK, TCP_ACK,
		TCP_FIN | TCP_ACK, TCP_RST, TCP_SYN | TCP_ACK };
	struct packet p = packet_of(proto[rng_below(r, 4)], CLIENT,
	    (uint16_t)(1023 + rng_below(r, 2)), REMOTE, 443);

	p.key.src = ip_add(p.key.src, rng_below(r, 3));
	p.key.dst = ip_add(p.key.dst, rng_below(r, 2));
	if (p.key.proto == PROTO_TCP)
		p.tcp_flags = flags[rng_below(r, 7)];
	if (p.key.proto == PROTO_ICMP) {
		p.key.icmp_type = ICMP4_ECHO_REQUEST;
		p.key.dport = 0;
	}
	return p;
}

/* Mostly an answer to something that left, at times to nothing. */
static struct packet
some_answer(struct rng *r, const struct twin *t, uint32_t *node)
{
	const struct twin_binding *b;
	struct packet p = some_packet(r);

	p = (struct packet){ .key = flow_key_reverse(&p.key),
		.tcp_flags = p.tcp_flags };
	p.key.dst = ip_from4(FIRST_OWN);
	if (t->n == 0 || one_in(r, 10))
		return p;
	b = &t->b[t->n - 1 - rng_below(r, t->n < 20 ? (uint32_t)t->n : 20)];
	*node = b->node;
	if (b->inside.proto != p.key.proto)
		p.tcp_flags = b->inside.proto == PROTO_TCP ? TCP_ACK : 0;
	p.key = flow_key_reverse(&b->outside);
	return p;
}

static int64_t
some_wait(struct rng *r)
{
	static const int64_t wait[] = { 10, 350, 340 };

	if (!one_in(r, 8))
		return rng_below(r, 2) * SEC;
	return wait[rng_below(r, 3)] * SEC + rng_below(r, 3) - 1;
}

static void
against_the_twin(void **state)
{
	struct rng r = seeded("nat");
	static struct twin t;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct gateway g;

		gateway_init(&g, 1 + rng_below(&r, 3), rng_next(&r));
		t.n = 0;
		t.now = 0;
		for (int i = 0; i < MOST; i++) {
			uint32_t node = rng_below(&r, 2);

			t.now += some_wait(&r);
			g.s.now.ns = t.now;
			if (one_in(&r, 2)) {
				send_out(&g, &t, node, some_packet(&r));
			} else {
				struct packet p = some_answer(&r, &t, &node);

				send_in(&g, &t, node, p);
			}
		}
		stand_down(&g.s);
	}
}

/* Its port is free, and nobody is answered by it. */
static void
what_is_forgotten_is_over(void **state)
{
	struct gateway g;
	struct packet p = packet_of(PROTO_UDP, CLIENT, 40000, REMOTE, 53);
	struct packet other =
	    packet_of(PROTO_UDP, "10.0.1.6", 40000, REMOTE, 53);
	struct packet left = p;

	(void)state;
	gateway_init(&g, 1, 1);
	take_step_noted(&g.s, &nat_out_step, 3, 0, &left);
	assert_int_equal(left.key.sport, 40000);
	assert_int_not_equal(expect_out(&g, other).key.sport, 40000);
	forget(&g.s);
	expect_no_way_in(&g, answer_to(&left), DROP_NAT_UNSOLICITED);
	other.key.src = ip_of("10.0.1.7");
	assert_int_equal(expect_out(&g, other).key.sport, 40000);
	stand_down(&g.s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(ports_of_two_clients),
		cmocka_unit_test(one_port_for_many_destinations),
		cmocka_unit_test(gateways_do_not_share),
		cmocka_unit_test(unsolicited),
		cmocka_unit_test(pings),
		cmocka_unit_test(mid_stream),
		cmocka_unit_test(idle_for_350_s),
		cmocka_unit_test(a_regional_one_as_assumed),
		cmocka_unit_test(address_and_port_as_assumed),
		cmocka_unit_test(udp_begins_anew),
		cmocka_unit_test(fragments_of_udp),
		cmocka_unit_test(fragments_are_of_one_datagram),
		cmocka_unit_test(errors_are_translated_with_what_they_quote),
		cmocka_unit_test(fragments_of_tcp_and_icmp),
		cmocka_unit_test(last_segments_still_pass),
		cmocka_unit_test(a_closed_port_is_lent_again),
		cmocka_unit_test(a_closed_connection_begins_anew),
		cmocka_unit_test(a_syn_from_outside_reopens_nothing),
		cmocka_unit_test(a_full_destination),
		cmocka_unit_test(several_addresses),
		cmocka_unit_test(ports_are_unique),
		cmocka_unit_test(overload_is_cheap),
		cmocka_unit_test(runs_of_ports_are_cheap),
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(what_is_forgotten_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
