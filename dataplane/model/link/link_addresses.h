#ifndef DATAPLANE_MODEL_LINK_ADDRESSES_H
#define DATAPLANE_MODEL_LINK_ADDRESSES_H

/*
 * link_addresses.h - private addresses for what was given none
 */

#include "dataplane/model/model.h"

/*
 * NAT gateways get one for each public address and at least one; interface
 * endpoints and load balancers one in each of their subnets, and an IPv6 one
 * too if they are to have IPv6; interfaces one.  It is the first in the subnet
 * that AWS does not keep (VPC User Guide, "Subnet sizing") and nothing has, in
 * the order in which the objects were made; IPv6 only where the subnet has no
 * IPv4.
 */
void link_addresses(struct model *, struct errs *);

#endif /* DATAPLANE_MODEL_LINK_ADDRESSES_H */
