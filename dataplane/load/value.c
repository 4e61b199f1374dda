/*
 * value.c - what a file says, before anyone knows what it means
 */

#include "dataplane/load/value.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_TEXT = 60 };

const struct value *
value_get(const struct value *v, const char *key)
{
	if (v->type != VALUE_MAP)
		return NULL;
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->map[i].key, key) == 0)
			return v->map[i].value;
	return NULL;
}

size_t
value_items(const struct value *v)
{
	if (v->type == VALUE_LIST)
		return v->n;
	return v->type == VALUE_NULL ? 0 : 1;
}

const struct value *
value_item(const struct value *v, size_t i)
{
	return v->type == VALUE_LIST ? v->list[i] : v;
}

bool
value_bool(const struct value *v, bool *yes)
{
	static const struct {
		const char *text;
		bool yes;
	} words[] = {
		{ "true", true },
		{ "True", true },
		{ "TRUE", true },
		{ "false", false },
		{ "False", false },
		{ "FALSE", false },
	};

	if (v->type != VALUE_PLAIN)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(v->text, words[i].text) == 0) {
			*yes = words[i].yes;
			return true;
		}
	return false;
}

/* How much of a text to show: never the half of a UTF-8 character. */
static size_t
shown_length(const char *text)
{
	size_t n = strlen(text);

	if (n <= LONGEST_TEXT)
		return n;
	n = LONGEST_TEXT;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void
quote(const char *text, char buf[static VALUE_DESCRIBE])
{
	size_t n = shown_length(text);

	snprintf(buf, VALUE_DESCRIBE, "\"%.*s%s\"", (int)n, text,
	    text[n] ? "..." : "");
	for (char *c = buf; *c; c++)
		if (iscntrl((unsigned char)*c))
			*c = ' ';
}

const char *
value_describe(const struct value *v, char buf[static VALUE_DESCRIBE])
{
	switch (v->type) {
	case VALUE_NULL:
		snprintf(buf, VALUE_DESCRIBE, "nothing");
		break;
	case VALUE_LIST:
		snprintf(buf, VALUE_DESCRIBE, "a list");
		break;
	case VALUE_MAP:
		snprintf(buf, VALUE_DESCRIBE, "a map");
		break;
	case VALUE_PLAIN:
	case VALUE_QUOTED:
		quote(v->text, buf);
		break;
	}
	return buf;
}
