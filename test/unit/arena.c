/*
 * test/unit/arena.c - arena, err, map, spell, rng
 */

#include "core/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "core/map.h"
#include "core/spell.h"
#include "test/unit/seed.h"

/* --- arena ----------------------------------------------------------------- */

static bool
is_zero(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

/* Pieces of all sizes: zeroed, aligned, none over another; again after a
 * reset, when the memory has been written to. */
static void
pieces_are_zeroed_and_apart(void **state)
{
	enum { PIECES = 300 };
	struct rng r = seeded("arena");
	struct arena *a = arena_new();

	(void)state;
	for (int round = 0; round < 20; round++) {
		unsigned char *p[PIECES];
		size_t n[PIECES];

		for (int i = 0; i < PIECES; i++) {
			n[i] = rng_below(&r, one_in(&r, 50) ? 200000 : 300);
			p[i] = arena_alloc(a, n[i]);
			assert_int_equal((uintptr_t)p[i] % 16, 0);
			assert_true(is_zero(p[i], n[i]));
			memset(p[i], i % 255 + 1, n[i]);
		}
		for (int i = 0; i < PIECES; i++)
			for (size_t j = 0; j < n[i]; j++)
				assert_int_equal(p[i][j], i % 255 + 1);
		arena_reset(a);
	}
	arena_free(a);
	arena_free(NULL);
}

static void
reset_of_an_unused_arena(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	arena_reset(a);
	assert_non_null(arena_alloc(a, 0));
	arena_free(a);
}

static void
texts(void **state)
{
	struct arena *a = arena_new();
	char *s = arena_printf(a, "%s %d", "route", 42);

	(void)state;
	assert_string_equal(s, "route 42");
	assert_string_equal(arena_strdup(a, s), "route 42");
	assert_string_equal(arena_strndup(a, s, 5), "route");
	assert_string_equal(arena_strdup(a, ""), "");
	assert_memory_equal(arena_copy(a, "abc", 3), "abc", 3);
	assert_non_null(arena_copy(a, NULL, 0));
	assert_string_equal(s, "route 42");
	arena_free(a);
}

static void
arrays_grow(void **state)
{
	struct arena *a = arena_new();
	uint64_t *v = NULL;
	size_t n = 0;

	(void)state;
	for (uint64_t i = 0; i < 5000; i++) {
		uint64_t *last = ARENA_PUSH(a, v, n);

		assert_int_equal(*last, 0);
		*last = i * i;
	}
	assert_int_equal(n, 5000);
	for (uint64_t i = 0; i < n; i++)
		assert_int_equal(v[i], i * i);
	arena_free(a);
}

static void
the_heap(void **state)
{
	int *p = xcalloc(4, sizeof(*p));
	char *s = xstrdup("x");
	void *nothing = xmalloc(0);

	(void)state;
	assert_true(is_zero((unsigned char *)p, 4 * sizeof(*p)));
	p = xrealloc(p, 400 * sizeof(*p));
	assert_int_equal(p[3], 0);
	assert_string_equal(s, "x");
	assert_non_null(nothing);
	free(nothing);
	free(s);
	free(p);
}

/* --- err ------------------------------------------------------------------- */

static void
expect_printed(struct errs *e, const char *text)
{
	char *got = NULL;
	size_t n;
	FILE *out = open_memstream(&got, &n);

	assert_non_null(out);
	errs_print(e, out);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(got, text);
	free(got);
}

static void
problems_are_sorted_by_place(void **state)
{
	struct errs *e = errs_new();

	(void)state;
	errs_add(e, (struct where){ .file = "b.yaml", .line = 9, .col = 1 },
	    "first");
	errs_add(e, (struct where){ .file = "a.yaml", .line = 7, .col = 2 },
	    "second");
	errs_warn(e, (struct where){ .file = "b.yaml", .line = 2, .col = 5 },
	    "third");
	errs_add(e, (struct where){ .file = "a.yaml", .line = 7, .col = 1 },
	    "number %d", 4);
	errs_add(e, (struct where){ .file = "b.yaml", .line = 2, .col = 5 },
	    "fifth");
	errs_add(e, (struct where){ .file = "b.yaml", .line = 0, .col = 0 },
	    "sixth");
	errs_add(
	    e, (struct where){ .file = NULL, .line = 0, .col = 0 }, "seventh");
	errs_add(e, (struct where){ .file = "a.yaml", .line = 3, .col = 0 },
	    "eighth");
	assert_int_equal(errs_count(e), 7);
	assert_int_equal(errs_size(e), 8);
	expect_printed(e,
	    "b.yaml: error: sixth\n"
	    "b.yaml:2:5: warning: third\n"
	    "b.yaml:2:5: error: fifth\n"
	    "b.yaml:9:1: error: first\n"
	    "a.yaml:3: error: eighth\n"
	    "a.yaml:7:1: error: number 4\n"
	    "a.yaml:7:2: error: second\n"
	    "error: seventh\n");
	assert_string_equal(errs_get(e, 7)->text, "seventh");
	errs_free(e);
}

/* The order must not depend on where the other files' problems stand. */
static void
mixed_files_are_sorted_too(void **state)
{
	struct rng r = seeded("errs");
	const char *const file[] = { "x", "y", "z" };

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct errs *e = errs_new();
		size_t n = rng_below(&r, 40);

		for (size_t i = 0; i < n; i++)
			errs_add(e,
			    (struct where){ .file = file[rng_below(&r, 3)],
				.line = (int)rng_below(&r, 5),
				.col = (int)rng_below(&r, 5) },
			    "p");
		errs_sort(e);
		for (size_t i = 1; i < n; i++) {
			struct where a = errs_get(e, i - 1)->where;
			struct where b = errs_get(e, i)->where;

			if (strcmp(a.file, b.file) == 0)
				assert_true(a.line < b.line ||
				    (a.line == b.line && a.col <= b.col));
			for (size_t j = i + 1;
			     strcmp(a.file, b.file) != 0 && j < n; j++)
				assert_string_not_equal(
				    errs_get(e, j)->where.file, a.file);
		}
		errs_free(e);
	}
}

