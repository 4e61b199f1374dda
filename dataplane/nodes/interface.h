#ifndef DATAPLANE_NODES_INTERFACE_H
#define DATAPLANE_NODES_INTERFACE_H

/*
 * interface.h - elastic network interfaces
 */

#include "dataplane/nodes/firewall.h"
#include "dataplane/nodes/security_group.h"
#include "dataplane/tables/conntrack.h"
#include "dataplane/tables/nat.h"

enum interface_side {
	/* SIDE_IN: from the network */
	INTERFACE_SEND = 1, /* its host sends a packet of its own */
	INTERFACE_FORWARD,  /* its host sends on what was not for it */
	INTERFACE_HOSTED,   /* an answer from a service of the host below */
	INTERFACE_MASKED,   /* what it sends on has its address now */
	INTERFACE_UNMASKED, /* an answer to that, for its client */
	INTERFACE_BALANCED, /* an answer to a load balancer; which one: of the
			       interface's list */
};

struct interface_cfg {
	struct conntrack_limits limits; /* first: conntrack_step reads it */
	const struct interface *interface;
	uint32_t vpc, subnet; /* nodes */
	struct sg_set groups;
	struct firewall_cfg firewall; /* for what it sends on */
	struct nat_addresses nat;     /* its own, if it is a NAT instance */
	bool down;                    /* stopped, or its zone is */
};

/* Is it one of the interface's own addresses, delegated prefixes included? */
bool interface_owns(const struct interface *, struct ip);

#endif /* DATAPLANE_NODES_INTERFACE_H */
