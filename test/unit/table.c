/*
 * test/unit/table.c - the hash table that state lives in
 *
 * The twin is an array with a place for each key there is.
 */

#include "core/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "test/unit/seed.h"

enum { KEYS = 400, LIFE = 10 };

struct entry {
	uint64_t key[2];
	vtime last;
	uint32_t value;
};

struct twin {
	bool there;
	vtime last;
	uint32_t value;
};

struct both {
	struct table t;
	struct twin twin[KEYS];
	vtime now;
	struct rng r;
};

static unsigned long asked;

static bool
is_dead(vtime last, vtime now)
{
	return now.ns - last.ns >= LIFE;
}

static bool
dead(void *aux, void *entry, vtime now)
{
	(void)aux;
	asked++;
	return is_dead(((const struct entry *)entry)->last, now);
}

static struct entry *
find(const struct table *t, uint64_t key)
{
	return table_find(t, (uint64_t[2]){ key, ~key });
}

static struct entry *
insert(struct table *t, uint64_t key, vtime now)
{
	return table_insert(t, (uint64_t[2]){ key, ~key }, now);
}

static void
put(struct both *b, uint32_t key)
{
	struct entry *e = find(&b->t, key);
	struct twin *w = &b->twin[key];

	if (e == NULL) {
		e = insert(&b->t, key, b->now);
		assert_int_equal(e->value, 0);
		assert_int_equal(e->last.ns, 0);
	}
	*w = (struct twin){ true, b->now, rng_below(&b->r, 1000) };
	e->last = w->last;
	e->value = w->value;
}

static void
drop(struct both *b, uint32_t key)
{
	struct entry *e = find(&b->t, key);

	if (e)
		table_delete(&b->t, e);
	b->twin[key].there = false;
	assert_null(find(&b->t, key));
}

/* What lives must be found; what is dead may be. */
static void
compare(const struct both *b, bool swept)
{
	size_t cursor = 0, seen = 0, found = 0;

	for (uint32_t key = 0; key < KEYS; key++) {
		const struct entry *e = find(&b->t, key);
		const struct twin *w = &b->twin[key];
		bool alive = w->there && !is_dead(w->last, b->now);

		if (alive || e) {
			assert_non_null(e);
			assert_true(w->there);
			assert_int_equal(e->key[0], key);
			assert_int_equal(e->key[1], ~(uint64_t)key);
			assert_int_equal(e->value, w->value);
			assert_int_equal(e->last.ns, w->last.ns);
			found++;
		}
		if (swept && !alive)
			assert_null(e);
	}
	while (table_next(&b->t, &cursor) != NULL)
		seen++;
	assert_int_equal(seen, found);
	assert_int_equal(b->t.n, found);
}

static void
act(struct both *b, uint32_t keys)
{
	uint32_t what = rng_below(&b->r, 100), key = rng_below(&b->r, keys);

	if (what < 60) {
		put(b, key);
	} else if (what < 90) {
		drop(b, key);
	} else if (what < 97) {
		b->now.ns += rng_below(&b->r, 3);
	} else {
		table_sweep(&b->t, b->now);
		compare(b, true);
	}
}

/* Key spaces from 1, where nothing collides, to some that make it grow. */
static void
against_the_twin(void **state)
{
	struct rng r = seeded("table");

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct both b = { .r = { rng_next(&r) } };
		uint32_t keys = 1 + rng_below(&r, round % 2 ? 47 : KEYS);

		table_init(&b.t, 16, sizeof(struct entry), rng_next(&r));
		if (round % 3)
			table_reclaims(&b.t, dead, NULL);
		for (int i = 0; i < 1500; i++) {
			if (round % 3)
				act(&b, keys);
			else if (one_in(&r, 3))
				drop(&b, rng_below(&r, keys));
			else
				put(&b, rng_below(&r, keys));
			if (i % 8 == 0)
				compare(&b, false);
		}
		table_fini(&b.t);
	}
}

/*
 * A table of 64 with as many entries as it holds without growing: probes run
 * into each other and around the end, and each deletion closes a gap.
 */
