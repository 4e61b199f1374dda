/*
 * form.c - a form that is filled is what would have been written
 */

#include "tools/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tools/out.h"

struct thing {
	const char *kind; /* the same for all that share a form */
	const char *name;
	uint64_t n;
};

static void
put_name(struct emit *j, const void *of)
{
	emit_string(j, ((const struct thing *)of)->name);
}

/* A value with an inside. */
static void
put_numbers(struct emit *j, const void *of)
{
	const struct thing *t = of;

	emit_array(j);
	for (uint64_t i = 0; i < t->n; i++)
		emit_uint(j, i);
	emit_array_end(j);
}

static void
put_thing(struct emit *j, const void *of)
{
	const struct thing *t = of;

	emit_object(j);
	form_put(j, "name", put_name, t);
	emit_put_string(j, "kind", t->kind);
	emit_key(j, "more");
	emit_array(j);
	form_value(j, put_numbers, t);
	emit_string(j, t->kind);
	form_value(j, put_name, t);
	emit_array_end(j);
	emit_object_end(j);
}

/* All of them, in one document, by a form or without. */
static const char *
written(struct arena *a, const struct thing *t, size_t n, bool pretty, bool by)
{
	struct out *o = out_open_memory(false);
	const struct form *form = NULL;
	const char *text;
	struct emit j;
	size_t len;

	emit_init(&j, o, pretty);
	emit_object(&j);
	emit_key(&j, "things");
	emit_array(&j);
	for (size_t i = 0; i < n; i++) {
		if (by && form == NULL)
			form = form_new(a, &j, put_thing, &t[i]);
		if (by)
			form_fill(form, &j, &t[i]);
		else
			put_thing(&j, &t[i]);
	}
	emit_array_end(&j);
	emit_put_bool(&j, "end", true);
	emit_object_end(&j);
	emit_done(&j);
	text = arena_strdup(a, out_memory(o, &len));
	out_close(o);
	return text;
}

static void
test_same_text(void **state)
{
	static const struct thing things[] = { { "a \"kind\"", "first", 2 },
		{ "a \"kind\"", NULL, 0 }, { "a \"kind\"", "\x01\xff", 12 } };
	struct arena *a = arena_new();

	(void)state;
	for (int pretty = 0; pretty < 2; pretty++)
		for (size_t n = 0; n <= 3; n++)
			assert_string_equal(written(a, things, n, pretty, true),
			    written(a, things, n, pretty, false));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
