#ifndef DATAPLANE_NODES_SUBNET_H
#define DATAPLANE_NODES_SUBNET_H

/*
 * subnet.h - a subnet: its network ACL and its route table at work
 */

#include "dataplane/world.h"

enum subnet_side {
	SUBNET_OUT = 1, /* from an interface in it, to its router */
	SUBNET_TRANSIT, /* from the transit gateway's interface in it */
};

struct subnet_cfg {
	const struct subnet *subnet;
	uint32_t vpc, network_acl, route_table; /* nodes */
	uint32_t multicast; /* node of its multicast domain, or NODE_NONE */
};

/* Is it an address of one of the subnet's blocks? */
bool subnet_holds(const struct subnet_cfg *, struct ip);

/*
 * A packet is about to enter the subnet, from a subnet, gateway or interface:
 * asks the network ACL, unless the packet comes from this very subnet.  False
 * if it was dropped.
 */
bool subnet_admit(struct resolver *, uint32_t subnet, uint32_t from);

/*
 * An interface of this subnet sends: straight to a neighbour in the same
 * subnet, else to the subnet's router.
 */
void subnet_send(struct resolver *, uint32_t subnet);

#endif /* DATAPLANE_NODES_SUBNET_H */
