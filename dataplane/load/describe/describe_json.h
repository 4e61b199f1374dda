#ifndef DATAPLANE_LOAD_DESCRIBE_JSON_H
#define DATAPLANE_LOAD_DESCRIBE_JSON_H

/*
 * describe_json.h - fields of JSON objects that may be missing or odd
 *
 * A field that is not there, or of another type, reads as the default.
 */

#include <jansson.h>
#include <stdbool.h>

/* Null if it is no string or is empty. */
const char *json_text(const json_t *, const char *key);

/* Null if it is no list; json_array_foreach() takes that for an empty one. */
json_t *json_list(const json_t *, const char *key);

/* Null if it is no object, from which everything reads as missing. */
json_t *json_part(const json_t *, const char *key);

bool json_flag(const json_t *, const char *key, bool otherwise);
int json_number(const json_t *, const char *key, int otherwise);

/* Is the field this text, in small or capital letters? */
bool json_is(const json_t *, const char *key, const char *text);

/* The value of a tag, of Tags or TagSet; null: there is none. */
const char *json_tag(const json_t *, const char *name);

#endif /* DATAPLANE_LOAD_DESCRIBE_JSON_H */
