#ifndef DATAPLANE_MODEL_MULTICAST_H
#define DATAPLANE_MODEL_MULTICAST_H

/*
 * multicast.h - multicast domains of a transit gateway
 *
 * The only multicast there is in AWS: what an interface in a subnet that is
 * associated with a domain sends to a group, the gateway copies to each member of
 * the group (Transit Gateway Guide, "Multicast on transit gateways").
 */

#include "dataplane/model/model.h"

struct multicast_group {
	struct where where;
	struct ip ip;
	struct refs members; /* interfaces: registered, or joined by IGMPv2 */
	struct refs sources; /* interfaces that may send, if they are static */
};

struct multicast_domain {
	struct object o;
	struct transit_gateway *gateway;
	bool igmpv2, static_sources;
	struct refs associations; /* subnets */
	struct multicast_group *groups;
	size_t ngroups;
};

struct linker;
void link_multicast_domain(struct linker *, struct multicast_domain *);

/* The domain with which a subnet is associated, or null.  After model_link(). */
const struct multicast_domain *
multicast_domain_of(const struct model *, const struct object *subnet);

/* The gateway's attachment of the subnet's VPC, or null. */
const struct tgw_attachment *multicast_attachment(
    const struct multicast_domain *, const struct object *subnet);

#endif /* DATAPLANE_MODEL_MULTICAST_H */
