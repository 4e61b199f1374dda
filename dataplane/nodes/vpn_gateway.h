#ifndef DATAPLANE_NODES_VPN_GATEWAY_H
#define DATAPLANE_NODES_VPN_GATEWAY_H

/*
 * vpn_gateway.h - virtual private gateways
 */

#include "dataplane/world.h"

/* Does the gateway announce this destination over one of its connections: an
 * address of its VPC, or of another site? */
bool vpn_gateway_leads(const struct resolver *, uint32_t gateway,
    uint32_t connection, struct ip dst);

#endif /* DATAPLANE_NODES_VPN_GATEWAY_H */
