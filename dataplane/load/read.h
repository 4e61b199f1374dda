#ifndef DATAPLANE_LOAD_READ_H
#define DATAPLANE_LOAD_READ_H

/*
 * read.h - values to objects, by the table of the language
 *
 * Goes through the fields of an object's type, reads what is there, fills in
 * what is not, and reports every key that is unknown, missing or of the wrong
 * form.  Names stay names: model_link() finds what they mean.
 */

#include <stdbool.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/load/value.h"
#include "dataplane/model/model.h"

/* What is the same for all of a file. */
struct reader {
	struct model *model;
	struct errs *errs;
	const struct value *root; /* the file */
	bool imported; /* it shows what there is: nothing is required */
	/* Reads one included file; name is as it was written. */
	void (*include)(struct reader *, const struct value *name);
	void *context; /* of include */
};

/* The object whose fields are read. */
struct scope {
	const struct object_type *type;
	const char *name; /* null: it has none */
	struct where where;
	void *object;
	struct vpc *vpc; /* in which it is, or which it is */
	bool again;      /* it was made by another file: nothing is missing */
};

/* The fields of an object, out of a map. */
void read_fields(struct reader *, const struct scope *, const struct value *);

/*
 * Adds the error that v is not what was expected: "expected a CIDR such as
 * 10.0.0.0/16, found a list".
 */
void
read_expected(struct reader *, const struct value *v, const char *expected);

/*
 * Adds the error that a type has no such key, with the nearest one that it
 * has.
 */
void read_unknown_key(
    struct reader *, const struct scope *, const struct value_entry *);

#endif /* DATAPLANE_LOAD_READ_H */