static void
a_problem_keeps_its_own_text(void **state)
{
	struct errs *e = errs_new();
	char file[] = "f.yaml";

	(void)state;
	expect_printed(e, "");
	errs_add(e, (struct where){ .file = file, .line = 1, .col = 1 },
	    "bad %s", file);
	file[0] = 'g';
	expect_printed(e, "f.yaml:1:1: error: bad f.yaml\n");
	errs_free(e);
	errs_free(NULL);
}

/* --- map ------------------------------------------------------------------- */

static void
maps_against_a_list(void **state)
{
	enum { KEYS = 500 };
	struct rng r = seeded("map");
	static int things[50];

	(void)state;
	for (int round = 0; round < 20; round++) {
		struct map *m = map_new();
		int *twin[KEYS] = { NULL };
		char key[16];

		for (int i = 0; i < 2000; i++) {
			uint32_t k = rng_below(&r, KEYS);

			twin[k] = &things[rng_below(&r, 50)];
			snprintf(key, sizeof(key), "%x", k * 7919);
			map_set(m, key, twin[k]);
		}
		for (uint32_t k = 0; k < KEYS; k++) {
			snprintf(key, sizeof(key), "%x", k * 7919);
			assert_ptr_equal(map_get(m, key), twin[k]);
		}
		assert_null(map_get(m, ""));
		map_free(m);
	}
	map_free(NULL);
}

/* --- spell ----------------------------------------------------------------- */

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* The definition, as it stands in textbooks. */
static unsigned
twin_distance(const char *a, size_t na, const char *b, size_t nb)
{
	unsigned d;

	if (na == 0 || nb == 0)
		return (unsigned)(na + nb);
	d = twin_distance(a, na - 1, b, nb - 1) + (a[na - 1] != b[nb - 1]);
	d = least(d, twin_distance(a, na - 1, b, nb) + 1);
	d = least(d, twin_distance(a, na, b, nb - 1) + 1);
	if (na > 1 && nb > 1 && a[na - 1] == b[nb - 2] &&
	    a[na - 2] == b[nb - 1])
		d = least(d, twin_distance(a, na - 2, b, nb - 2) + 1);
	return d;
}

static void
some_word(struct rng *r, char *word)
{
	size_t n = rng_below(r, 6);

	for (size_t i = 0; i < n; i++)
		word[i] = (char)('a' + rng_below(r, 3));
	word[n] = '\0';
}

static void
distances(void **state)
{
	struct rng r = seeded("spell");
	char a[8], b[8];

	(void)state;
	for (int i = 0; i < 3000; i++) {
		some_word(&r, a);
		some_word(&r, b);
		assert_int_equal(spell_distance(a, b),
		    twin_distance(a, strlen(a), b, strlen(b)));
	}
	assert_int_equal(spell_distance("Subnet", "sUBNET"), 0);
	assert_int_equal(spell_distance("kitten", "sitting"), 3);
}

static void
suggestions(void **state)
{
	char a[201], b[201];

	(void)state;
	assert_true(spell_near("protcol", "protocol"));
	assert_true(spell_near("ruote", "route"));
	assert_false(spell_near("route", "interface"));
	assert_false(spell_near("cidr", "name"));
	memset(a, 'a', 200);
	memset(b, 'b', 200);
	a[200] = b[200] = '\0';
	assert_true(spell_near(a, a));
	assert_false(spell_near(a, b));
	assert_false(spell_near(a, ""));
}

/* --- rng ------------------------------------------------------------------- */

static void
random_numbers(void **state)
{
	struct rng a = { 0 }, b = { 0 };
	unsigned count[10] = { 0 };

	(void)state;
	/* The first number of SplitMix64 from 0, as published. */
	assert_int_equal(rng_next(&a), 0xe220a8397b1dcdaf);
	assert_int_equal(rng_next(&b), 0xe220a8397b1dcdaf);
	for (int i = 0; i < 10000; i++) {
		uint32_t n = rng_below(&a, 10);

		assert_true(n < 10);
		assert_int_equal(n, rng_below(&b, 10));
		count[n]++;
	}
	for (int i = 0; i < 10; i++)
		assert_in_range(count[i], 800, 1200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_and_apart),
		cmocka_unit_test(reset_of_an_unused_arena),
		cmocka_unit_test(texts),
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(the_heap),
		cmocka_unit_test(problems_are_sorted_by_place),
		cmocka_unit_test(mixed_files_are_sorted_too),
		cmocka_unit_test(a_problem_keeps_its_own_text),
		cmocka_unit_test(maps_against_a_list),
		cmocka_unit_test(distances),
		cmocka_unit_test(suggestions),
		cmocka_unit_test(random_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
