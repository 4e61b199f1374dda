#ifndef DATAPLANE_LOAD_WRITE_H
#define DATAPLANE_LOAD_WRITE_H

/*
 * write.h - a model as a scenario, by the table of the language
 *
 * The inverse of read.h: it goes through the same tables (fields.h), so that a
 * key which the loader knows is written too.  What has the value that a missing
 * key means is left out.  It is for a model that is not linked yet: what
 * model_link() fills in nobody has written.  Loading what is written gives the same model, and writing that gives the
 * same text.
 */

#include <stdbool.h>
#include <stdio.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/load/value.h"
#include "dataplane/model/model.h"

/*
 * Writes a model that is not linked.  folder is where the file will be, for the names of
 * captures in tests are relative to it.  What the language cannot say is added
 * to errs as a warning.  0, or -1 if writing failed.
 */
int
write_scenario(FILE *, const struct model *, const char *folder, struct errs *);

/*
 * What is said of one object, without the objects in it: a map of its keys, in
 * the arena; null: nothing.  The model may be linked.
 */
const struct value *
write_object_keys(struct arena *, const struct model *, const struct object *);

/* --- between the files write*.c ------------------------------------------ */

struct writer {
	const struct model *model;
	struct arena *arena;
	const char *folder;
	struct errs *errs;
	struct children *children; /* null: without the objects in objects */
};

/* What is written: an object, or a struct that is no object. */
struct source {
	const struct object_type *type;
	const void *object;
	const void *initial; /* what a new one is like; null: zeros */
	struct where where;
};

/* The value of a field; null if the key need not be there. */
const struct value *
write_value(struct writer *, const struct source *, const struct field *);

/* Is there a way to write this kind?  There is one for every kind. */
bool write_knows(enum field_kind);

/* What a test expects: struct expectation * and count. */
const struct value *write_expect(struct writer *, const void *at);

/* Policies and the keys of requests (write_policy.c). */
const struct value *
write_policy(struct writer *, const struct field *, const void *at);

/* A copy whose texts get quotes where they need them. */
const struct value *write_copy(struct writer *, const struct value *);

/* Building blocks. */
const struct value *write_plain(struct writer *, const char *);
const struct value *write_text(struct writer *, const char *);
struct value *write_map(struct writer *);
struct value *write_list(struct writer *);
void write_entry(
    struct writer *, struct value *map, const char *key, const struct value *);
void write_item(struct writer *, struct value *list, const struct value *);

#endif /* DATAPLANE_LOAD_WRITE_H */
