#ifndef DATAPLANE_LOAD_SET_WORDS_H
#define DATAPLANE_LOAD_SET_WORDS_H

/*
 * set_words.h - the words of a change, and the values that they stand for
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/load/value.h"
#include "dataplane/model/model.h"

enum { SET_WORDS = 32 };

struct set {
	struct model *m;
	struct errs *errs;
	const char *text;
	struct {
		const char *s;
		int col;
	} word[SET_WORDS];
	size_t n;
};

/* Fills in the words; false after an error. */
bool set_split(struct set *);

/* A column of the text; and the text as the place where something comes from. */
struct where set_at(const struct set *, int col);
struct where set_made(const struct set *);

/* Values, as if a file had them. */
struct value *set_value(struct set *, enum value_type, struct where);
void set_put(struct set *, struct value *map, const char *key, int col,
    const struct value *);
struct value *set_scalar(struct set *, const char *text, int col);
struct value *set_values(struct set *, const char *text, int col);
bool set_put_keys(struct set *, struct value *map, size_t i);

/* Reads a map into an object or struct. */
void set_read(struct set *, const struct object_type *, void *object,
    const struct value *map);
const struct object_type *set_type(enum object_kind);

/* The object that word i, or a part of a word, names; null after an error,
 * which calls what was looked for `what`. */
struct object *
set_find(struct set *, size_t i, unsigned kinds, const char *what);
struct object *set_find_text(
    struct set *, const char *name, int col, unsigned kinds, const char *what);

/* The same block of addresses, or the same name. */
bool set_same_place(const char *, const char *);

/* rule ..., delete rule ... (set_rules.c) */
void set_rule(struct set *);
void set_delete_rule(struct set *);

#endif /* DATAPLANE_LOAD_SET_WORDS_H */
