#ifndef DATAPLANE_NODES_TRANSIT_GATEWAY_H
#define DATAPLANE_NODES_TRANSIT_GATEWAY_H

/*
 * transit_gateway.h - transit gateways
 */

#include "dataplane/world.h"

/*
 * Would the gateway (a node) have a way on for what comes by a connection (a
 * node) of a site for this address?  It announces to the site what the route
 * table has that the connection's attachment is associated with.
 */
bool transit_gateway_leads(const struct resolver *, uint32_t gateway,
    uint32_t connection, struct ip dst);

#endif /* DATAPLANE_NODES_TRANSIT_GATEWAY_H */
