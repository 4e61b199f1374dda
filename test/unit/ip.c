/*
 * test/unit/ip.c - addresses and prefixes of both families
 *
 * The twin looks at an address bit by bit.
 */

#include "core/ip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "test/unit/seed.h"

static struct ip
ip_of(const char *text)
{
	struct ip ip;

	assert_true(ip_parse(text, &ip));
	return ip;
}

static struct prefix
net(const char *text)
{
	struct prefix p;

	assert_int_equal(prefix_parse(text, &p), PREFIX_OK);
	return p;
}

static void
addresses_in_text(void **state)
{
	static const char *const same[] = { "0.0.0.0", "10.1.2.3",
		"255.255.255.255", "::", "::1", "2001:db8::1", "fe80::1:0:0:1",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b::a01:203" };
	char buf[IP_STRLEN];

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(ip_format(ip_of(same[i]), buf), same[i]);
	assert_string_equal(
	    ip_format(ip_of("::ffff:10.0.0.1"), buf), "10.0.0.1");
	assert_string_equal(
	    ip_format(ip_of("2001:DB8:0:0::5"), buf), "2001:db8::5");
}

static void
what_is_no_address(void **state)
{
	static const char *const bad[] = { "", " ", "10.0.0", "10.0.0.256",
		"10.0.0.1 ", " 10.0.0.1", "10.0.0.1/32", "10.0.0.01",
		"0x0a.0.0.1", "1.2.3.4.5", ":", ":::", "1::2::3",
		"12345::", "fe80::1%eth0", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
		"name" };
	struct ip ip;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(ip_parse(bad[i], &ip));
}

static void
addresses_with_ports(void **state)
{
	char buf[ENDPOINT_STRLEN];

	(void)state;
	assert_string_equal(
	    ip_format_port(ip_of("10.0.0.1"), 65535, buf), "10.0.0.1:65535");
	assert_string_equal(
	    ip_format_port(ip_of("2001:db8::1"), 53, buf), "[2001:db8::1]:53");
	assert_string_equal(
	    ip_format_port(ip_of("2001:db8::1"), 0, buf), "2001:db8::1");
	ip_format_port(
	    ip_of("1111:2222:3333:4444:5555:6666:7777:8888"), 65535, buf);
	assert_string_equal(
	    buf, "[1111:2222:3333:4444:5555:6666:7777:8888]:65535");
}

static void
addresses_in_packets(void **state)
{
	static const unsigned char b4[] = { 10, 200, 3, 255 };
	unsigned char b[16], back[16];

	(void)state;
	assert_true(ip_eq(ip_from_bytes4(b4), ip_of("10.200.3.255")));
	ip_to_bytes4(ip_of("10.200.3.255"), back);
	assert_memory_equal(back, b4, sizeof(b4));
	for (int i = 0; i < 16; i++)
		b[i] = (unsigned char)(0xf0 + i);
	assert_true(ip_eq(ip_from_bytes16(b),
	    ip_of("f0f1:f2f3:f4f5:f6f7:f8f9:fafb:fcfd:feff")));
	ip_to_bytes16(ip_from_bytes16(b), back);
	assert_memory_equal(back, b, sizeof(b));
}

static void
adding_and_comparing(void **state)
{
	struct ip carry = ip_add(ip_of("::ffff:ffff:ffff:ffff"), 2);

	(void)state;
	assert_true(ip_eq(carry, ip_of("0:0:0:1::1")));
	assert_true(ip_eq(ip_add(ip_of("10.0.0.255"), 1), ip_of("10.0.1.0")));
	assert_true(ip_less(ip_of("10.0.0.1"), ip_of("10.0.0.2")));
	assert_false(ip_less(ip_of("10.0.0.1"), ip_of("10.0.0.1")));
	assert_true(ip_less(ip_of("1::ffff"), ip_of("2::")));
	assert_true(ip_is_zero(ip_of("::")));
	assert_false(ip_is_zero(ip_of("0.0.0.0")));
}

static void
prefixes_in_text(void **state)
{
	static const char *const same[] = { "0.0.0.0/0", "10.0.0.0/8",
		"10.1.2.3/32", "255.255.255.255/32", "::/0", "2600::/56",
		"2600:0:0:1::/64", "8000::/1", "2600::/65", "::1/128" };
	char buf[PREFIX_STRLEN];

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(prefix_format(net(same[i]), buf), same[i]);
	assert_string_equal(prefix_format(net("10.0.0.1"), buf), "10.0.0.1/32");
	assert_string_equal(prefix_format(net("2600::1"), buf), "2600::1/128");
	assert_int_equal(prefix_len(net("10.0.0.0/16")), 16);
	assert_int_equal(net("10.0.0.0/16").len, 112);
}

static void
what_is_no_prefix(void **state)
{
	static const char *const bad[] = { "", "/", "10.0.0.0/", "/8",
		"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/ 8",
		"10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0/8", "::/129",
		"::/99999999999999999999999", "10.0.0.0/4294967304",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb/1" };
	struct prefix p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(prefix_parse(bad[i], &p), PREFIX_SYNTAX);
}

static void
host_bits_are_told_and_cleared(void **state)
{
	char buf[PREFIX_STRLEN];
	struct prefix p;

	(void)state;
	assert_int_equal(prefix_parse("10.1.2.3/8", &p), PREFIX_HOST_BITS);
	assert_string_equal(prefix_format(p, buf), "10.0.0.0/8");
	assert_int_equal(prefix_parse("10.1.2.3/0", &p), PREFIX_HOST_BITS);
	assert_string_equal(prefix_format(p, buf), "0.0.0.0/0");
	assert_int_equal(prefix_parse("2600::1/64", &p), PREFIX_HOST_BITS);
	assert_string_equal(prefix_format(p, buf), "2600::/64");
}

static void
families_never_meet(void **state)
{
	struct prefix any4 = net("0.0.0.0/0"), any6 = net("::/0");

	(void)state;
	assert_true(prefix_has(any4, ip_of("10.0.0.1")));
	assert_true(prefix_has(any6, ip_of("2600::1")));
	assert_false(prefix_has(any6, ip_of("10.0.0.1")));
	assert_false(prefix_has(any4, ip_of("2600::1")));
	assert_false(prefix_covers(any6, net("10.0.0.0/8")));
	assert_false(prefix_overlaps(any4, any6));
	assert_true(prefix_is_any(any4) && prefix_is_any(any6));
	assert_false(prefix_is_any(net("0.0.0.0/1")));
	assert_false(prefix_is_any(net("::/96")));
}

/* --- the twin ------------------------------------------------------------- */

static unsigned
bit(struct ip a, unsigned i)
{
	return (unsigned)((i < 64 ? a.hi >> (63 - i) : a.lo >> (127 - i)) & 1);
}

static bool
twin_has(struct prefix p, struct ip a)
{
	for (unsigned i = 0; i < p.len; i++)
		if (bit(p.addr, i) != bit(a, i))
			return false;
	return ip_is4(a) == prefix_is4(p);
}

/* Few bits are set, so that prefixes often contain each other. */
static struct ip
some_ip(struct rng *r)
{
	if (one_in(r, 2))
		return ip_from4((uint32_t)(rng_next(r) & rng_next(r)));
	return (struct ip){ rng_next(r) & rng_next(r) & rng_next(r),
		rng_next(r) & rng_next(r) & rng_next(r) };
}

static struct prefix
some_prefix(struct rng *r)
{
	struct ip a = some_ip(r);

	return prefix_of(a,
	    (uint8_t)(ip_is4(a) ? 96 + rng_below(r, 33) : rng_below(r, 129)));
}

static void
against_the_twin(void **state)
{
	struct rng r = seeded("prefixes");

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct prefix p = some_prefix(&r), q = some_prefix(&r);
		struct ip a = some_ip(&r);

		if (one_in(&r, 2))
			a = ip_add(prefix_first(p), rng_below(&r, 300));
		assert_int_equal(prefix_has(p, a), twin_has(p, a));
		assert_int_equal(prefix_covers(p, q),
		    twin_has(p, prefix_first(q)) &&
			twin_has(p, prefix_last(q)));
		assert_int_equal(prefix_overlaps(p, q),
		    twin_has(p, prefix_first(q)) ||
			twin_has(q, prefix_first(p)));
		assert_true(prefix_has(p, prefix_first(p)));
		assert_true(prefix_has(p, prefix_last(p)));
		assert_int_equal(prefix_eq(p, q),
		    prefix_covers(p, q) && prefix_covers(q, p));
	}
}

static void
text_leads_back(void **state)
{
	struct rng r = seeded("text");
	char buf[PREFIX_STRLEN], text[IP_STRLEN];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct prefix p = some_prefix(&r);
		struct ip a = some_ip(&r);

		assert_true(ip_eq(ip_of(ip_format(a, text)), a));
		assert_true(prefix_eq(net(prefix_format(p, buf)), p));
	}
}

