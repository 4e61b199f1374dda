#ifndef DATAPLANE_LOAD_READ_VALUE_H
#define DATAPLANE_LOAD_READ_VALUE_H

/*
 * read_value.h - one value to one member of a struct
 */

#include "dataplane/load/read.h"

/*
 * Reads v as the field says and stores it in the object of the scope.  A value
 * of the wrong form is an error that says what was expected; the member then
 * stays as it is.
 */
void read_value(struct reader *, const struct scope *, const struct field *,
    const struct value *v);

/* Stores a number in a member of any integer type. */
void read_store(void *object, struct member, int64_t);

/*
 * The value of a word of FIELD_ENUM.  0, or -1 with the error that these words
 * were expected; *value is then that of the nearest word, and unchanged if none
 * is near.
 */
int read_word(
    struct reader *, const struct word *, const struct value *v, int *value);

#endif /* DATAPLANE_LOAD_READ_VALUE_H */
