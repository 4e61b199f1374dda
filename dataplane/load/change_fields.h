#ifndef DATAPLANE_LOAD_CHANGE_FIELDS_H
#define DATAPLANE_LOAD_CHANGE_FIELDS_H

/*
 * change_fields.h - the scenario language as a table: changes over time
 */

#include "dataplane/load/fields.h"

extern const struct object_type change_type;

#endif /* DATAPLANE_LOAD_CHANGE_FIELDS_H */
