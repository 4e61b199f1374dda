/*
 * test/unit/lpm.c - longest-prefix match
 *
 * The twin is a list that is looked through from end to end.
 */

#include "core/lpm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "test/unit/seed.h"

enum { MOST = 60 };

static struct ip
ip_of(const char *text)
{
	struct ip ip;

	assert_true(ip_parse(text, &ip));
	return ip;
}

static struct lpm_entry
entry(const char *text, uint32_t value)
{
	struct lpm_entry e = { .value = value };

	assert_int_equal(prefix_parse(text, &e.prefix), PREFIX_OK);
	return e;
}

static uint32_t
twin_lookup(const struct lpm_entry *e, size_t n, struct ip ip)
{
	const struct lpm_entry *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (prefix_has(e[i].prefix, ip) &&
		    (best == NULL || e[i].prefix.len > best->prefix.len))
			best = &e[i];
	return best ? best->value : LPM_NONE;
}

static void
the_empty_table(void **state)
{
	struct arena *a = arena_new();
	const struct lpm *t = lpm_new(a, NULL, 0);

	(void)state;
	assert_int_equal(lpm_lookup(t, ip_of("10.0.0.1")), LPM_NONE);
	assert_int_equal(lpm_lookup(t, ip_of("::")), LPM_NONE);
	arena_free(a);
}

static void
longest_wins(void **state)
{
	const struct lpm_entry e[] = { entry("10.0.0.0/16", 1),
		entry("10.0.0.0/8", 2), entry("0.0.0.0/0", 3),
		entry("10.0.128.0/17", 4), entry("::/0", 5),
		entry("10.0.255.255/32", 6) };
	struct arena *a = arena_new();
	const struct lpm *t = lpm_new(a, e, sizeof(e) / sizeof(e[0]));

	(void)state;
	assert_int_equal(lpm_lookup(t, ip_of("10.0.0.0")), 1);
	assert_int_equal(lpm_lookup(t, ip_of("10.0.127.255")), 1);
	assert_int_equal(lpm_lookup(t, ip_of("10.0.128.0")), 4);
	assert_int_equal(lpm_lookup(t, ip_of("10.0.255.254")), 4);
	assert_int_equal(lpm_lookup(t, ip_of("10.0.255.255")), 6);
	assert_int_equal(lpm_lookup(t, ip_of("10.1.0.0")), 2);
	assert_int_equal(lpm_lookup(t, ip_of("9.255.255.255")), 3);
	assert_int_equal(lpm_lookup(t, ip_of("255.255.255.255")), 3);
	assert_int_equal(lpm_lookup(t, ip_of("2600::1")), 5);
	arena_free(a);
}

static void
the_earlier_of_two_equal_ones(void **state)
{
	const struct lpm_entry e[] = { entry("10.0.0.0/8", 7),
		entry("10.0.0.0/8", 8), entry("10.0.0.0/24", 9),
		entry("10.0.0.0/8", 10) };
	struct arena *a = arena_new();
	const struct lpm *t = lpm_new(a, e, sizeof(e) / sizeof(e[0]));

	(void)state;
	assert_int_equal(lpm_lookup(t, ip_of("10.9.0.0")), 7);
	assert_int_equal(lpm_lookup(t, ip_of("10.0.0.9")), 9);
	arena_free(a);
}

/* Every length at once: the deepest nesting there is. */
static void
all_lengths(void **state)
{
	struct lpm_entry e[129];
	struct ip ones = { UINT64_MAX, UINT64_MAX };
	struct arena *a = arena_new();
	const struct lpm *t;

	(void)state;
	for (uint32_t len = 0; len <= 128; len++)
		e[len] =
		    (struct lpm_entry){ prefix_of(ones, (uint8_t)len), len };
	t = lpm_new(a, e, 129);
	assert_int_equal(lpm_lookup(t, ones), 128);
	assert_int_equal(lpm_lookup(t, ip_of("::")), 0);
	for (uint32_t len = 0; len < 128; len++) {
		struct ip at = ones;

		if (len < 64)
			at.hi ^= (uint64_t)1 << (63 - len);
		else
			at.lo ^= (uint64_t)1 << (127 - len);
		assert_int_equal(lpm_lookup(t, at), len);
	}
	arena_free(a);
}