/* --- special addresses ----------------------------------------------------- */

static void
expect_range(bool (*is)(struct ip), const char *first, const char *last)
{
	struct ip a = ip_of(first), z = ip_of(last);

	assert_true(is(a) && is(z));
	assert_false(is((struct ip){ a.hi - (a.lo == 0), a.lo - 1 }));
	assert_false(is(ip_add(z, 1)));
}

static void
special_ranges(void **state)
{
	(void)state;
	expect_range(ip_is_rfc1918, "10.0.0.0", "10.255.255.255");
	expect_range(ip_is_rfc1918, "172.16.0.0", "172.31.255.255");
	expect_range(ip_is_rfc1918, "192.168.0.0", "192.168.255.255");
	expect_range(ip_is_rfc6598, "100.64.0.0", "100.127.255.255");
	expect_range(ip_is_multicast, "224.0.0.0", "239.255.255.255");
	expect_range(ip_is_special, "127.0.0.0", "127.255.255.255");
	expect_range(ip_is_special, "169.254.0.0", "169.254.255.255");
	expect_range(
	    ip_is_special, "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	expect_range(
	    ip_is_special, "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
	assert_true(ip_is_special(ip_of("0.0.0.0")));
	assert_true(ip_is_special(ip_of("255.255.255.255")));
	assert_true(ip_is_special(ip_of("::1")));
	assert_true(ip_is_special(ip_of("ff02::1")));
	assert_true(ip_is_multicast(ip_of("ff02::1")));
	assert_false(ip_is_special(ip_of("203.0.113.5")));
	assert_false(ip_is_special(ip_of("2600::1")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_in_text),
		cmocka_unit_test(what_is_no_address),
		cmocka_unit_test(addresses_with_ports),
		cmocka_unit_test(addresses_in_packets),
		cmocka_unit_test(adding_and_comparing),
		cmocka_unit_test(prefixes_in_text),
		cmocka_unit_test(what_is_no_prefix),
		cmocka_unit_test(host_bits_are_told_and_cleared),
		cmocka_unit_test(families_never_meet),
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(text_leads_back),
		cmocka_unit_test(special_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
