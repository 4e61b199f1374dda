#ifndef DATAPLANE_LOAD_VPC_FIELDS_H
#define DATAPLANE_LOAD_VPC_FIELDS_H

/*
 * vpc_fields.h - the scenario language as a table: VPCs and what is in them
 */

#include "dataplane/load/fields.h"

extern const struct object_type vpc_type;

#endif /* DATAPLANE_LOAD_VPC_FIELDS_H */
