#ifndef DATAPLANE_LOAD_BALANCER_FIELDS_H
#define DATAPLANE_LOAD_BALANCER_FIELDS_H

/*
 * balancer_fields.h - the scenario language as a table: load balancers and
 * endpoint services
 */

#include "dataplane/load/fields.h"

extern const struct object_type load_balancer_type;
extern const struct object_type endpoint_service_type;

/* An interface of one in a subnet. */
extern const struct object_type balancer_node_type;

#endif /* DATAPLANE_LOAD_BALANCER_FIELDS_H */
