/*
 * replay.c - captured packets find their places, and answers their way
 */

#include "dataplane/replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dataplane/drop.h"
#include "test/unit/net.h"

static struct net net;

static int
set_up(void **state)
{
	(void)state;
	return net_load(&net, "test/unit/replay.yaml");
}

static int
tear_down(void **state)
{
	(void)state;
	net_free(&net);
	return 0;
}

static struct replay *
begin(bool strict)
{
	struct replay_options o = { .midstream_strict = strict };

	return replay_new(net.snap, &o);
}

/* "10.0.1.10:40000 > 203.0.113.80:443" with TCP flags. */
static struct packet
tcp(const char *src, int sport, const char *dst, int dport, int flags)
{
	struct packet p = { .len = 40, .ttl = 64 };

	assert_true(ip_parse(src, &p.key.src));
	assert_true(ip_parse(dst, &p.key.dst));
	p.key.proto = PROTO_TCP;
	p.key.sport = (uint16_t)sport;
	p.key.dport = (uint16_t)dport;
	p.tcp_flags = (uint8_t)flags;
	return p;
}

static struct packet
udp(const char *src, int sport, const char *dst, int dport)
{
	struct packet p = tcp(src, sport, dst, dport, 0);

	p.key.proto = PROTO_UDP;
	return p;
}

static struct placed
put(struct replay *r, int64_t seconds, struct packet p)
{
	return replay_packet(r, VTIME_SECONDS(seconds), &p);
}

static struct facts
facts(struct replay *r, uint64_t flow)
{
	struct facts f;

	replay_facts(r, replay_flow(r, flow), net.arena, &f);
	return f;
}

/* The capture shows the client's address; the partner answers the gateway's,
 * and the answer finds back. */
static void
answers_take_the_way_back(void **state)
{
	struct replay *r = begin(false);
	struct facts f;

	(void)state;
	put(r, 1, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_SYN));
	put(r, 1,
	    tcp("203.0.113.80", 443, "10.0.1.10", 40000, TCP_SYN | TCP_ACK));
	put(r, 1, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_ACK));
	assert_int_equal(replay_flows(r), 1);
	assert_int_equal(replay_flow(r, 1)->packets, 2);
	assert_int_equal(replay_flow(r, 1)->return_packets, 1);
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 0);
	f = facts(r, 1);
	assert_true(f.delivered);
	assert_int_equal(f.path_class, CLASS_INTERNET);
	assert_string_equal(f.source_seen, "198.51.100.7:40000");
	replay_free(r);
}

/* What the model did not deliver nobody answers. */
static void
no_answer_to_what_was_dropped(void **state)
{
	struct replay *r = begin(false);

	(void)state;
	put(r, 1, tcp("203.0.113.80", 40000, "198.51.100.10", 22, TCP_SYN));
	put(r, 1,
	    tcp("198.51.100.10", 22, "203.0.113.80", 40000, TCP_SYN | TCP_ACK));
	assert_int_equal(replay_flows(r), 1);
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 1);
	assert_int_equal(replay_flow(r, 1)->return_packets, 0);
	assert_int_equal(replay_flow(r, 1)->unsent_packets, 1);
	assert_int_equal(facts(r, 1).code, DROP_SG_MISMATCH);
	replay_free(r);
}

/* Captured on the server itself, traffic from outside shows the private
 * address; it enters by the public one all the same. */
static void
private_destination_from_outside(void **state)
{
	struct replay *r = begin(false);
	struct facts f;

	(void)state;
	put(r, 1, tcp("203.0.113.80", 40000, "10.0.0.10", 443, TCP_SYN));
	put(r, 1,
	    tcp("10.0.0.10", 443, "203.0.113.80", 40000, TCP_SYN | TCP_ACK));
	f = facts(r, 1);
	assert_true(f.delivered);
	assert_string_equal(f.exit, "igw");
	assert_string_equal(f.source_seen, "203.0.113.80:40000");
	assert_string_equal(replay_flow(r, 1)->dst_resource, "server");
	replay_free(r);
}

