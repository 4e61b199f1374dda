/*
 * test/unit/tsresol.c - tsresol
 */

#include "pcap/tsresol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>

#include "test/unit/seed.h"

/* In long double: exact to about 64 bits. */
static void
clocks_agree_with_floating_point(void **state)
{
	struct rng rng = seeded(__func__);

	(void)state;
	for (int i = 0; i < 100000; i++) {
		bool binary = rng_below(&rng, 2);
		unsigned n = rng_below(&rng, binary ? 64 : 20);
		struct tsresol r = TSRESOL_DEFAULT;
		uint64_t ticks = rng_next(&rng) >> rng_below(&rng, 64);
		long double second = 1, expected;
		int64_t got;

		for (unsigned k = 0; k < n; k++)
			second *= binary ? 2 : 10;
		assert_int_equal(
		    tsresol_set(&r, (uint8_t)(n | (binary ? 0x80 : 0))), 0);
		r.offset = (int64_t)rng_below(&rng, 2000) - 1000;
		expected =
		    ((long double)ticks / second + (long double)r.offset) *
		    1e9L;
		got = tsresol_time(&r, ticks).ns;
		if (expected > (long double)(INT64_MAX / 2))
			expected = (long double)(INT64_MAX / 2);
		assert_true((long double)got - expected < 2 &&
		    (long double)got - expected > -2);
	}
}

static void
clocks_stay_in_range(void **state)
{
	struct tsresol r = TSRESOL_DEFAULT;

	(void)state;
	assert_int_equal(tsresol_time(&r, UINT64_MAX).ns, INT64_MAX / 2);
	r.offset = INT64_MIN;
	assert_int_equal(tsresol_time(&r, 5).ns, -(INT64_MAX / 2));
	r.offset = INT64_MAX;
	assert_int_equal(tsresol_time(&r, 5).ns, INT64_MAX / 2);
	assert_int_equal(tsresol_set(&r, 20), -1);
	assert_int_equal(tsresol_set(&r, 0x80 | 64), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_agree_with_floating_point),
		cmocka_unit_test(clocks_stay_in_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
