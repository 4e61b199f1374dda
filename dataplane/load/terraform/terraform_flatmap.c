/*
 * terraform_flatmap.c - attributes of Terraform states of version 3
 *
 * A key is a path of words between dots.  NAME.# makes NAME a list, whose
 * items come under numbers or hashes; NAME.% makes it a map, whose keys may
 * have dots themselves.
 */

#include "dataplane/load/terraform/terraform_flatmap.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { WORD = 256, DEEPEST = 16 };

/* Is there a key that says that the first n bytes of key are a map? */
static bool
is_map(const json_t *flat, const char *key, size_t n)
{
	char sign[WORD * 2];

	if (n + 3 > sizeof(sign))
		return false;
	snprintf(sign, sizeof(sign), "%.*s.%%", (int)n, key);
	return json_object_get(flat, sign) != NULL;
}

/* The object under a word, made if it is not there; null: it is no object. */
static json_t *
below(json_t *o, const char *word)
{
	json_t *v = json_object_get(o, word);

	if (v)
		return json_is_object(v) ? v : NULL;
	json_object_set_new(o, word, json_object());
	return json_object_get(o, word);
}

static void
put(json_t *tree, const json_t *flat, const char *key, json_t *value)
{
	const char *at = key, *dot;
	char word[WORD];
	int depth = 0;

	while ((dot = strchr(at, '.')) && tree) {
		size_t n = (size_t)(dot - at);

		if (n >= sizeof(word) || ++depth > DEEPEST)
			return;
		memcpy(word, at, n);
		word[n] = '\0';
		tree = below(tree, word);
		at = dot + 1;
		if (is_map(flat, key, (size_t)(dot - key)))
			break;
	}
	if (tree && strcmp(at, "%") != 0 && json_object_get(tree, at) == NULL)
		json_object_set(tree, at, value);
}

/* An object with the member "#" is the list of its other members. */
static json_t *
with_lists(const json_t *v)
{
	bool list = json_object_get(v, "#") != NULL;
	json_t *to = list ? json_array() : json_object(), *part;
	const char *key;

	json_object_foreach ((json_t *)v, key, part) {
		json_t *new;

		if (strcmp(key, "#") == 0)
			continue;
		new =
		    json_is_object(part) ? with_lists(part) : json_incref(part);
		if (list)
			json_array_append_new(to, new);
		else
			json_object_set_new(to, key, new);
	}
	return to;
}

json_t *
tf_unflatten(const json_t *flat)
{
	json_t *tree = json_object(), *lists, *v;
	const char *key;

	json_object_foreach ((json_t *)flat, key, v)
		if (json_is_string(v))
			put(tree, flat, key, v);
	lists = with_lists(tree);
	json_decref(tree);
	return lists;
}
