#ifndef DATAPLANE_NODES_MULTICAST_DOMAIN_H
#define DATAPLANE_NODES_MULTICAST_DOMAIN_H

/*
 * multicast_domain.h - multicast by a transit gateway
 *
 * A packet for a group is sent once for each of its members: which copy it is,
 * the upper half of the side says by which it stands at its sender
 * (INTERFACE_SEND), and further on.
 */

#include "dataplane/compile.h"

/* The interface at the current node, in this subnet, which has a domain, sends
 * to a group: this copy is on its way. */
void multicast_domain_send(struct resolver *, uint32_t subnet);

/* The copies of such a packet: one for each member but its sender; at least 1. */
uint32_t multicast_copies(
    const struct snap *, const struct place *sender, struct ip dst);

/* The same packet as its n-th copy. */
struct place multicast_copy(struct place sender, uint32_t n);

/* The domain of a subnet in this configuration: a node, or NODE_NONE. */
uint32_t multicast_domain_in(struct compiler *, const struct object *subnet);

#endif /* DATAPLANE_NODES_MULTICAST_DOMAIN_H */
