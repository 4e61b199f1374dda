/*
 * tgw_route_table.c - route tables of a transit gateway
 * (AWS::EC2::TransitGatewayRouteTable)
 *
 * The longest prefix wins.  Of equally long ones: a static route, then an entry
 * of a prefix list, then what is propagated by a VPC, by Direct Connect, by a
 * Connect peer, by a VPN over Direct Connect, by a VPN; of one kind the shorter
 * AS path, then the lower MED.  Direct Connect, Connect peers and VPNs that are
 * equal in all of that share the traffic, VPNs if the gateway has that option.
 *
 * A VPC propagates its blocks, those of IPv6 only if its attachment supports
 * IPv6, and none that is the same as one of a VPC attached before it; a site
 * propagates what it announces by BGP.  A peering and a static VPN propagate
 * nothing (Transit Gateway Guide, "How transit gateways work", route evaluation
 * order, equal cost multipath routing; codes: Reachability Analyzer guide).
 */

#include "dataplane/nodes/tgw_route_table.h"

#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/announced.h"
#include "dataplane/nodes/connection.h"

struct tgw_route_table_cfg {
	struct route_list routes;
};

static const struct route_words words = {
	.no_route = DROP_TGW_NO_ROUTE,
	.blackhole = DROP_TGW_BLACKHOLE,
	.shorter = "TGW_RTB_MORE_SPECIFIC_ROUTE: a longer prefix wins",
	.later = "TGW_RTB_HIGHER_PRIORITY_ROUTE: of equal prefixes a static "
		 "route wins, then a prefix list, then a VPC, Direct Connect, "
		 "a Connect peer, a VPN; then the shorter AS path, then the "
		 "lower MED",
	.equal = MARK_ASSUMED(ASSUME_TGW_ECMP),
};

uint32_t
tgw_route_table_decide(struct resolver *r, uint32_t table)
{
	const struct tgw_route_table_cfg *c = r_cfg(r, table);
	const struct route_cfg *route = route_list_lookup(&c->routes, r_key(r));

	if (!route_list_decide(r, table, &c->routes, route, &words))
		return NODE_NONE;
	if (route->derived)
		r_mark(r, MARK_ASSUMED(ASSUME_PREFIX_LIST_DERIVED));
	return route->target;
}

bool
tgw_route_table_leads(const struct resolver *r, uint32_t table, struct ip dst)
{
	const struct tgw_route_table_cfg *c = r_cfg(r, table);
	struct flow_key k = { .dst = dst };
	const struct route_cfg *route = route_list_lookup(&c->routes, &k);

	return route && !route->blackhole;
}

/* --- compilation -------------------------------------------------------- */

struct builder {
	struct compiler *c;
	const struct transit_gateway *gateway;
	struct route_cfg *route;
	size_t n;
};

/* The attachment, or what is attached by it. */
static bool
is_gone(const struct builder *b, const struct object *attachment)
{
	const struct tgw_attachment *a =
	    (const struct tgw_attachment *)attachment;

	if (a == NULL || !config_has(&b->c->config, &a->o))
		return true;
	if (a->type == ATTACH_NETWORK_FUNCTION)
		return false;
	if (a->to.object == NULL)
		return true;
	return a->connection ? !connection_is_up(&b->c->config, a->connection)
			     : !config_has(&b->c->config, a->to.object);
}

static void
add_static(struct builder *b, const struct route *route)
{
	struct prefixes p = { 0 };
	bool derived = false;
	struct route_cfg cfg = {
		.origin = route->to.kind == PEER_CIDR ? ROUTE_STATIC
						      : ROUTE_PREFIX_LIST,
		.to = route->to.text.s,
		.via =
		    route->via.object ? route->via.object->name : "blackhole",
		.where = route->where,
		.target =
		    route->via.object ? node_of(route->via.object) : NODE_NONE,
		.subnet = NODE_NONE,
		.blackhole = is_gone(b, route->via.object),
		.missing = route->missing,
	};

	if (route->to.kind == PEER_SERVICE)
		service_prefixes(
		    b->c, route->to.service, b->gateway->region, &p, &derived);
	else
		peer_prefixes(b->c, &route->to, b->gateway->region, &p);
	cfg.derived = derived;
	for (size_t i = 0; i < p.n; i++) {
		cfg.prefix = p.v[i];
		*ARENA_PUSH(b->c->arena, b->route, b->n) = cfg;
	}
}

static bool
has_block(const struct vpc *v, struct prefix p)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_eq(v->cidr.v[i].prefix, p))
			return true;
	return false;
}

