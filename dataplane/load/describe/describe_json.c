/*
 * describe_json.c - fields of JSON objects that may be missing or odd
 */

#include "dataplane/load/describe/describe_json.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

const char *
json_text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s && *s ? s : NULL;
}

json_t *
json_list(const json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);

	return json_is_array(v) ? v : NULL;
}

json_t *
json_part(const json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);

	return json_is_object(v) ? v : NULL;
}

bool
json_flag(const json_t *o, const char *key, bool otherwise)
{
	const json_t *v = json_object_get(o, key);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

int
json_number(const json_t *o, const char *key, int otherwise)
{
	const json_t *v = json_object_get(o, key);
	json_int_t n = json_integer_value(v);

	return json_is_integer(v) && n >= -1 && n <= INT32_MAX ? (int)n
							       : otherwise;
}

bool
json_is(const json_t *o, const char *key, const char *text)
{
	const char *s = json_text(o, key);

	return s && strcasecmp(s, text) == 0;
}

const char *
json_tag(const json_t *o, const char *name)
{
	json_t *tags = json_list(o, "Tags"), *tag;
	size_t i;

	if (tags == NULL)
		tags = json_list(o, "TagSet");
	json_array_foreach (tags, i, tag) {
		const char *key = json_text(tag, "Key");

		if (key && strcmp(key, name) == 0)
			return json_text(tag, "Value");
	}
	return NULL;
}