/* Captured outside, what an interface opens shows its public address. */
static void
public_source_of_an_interface(void **state)
{
	struct replay *r = begin(false);
	struct facts f;

	(void)state;
	put(r, 1, udp("198.51.100.10", 5000, "203.0.113.80", 53));
	f = facts(r, 1);
	assert_int_equal(f.code, DROP_SG_EMPTY);
	assert_string_equal(f.dropped_at, "server");
	assert_string_equal(replay_flow(r, 1)->src_resource, "server");
	replay_free(r);
}

static void
a_site_is_a_place_too(void **state)
{
	struct replay *r = begin(false);

	(void)state;
	put(r, 1, tcp("192.168.1.5", 40000, "10.0.0.10", 443, TCP_SYN));
	assert_true(facts(r, 1).delivered);
	assert_int_equal(facts(r, 1).path_class, CLASS_ON_PREMISES);
	assert_string_equal(replay_flow(r, 1)->src_resource, "desk");
	replay_free(r);
}

static void
strangers_are_left_aside(void **state)
{
	struct replay *r = begin(false);
	struct placed p;

	(void)state;
	p = put(r, 1, tcp("203.0.113.80", 1, "203.0.113.81", 2, TCP_SYN));
	assert_int_equal(p.flow, 0);
	assert_int_equal(p.aside, ASIDE_NOT_HERE);
	p = put(r, 1, tcp("10.0.0.5", 1, "203.0.113.81", 2, TCP_SYN));
	assert_int_equal(p.aside, ASIDE_END_ONLY);
	assert_int_equal(replay_aside(r, ASIDE_NOT_HERE), 1);
	assert_int_equal(replay_aside(r, ASIDE_END_ONLY), 1);
	assert_int_equal(replay_flows(r), 0);
	replay_free(r);
}

/* From the middle on: taken as established, unless strict. */
static void
midstream(void **state)
{
	struct replay *r = begin(false);

	(void)state;
	put(r, 1, tcp("203.0.113.80", 443, "10.0.1.10", 40000, TCP_ACK));
	put(r, 1, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_ACK));
	assert_int_equal(replay_flows(r), 1);
	assert_true(replay_flow(r, 1)->midstream);
	assert_int_equal(replay_flow(r, 1)->packets, 1);
	assert_int_equal(replay_flow(r, 1)->return_packets, 1);
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 0);
	assert_true(facts(r, 1).delivered);
	replay_free(r);

	r = begin(true);
	put(r, 1, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_ACK));
	assert_int_equal(facts(r, 1).code, DROP_NAT_IDLE);
	replay_free(r);
}

static void
idle_connections_are_forgotten(void **state)
{
	struct replay *r = begin(false);

	(void)state;
	put(r, 0, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_SYN));
	put(r, 0,
	    tcp("203.0.113.80", 443, "10.0.1.10", 40000, TCP_SYN | TCP_ACK));
	put(r, 349, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_ACK));
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 0);
	put(r, 349 + 350,
	    tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_ACK));
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 1);
	replay_free(r);
}

/* An ACL denies answers to the port that the client has been lent, and not
 * those to the other one that its neighbour gets; until that idles out, and the
 * neighbour is the first to be lent a port again. */
static void
another_port_is_another_way(void **state)
{
	const struct replay_options o = { .cache = CACHE_VERIFY };
	struct replay *r = replay_new(net.snap, &o);

	(void)state;
	put(r, 0, udp("10.0.1.10", 6000, "203.0.113.80", 53));
	for (int i = 0; i < 3; i++) {
		put(r, 0, udp("10.0.1.11", 6000, "203.0.113.80", 53));
		put(r, 0, udp("203.0.113.80", 53, "10.0.1.11", 6000));
	}
	assert_int_equal(replay_flow(r, 2)->return_packets, 3);
	assert_int_equal(replay_flow(r, 2)->dropped_packets, 0);
	put(r, 400, udp("10.0.1.11", 6000, "203.0.113.80", 53));
	put(r, 400, udp("203.0.113.80", 53, "10.0.1.11", 6000));
	assert_int_equal(replay_flow(r, 2)->return_packets, 4);
	assert_int_equal(replay_flow(r, 2)->dropped_packets, 1);
	replay_free(r);
}