/* Why the gateway does not take this block of the VPC, or null. */
static const char *
refused(const struct tgw_attachment *a, struct prefix p)
{
	const struct transit_gateway *g = a->gateway;

	if (!prefix_is4(p) && !a->ipv6_support)
		return "the attachment does not support IPv6";
	for (size_t i = 0; i < g->nattachments && g->attachments[i] != a; i++)
		if (g->attachments[i]->type == ATTACH_VPC &&
		    g->attachments[i]->to.object &&
		    has_block(
			(const struct vpc *)g->attachments[i]->to.object, p))
			return "a VPC attached before has the same block";
	return NULL;
}

static void
add_blocks(struct builder *b, const struct tgw_attachment *a,
    const struct tgw_attachment *by)
{
	const struct cidrs *cidr = &((const struct vpc *)a->to.object)->cidr;

	for (size_t i = 0; i < cidr->n; i++) {
		struct prefix p = cidr->v[i].prefix;

		*ARENA_PUSH(b->c->arena, b->route, b->n) = (struct route_cfg){
			.prefix = p,
			.origin = ROUTE_PROPAGATED,
			.to = route_list_prefix_text(b->c->arena, p),
			.via = by->o.name,
			.where = cidr->v[i].where,
			.target = node_of(&by->o),
			.subnet = NODE_NONE,
			.blackhole = is_gone(b, &by->o),
			.unused = refused(a, p),
		};
	}
}

enum {
	RANK_DIRECT_CONNECT,
	RANK_CONNECT,
	RANK_PRIVATE_VPN,
	RANK_VPN,
};

static unsigned
rank_of(const struct connection *c)
{
	if (c->terms.type == CONNECT_DIRECT_CONNECT)
		return RANK_DIRECT_CONNECT;
	if (c->terms.type == CONNECT_GRE)
		return RANK_CONNECT;
	return connection_is_public(c) ? RANK_VPN : RANK_PRIVATE_VPN;
}

static void
add_announced(struct builder *b, const struct tgw_attachment *a,
    const struct tgw_attachment *by, struct announcements *all)
{
	struct announced like = {
		.rank = rank_of(a->connection),
		.as_path = a->connection->terms.as_path,
		.med = announced_med(&a->connection->terms),
		.shares = a->type != ATTACH_VPN || b->gateway->vpn_ecmp,
		.route = { .origin = ROUTE_PROPAGATED,
		    .via = by->o.name,
		    .target = node_of(&by->o),
		    .subnet = NODE_NONE,
		    .blackhole = is_gone(b, &by->o) },
	};

	if (!a->connection->terms.is_static)
		announced_add(b->c->arena, all,
		    connection_prefixes(a->connection), &like);
}

/* by: the attachment that leads to it, if it is another one. */
static void
add_propagated(struct builder *b, const struct tgw_attachment *a,
    const struct tgw_attachment *by, struct announcements *all)
{
	if (a == NULL || is_gone(b, &a->o))
		return;
	if (a->type == ATTACH_VPC)
		add_blocks(b, a, by ? by : a);
	else if (a->connection)
		add_announced(b, a, by ? by : a, all);
}

static void
add_all_propagated(struct builder *b, const struct tgw_route_table *t)
{
	struct announcements all = { 0 };

	for (size_t i = 0; i < t->propagations.n; i++)
		add_propagated(b,
		    (const struct tgw_attachment *)t->propagations.v[i].object,
		    NULL, &all);
	for (size_t i = 0; i < t->ndetours; i++)
		add_propagated(b, t->detours[i].to, t->detours[i].by, &all);
	announced_append(b->c->arena, &all, &b->route, &b->n);
}

/* Does a site propagate to it of which is not known what it announces? */
static bool
learns_unknown(const struct tgw_route_table *t)
{
	for (size_t i = 0; i < t->propagations.n; i++) {
		const struct tgw_attachment *a =
		    (const struct tgw_attachment *)t->propagations.v[i].object;

		if (a && a->connection && a->connection->site->o.missing)
			return true;
	}
	return false;
}

static const void *
tgw_route_table_compile(struct compiler *c, const struct object *o)
{
	const struct tgw_route_table *t = (const struct tgw_route_table *)o;
	struct tgw_route_table_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	const struct routes *routes = &c->config.routes[o->id];
	struct builder b = { .c = c, .gateway = t->gateway };

	for (size_t i = 0; i < routes->n; i++)
		if (routes->v[i].to.kind == PEER_CIDR)
			add_static(&b, &routes->v[i]);
	for (size_t i = 0; i < routes->n; i++)
		if (routes->v[i].to.kind != PEER_CIDR)
			add_static(&b, &routes->v[i]);
	add_all_propagated(&b, t);
	cfg->routes = route_list_new(c->arena, b.route, b.n);
	cfg->routes.incomplete = o->missing || learns_unknown(t);
	return cfg;
}

const struct object_class tgw_route_table_class = {
	.node = { "transit-gateway-route-table", NULL },
	.kind = OBJ_TGW_ROUTE_TABLE,
	.compile = tgw_route_table_compile,
};
