#ifndef DATAPLANE_NODES_ROUTE_TABLE_H
#define DATAPLANE_NODES_ROUTE_TABLE_H

/*
 * route_table.h - route tables
 */

#include "dataplane/nodes/route_list.h"

struct route_table_cfg;

/* The route that a packet with this key takes, or null. */
const struct route_cfg *
route_table_lookup(const struct route_table_cfg *, const struct flow_key *);

/*
 * Sends the packet on by this route (route_table_lookup's answer), from the
 * subnet where it stands now: to the route's target, or to the interface of
 * the VPC that holds the destination.
 */
void route_table_forward(
    struct resolver *, uint32_t table, const struct route_cfg *, uint32_t vpc);

/* The edge route table of a gateway: its node, or NODE_NONE. */
uint32_t route_table_of_gateway(const struct object *gateway);

/*
 * What arrives by a gateway: to where its edge route table leads, if it has
 * one (a node), else to the interface of the VPC that holds the destination.
 */
void route_table_enter(struct resolver *, uint32_t table, uint32_t vpc);

/* Does an edge route table lead this address's traffic to an appliance? */
bool route_table_redirects(
    const struct resolver *, uint32_t table, struct ip private_ip);

#endif /* DATAPLANE_NODES_ROUTE_TABLE_H */