static void
deletion_closes_gaps(void **state)
{
	struct rng r = seeded("gaps");

	(void)state;
	for (int round = 0; round < 500; round++) {
		struct both b = { .r = r };
		uint32_t order[48] = { 0 };

		table_init(&b.t, 16, sizeof(struct entry), rng_next(&r));
		for (uint32_t i = 0; i < 48; i++) {
			uint32_t j = rng_below(&r, i + 1);

			order[i] = order[j];
			order[j] = i;
			put(&b, i);
		}
		assert_int_equal(b.t.index.mask, 63);
		for (uint32_t i = 0; i < 48; i++) {
			drop(&b, order[i]);
			for (uint32_t j = i + 1; j < 48; j++)
				assert_non_null(find(&b.t, order[j]));
		}
		assert_int_equal(b.t.n, 0);
		table_fini(&b.t);
	}
}

static void
sweep_leaves_the_living(void **state)
{
	struct rng r = seeded("sweep");

	(void)state;
	for (int round = 0; round < 500; round++) {
		struct both b = { .r = { rng_next(&r) } };

		table_init(&b.t, 16, sizeof(struct entry), rng_next(&r));
		table_reclaims(&b.t, dead, NULL);
		for (uint32_t i = 0; i < 48; i++) {
			b.now.ns = rng_below(&r, 2 * LIFE);
			put(&b, i);
		}
		b.now.ns = 2 * LIFE;
		table_sweep(&b.t, b.now);
		compare(&b, true);
		table_fini(&b.t);
	}
}

/* One dies for each that comes: reclaiming must not look at all of them each
 * time. */
static void
steady_state_is_cheap(void **state)
{
	enum { INSERTS = 50000 };
	struct table t;

	(void)state;
	for (int64_t life = 40; life < 10000; life = life * 5 / 4) {
		int64_t step = LIFE * 1000 / life;

		table_init(&t, 16, sizeof(struct entry), 1);
		table_reclaims(&t, dead, NULL);
		asked = 0;
		for (int64_t i = 0; i < INSERTS; i++) {
			vtime now = { i * step / 1000 };
			struct entry *e = insert(&t, (uint64_t)i, now);

			e->last = now;
		}
		assert_true(asked < 8ul * INSERTS);
		table_fini(&t);
	}
}

/* An entry keeps its slot, however the table grows. */
static void
slots_stay(void **state)
{
	enum { N = 100000 };
	uint32_t slot[N];
	struct table t;

	(void)state;
	table_init(&t, 16, sizeof(struct entry), 1);
	for (uint32_t i = 0; i < N; i++)
		slot[i] = table_slot(&t, insert(&t, i, (vtime){ 0 }));
	for (uint32_t i = 0; i < N; i += 2)
		table_delete(&t, table_at(&t, slot[i]));
	for (uint32_t i = 0; i < N; i++) {
		uint64_t key[2] = { i, ~(uint64_t)i };
		struct entry *e = table_find(&t, key);

		assert_ptr_equal(e, i % 2 ? table_at(&t, slot[i]) : NULL);
		assert_ptr_equal(table_find_near(&t, key, slot[i]), e);
		assert_ptr_equal(table_find_near(&t, key, slot[0]), e);
		assert_ptr_equal(table_find_near(&t, key, 2 * N), e);
	}
	assert_null(table_at(&t, slot[0]));
	assert_null(table_at(&t, N));
	table_fini(&t);
}

static void
the_seed_changes_no_order(void **state)
{
	struct table a, b;
	size_t ca = 0, cb = 0;

	(void)state;
	table_init(&a, 16, sizeof(struct entry), 1);
	table_init(&b, 16, sizeof(struct entry), 2);
	for (uint64_t i = 0; i < 40; i++) {
		insert(&a, i, (vtime){ 0 });
		insert(&b, i, (vtime){ 0 });
	}
	for (int i = 0; i < 40; i++) {
		const struct entry *ea = table_next(&a, &ca);
		const struct entry *eb = table_next(&b, &cb);

		assert_int_equal(ea->key[0], eb->key[0]);
	}
	assert_null(table_next(&a, &ca));
	table_fini(&a);
	table_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_the_twin),
		cmocka_unit_test(deletion_closes_gaps),
		cmocka_unit_test(sweep_leaves_the_living),
		cmocka_unit_test(steady_state_is_cheap),
		cmocka_unit_test(slots_stay),
		cmocka_unit_test(the_seed_changes_no_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
