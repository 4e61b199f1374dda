#ifndef DATAPLANE_LOAD_PUBLIC_ACCESS_FIELDS_H
#define DATAPLANE_LOAD_PUBLIC_ACCESS_FIELDS_H

/*
 * public_access_fields.h - the scenario language as a table: Block Public
 * Access
 */

#include "dataplane/load/fields.h"

extern const struct object_type block_public_access_type;

/* In changes: the mode from now on. */
extern const struct object_type set_public_access_type;

#endif /* DATAPLANE_LOAD_PUBLIC_ACCESS_FIELDS_H */
