#ifndef DATAPLANE_NODES_GATEWAY_H
#define DATAPLANE_NODES_GATEWAY_H

/*
 * gateway.h - sides by which packets enter the gateways between a VPC and what
 * is outside
 */

#include "dataplane/world.h"

enum gateway_side {
	/* SIDE_IN: a route of the VPC leads here */
	GATEWAY_INGRESS = 1, /* from outside towards the VPC */
	GATEWAY_ANSWER,      /* from a service behind it */
	GATEWAY_TELLS,       /* its own message to a sender in the VPC */
	GATEWAY_MULTICAST,   /* a packet for a group; which copy */
};

/*
 * Does a private address belong to an interface, NAT gateway or the like of
 * the VPC?  Gateways refuse the rest as spoofed.
 */
bool gateway_knows(
    const struct resolver *, const struct vpc *, struct ip private_ip);

/* The node of the VPC that an object is in. */
static inline uint32_t
vpc_node_of(const struct object *o)
{
	return node_of(&o->vpc->o);
}

#endif /* DATAPLANE_NODES_GATEWAY_H */
