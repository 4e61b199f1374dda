#ifndef DATAPLANE_LOAD_VALUE_H
#define DATAPLANE_LOAD_VALUE_H

/*
 * value.h - what a file says, before anyone knows what it means
 *
 * A tree of maps, lists and scalars in which each value and each key knows its
 * place in the file.  Scalars stay text: what a text means is decided by who
 * reads it, for only the reader knows what was expected.
 *
 * The tree lives in an arena and does not change once it is read.  A value
 * that the file names by an alias is shared, not copied.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

enum value_type {
	VALUE_NULL,
	VALUE_PLAIN,  /* a scalar without quotes: may be a number, true ... */
	VALUE_QUOTED, /* a scalar that is text, whatever it looks like */
	VALUE_LIST,
	VALUE_MAP
};

struct value;

/* One key of a map.  No two entries of a map have the same key. */
struct value_entry {
	const char *key;
	struct where where; /* of the key */
	const struct value *value;
};

struct value {
	enum value_type type;
	struct where where;
	const char *text; /* scalars; null for the others */
	bool block;       /* to be written over several lines (yaml_write) */
	struct value_entry *map;
	const struct value **list;
	size_t n;    /* of map or list */
	size_t size; /* values in it, itself included and aliases followed */
};

/* Text without or with quotes. */
static inline bool
value_is_scalar(const struct value *v)
{
	return v->type == VALUE_PLAIN || v->type == VALUE_QUOTED;
}

/* The value of a key; null if v is no map or has no such key. */
const struct value *value_get(const struct value *v, const char *key);

/*
 * For a list its items; for nothing none; for anything else itself, for one may
 * be written where many may be.
 */
size_t value_items(const struct value *v);
const struct value *value_item(const struct value *v, size_t i);

/* true and false as YAML 1.2 writes them; false if v is neither. */
bool value_bool(const struct value *v, bool *yes);

enum { VALUE_DESCRIBE = 80 };

/*
 * What is there, for messages: "\"10.0.0.0/33\"", "a list", "a map",
 * "nothing".  A long text is cut short.  Returns buf.
 */
const char *
value_describe(const struct value *v, char buf[static VALUE_DESCRIBE]);

#endif /* DATAPLANE_LOAD_VALUE_H */
