/*
 * tracked_always.c - flows that are tracked whatever the rules are
 *
 * An interface tracks what goes through an egress-only gateway, a NAT gateway,
 * a firewall's endpoint, a Network Load Balancer, an interface endpoint, or
 * DynamoDB's gateway endpoint, there in two entries; not what goes through that
 * of S3 (EC2 User Guide, automatically tracked connections).  Transit gateways
 * and Gateway Load Balancers stand in older lists only.
 *
 * Which it will be tells the target of the route that a packet takes, or, where
 * that only leads to its destination, who holds that; of one that has come, what
 * it has passed, or who holds its source.
 */

#include "dataplane/nodes/tracked_always.h"

#include <string.h>

#include "dataplane/classes.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"

static const struct sg_tracking by_rules = { 0 };
static const struct sg_tracking always = { .always = true };

static struct sg_tracking
older_list(const struct resolver *r)
{
	return assumed(r)->transit_gateway_tracked
	    ? (struct sg_tracking){ .always = true, .assumed = true }
	    : by_rules;
}

/* An endpoint that is the target of a route, or is called itself. */
static struct sg_tracking
by_endpoint(const struct resolver *r, const struct endpoint *e)
{
	switch (e->type) {
	case ENDPOINT_GATEWAY:
		return strcmp(e->service_name, "dynamodb") == 0
		    ? (struct sg_tracking){ .always = true, .twice = true }
		    : by_rules;
	case ENDPOINT_GATEWAY_LOAD_BALANCER:
		return endpoint_is_network_firewall(e) ? always : older_list(r);
	default:
		return always;
	}
}

static struct sg_tracking
by_object(const struct resolver *r, const struct object *o)
{
	switch (o->kind) {
	case OBJ_NAT_GATEWAY:
	case OBJ_EGRESS_ONLY_INTERNET_GATEWAY:
		return always;
	case OBJ_LOAD_BALANCER:
		return ((const struct load_balancer *)o)->type ==
			BALANCER_NETWORK
		    ? always
		    : by_rules;
	case OBJ_ENDPOINT:
		return by_endpoint(r, (const struct endpoint *)o);
	case OBJ_TRANSIT_GATEWAY:
		return older_list(r);
	default:
		return by_rules;
	}
}

/* Who holds an address in a VPC. */
static struct sg_tracking
by_holder(const struct resolver *r, uint32_t vpc, struct ip ip)
{
	const struct owner *o = vpc_owner(r_cfg(r, vpc), ip);

	return o ? by_object(r, world_object(r_world(r), o->node)) : by_rules;
}

static struct sg_tracking
by_holder_in_peer(const struct resolver *r, const struct peering *p,
    uint32_t vpc, struct ip ip)
{
	const struct object *a = p->between.v[0].object;
	const struct object *b = p->between.v[1].object;

	return by_holder(r, node_of(node_of(a) == vpc ? b : a), ip);
}

static struct sg_tracking
by_public_holder(const struct resolver *r, struct ip ip)
{
	const struct public_address *a = world_public(r_world(r), ip);

	return a ? by_object(r, world_object(r_world(r), a->node)) : by_rules;
}

/* What a route leads to, or who is at its end. */
static struct sg_tracking
by_route(const struct resolver *r, const struct interface_cfg *c,
    const struct route_cfg *route)
{
	struct ip dst = r_key(r)->dst;
	const struct object *target;

	if (route->local)
		return by_holder(r, c->vpc, dst);
	if (route->target == NODE_NONE)
		return by_rules;
	target = world_object(r_world(r), route->target);
	if (target->kind == OBJ_PEERING)
		return by_holder_in_peer(
		    r, (const struct peering *)target, c->vpc, dst);
	if (target->kind == OBJ_INTERNET_GATEWAY)
		return by_public_holder(r, dst);
	return by_object(r, target);
}

static struct sg_tracking
of_sent(const struct resolver *r, const struct interface_cfg *c)
{
	const struct subnet_cfg *s = r_cfg(r, c->subnet);
	const struct route_cfg *route;

	if (subnet_holds(s, r_key(r)->dst))
		return by_holder(r, c->vpc, r_key(r)->dst);
	route = route_table_lookup(r_cfg(r, s->route_table), r_key(r));
	return route ? by_route(r, c, route) : by_rules;
}

static struct sg_tracking
of_taken(const struct resolver *r, const struct interface_cfg *c)
{
	uint16_t tags = r_at(r).tags;
	const struct object *from;

	if (tags & (TAG_BALANCED | TAG_FIREWALLED))
		return always;
	if (tags & (TAG_TRANSIT | TAG_INSPECTED))
		return older_list(r);
	from = world_object(r_world(r), r_at(r).from);
	if (from && from->kind == OBJ_PEERING)
		return by_holder_in_peer(
		    r, (const struct peering *)from, c->vpc, r_key(r)->src);
	return by_holder(r, c->vpc, r_key(r)->src);
}

struct sg_tracking
tracked_always(const struct resolver *r, const struct interface_cfg *c,
    enum sg_direction d)
{
	return d == SG_EGRESS ? of_sent(r, c) : of_taken(r, c);
}
