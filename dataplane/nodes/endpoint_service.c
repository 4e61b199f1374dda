/*
 * endpoint_service.c - endpoint services (AWS::EC2::VPCEndpointService)
 *
 * No packet meets one: an endpoint's interface leads straight to a load
 * balancer behind the service, in the same Availability Zone.
 */

#include "dataplane/classes.h"

const struct object_class endpoint_service_class = {
	.node = { "endpoint-service", NULL },
	.kind = OBJ_ENDPOINT_SERVICE,
};
