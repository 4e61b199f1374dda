#ifndef DATAPLANE_LOAD_VPC_FIELDS_H
#define DATAPLANE_LOAD_VPC_FIELDS_H

/*
 * vpc_fields.h - the scenario language as a table: VPCs and what is in them
 */

#include "dataplane/load/fields.h"

extern const struct object_type vpc_type;

/* Routes and rules as a change gives them: read into a struct change. */
extern const struct object_type changed_route_type;
extern const struct object_type deleted_route_type;
extern const struct object_type set_rules_type;

#endif /* DATAPLANE_LOAD_VPC_FIELDS_H */
