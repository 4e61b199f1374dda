#ifndef DATAPLANE_LOAD_INTERFACE_FIELDS_H
#define DATAPLANE_LOAD_INTERFACE_FIELDS_H

/*
 * interface_fields.h - the scenario language as a table: network interfaces
 */

#include "dataplane/load/fields.h"

extern const struct object_type interface_type;

#endif /* DATAPLANE_LOAD_INTERFACE_FIELDS_H */
