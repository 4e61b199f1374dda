#ifndef DATAPLANE_NODES_TGW_ATTACHMENT_H
#define DATAPLANE_NODES_TGW_ATTACHMENT_H

/*
 * tgw_attachment.h - attachments of a transit gateway, and their zones
 */

#include "dataplane/nodes/firewall.h"
#include "dataplane/world.h"

struct tgw_attachment_cfg {
	const struct tgw_attachment *attachment;
	uint32_t to; /* node of the VPC, the connection or the other gateway; of
		      * a network function its own */
	uint32_t table;         /* node, or NODE_NONE: not associated */
	const uint32_t *subnet; /* nodes; of a VPC */
	size_t nsubnets;
	struct firewall_cfg firewall; /* of a network function */
};

/*
 * The subnet by which what a subnet of the VPC sends enters: the one in its
 * zone; NODE_NONE if there is none.  A subnet whose zone is not known is taken
 * to be in any.
 */
uint32_t tgw_attachment_way_in(const struct resolver *,
    const struct tgw_attachment_cfg *, uint32_t sender_subnet);

/*
 * The subnet by which a packet leaves to the VPC.  way_in: the subnet by which
 * it has entered, NODE_NONE if that was not from a VPC.  Tells a hop and marks
 * what had to be assumed.
 */
uint32_t
tgw_attachment_way_out(struct resolver *, uint32_t attachment, uint32_t way_in);

#endif /* DATAPLANE_NODES_TGW_ATTACHMENT_H */
