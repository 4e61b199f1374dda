#ifndef DATAPLANE_LOAD_RESOURCE_FIELDS_H
#define DATAPLANE_LOAD_RESOURCE_FIELDS_H

/*
 * resource_fields.h - the scenario language as a table: resources that are
 * shared by PrivateLink
 */

#include "dataplane/load/fields.h"

extern const struct object_type resource_gateway_type;
extern const struct object_type resource_configuration_type;

#endif /* DATAPLANE_LOAD_RESOURCE_FIELDS_H */
