/*
 * subnet.c - a subnet: its network ACL and its route table at work
 *
 * Between two interfaces of one subnet there is neither: frames go straight to
 * the neighbour (VPC User Guide, route tables).  Whatever else an interface
 * sends goes to the subnet's router: network ACL, then route table.  So does
 * what comes out of a transit gateway; for the subnet that its own interface is
 * in no network ACL is asked (Transit Gateway Guide, network ACLs).
 */

#include "dataplane/nodes/subnet.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/multicast_domain.h"
#include "dataplane/nodes/network_acl.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/vpc.h"

bool
subnet_admit(struct resolver *r, uint32_t subnet, uint32_t from)
{
	const struct subnet_cfg *c = r_cfg(r, subnet);

	sighted(r, SIGHTED_IN, subnet);
	missing_mark(r, subnet);
	return from == subnet ||
	    network_acl_admits(r, c->network_acl, ACL_INGRESS);
}

bool
subnet_holds(const struct subnet_cfg *c, struct ip ip)
{
	for (size_t i = 0; i < c->subnet->cidr.n; i++)
		if (prefix_has(c->subnet->cidr.v[i].prefix, ip))
			return true;
	return false;
}

static bool
is_gateway(const struct resolver *r, uint32_t node)
{
	const struct node_class *class = r_node(r, node)->class;

	return class == &nat_gateway_class.node ||
	    class == &interface_endpoint_class.node ||
	    class == &firewall_endpoint_class.node;
}

/* Does a gateway send, or get, what stays in the subnet? */
static bool
has_gateway_end(const struct resolver *r, const struct subnet_cfg *c)
{
	const struct owner *o = vpc_owner(r_cfg(r, c->vpc), r_key(r)->dst);

	return is_gateway(r, r_at(r).node) || (o && is_gateway(r, o->node));
}

/* Of such a packet AWS does not say whether the ACL sees it. */
static bool
neighbours_admit(struct resolver *r, const struct subnet_cfg *c)
{
	if (assumed(r)->same_subnet_acl)
		return network_acl_admits(r, c->network_acl, ACL_EGRESS) &&
		    network_acl_admits(r, c->network_acl, ACL_INGRESS);
	r_mark(r, MARK_ASSUMED(ASSUME_SAME_SUBNET_NO_ACL));
	return true;
}

void
subnet_send(struct resolver *r, uint32_t subnet)
{
	const struct subnet_cfg *c = r_cfg(r, subnet);

	missing_mark(r, subnet);
	if (!subnet_holds(c, r_key(r)->dst))
		r_goto(r, subnet, SUBNET_OUT);
	else if (!has_gateway_end(r, c) || neighbours_admit(r, c))
		r_goto_from(r, subnet, c->vpc, VPC_LOCAL);
}

/* Nothing that a transit gateway hands to its own subnet leaves that. */
static bool
stays(const struct resolver *r, const struct subnet_cfg *c)
{
	return r_at(r).side == SUBNET_TRANSIT && subnet_holds(c, r_key(r)->dst);
}

static void
subnet_resolve(struct resolver *r, const void *cfg)
{
	const struct subnet_cfg *c = cfg;
	uint32_t self = r_at(r).node;
	const struct route_cfg *route =
	    route_table_lookup(r_cfg(r, c->route_table), r_key(r));

	missing_mark(r, self);
	/* A gateway with its interface in this subnet is a neighbour. */
	if (route && route->subnet == self) {
		if (!neighbours_admit(r, c))
			return;
	} else if (!stays(r, c) &&
	    !network_acl_admits(r, c->network_acl, ACL_EGRESS)) {
		return;
	}
	route_table_forward(r, c->route_table, route, c->vpc);
}

static const void *
subnet_compile(struct compiler *c, const struct object *o)
{
	const struct subnet *s = (const struct subnet *)o;
	struct subnet_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	*cfg = (struct subnet_cfg){
		.subnet = s,
		.vpc = node_of(&o->vpc->o),
		.network_acl = node_of(&subnet_network_acl(s)->o),
		.route_table = node_of(&subnet_route_table(s)->o),
		.multicast = multicast_domain_in(c, o),
	};
	return cfg;
}

const struct object_class subnet_class = {
	.node = { "subnet", subnet_resolve },
	.kind = OBJ_SUBNET,
	.compile = subnet_compile,
};
