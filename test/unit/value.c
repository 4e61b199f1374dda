/*
 * value.c - reading YAML and JSON into a tree of values
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/value.h"
#include "dataplane/load/yaml.h"
#include "test/unit/value_fixture.h"

static const struct value *
parse(struct fixture *f, const char *text)
{
	return yaml_read_memory(
	    "t.yaml", text, strlen(text), f->arena, f->errs);
}

static const struct value *
parse_good(struct fixture *f, const char *text)
{
	const struct value *v = parse(f, text);

	assert_non_null(v);
	assert_int_equal(errs_size(f->errs), 0);
	return v;
}

static void
at(struct where w, int line, int col)
{
	assert_string_equal(w.file, "t.yaml");
	assert_int_equal(w.line, line);
	assert_int_equal(w.col, col);
}

static void
test_places(void **state)
{
	const struct value *v = parse_good(*state,
	    "a: 1\n"
	    "b:\n"
	    "  - {c: \"x\", d: ~}\n"
	    "  -\n"
	    "e: [1,\n"
	    "  two]\n");
	const struct value *b = value_get(v, "b");

	assert_int_equal(v->n, 3);
	at(v->map[0].where, 1, 1);
	at(v->map[0].value->where, 1, 4);
	at(b->where, 3, 3);
	at(b->list[0]->map[1].where, 3, 14);
	assert_int_equal(b->list[0]->map[1].value->type, VALUE_NULL);
	assert_int_equal(b->list[1]->type, VALUE_NULL);
	at(value_get(v, "e")->list[1]->where, 6, 3);
}

static void
test_scalars(void **state)
{
	static const struct {
		const char *text;
		enum value_type type;
		const char *is;
	} t[] = {
		{ "x", VALUE_PLAIN, "x" },
		{ "443", VALUE_PLAIN, "443" },
		{ "\"443\"", VALUE_QUOTED, "443" },
		{ "'it''s'", VALUE_QUOTED, "it's" },
		{ "!!str 443", VALUE_QUOTED, "443" },
		{ "!!int 443", VALUE_PLAIN, "443" },
		{ "null", VALUE_NULL, "null" },
		{ "~", VALUE_NULL, "~" },
		{ "", VALUE_NULL, "" },
		{ "\"\"", VALUE_QUOTED, "" },
		{ "no", VALUE_PLAIN, "no" },
		{ "2600:1f18::/56", VALUE_PLAIN, "2600:1f18::/56" },
		{ "|\n  a\n  b\n", VALUE_QUOTED, "a\nb\n" },
		{ "\"\\u00e9\"", VALUE_QUOTED, "\xc3\xa9" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const char *text = arena_printf(f->arena, "k: %s", t[i].text);
		const struct value *v = value_get(parse_good(f, text), "k");

		assert_int_equal(v->type, t[i].type);
		assert_string_equal(v->text, t[i].is);
	}
}

static void
test_booleans(void **state)
{
	const struct value *v =
	    parse_good(*state, "[true, False, TRUE, yes, \"true\", 1]");
	bool yes;

	assert_true(value_bool(v->list[0], &yes) && yes);
	assert_true(value_bool(v->list[1], &yes) && !yes);
	assert_true(value_bool(v->list[2], &yes) && yes);
	for (size_t i = 3; i < v->n; i++)
		assert_false(value_bool(v->list[i], &yes));
}

static void
test_json(void **state)
{
	const struct value *v = parse_good(*state,
	    "{\n\t\"a\": [1, true, null],\n\t\"b\": {\"c\": \"\\t\"}\n}\n");

	assert_int_equal(value_get(v, "a")->n, 3);
	assert_string_equal(value_get(value_get(v, "b"), "c")->text, "\t");
}

static void
test_items(void **state)
{
	const struct value *v = parse_good(*state, "{a: [x, y], b: z, c: }");

	assert_int_equal(value_items(value_get(v, "a")), 2);
	assert_string_equal(value_item(value_get(v, "a"), 1)->text, "y");
	assert_int_equal(value_items(value_get(v, "b")), 1);
	assert_string_equal(value_item(value_get(v, "b"), 0)->text, "z");
	assert_int_equal(value_items(value_get(v, "c")), 0);
	assert_null(value_get(v, "d"));
	assert_null(value_get(value_get(v, "a"), "d"));
}

static void
test_aliases(void **state)
{
	const struct value *v = parse_good(*state,
	    "base: &base {a: 1, b: 2}\n"
	    "same: *base\n"
	    "more: {b: 3, <<: *base, c: 4}\n"
	    "most: {<<: [{b: 5, d: 6}, *base], x1: 0, x2: 0, x3: 0}\n");
	const struct value *more = value_get(v, "more");
	const struct value *most = value_get(v, "most");

	assert_ptr_equal(value_get(v, "same"), value_get(v, "base"));
	assert_int_equal(more->n, 3);
	assert_string_equal(value_get(more, "a")->text, "1");
	assert_string_equal(value_get(more, "b")->text, "3");
	assert_int_equal(most->n, 6);
	assert_string_equal(value_get(most, "b")->text, "5");
	assert_string_equal(value_get(most, "a")->text, "1");
}

static void
test_describe(void **state)
{
	static const struct {
		const char *text, *is;
	} t[] = {
		{ "x", "\"x\"" },
		{ "[]", "a list" },
		{ "{}", "a map" },
		{ "~", "nothing" },
		{ "\"a\\nb\"", "\"a b\"" },
	};
	struct fixture *f = *state;
	const char *longest = "k: x";
	char buf[VALUE_DESCRIBE];

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const char *text = arena_printf(f->arena, "k: %s", t[i].text);
		const struct value *v = value_get(parse_good(f, text), "k");

		assert_string_equal(value_describe(v, buf), t[i].is);
	}
	/* Cut between characters, never inside one. */
	for (size_t i = 0; i < 40; i++)
		longest = arena_printf(f->arena, "%s\xc3\xa9", longest);
	value_describe(value_get(parse_good(f, longest), "k"), buf);
	assert_int_equal(strlen(buf), 1 + 1 + 2 * 29 + 4);
}

