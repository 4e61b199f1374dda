/*
 * traffic_path.c - by which way a packet leaves its VPC, as AWS numbers them
 *
 * What the route says: to the router of the subnet it is given, whether it gets
 * further or not.  To a neighbour in the subnet, too, it is the same VPC.
 */

#include "dataplane/records/traffic_path.h"

#include <string.h>

#include "dataplane/nodes/route_table.h"

static enum traffic_path
by_peering(const struct peering *p)
{
	const struct vpc *a = (const struct vpc *)p->between.v[0].object;
	const struct vpc *b = (const struct vpc *)p->between.v[1].object;

	return strcmp(a->region, b->region) == 0 ? TRAFFIC_PEERING
						 : TRAFFIC_PEERING_REGION;
}

static enum traffic_path
by_target(const struct object *o, bool nitro)
{
	switch (o->kind) {
	case OBJ_INTERFACE:
	case OBJ_NAT_GATEWAY:
		return TRAFFIC_SAME_VPC;
	case OBJ_ENDPOINT:
		if (((const struct endpoint *)o)->type != ENDPOINT_GATEWAY)
			return TRAFFIC_SAME_VPC;
		return nitro ? TRAFFIC_GATEWAY_ENDPOINT : TRAFFIC_GATEWAY_OLD;
	case OBJ_INTERNET_GATEWAY:
		return nitro ? TRAFFIC_INTERNET_GATEWAY : TRAFFIC_GATEWAY_OLD;
	case OBJ_VPN_GATEWAY:
		return TRAFFIC_VPN_GATEWAY;
	case OBJ_PEERING:
		return by_peering((const struct peering *)o);
	default:
		return TRAFFIC_UNKNOWN;
	}
}

/* Null: there is none. */
static const struct route_table *
table_of(const struct log_interface *e)
{
	if (e->subnet)
		return subnet_route_table(e->subnet);
	return e->owner->kind == OBJ_NAT_GATEWAY
	    ? (const struct route_table *)((const struct nat_gateway *)e->owner)
		  ->route_table.object
	    : NULL;
}

static bool
is_neighbour(const struct log_interface *e, struct ip dst)
{
	for (size_t i = 0; e->subnet && i < e->subnet->cidr.n; i++)
		if (prefix_has(e->subnet->cidr.v[i].prefix, dst))
			return true;
	return false;
}

enum traffic_path
traffic_path_of(const struct snap *s, const struct log_interface *e,
    const struct flow_key *k)
{
	const struct route_table *t = table_of(e);
	const struct route_cfg *route;

	if (is_neighbour(e, k->dst))
		return TRAFFIC_SAME_VPC;
	if (t == NULL)
		return TRAFFIC_UNKNOWN;
	route = route_table_lookup(s->node[node_of(&t->o)].cfg, k);
	if (route == NULL || route->blackhole)
		return TRAFFIC_UNKNOWN;
	if (route->target == NODE_NONE)
		return TRAFFIC_SAME_VPC;
	return by_target(
	    world_of(s)->model->objects[route->target - 1], e->nitro);
}
