/*
 * emit.c - JSON as it is written, read back by a parser of others
 */

#include "tools/emit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <jansson.h>

#include "core/rng.h"
#include "tools/out.h"

static void
test_forms(void **state)
{
	struct out *o = out_open_memory(false);
	struct emit j;
	size_t len;

	(void)state;
	emit_init(&j, o, false);
	emit_object(&j);
	emit_put_string(&j, "text", "a\"b\\c\n\x01");
	emit_put_string(&j, "null", NULL);
	emit_put_uint(&j, "most", UINT64_MAX);
	emit_key(&j, "least");
	emit_int(&j, INT64_MIN);
	emit_key(&j, "list");
	emit_array(&j);
	emit_bool(&j, true);
	emit_array(&j);
	emit_array_end(&j);
	emit_array_end(&j);
	emit_object_end(&j);
	emit_done(&j);
	assert_string_equal(out_memory(o, &len),
	    "{\"text\":\"a\\\"b\\\\c\\n\\u0001\",\"null\":null,"
	    "\"most\":18446744073709551615,\"least\":-9223372036854775808,"
	    "\"list\":[true,[]]}\n");
	out_close(o);
}

static void
test_pretty(void **state)
{
	struct out *o = out_open_memory(false);
	struct emit j;
	size_t len;

	(void)state;
	emit_init(&j, o, true);
	emit_object(&j);
	emit_key(&j, "a");
	emit_array(&j);
	emit_uint(&j, 1);
	emit_uint(&j, 2);
	emit_array_end(&j);
	emit_key(&j, "b");
	emit_object(&j);
	emit_object_end(&j);
	emit_object_end(&j);
	emit_done(&j);
	assert_string_equal(out_memory(o, &len),
	    "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}\n");
	out_close(o);
}

static void
check_text(const char *text)
{
	struct out *o = out_open_memory(false);
	struct emit j;
	json_t *read;
	size_t len;

	emit_init(&j, o, false);
	emit_string(&j, text);
	emit_done(&j);
	read = json_loads(out_memory(o, &len), JSON_DECODE_ANY, NULL);
	assert_non_null(read);
	json_decref(read);
	out_close(o);
}

/* Whatever the bytes are, the line is JSON. */
static void
test_any_bytes(void **state)
{
	struct rng rng = { (uint64_t)time(NULL) };
	char text[64];

	(void)state;
	print_message("seed %llu\n", (unsigned long long)rng.state);
	for (int i = 0; i < 20000; i++) {
		uint32_t n = rng_below(&rng, sizeof(text));

		for (uint32_t k = 0; k < n; k++)
			text[k] = (char)(1 + rng_below(&rng, 255));
		text[n] = '\0';
		check_text(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_pretty),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