static void
test_nothing_in_it(void **state)
{
	assert_int_equal(parse_good(*state, "")->type, VALUE_NULL);
	assert_int_equal(parse_good(*state, "# words\n")->type, VALUE_NULL);
}

/* Each text has one mistake at this place. */
static void
test_mistakes(void **state)
{
	static const struct {
		const char *text;
		int line, col;
		const char *says;
	} t[] = {
		{ "a: 1\nb: 2\na: 3\n", 3, 1,
		    "the key \"a\" is there twice, first at line 1" },
		{ "a: [1, 2\nb: 3\n", 3, 1, "closing bracket" },
		{ "a: b: c\n", 1, 5, "nested block mapping" },
		{ "a:\n\t- b\n", 2, 1, "tab" },
		{ "a: 1\n---\nb: 2\n", 2, 1, "a second document" },
		{ "a: &x [*x]\n", 1, 9, "\"*x\" would contain itself" },
		{ "a: *y\n", 1, 5, "no \"&y\" before this \"*y\"" },
		{ "a: !Ref b\n", 1, 9, "the tag \"!Ref\" has no meaning" },
		{ "a: {<<: 3}\n", 1, 9, "takes a map" },
		{ "a: \"x\\0\"\n", 1, 4, "NUL" },
		{ "a: 1\nb: \xff\n", 2, 4, "UTF-8" },
		{ "a: \xc0\xaf\n", 1, 4, "UTF-8" },
		{ "? [a]\n: b\n", 1, 3, "a key must be a single word" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct problem *p;

		parse(f, t[i].text);
		assert_int_equal(errs_size(f->errs), i + 1);
		p = errs_get(f->errs, i);
		if (strstr(p->text, t[i].says) == NULL)
			fail_msg("%s says %s", t[i].text, p->text);
		at(p->where, t[i].line, t[i].col);
	}
}

/* More than a few keys are looked up by another way. */
static void
test_many_duplicates(void **state)
{
	struct fixture *f = *state;
	const char *text = "";
	const struct value *v;

	for (int i = 0; i < 40; i++)
		text = arena_printf(f->arena, "%sk%d: %d\n", text, i % 30, i);
	v = parse(f, text);
	assert_int_equal(errs_count(f->errs), 10);
	assert_int_equal(v->n, 30);
	assert_string_equal(value_get(v, "k3")->text, "3");
	assert_int_equal(errs_get(f->errs, 0)->where.line, 31);
}

static void
test_nesting_is_bounded(void **state)
{
	struct fixture *f = *state;
	char text[100000];

	memset(text, '[', sizeof(text));
	assert_null(
	    yaml_read_memory("t.yaml", text, sizeof(text), f->arena, f->errs));
	assert_int_equal(errs_count(f->errs), 1);
	assert_non_null(strstr(errs_get(f->errs, 0)->text, "nested"));
}

static void
test_aliases_are_bounded(void **state)
{
	struct fixture *f = *state;
	const char *text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";

	for (int i = 1; i < 30; i++)
		text = arena_printf(f->arena,
		    "%sa%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d]\n", text, i, i,
		    i - 1, i - 1, i - 1, i - 1, i - 1);
	assert_null(parse(f, text));
	assert_int_equal(errs_count(f->errs), 1);
	assert_non_null(strstr(errs_get(f->errs, 0)->text, "aliases"));
}

static void
test_no_file(void **state)
{
	struct fixture *f = *state;
	struct where nowhere = { .file = NULL };
	struct where by = { .file = "a.yaml", .line = 2, .col = 3 };

	assert_null(yaml_read("no/such.yaml", nowhere, f->arena, f->errs));
	assert_null(yaml_read("no/such.yaml", by, f->arena, f->errs));
	assert_int_equal(errs_count(f->errs), 2);
	assert_string_equal(errs_get(f->errs, 0)->where.file, "no/such.yaml");
	assert_string_equal(errs_get(f->errs, 1)->where.file, "a.yaml");
	assert_non_null(strstr(errs_get(f->errs, 1)->text, "no/such.yaml"));
}

int
main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_places),
		TEST(test_scalars),
		TEST(test_booleans),
		TEST(test_json),
		TEST(test_items),
		TEST(test_aliases),
		TEST(test_describe),
		TEST(test_nothing_in_it),
		TEST(test_mistakes),
		TEST(test_many_duplicates),
		TEST(test_nesting_is_bounded),
		TEST(test_aliases_are_bounded),
		TEST(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
