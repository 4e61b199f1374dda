#ifndef DATAPLANE_NODES_ROUTE_TABLE_H
#define DATAPLANE_NODES_ROUTE_TABLE_H

/*
 * route_table.h - route tables
 */

#include "dataplane/compile.h"

struct route_cfg {
	struct prefix prefix;
	enum route_origin origin;
	const char *to;     /* as written: a block or a list's name */
	const char *via;    /* the target's name, "local" or "blackhole" */
	struct where where; /* of the route, or of what made it */
	uint32_t target;    /* node; NODE_NONE: local or blackhole */
	uint32_t subnet;    /* the node of the target's subnet, or NODE_NONE */
	bool local, blackhole;
	bool shadowed; /* propagated, inside the VPC's own blocks */
	bool derived;  /* an entry of a list that is only derived */
};

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

#endif /* DATAPLANE_NODES_ROUTE_TABLE_H */
