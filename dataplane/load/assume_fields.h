#ifndef DATAPLANE_LOAD_ASSUME_FIELDS_H
#define DATAPLANE_LOAD_ASSUME_FIELDS_H

/*
 * assume_fields.h - the scenario language as a table: what is assumed
 */

#include "dataplane/load/fields.h"

extern const struct object_type assume_type;

#endif /* DATAPLANE_LOAD_ASSUME_FIELDS_H */
