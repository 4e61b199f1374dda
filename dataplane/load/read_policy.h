#ifndef DATAPLANE_LOAD_READ_POLICY_H
#define DATAPLANE_LOAD_READ_POLICY_H

/*
 * read_policy.h - policies, and what a request tells
 */

#include "dataplane/load/read.h"

/* Is the field of a kind that is read here? */
bool read_policy_is(const struct field *);

/* Reads v as the field says and stores it at `at`. */
void read_policy(
    struct reader *, const struct field *, void *at, const struct value *v);

#endif /* DATAPLANE_LOAD_READ_POLICY_H */
