/*
 * test/unit/events.c - what happens next
 *
 * The twin is a list that is looked through for the least.
 */

#include "core/events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "test/unit/seed.h"

enum { MOST = 300 };

struct twin {
	struct event v[MOST];
	size_t n;
};

static bool
earlier(const struct event *a, const struct event *b)
{
	if (a->at.ns != b->at.ns)
		return a->at.ns < b->at.ns;
	return a->rank < b->rank;
}

/* Of equal ones the first: they stand in the order of their arrival. */
static size_t
twin_next(const struct twin *t)
{
	size_t least = 0;

	for (size_t i = 1; i < t->n; i++)
		if (earlier(&t->v[i], &t->v[least]))
			least = i;
	return least;
}

static struct event
twin_pop(struct twin *t)
{
	size_t at = twin_next(t);
	struct event e = t->v[at];

	for (t->n--; at < t->n; at++)
		t->v[at] = t->v[at + 1];
	return e;
}

static void
same(struct event a, struct event b)
{
	assert_int_equal(a.at.ns, b.at.ns);
	assert_int_equal(a.rank, b.rank);
	assert_int_equal(a.source, b.source);
}

static struct event
some_event(struct rng *r)
{
	int64_t at = (int64_t)rng_below(r, 40) - 20;

	if (one_in(r, 50))
		at = one_in(r, 2) ? INT64_MAX : INT64_MIN;
	return (struct event){ .at = { at },
		.rank = (uint8_t)(one_in(r, 20) ? 255 : rng_below(r, 3)),
		.source =
		    one_in(r, 20) ? EVENT_SOURCES - 1 : rng_below(r, 1000) };
}

static void
turn(struct rng *r, struct events *q, struct twin *t)
{
	struct event e = some_event(r), got;
	bool fuller = t->n < MOST && (t->n == 0 || one_in(r, 2));

	if (fuller) {
		events_push(q, e);
		t->v[t->n++] = e;
	} else if (one_in(r, 2)) {
		assert_true(events_peek(q, &got));
		same(got, twin_pop(t));
		events_replace(q, e);
		t->v[t->n++] = e;
	} else {
		assert_true(events_pop(q, &got));
		same(got, twin_pop(t));
	}
	assert_int_equal(events_pending(q), t->n);
}

static void
against_the_twin(void **state)
{
	struct rng r = seeded("events");

	(void)state;
	for (int round = 0; round < 50; round++) {
		struct events *q =
		    events_new(round % 2 ? UINT32_MAX - 1000 : 0);
		struct twin t = { .n = 0 };
		struct event got;

		for (int i = 0; i < 2000; i++)
			turn(&r, q, &t);
		while (t.n > 0) {
			assert_true(events_pop(q, &got));
			same(got, twin_pop(&t));
		}
		assert_false(events_pop(q, &got));
		assert_false(events_peek(q, &got));
		events_free(q);
	}
}

static void
ranks_and_arrival_at_one_time(void **state)
{
	struct events *q = events_new(0);
	const uint8_t rank[] = { 2, 1, 2, 0, 1 };
	const uint32_t order[] = { 3, 1, 4, 0, 2 };
	struct event e;

	(void)state;
	for (uint32_t i = 0; i < 5; i++)
		events_push(q,
		    (struct event){
			.at = { 7 }, .rank = rank[i], .source = i });
	for (int i = 0; i < 5; i++) {
		assert_true(events_pop(q, &e));
		assert_int_equal(e.source, order[i]);
	}
	events_free(q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks_and_arrival_at_one_time),
		cmocka_unit_test(against_the_twin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