/* The same ports after a close are another flow. */
static void
ports_are_used_again(void **state)
{
	struct replay *r = begin(false);

	(void)state;
	put(r, 1, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_SYN));
	put(r, 1, tcp("203.0.113.80", 443, "10.0.1.10", 40000, TCP_RST));
	put(r, 2, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_SYN));
	assert_int_equal(replay_flows(r), 2);
	put(r, 2,
	    tcp("203.0.113.80", 443, "10.0.1.10", 40000, TCP_SYN | TCP_ACK));
	assert_int_equal(replay_flow(r, 2)->return_packets, 1);
	replay_free(r);
}

static void
later_fragments_follow_the_first(void **state)
{
	struct replay *r = begin(false);
	struct packet first = udp("10.0.1.10", 5000, "203.0.113.80", 53);
	struct packet later = udp("10.0.1.10", 0, "203.0.113.80", 0);
	struct placed p;

	(void)state;
	later.key.fragment = FRAG_LATER;
	p = put(r, 1, later);
	assert_int_equal(p.aside, ASIDE_FRAGMENT);
	first.key.fragment = FRAG_FIRST;
	put(r, 1, first);
	p = put(r, 1, later);
	assert_int_equal(p.flow, 1);
	assert_int_equal(replay_flow(r, 1)->packets, 2);
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 0);
	later.fragment_id = 2;
	p = put(r, 1, later);
	assert_int_equal(p.aside, ASIDE_FRAGMENT);
	replay_free(r);
}

/* About a packet, from one to another. */
static struct packet
icmp_error(const char *src, const char *dst, struct flow_key *quote)
{
	struct packet p = udp(src, 0, dst, 0);

	p.key.proto = PROTO_ICMP;
	p.key.icmp_type = ICMP4_UNREACHABLE;
	p.key.icmp_code = ICMP4_FRAG_NEEDED;
	p.quote = quote;
	return p;
}

static void
errors_go_with_what_they_quote(void **state)
{
	struct replay *r = begin(false);
	struct packet ask = udp("10.0.1.10", 5000, "203.0.113.80", 53);
	struct packet answer = udp("203.0.113.80", 53, "10.0.1.10", 5000);
	struct flow_key quote = ask.key;
	struct placed p;

	(void)state;
	p = put(r, 1, icmp_error("192.0.2.1", "10.0.1.10", &quote));
	assert_int_equal(p.aside, ASIDE_ICMP_ERROR);
	put(r, 1, ask);
	p = put(r, 1, icmp_error("192.0.2.1", "10.0.1.10", &quote));
	assert_int_equal(p.flow, 1);
	assert_false(p.dropped);
	p = put(r, 1, icmp_error("203.0.113.80", "10.0.1.10", &quote));
	assert_false(p.dropped);
	put(r, 1, answer);
	quote = answer.key;
	p = put(r, 1, icmp_error("10.0.1.10", "203.0.113.80", &quote));
	assert_int_equal(p.flow, 1);
	assert_false(p.dropped);
	assert_true(flow_key_eq(&quote, &answer.key));
	assert_int_equal(replay_flow(r, 1)->icmp_errors, 3);
	assert_int_equal(replay_flow(r, 1)->dropped_icmp_errors, 0);
	assert_int_equal(replay_flow(r, 1)->packets, 1);
	put(r, 400, tcp("10.0.1.10", 1, "203.0.113.80", 443, TCP_SYN));
	quote = ask.key;
	p = put(r, 400, icmp_error("192.0.2.1", "10.0.1.10", &quote));
	assert_true(p.dropped);
	assert_int_equal(replay_flow(r, 1)->dropped_icmp_errors, 1);
	replay_free(r);
}

