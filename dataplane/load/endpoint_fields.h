#ifndef DATAPLANE_LOAD_ENDPOINT_FIELDS_H
#define DATAPLANE_LOAD_ENDPOINT_FIELDS_H

/*
 * endpoint_fields.h - the scenario language as a table: endpoints and NAT
 * gateways, which have interfaces in subnets
 */

#include "dataplane/load/fields.h"

/* An interface of something that has one in each of its subnets. */
extern const struct object_type zone_type;

extern const struct object_type nat_gateway_type, endpoint_type;

#endif /* DATAPLANE_LOAD_ENDPOINT_FIELDS_H */
