#ifndef DATAPLANE_NODES_ROUTE_SERVER_H
#define DATAPLANE_NODES_ROUTE_SERVER_H

/*
 * route_server.h - VPC route servers
 */

#include "dataplane/model/route_server.h"
#include "dataplane/nodes/route_list.h"

/* Appends the routes that the route servers of its VPC write into a table: of
 * those servers that go before VPN gateways, or of the others. */
void route_servers_add(struct compiler *, const struct object *table,
    bool preferred, struct route_cfg **, size_t *n);

#endif /* DATAPLANE_NODES_ROUTE_SERVER_H */
