/*
 * service_network.c - service networks (AWS::VpcLattice::ServiceNetwork), their
 * services and endpoints
 *
 * No packet meets one: each service and resource of a network has an endpoint of
 * its own, wherever the network is reached (interface_endpoint.c).
 */

#include "dataplane/classes.h"

const struct object_class service_network_class = {
	.node = { "service-network", NULL },
	.kind = OBJ_SERVICE_NETWORK,
};

const struct object_class lattice_service_class = {
	.node = { "lattice-service", NULL },
	.kind = OBJ_LATTICE_SERVICE,
};

static bool
is_whole(const struct object *o)
{
	return ((const struct endpoint *)o)->type == ENDPOINT_SERVICE_NETWORK;
}

const struct object_class service_network_endpoint_class = {
	.node = { "service-network-endpoint", NULL },
	.kind = OBJ_ENDPOINT,
	.is = is_whole,
};
