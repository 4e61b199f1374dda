/*
 * test/unit/pulses.c - what keeps entries alive
 */

#include "core/pulses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const vtime idle = VTIME_SECONDS(30);

static vtime
at(int64_t seconds)
{
	return VTIME_SECONDS(seconds);
}

/* The first pulse of an entry in slot 7; its number. */
static uint32_t
begin_one(struct pulses *t, vtime now)
{
	uint32_t n;

	pulses_init(t);
	n = pulse_begin(t, 7);
	pulse_beat(t, n, now, idle);
	return n;
}

static void
live_for_less_than_its_idle_time(void **state)
{
	struct pulses t;
	uint32_t n;

	(void)state;
	n = begin_one(&t, at(100));
	assert_false(pulse_is_over(&t, n, (vtime){ at(130).ns - 1 }));
	assert_true(pulse_is_over(&t, n, at(130)));
	assert_int_equal(pulse_over_at(&t, n).ns, at(130).ns);
	pulses_fini(&t);
}

static void
who_is_alike_follows(void **state)
{
	struct pulses t;
	struct hint hint;
	uint32_t n;

	(void)state;
	n = begin_one(&t, at(0));
	hint = pulse_hint(&t, n);
	assert_true(pulse_follow(&t, hint, at(29)));
	assert_true(pulse_follow(&t, hint, at(58)));
	assert_false(pulse_follow(&t, hint, at(88)));
	pulse_beat(&t, n, at(88), idle);
	assert_true(pulse_follow(&t, hint, at(89)));
	pulse_beat(&t, n, at(90), at(31));
	assert_false(pulse_follow(&t, hint, at(90)));
	hint = pulse_hint(&t, n);
	assert_true(pulse_follow(&t, hint, at(91)));
	pulse_change(&t, n);
	assert_false(pulse_follow(&t, hint, at(91)));
	pulses_fini(&t);
}

static void
another_entrys_pulse_is_not_followed(void **state)
{
	struct pulses t;
	struct hint hint;
	uint32_t n;

	(void)state;
	n = begin_one(&t, at(0));
	hint = pulse_hint(&t, n);
	pulse_end(&t, n);
	assert_false(pulse_follow(&t, hint, at(1)));
	assert_int_equal(pulse_begin(&t, 8), n);
	pulse_beat(&t, n, at(0), idle);
	assert_false(pulse_follow(&t, hint, at(1)));
	assert_int_equal(pulse_near(&t, &hint), 8);
	pulses_fini(&t);
}

static void
there_is_room_for_many(void **state)
{
	enum { MANY = 100000 };
	struct pulses t;
	uint32_t first, last = 0;

	(void)state;
	pulses_init(&t);
	first = pulse_begin(&t, 0);
	for (uint32_t i = 1; i < MANY; i++)
		last = pulse_begin(&t, i);
	for (uint32_t n = first; n <= last; n++) {
		struct hint hint = pulse_hint(&t, n);

		assert_int_equal(pulse_slot(&t, n), n - first);
		assert_true(hint.stamp != 0);
	}
	pulses_fini(&t);
}

static void
no_stamp_is_given_twice(void **state)
{
	struct pulses t;
	uint32_t n;

	(void)state;
	pulses_init(&t);
	n = pulse_begin(&t, 0);
	t.v[n].stamp = UINT32_MAX - 2;
	pulse_change(&t, n);
	assert_int_equal(t.v[n].stamp, UINT32_MAX - 1);
	pulse_change(&t, n);
	assert_int_equal(t.v[n].stamp, 0);
	pulse_change(&t, n);
	assert_int_equal(t.v[n].stamp, 0);
	assert_false(pulse_is_alike(&t, pulse_hint(&t, n)));
	pulse_end(&t, n);
	assert_int_not_equal(pulse_begin(&t, 0), n);
	pulses_fini(&t);
}

/* Nor to those who have its number after it. */
static void
who_comes_after_is_another(void **state)
{
	enum { TIMES = 1000 };
	struct hint hint[TIMES];
	struct pulses t;

	(void)state;
	pulses_init(&t);
	for (int i = 0; i < TIMES; i++) {
		uint32_t n = pulse_begin(&t, 0);

		pulse_beat(&t, n, at(0), idle);
		hint[i] = pulse_hint(&t, n);
		assert_int_equal(n, hint[0].pulse);
		assert_true(i == 0 || hint[i].stamp > hint[i - 1].stamp);
		for (int j = 0; j < i; j++)
			assert_false(pulse_follow(&t, hint[j], at(0)));
		assert_true(pulse_follow(&t, hint[i], at(0)));
		pulse_end(&t, n);
		assert_false(pulse_is_alike(&t, hint[i]));
	}
	pulses_fini(&t);
}

/* What is over begins anew with the next packet, as another one. */
static void
what_has_stopped_is_over(void **state)
{
	struct pulses t;
	struct hint hint;
	uint32_t n;

	(void)state;
	n = begin_one(&t, at(5));
	hint = pulse_hint(&t, n);
	pulse_stop(&t, n);
	assert_true(pulse_is_over(&t, n, at(5)));
	pulse_beat(&t, n, at(5), idle);
	assert_false(pulse_is_over(&t, n, at(5)));
	assert_false(pulse_is_alike(&t, hint));
	pulses_fini(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(live_for_less_than_its_idle_time),
		cmocka_unit_test(who_is_alike_follows),
		cmocka_unit_test(another_entrys_pulse_is_not_followed),
		cmocka_unit_test(there_is_room_for_many),
		cmocka_unit_test(no_stamp_is_given_twice),
		cmocka_unit_test(who_comes_after_is_another),
		cmocka_unit_test(what_has_stopped_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
