/*
 * test/unit/packet.c - keys, their reversal, names of protocols
 */

#include "core/packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "test/unit/seed.h"

static struct flow_key
icmp(uint8_t proto, uint8_t type, uint16_t id)
{
	return (struct flow_key){ .src = ip_from4(1),
		.dst = ip_from4(2),
		.proto = proto,
		.icmp_type = type,
		.sport = id };
}

static void
ends_are_exchanged(void **state)
{
	struct flow_key k = { .src = ip_from4(1),
		.dst = ip_from4(2),
		.sport = 40000,
		.dport = 443,
		.proto = PROTO_TCP,
		.fragment = FRAG_FIRST };
	struct flow_key r = flow_key_reverse(&k);

	(void)state;
	assert_true(ip_eq(r.src, k.dst) && ip_eq(r.dst, k.src));
	assert_int_equal(r.sport, 443);
	assert_int_equal(r.dport, 40000);
	assert_int_equal(r.proto, PROTO_TCP);
	assert_int_equal(r.fragment, FRAG_FIRST);
}

static void
an_echo_keeps_its_identifier(void **state)
{
	static const uint8_t type[][3] = {
		{ PROTO_ICMP, ICMP4_ECHO_REQUEST, ICMP4_ECHO_REPLY },
		{ PROTO_ICMP, ICMP4_ECHO_REPLY, ICMP4_ECHO_REQUEST },
		{ PROTO_ICMPV6, ICMP6_ECHO_REQUEST, ICMP6_ECHO_REPLY },
		{ PROTO_ICMPV6, ICMP6_ECHO_REPLY, ICMP6_ECHO_REQUEST },
		{ PROTO_ICMP, ICMP4_UNREACHABLE, ICMP4_UNREACHABLE },
		{ PROTO_ICMPV6, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(type) / sizeof(type[0]); i++) {
		struct flow_key k = icmp(type[i][0], type[i][1], 77);
		struct flow_key r = flow_key_reverse(&k);

		assert_int_equal(r.icmp_type, type[i][2]);
		assert_int_equal(r.sport, 77);
		assert_int_equal(r.dport, 0);
	}
}

/* The type of a later fragment is not in it: zero is not "echo reply". */
static void
a_later_fragment_of_icmp_is_no_echo(void **state)
{
	struct flow_key k = icmp(PROTO_ICMP, 0, 0);

	(void)state;
	assert_true(flow_key_is_echo_reply(&k));
	k.fragment = FRAG_LATER;
	assert_false(flow_key_is_echo_reply(&k));
	assert_int_equal(flow_key_reverse(&k).icmp_type, 0);
}

static void
twice_reversed_is_the_same(void **state)
{
	static const uint8_t proto[] = { PROTO_ICMP, PROTO_ICMPV6, PROTO_TCP,
		PROTO_UDP, PROTO_GRE, 0, 255 };
	struct rng r = seeded("reverse");

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct flow_key k = { .src = { rng_next(&r), rng_next(&r) },
			.dst = { rng_next(&r), rng_next(&r) },
			.sport = (uint16_t)rng_next(&r),
			.dport = (uint16_t)rng_next(&r),
			.proto = proto[rng_below(&r, sizeof(proto))],
			.fragment = (uint8_t)rng_below(&r, 3) };
		struct flow_key there, back;

		if (proto_is_icmp(k.proto) && k.fragment != FRAG_LATER)
			k.icmp_type = (uint8_t)rng_next(&r);
		there = flow_key_reverse(&k);
		back = flow_key_reverse(&there);
		assert_true(flow_key_eq(&k, &back));
	}
}

static void
who_has_ports(void **state)
{
	struct flow_key k = { .proto = PROTO_TCP };

	(void)state;
	assert_true(flow_key_has_ports(&k));
	k.fragment = FRAG_FIRST;
	assert_true(flow_key_has_ports(&k));
	k.fragment = FRAG_LATER;
	assert_false(flow_key_has_ports(&k));
	k = (struct flow_key){ .proto = PROTO_GRE };
	assert_false(flow_key_has_ports(&k));
	k.proto = PROTO_ICMP;
	assert_false(flow_key_has_ports(&k));
}

static void
names_of_protocols(void **state)
{
	char buf[8];

	(void)state;
	assert_string_equal(proto_name(6, buf), "tcp");
	assert_string_equal(proto_name(255, buf), "255");
	assert_string_equal(proto_name(0, buf), "0");
	for (int i = 0; i < 256; i++)
		assert_int_equal(proto_parse(proto_name((uint8_t)i, buf)), i);
	assert_int_equal(proto_parse("UDP"), PROTO_UDP);
	assert_int_equal(proto_parse("IcmpV6"), PROTO_ICMPV6);
}

static void
what_is_no_protocol(void **state)
{
	static const char *const bad[] = { "", " ", "-1", "256", "6 ", " 6",
		"+6", "tcpx", "0x6", "99999999999999999999999", "all" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(proto_parse(bad[i]), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_are_exchanged),
		cmocka_unit_test(an_echo_keeps_its_identifier),
		cmocka_unit_test(a_later_fragment_of_icmp_is_no_echo),
		cmocka_unit_test(twice_reversed_is_the_same),
		cmocka_unit_test(who_has_ports),
		cmocka_unit_test(names_of_protocols),
		cmocka_unit_test(what_is_no_protocol),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
