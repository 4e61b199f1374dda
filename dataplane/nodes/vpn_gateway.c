/*
 * vpn_gateway.c - virtual private gateway (AWS::EC2::VPNGateway)
 *
 * Hands packets of the VPC's own interfaces to a connection that has announced
 * the destination, and packets of a site to interfaces of the VPC; nothing
 * passes through but what one site sends to another, where one of the two comes
 * by a VPN (CloudHub).  IPv4 only.
 *
 * Of equal prefixes Direct Connect is preferred over a static VPN, that over a
 * VPN with BGP, then the shorter AS path, then the lower MED; one connection
 * carries it all.  Jumbo frames are for routes that the VPC has learnt: what a
 * static route sends to Direct Connect has 1,500 bytes (Site-to-Site VPN Guide,
 * route priority, CloudHub; Direct Connect Guide, network MTU; codes:
 * Reachability Analyzer guide).
 */

#include "dataplane/nodes/vpn_gateway.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/announced.h"
#include "dataplane/nodes/connection.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"

struct vpn_gateway_cfg {
	const struct vpc *vpc;
	struct route_list routes; /* to connections */
	uint32_t edge;            /* its own route table, or NODE_NONE */
};

static const struct route_words words = {
	.no_route = DROP_VGW_UNKNOWN_PREFIX,
	.shorter = "a longer prefix is announced",
	.later = "of equal prefixes Direct Connect wins, then a static VPN, "
		 "then one with BGP, then the shorter AS path, then the lower "
		 "MED",
};

/* A route of several equal ones. */
static void
mark_tie(struct resolver *r, const struct route_cfg *route)
{
	if (route && route->nequal > 1 && !route->shares)
		r_mark(r, MARK_ASSUMED(ASSUME_VGW_TIE));
}

static const struct connection *
connection_at(const struct resolver *r, uint32_t node)
{
	const struct world *w = r_world(r);

	return (const struct connection *)w->model->objects[node - 1];
}

static drop_code
refuse_egress(const struct resolver *r, const struct vpn_gateway_cfg *c)
{
	const struct flow_key *k = r_key(r);

	if (!ip_is4(k->dst))
		return DROP_VGW_IPV6;
	return gateway_knows(r, c->vpc, k->src) ? DROP_NONE : DROP_VGW_EGRESS;
}

/* --- to a site ---------------------------------------------------------- */

static bool
is_direct_connect(const struct resolver *r, uint32_t connection)
{
	return connection_at(r, connection)->terms.type ==
	    CONNECT_DIRECT_CONNECT;
}

/* Was the packet routed here by a route that the VPC has not learnt? */
static bool
by_static_route(const struct resolver *r)
{
	const struct subnet_cfg *s;
	const struct route_cfg *route;

	if (r_node(r, r_at(r).from)->class != &subnet_class.node)
		return false;
	s = r_cfg(r, r_at(r).from);
	route = route_table_lookup(r_cfg(r, s->route_table), r_key(r));
	return route && route->origin != ROUTE_PROPAGATED;
}

static void
egress(struct resolver *r, const struct vpn_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;
	const struct route_cfg *route = route_list_lookup(&c->routes, r_key(r));
	drop_code no = refuse_egress(r, c);

	if (no != DROP_NONE) {
		r_way(r, self);
		r_drop(r, no, self);
		return;
	}
	if (!route_list_decide(r, self, &c->routes, route, &words))
		return;
	mark_tie(r, route);
	r_exit(r);
	if (is_direct_connect(r, route->target) && by_static_route(r))
		r_step(r,
		    (struct step_words){
			.step = &mtu_quiet_step, .arg = MTU_INTERNET });
	r_goto(r, route->target, SIDE_IN);
}

/* --- from a site -------------------------------------------------------- */

/* Sites reach each other, but not by two virtual interfaces. */
static const struct route_cfg *
to_other_site(const struct resolver *r, const struct vpn_gateway_cfg *c,
    uint32_t from, struct ip dst)
{
	struct flow_key k = { .dst = dst };
	const struct route_cfg *route = route_list_lookup(&c->routes, &k);

	if (route == NULL || route->target == from ||
	    connection_at(r, route->target)->site ==
		connection_at(r, from)->site)
		return NULL;
	return is_direct_connect(r, from) && is_direct_connect(r, route->target)
	    ? NULL
	    : route;
}

bool
vpn_gateway_leads(const struct resolver *r, uint32_t gateway,
    uint32_t connection, struct ip dst)
{
	const struct vpn_gateway_cfg *c = r_cfg(r, gateway);

	return vpc_has(c->vpc, dst) || to_other_site(r, c, connection, dst);
}

static void
ingress(struct resolver *r, const struct vpn_gateway_cfg *c)
{
	struct place at = r_at(r);
	const struct route_cfg *other =
	    to_other_site(r, c, at.from, r_key(r)->dst);

	if (vpc_has(c->vpc, r_key(r)->dst))
		other = NULL;
	if (other) {
		route_list_decide(r, at.node, &c->routes, other, &words);
		mark_tie(r, other);
		r_goto(r, other->target, SIDE_IN);
		return;
	}
	r_way(r, at.node);
	if (!gateway_knows(r, c->vpc, r_key(r)->dst)) {
		missing_mark_if(r, c->vpc->not_shown.interfaces);
		r_drop(r, DROP_VGW_INGRESS, at.node);
		return;
	}
	r_exit(r);
	r_hop(r, at.node, ACT_FORWARD);
	route_table_enter(r, c->edge, node_of(&c->vpc->o));
}

static void
vpn_gateway_resolve(struct resolver *r, const void *cfg)
{
	if (r_at(r).side == GATEWAY_INGRESS)
		ingress(r, cfg);
	else
		egress(r, cfg);
}

/* --- compilation -------------------------------------------------------- */

enum { RANK_DIRECT_CONNECT, RANK_STATIC_VPN, RANK_VPN };

static unsigned
rank_of(const struct connection_terms *t)
{
	if (t->type == CONNECT_DIRECT_CONNECT)
		return RANK_DIRECT_CONNECT;
	return t->is_static ? RANK_STATIC_VPN : RANK_VPN;
}

static const void *
vpn_gateway_compile(struct compiler *c, const struct object *o)
{
	struct vpn_gateway_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct announcements all = { 0 };
	struct route_cfg *route = NULL;
	bool unknown = false;
	size_t n = 0;

	for (size_t i = 0; i < c->model->nconnections; i++) {
		const struct connection *from = c->model->connections[i];
		struct announced a = {
			.rank = rank_of(&from->terms),
			.as_path = from->terms.as_path,
			.med = announced_med(&from->terms),
			.shares = c->model->assume.vpn_gateway_shares,
			.route = { .origin = from->terms.is_static
				? ROUTE_STATIC
				: ROUTE_PROPAGATED,
			    .via = from->o.name,
			    .target = node_of(&from->o),
			    .subnet = NODE_NONE },
		};

		if (from->terms.to.object != o ||
		    !connection_is_up(&c->config, from))
			continue;
		unknown |= from->site->o.missing;
		announced_add(c->arena, &all, connection_prefixes(from), &a);
	}
	announced_append(c->arena, &all, &route, &n);
	*cfg = (struct vpn_gateway_cfg){ o->vpc,
		route_list_new(c->arena, route, n), route_table_of_gateway(o) };
	cfg->routes.incomplete = unknown;
	return cfg;
}

const struct object_class vpn_gateway_class = {
	.node = { "vpn-gateway", vpn_gateway_resolve },
	.kind = OBJ_VPN_GATEWAY,
	.compile = vpn_gateway_compile,
};