/* A few bits at each end of the address are free, so that prefixes nest and
 * touch, at both ends of the address space too. */
static struct prefix
some_prefix(struct rng *r)
{
	uint64_t bits = one_in(r, 4) ? UINT64_MAX : rng_next(r);
	uint32_t v4 = (uint32_t)bits & 0xc000000f;

	if (one_in(r, 8))
		return prefix_of(ip_from4(v4), (uint8_t)(96 + rng_below(r, 3)));
	if (one_in(r, 2))
		return prefix_of(ip_from4(one_in(r, 4) ? UINT32_MAX : v4),
		    (uint8_t)(96 + rng_below(r, 33)));
	return prefix_of(
	    (struct ip){ bits & 0xc000000000000003,
		one_in(r, 4) ? UINT64_MAX : rng_next(r) & 0xc000000000000003 },
	    (uint8_t)rng_below(r, 129));
}

static void
expect_as_twin(
    const struct lpm *t, const struct lpm_entry *e, size_t n, struct ip ip)
{
	assert_int_equal(lpm_lookup(t, ip), twin_lookup(e, n, ip));
}

/* In any number, and of one family for long enough to be looked up at once. */
static void
look_for_many(struct rng *r, const struct lpm *t)
{
	struct ip ip[MOST] = { 0 };
	uint32_t value[MOST + 1];
	size_t n = rng_below(r, MOST + 1);
	bool mixed = one_in(r, 2);

	for (size_t i = 0; i < n; i++)
		do {
			ip[i] = prefix_last(some_prefix(r));
		} while (!mixed && !ip_is4(ip[i]));
	value[n] = 12345;
	lpm_lookup_many(t, ip, value, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(value[i], lpm_lookup(t, ip[i]));
	assert_int_equal(value[n], 12345);
}

static void
look_everywhere(
    struct rng *r, const struct lpm *t, const struct lpm_entry *e, size_t n)
{
	const struct ip minus1 = { UINT64_MAX, UINT64_MAX };

	for (size_t i = 0; i < n; i++) {
		struct ip first = prefix_first(e[i].prefix);
		struct ip last = prefix_last(e[i].prefix);

		expect_as_twin(t, e, n, first);
		expect_as_twin(t, e, n, last);
		expect_as_twin(t, e, n, ip_add(last, 1));
		expect_as_twin(t, e, n,
		    (struct ip){ first.hi - (first.lo == 0), first.lo - 1 });
	}
	for (int i = 0; i < 50; i++)
		expect_as_twin(t, e, n, prefix_last(some_prefix(r)));
	look_for_many(r, t);
	expect_as_twin(t, e, n, (struct ip){ 0, 0 });
	expect_as_twin(t, e, n, minus1);
	expect_as_twin(t, e, n, ip_from4(0));
	expect_as_twin(t, e, n, ip_from4(UINT32_MAX));
}

static void
against_the_twin(void **state)
{
	struct rng r = seeded("lpm");
	struct arena *a = arena_new();

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct lpm_entry e[MOST];
		size_t n = rng_below(&r, MOST + 1);

		for (size_t i = 0; i < n; i++)
			e[i] = (struct lpm_entry){ some_prefix(&r),
				rng_below(&r, 5) };
		arena_reset(a);
		look_everywhere(&r, lpm_new(a, e, n), e, n);
	}
	arena_free(a);
}

/* So many that an index is made; in a few blocks, or all over. */
static void
large_tables(void **state)
{
	struct rng r = seeded("lpm, large");
	static struct lpm_entry e[600];
	struct arena *a = arena_new();

	(void)state;
	for (int round = 0; round < 60; round++) {
		uint32_t spread = one_in(&r, 2) ? UINT32_MAX : 0xff0fff0f;
		struct lpm *t;

		for (uint32_t i = 0; i < 600; i++)
			e[i] = (struct lpm_entry){
				prefix_of(
				    ip_from4((uint32_t)rng_next(&r) & spread),
				    (uint8_t)(100 + rng_below(&r, 29))),
				i
			};
		arena_reset(a);
		t = lpm_new(a, e, 600);
		look_everywhere(&r, t, e, 600);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_empty_table),
		cmocka_unit_test(longest_wins),
		cmocka_unit_test(the_earlier_of_two_equal_ones),
		cmocka_unit_test(all_lengths),
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(large_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