/* What a SYN announces limits the segments that come back. */
static void
segments_are_split(void **state)
{
	struct replay *r = begin(false);
	struct packet syn =
	    tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_SYN);
	struct packet answer =
	    tcp("203.0.113.80", 443, "10.0.1.10", 40000, TCP_SYN | TCP_ACK);
	struct packet data =
	    tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_ACK);

	(void)state;
	data.len = 64000;
	data.dont_fragment = true;
	put(r, 1, syn);
	put(r, 1, answer);
	put(r, 1, data);
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 0);
	syn.key.sport = answer.key.dport = data.key.sport = 40001;
	answer.mss = 8960;
	put(r, 2, syn);
	put(r, 2, answer);
	put(r, 2, data);
	assert_int_equal(replay_flow(r, 2)->dropped_packets, 1);
	assert_int_equal(replay_flow(r, 2)->cut.code, DROP_MTU);
	assert_true(replay_flow(r, 1)->offloaded);
	syn.key.sport = answer.key.dport = 40002;
	syn.mss = 8960;
	answer.mss = 1460;
	put(r, 3, syn);
	put(r, 3, answer);
	assert_false(replay_flow(r, 3)->offloaded);
	answer.tcp_flags = TCP_ACK;
	answer.len = 64000;
	answer.dont_fragment = true;
	put(r, 3, answer);
	assert_int_equal(replay_flow(r, 3)->dropped_packets, 0);
	assert_true(replay_flow(r, 3)->offloaded);
	replay_free(r);
}

/* Of other protocols only what no wire carries. */
static void
datagrams_are_split(void **state)
{
	struct replay *r = begin(false);
	struct packet there = udp("10.0.1.10", 5000, "203.0.113.80", 443);
	struct packet back = udp("203.0.113.80", 443, "10.0.1.10", 5000);

	(void)state;
	there.dont_fragment = back.dont_fragment = true;
	there.len = 9002;
	back.len = 4000;
	put(r, 1, there);
	put(r, 1, back);
	assert_int_equal(replay_flow(r, 1)->dropped_packets, 0);
	assert_true(replay_flow(r, 1)->offloaded);
	there.key.sport = 5001;
	there.len = 8500;
	put(r, 2, there);
	assert_int_equal(replay_flow(r, 2)->dropped_packets, 1);
	assert_false(replay_flow(r, 2)->offloaded);
	replay_free(r);
}

/* A capture that begins with the answer to a question of before. */
static void
an_answer_comes_first(void **state)
{
	struct replay *r = begin(false);

	(void)state;
	put(r, 1, udp("203.0.113.80", 53, "10.0.1.10", 5000));
	assert_true(facts(r, 1).delivered);
	assert_true(ip_eq(replay_flow(r, 1)->key.src,
	    udp("10.0.1.10", 0, "10.0.1.10", 0).key.src));
	put(r, 40, udp("203.0.113.80", 53, "10.0.1.10", 5001));
	assert_false(facts(r, 2).delivered);
	replay_free(r);
}

static void
the_explained_flow_is_traced(void **state)
{
	struct replay_options o = { .explain = 2 };
	struct replay *r = replay_new(net.snap, &o);

	(void)state;
	put(r, 1, tcp("10.0.1.10", 40000, "203.0.113.80", 443, TCP_SYN));
	put(r, 1, tcp("10.0.1.10", 40001, "203.0.113.80", 443, TCP_SYN));
	put(r, 1,
	    tcp("203.0.113.80", 443, "10.0.1.10", 40001, TCP_SYN | TCP_ACK));
	assert_null(replay_flow(r, 1)->there);
	assert_non_null(replay_flow(r, 2)->there);
	assert_true(replay_flow(r, 2)->there->n > 5);
	assert_non_null(replay_flow(r, 2)->back);
	replay_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_take_the_way_back),
		cmocka_unit_test(no_answer_to_what_was_dropped),
		cmocka_unit_test(private_destination_from_outside),
		cmocka_unit_test(public_source_of_an_interface),
		cmocka_unit_test(a_site_is_a_place_too),
		cmocka_unit_test(strangers_are_left_aside),
		cmocka_unit_test(midstream),
		cmocka_unit_test(idle_connections_are_forgotten),
		cmocka_unit_test(another_port_is_another_way),
		cmocka_unit_test(ports_are_used_again),
		cmocka_unit_test(later_fragments_follow_the_first),
		cmocka_unit_test(errors_go_with_what_they_quote),
		cmocka_unit_test(segments_are_split),
		cmocka_unit_test(datagrams_are_split),
		cmocka_unit_test(an_answer_comes_first),
		cmocka_unit_test(the_explained_flow_is_traced),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
