/*
 * timestamp.c - points in time as text, there and back
 */

#include "tools/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "core/rng.h"

static void
test_known(void **state)
{
	char buf[TIMESTAMP_STRLEN];
	vtime t;

	(void)state;
	assert_string_equal(timestamp_format((vtime){ 0 }, buf),
	    "1970-01-01T00:00:00.000000000Z");
	assert_string_equal(timestamp_format((vtime){ -1 }, buf),
	    "1969-12-31T23:59:59.999999999Z");
	assert_string_equal(timestamp_format((vtime){ INT64_MAX }, buf),
	    "2262-04-11T23:47:16.854775807Z");
	assert_string_equal(timestamp_format((vtime){ INT64_MIN }, buf),
	    "1677-09-21T00:12:43.145224192Z");
	assert_true(timestamp_parse("2026-01-01", &t));
	assert_int_equal(t.ns, INT64_C(1767225600000000000));
	assert_true(timestamp_parse("2026-01-01T00:00:00.5Z", &t));
	assert_int_equal(t.ns, INT64_C(1767225600500000000));
}

static void
test_wrong(void **state)
{
	static const char *const wrong[] = { "", "now", "2026", "2026-13-01",
		"2026-00-01", "2026-01-32", "2026-01-01T",
		"2026-01-01T24:00:00Z", "2026-01-01T00:00:00",
		"2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.0000000001Z",
		"2026-01-01T00:00:00Zx", "1969-12-31", "26-01-01" };
	vtime t;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		print_message("%s\n", wrong[i]);
		assert_false(timestamp_parse(wrong[i], &t));
	}
}

static void
test_round_trip(void **state)
{
	struct rng rng = { (uint64_t)time(NULL) };
	char buf[TIMESTAMP_STRLEN];

	(void)state;
	print_message("seed %llu\n", (unsigned long long)rng.state);
	for (int i = 0; i < 100000; i++) {
		vtime t = { (int64_t)(rng_next(&rng) >> 2) }, again;

		assert_true(timestamp_parse(timestamp_format(t, buf), &again));
		assert_int_equal(t.ns, again.ns);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
