#ifndef DATAPLANE_NODES_TGW_ROUTE_TABLE_H
#define DATAPLANE_NODES_TGW_ROUTE_TABLE_H

/*
 * tgw_route_table.h - route tables of a transit gateway
 */

#include "dataplane/world.h"

/*
 * The attachment (its node) by which the packet leaves, as this table (a node)
 * says; NODE_NONE: it has been dropped.
 */
uint32_t tgw_route_table_decide(struct resolver *, uint32_t table);

/* Has the table (a node) a route to an attachment for this address? */
bool
tgw_route_table_leads(const struct resolver *, uint32_t table, struct ip dst);

#endif /* DATAPLANE_NODES_TGW_ROUTE_TABLE_H */
