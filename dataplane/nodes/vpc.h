#ifndef DATAPLANE_NODES_VPC_H
#define DATAPLANE_NODES_VPC_H

/*
 * vpc.h - a VPC: who holds which address in it
 */

#include "dataplane/world.h"

enum vpc_side {
	VPC_LOCAL = 1, /* a packet for one of the VPC's addresses */
};

struct vpc_cfg {
	const struct vpc *vpc;
	const struct lpm *owners; /* values index owner */
	const struct owner *owner;
	struct ip resolver; /* the primary IPv4 block plus two; or zero */
	uint32_t internet_gateway; /* nodes, or NODE_NONE */
	uint32_t egress_only_gateway;
};

/* Who holds this private address in the VPC, or null. */
const struct owner *vpc_owner(const struct vpc_cfg *, struct ip);

#endif /* DATAPLANE_NODES_VPC_H */
