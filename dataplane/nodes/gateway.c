/*
 * gateway.c - what the gateways between a VPC and what is outside share
 */

#include "dataplane/nodes/gateway.h"

#include "dataplane/nodes/vpc.h"

bool
gateway_knows(
    const struct resolver *r, const struct vpc *v, struct ip private_ip)
{
	return vpc_owner(r_cfg(r, node_of(&v->o)), private_ip) != NULL;
}
