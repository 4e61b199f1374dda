/*
 * test/unit/link.c - a link that takes time
 *
 * The twin keeps when each packet had left, and reckons in floating point.
 */

#include "core/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "test/unit/seed.h"

enum { MOST = 2000 };

/* A packet that had left at `left`, after `bytes` of sending. */
struct sent {
	int64_t left;
	uint32_t bytes;
	uint64_t id;
};

struct twin {
	struct link_spec spec;
	struct sent v[MOST];
	size_t n, arrived;
};

static int64_t
time_to_send(const struct twin *t, uint32_t bytes)
{
	double ns = t->spec.bits_per_second
	    ? (double)bytes * 8e9 / (double)t->spec.bits_per_second
	    : 0;
	int64_t whole = (int64_t)ns;

	return whole < ns ? whole + 1 : whole;
}

/* What of the packets has not been sent by now. */
static uint64_t
waiting(const struct twin *t, int64_t now)
{
	int64_t busy = t->n ? t->v[t->n - 1].left - now : 0;

	if (busy <= 0 || t->spec.bits_per_second == 0)
		return 0;
	return (uint64_t)((double)busy * (double)t->spec.bits_per_second / 8e9);
}

static bool
twin_send(struct twin *t, int64_t now, const struct packet *p)
{
	int64_t start = now;

	if (t->spec.queue_bytes &&
	    waiting(t, now) + p->len > t->spec.queue_bytes)
		return false;
	if (t->n && t->v[t->n - 1].left > now)
		start = t->v[t->n - 1].left;
	t->v[t->n++] =
	    (struct sent){ start + time_to_send(t, p->len), p->len, p->id };
	return true;
}

static void
expect_arrivals(struct twin *t, struct link *l, int64_t now)
{
	const struct in_flight *f;

	while ((f = link_first(l)) && f->at.ns <= now) {
		assert_true(t->arrived < t->n);
		assert_int_equal(f->packet.id, t->v[t->arrived].id);
		assert_int_equal(
		    f->at.ns, t->v[t->arrived].left + t->spec.latency.ns);
		t->arrived++;
		link_take(l);
	}
	if (t->arrived < t->n)
		assert_true(t->v[t->arrived].left + t->spec.latency.ns > now);
}

static struct link_spec
some_link(struct rng *r)
{
	/* Nanoseconds a byte are whole numbers: exact in floating point. */
	static const uint64_t rates[] = { 0, 8000000000, 1000000000,
		125000000 };

	return (struct link_spec){
		.latency = { one_in(r, 3) ? 0 : rng_below(r, 100000) },
		.bits_per_second = rates[rng_below(r, 4)],
		.queue_bytes = one_in(r, 2) ? 0 : 1500 + rng_below(r, 20000),
	};
}

static void
against_the_twin(void **state)
{
	struct rng r = seeded("link");
	static struct twin t;

	(void)state;
	for (int round = 0; round < 100; round++) {
		struct link_spec spec = some_link(&r);
		struct link *l = link_new(spec);
		int64_t now = 0;

		t = (struct twin){ .spec = spec };
		for (uint64_t id = 0; id < MOST; id++) {
			struct packet p = { .len = 40 + rng_below(&r, 1460),
				.id = id };

			now += one_in(&r, 3) ? 0 : rng_below(&r, 3000);
			expect_arrivals(&t, l, now);
			assert_int_equal(link_send(l, (vtime){ now }, &p),
			    twin_send(&t, now, &p));
		}
		expect_arrivals(&t, l, INT64_MAX);
		assert_int_equal(t.arrived, t.n);
		assert_null(link_first(l));
		link_free(l);
	}
}

static void
latency_rate_and_queue(void **state)
{
	struct link *l = link_new((struct link_spec){
	    .latency = { 1000000 },
	    .bits_per_second = 1000000, /* 8 us a byte */
	    .queue_bytes = 250,
	});
	struct packet p = { .len = 100 };

	(void)state;
	assert_true(link_send(l, (vtime){ 0 }, &p));
	assert_int_equal(link_first(l)->at.ns, 1800000);
	assert_true(link_send(l, (vtime){ 0 }, &p));
	assert_false(link_send(l, (vtime){ 0 }, &p));     /* 200 wait */
	assert_true(link_send(l, (vtime){ 400000 }, &p)); /* 150 wait */
	link_take(l);
	assert_int_equal(link_first(l)->at.ns, 2600000);
	link_take(l);
	assert_int_equal(link_first(l)->at.ns, 3400000);
	link_take(l);
	assert_null(link_first(l));
	link_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(latency_rate_and_queue),
		cmocka_unit_test(against_the_twin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
