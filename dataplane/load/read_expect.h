#ifndef DATAPLANE_LOAD_READ_EXPECT_H
#define DATAPLANE_LOAD_READ_EXPECT_H

/*
 * read_expect.h - what a test expects
 */

#include "dataplane/load/read.h"

/*
 * Reads a map of facts and adds them to the array at `at`: a pointer to struct
 * expectation with its count behind it.  Which keys and values there are is
 * said by the type of the field.
 */
void read_expect(
    struct reader *, const struct field *, void *at, const struct value *v);

#endif /* DATAPLANE_LOAD_READ_EXPECT_H */
