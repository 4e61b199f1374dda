/*
 * test/unit/flow_table.c - the flows of a replay, as they are kept
 *
 * The twin is an array that is searched from one end to the other.
 */

#include "dataplane/flow_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "test/unit/seed.h"

enum { KEYS = 300, ROOM = 60 };

struct known {
	struct flow_key key;
	uint64_t number;
	vtime seen;
	bool indexed; /* no later flow has its key */
};

struct both {
	struct flow_table t;
	struct known twin[ROOM];
	uint32_t n;
	uint64_t numbers;
	vtime now;
	struct rng r;
};

/* A few ends only, so that keys are each other's reverse, or their own. */
static struct flow_key
key_of(uint32_t n, bool back)
{
	struct flow_key k = { .src = ip_from4(n % 10),
		.dst = ip_from4(n / 10 % 10),
		.sport = (uint16_t)(n / 100),
		.dport = 1,
		.proto = n % 7 ? PROTO_TCP : PROTO_ICMP };

	if (k.proto == PROTO_ICMP) {
		k.dport = 0;
		k.icmp_type = ICMP4_ECHO_REQUEST;
	}
	return back ? flow_key_reverse(&k) : k;
}

static struct known *
oldest(struct both *b)
{
	struct known *o = &b->twin[0];

	for (uint32_t i = 1; i < b->n; i++)
		if (b->twin[i].seen.ns < o->seen.ns ||
		    (b->twin[i].seen.ns == o->seen.ns &&
			b->twin[i].number < o->number))
			o = &b->twin[i];
	return o;
}

static bool
is_same(const struct flow_key *a, const struct flow_key *b)
{
	struct flow_key r = flow_key_reverse(b);

	return flow_key_eq(a, b) || flow_key_eq(a, &r);
}

static struct known *
find(struct both *b, const struct flow_key *k)
{
	for (uint32_t i = 0; i < b->n; i++)
		if (b->twin[i].indexed && is_same(&b->twin[i].key, k))
			return &b->twin[i];
	return NULL;
}

static void
check_oldest(struct both *b)
{
	const struct track *o = flow_table_oldest(&b->t);

	if (b->n == 0)
		assert_null(o);
	else
		assert_int_equal(o->number, oldest(b)->number);
}

static void
drop_oldest(struct both *b)
{
	check_oldest(b);
	if (b->n == 0)
		return;
	flow_table_drop_oldest(&b->t);
	*oldest(b) = b->twin[b->n - 1];
	b->n--;
}

static void
add(struct both *b, const struct flow_key *k)
{
	struct known *w, *before;

	assert_int_equal(flow_table_has_room(&b->t), b->n < ROOM);
	if (b->n == ROOM) {
		check_oldest(b);
		w = oldest(b);
	} else {
		w = &b->twin[b->n++];
	}
	w->indexed = false;
	before = find(b, k);
	if (before)
		before->indexed = false;
	*w = (struct known){ *k, ++b->numbers, b->now, true };
	flow_table_add(&b->t, k, w->number, b->now);
}

static void
look_up(struct both *b, const struct flow_key *k)
{
	const struct known *w = find(b, k);
	struct flow_probe p;
	struct track *t;
	bool back = false;

	flow_table_probe(&b->t, k, &p);
	t = flow_table_find(&b->t, &p, &back);
	if (w == NULL) {
		assert_null(t);
		return;
	}
	assert_non_null(t);
	assert_int_equal(t->number, w->number);
	assert_int_equal(back, !flow_key_eq(&w->key, k));
}

static void
touch(struct both *b, const struct flow_key *k)
{
	struct known *w = find(b, k);
	struct flow_probe p;
	bool back;

	if (w == NULL)
		return;
	flow_table_probe(&b->t, k, &p);
	w->seen = b->now;
	flow_table_find(&b->t, &p, &back)->seen = b->now;
}

static void
compare_numbers(struct both *b)
{
	uint64_t number = 0, kept = 0;

	while ((number = flow_table_next(&b->t, number)) != 0) {
		assert_non_null(flow_table_get(&b->t, number));
		kept++;
	}
	assert_int_equal(kept, b->n);
	for (uint32_t i = 0; i < b->n; i++)
		assert_int_equal(
		    flow_table_get(&b->t, b->twin[i].number)->number,
		    b->twin[i].number);
}

static void
against_the_twin(void **state)
{
	struct rng r = seeded("flows");

	(void)state;
	for (int round = 0; round < 20; round++) {
		struct both b = { .r = { rng_next(&r) } };

		flow_table_init(&b.t, ROOM, rng_next(&r));
		for (int i = 0; i < 3000; i++) {
			struct flow_key k =
			    key_of(rng_below(&b.r, KEYS), one_in(&b.r, 2));

			b.now.ns += rng_below(&b.r, 2);
			look_up(&b, &k);
			if (one_in(&b.r, 3))
				add(&b, &k);
			else
				touch(&b, &k);
			if (one_in(&b.r, 50))
				check_oldest(&b);
			if (one_in(&b.r, 20))
				drop_oldest(&b);
			if (i % 200 == 0)
				compare_numbers(&b);
		}
		flow_table_fini(&b.t);
	}
}

/* The index grows under many flows of one pair of ends. */
static void
it_grows(void **state)
{
	enum { MANY = 5000 };
	struct flow_table t;
	struct flow_probe p;
	bool back;

	(void)state;
	flow_table_init(&t, MANY, 3);
	for (uint32_t i = 1; i <= MANY; i++) {
		struct flow_key k = { .src = ip_from4(i), .proto = 17 };

		flow_table_add(&t, &k, i, (vtime){ i });
	}
	for (uint32_t i = 1; i <= MANY; i++) {
		struct flow_key k = { .src = ip_from4(i), .proto = 17 };

		flow_table_probe(&t, &k, &p);
		assert_int_equal(flow_table_find(&t, &p, &back)->number, i);
	}
	assert_int_equal(flow_table_oldest(&t)->number, 1);
	flow_table_fini(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
