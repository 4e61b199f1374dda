#ifndef DATAPLANE_MODEL_LINK_TRANSIT_H
#define DATAPLANE_MODEL_LINK_TRANSIT_H

/*
 * link_transit.h - transit gateways: what their parts refer to
 */

#include "dataplane/model/link/link_ref.h"

/*
 * After sites have found what they are connected to.  Makes what AWS makes:
 * the attachment of a site that only says where it is connected, the far end
 * of a peering attachment, and the default route table of a gateway without
 * tables, with which all attachments are associated and to which all but
 * peerings propagate.
 */
void link_transit_gateways(struct linker *);

/* A static route of a transit gateway's table. */
void
link_tgw_route(struct linker *, const struct tgw_route_table *, struct route *);

/*
 * Marks the groups that an outbound rule names in vain: those of a VPC that is
 * no peer (Transit Gateway Guide, security group referencing: inbound rules
 * only).
 */
void link_out_of_reach(struct model *);

#endif /* DATAPLANE_MODEL_LINK_TRANSIT_H */
