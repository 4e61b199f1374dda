/*
 * describe_parse.c - documents of dumps beside what jansson makes of them
 *
 * The twin reads the whole text and then takes away what should not be there.
 * Texts are random ones of the pieces that matter, many of them broken.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "dataplane/load/describe/describe_parse.h"
#include "test/unit/seed.h"

enum { TEXT = 4096, ROUNDS = 20000 };

/* --- the twin ----------------------------------------------------------- */

static bool
is_left_out(const char *key, const json_t *v, bool is_inside)
{
	if (strcmp(key, "MacAddress") == 0)
		return true;
	return is_inside &&
	    (json_is_null(v) ||
		(json_is_string(v) && json_string_length(v) == 0) ||
		(json_is_array(v) && json_array_size(v) == 0) ||
		(json_is_object(v) && json_object_size(v) == 0));
}

static json_t *
cut(const json_t *v, bool is_inside)
{
	json_t *list, *o, *part;
	const char *key;
	size_t i;

	if (json_is_array(v)) {
		list = json_array();
		json_array_foreach (v, i, part)
			json_array_append_new(list, cut(part, true));
		return list;
	}
	if (!json_is_object(v))
		return json_deep_copy(v);
	o = json_object();
	json_object_foreach ((json_t *)v, key, part) {
		json_t *less = cut(part, true);

		if (is_left_out(key, less, is_inside))
			json_decref(less);
		else
			json_object_set_new(o, key, less);
	}
	return o;
}

/* Of the keys that are drawn, Vpcs, Reservations and Instances are read,
 * Firewalls are counted, and others are kept as they are. */
static json_t *
twin(const json_t *document)
{
	json_t *o = json_object(), *part, *v;
	const char *key;
	size_t i;

	json_object_foreach ((json_t *)document, key, part) {
		json_t *list = json_array();
		bool is_read = strcmp(key, "Vpcs") == 0 ||
		    strcmp(key, "Reservations") == 0 ||
		    strcmp(key, "Instances") == 0;

		json_array_foreach (part, i, v)
			json_array_append_new(
			    list, is_read ? cut(v, false) : json_null());
		if (json_is_array(part) &&
		    (is_read || strcmp(key, "Firewalls") == 0))
			json_object_set(o, key, list);
		else
			json_object_set(o, key, part);
		json_decref(list);
	}
	return o;
}

static void
compare(const char *text)
{
	struct document_text t = { text, strlen(text), false };
	json_error_t e, own;
	size_t length;
	json_t *whole = json_loadb(text, t.n, JSON_DISABLE_EOF_CHECK, &e);
	json_t *v = parse_document(t, &length, &own);
	json_t *wanted =
	    json_is_object(whole) ? twin(whole) : json_incref(whole);

	if ((whole == NULL) != (v == NULL) || (v && !json_equal(v, wanted)) ||
	    (v && length != (size_t)e.position))
		fail_msg("not alike: %s", text);
	if (v == NULL)
		assert_true(own.text[0] && own.position >= 0 &&
		    (size_t)own.position <= t.n);
	json_decref(whole);
	json_decref(wanted);
	json_decref(v);
}

/* --- texts -------------------------------------------------------------- */

static void
add(char text[static TEXT], const char *s)
{
	if (strlen(text) + strlen(s) < TEXT)
		strcat(text, s);
}

static void
add_value(char text[static TEXT], struct rng *r, int depth)
{
	static const char *const scalars[] = { "1", "\"\"", "\"a\"", "null",
		"true", "-7", "\"10.0.0.0/16\"" };
	static const char *const keys[] = { "\"Vpcs\"", "\"Reservations\"",
		"\"Firewalls\"", "\"Instances\"", "\"MacAddress\"", "\"x\"" };
	uint32_t n = rng_below(r, 4);
	bool object = rng_below(r, 2);

	if (depth > 0 && (depth > 5 || rng_below(r, 3) == 0)) {
		add(text, scalars[rng_below(r, 7)]);
		return;
	}
	add(text, object || depth == 0 ? "{" : "[");
	for (uint32_t i = 0; i < n; i++) {
		add(text, i ? ", " : "");
		if (object || depth == 0) {
			add(text, keys[rng_below(r, 6)]);
			add(text, ":");
		}
		add_value(text, r, depth + 1);
	}
	add(text, object || depth == 0 ? "}" : "]");
}

static void
break_it(char *text, struct rng *r)
{
	static const char bytes[] = "{}[],:\"1 \\n";
	size_t n = strlen(text);

	if (n > 0 && rng_below(r, 2))
		text[rng_below(r, (uint32_t)n)] =
		    bytes[rng_below(r, sizeof(bytes) - 1)];
	else if (n > 0)
		text[rng_below(r, (uint32_t)n)] = '\0';
}

static void
test_alike(void **state)
{
	struct rng r = seeded("describe_parse");

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char text[TEXT] = "";

		add_value(text, &r, 0);
		while (one_in(&r, 2))
			break_it(text, &r);
		compare(text);
	}
}

static void
test_some(void **state)
{
	static const char *const texts[] = { "", " ", "{}", " {} {}", "[]",
		"[{\"Vpcs\":[]}]", "1", "\"a\"", "{\"Vpcs\"}", "{\"Vpcs\":}",
		"{\"Vpcs\":[", "{\"Vpcs\":[1", "{\"Vpcs\":[1,]}", "{,}",
		"{\"Vpcs\":[1 2]}", "{\"Vpcs\":[{\"a\":\"\"},{\"b\":[{}]}]}",
		"{\"Vpcs\":[],}", "{\"Vpcs\":[],\"Vpcs\":[{}]}",
		"{\"Vpcs\":{}}", "{\"\\u0000\":[]}", "{1:2}", "{\"Vpcs\":[]]" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		compare(texts[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_some),
		cmocka_unit_test(test_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
