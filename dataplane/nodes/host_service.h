#ifndef DATAPLANE_NODES_HOST_SERVICE_H
#define DATAPLANE_NODES_HOST_SERVICE_H

/*
 * host_service.h - what the host under an instance serves: DNS, metadata, time
 */

#include "dataplane/nodes/vpc.h"

/*
 * Is the packet, from an interface in this VPC and subnet, for a host-served
 * address?  Then its journey ends here: it is delivered, with answers entering
 * at answer_side of the interface, or dropped, and the answer is true.
 */
bool host_service_takes(struct resolver *, const struct vpc_cfg *,
    const struct subnet *, uint16_t answer_side);

/* DHCP is asked by broadcast and multicast, which else nobody hears. */
bool host_service_is_dhcp(const struct resolver *);

/* Its name ("imds", "route53-resolver"), or null for any other address. */
const char *
host_service_name(const struct vpc_cfg *, const struct subnet *, struct ip);

#endif /* DATAPLANE_NODES_HOST_SERVICE_H */
