/*
 * resource_gateway.c - resource gateways and what is reached by them
 * (AWS::VpcLattice::ResourceGateway, AWS::VpcLattice::ResourceConfiguration)
 *
 * A resource endpoint's connection comes out of the gateway of the same zone,
 * with an address and a port of that, and goes to the resource, wherever it is
 * in the VPC or behind it.  TCP only, on the resource's port; the gateway's
 * security groups judge what it sends.  Apart from that it is as a load balancer
 * with one target, and the same code (AWS PrivateLink Guide, "Access VPC
 * resources through AWS PrivateLink"; how long it remembers connections is
 * taken from there).
 */

#include "dataplane/classes.h"
#include "dataplane/nodes/load_balancer.h"

const struct object_class resource_gateway_class = {
	.node = { "resource-gateway", load_balancer_resolve },
	.kind = OBJ_RESOURCE_GATEWAY,
	.compile = load_balancer_compile,
};

/* No packet meets one, as none meets an endpoint service. */
const struct object_class resource_configuration_class = {
	.node = { "resource-configuration", NULL },
	.kind = OBJ_RESOURCE_CONFIGURATION,
};
