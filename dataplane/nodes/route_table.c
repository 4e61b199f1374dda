/*
 * route_table.c - route tables (AWS::EC2::RouteTable)
 *
 * The longest prefix wins, across all kinds of route.  Of equally long ones: a
 * static route, then an entry of a prefix list (a gateway endpoint's among
 * them), then a propagated route.  A propagated route never overrides the
 * local route, however long it is.  A blackhole takes part like any other and
 * then drops (VPC User Guide, route table priority).
 */

#include "dataplane/nodes/route_table.h"

#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/service_network.h"
#include "dataplane/model/transit.h"
#include "dataplane/nodes/connection.h"
#include "dataplane/nodes/route_server.h"
#include "dataplane/nodes/vpc.h"

struct route_table_cfg {
	struct route_list routes;
};

static const struct route_words words = {
	.no_route = DROP_NO_ROUTE,
	.blackhole = DROP_BAD_STATE_ROUTE,
	.shorter = "MORE_SPECIFIC_ROUTE: a longer prefix wins",
	.later = "HIGHER_PRIORITY_ROUTE: of equal prefixes a static route "
		 "wins, then a prefix list, then a propagated route",
};

const struct route_cfg *
route_table_lookup(const struct route_table_cfg *c, const struct flow_key *k)
{
	return route_list_lookup(&c->routes, k);
}

void
route_table_forward(struct resolver *r, uint32_t table,
    const struct route_cfg *route, uint32_t vpc)
{
	const struct route_table_cfg *c = r_cfg(r, table);

	if (!route_list_decide(r, table, &c->routes, route, &words))
		return;
	if (route->local)
		r_goto(r, vpc, VPC_LOCAL);
	else
		r_goto(r, route->target, SIDE_IN);
	if (route->derived)
		r_mark(r, MARK_ASSUMED(ASSUME_PREFIX_LIST_DERIVED));
	if (route->advertised)
		r_mark(r, MARK_ASSUMED(ASSUME_ROUTE_SERVER));
}

/* --- edge route tables -------------------------------------------------- */

uint32_t
route_table_of_gateway(const struct object *gateway)
{
	const struct vpc *v = gateway->vpc;

	for (size_t i = 0; i < v->nroute_tables; i++)
		if (v->route_tables[i]->gateway.object == gateway)
			return node_of(&v->route_tables[i]->o);
	return NODE_NONE;
}

void
route_table_enter(struct resolver *r, uint32_t table, uint32_t vpc)
{
	const struct route_cfg *route = NULL;

	if (table != NODE_NONE)
		route = route_table_lookup(r_cfg(r, table), r_key(r));
	if (route)
		route_table_forward(r, table, route, vpc);
	else
		r_goto(r, vpc, VPC_LOCAL);
}

bool
route_table_redirects(
    const struct resolver *r, uint32_t table, struct ip private_ip)
{
	struct flow_key k = { .dst = private_ip };
	const struct route_cfg *route;

	if (table == NODE_NONE)
		return false;
	route = route_table_lookup(r_cfg(r, table), &k);
	return route && route->target != NODE_NONE;
}

/* --- compilation -------------------------------------------------------- */

struct builder {
	struct compiler *c;
	const struct vpc *vpc;
	struct route_cfg *route;
	size_t n;
	bool unknown; /* not all that it learns is known */
};

/* Why a propagated route never counts, or null. */
static const char *
overridden(const struct vpc *v, struct prefix p)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_covers(v->cidr.v[i].prefix, p))
			return "a propagated route does not override the "
			       "local route";
	return NULL;
}

static uint32_t
subnet_of_target(const struct object *o)
{
	const struct endpoint *e = (const struct endpoint *)o;
	const struct ref *subnet = NULL;

	if (o && o->kind == OBJ_NAT_GATEWAY)
		subnet = &((const struct nat_gateway *)o)->subnet;
	else if (o && o->kind == OBJ_ENDPOINT && e->nsubnets == 1)
		subnet = &e->subnets[0].subnet;
	return subnet && subnet->object ? node_of(subnet->object) : NODE_NONE;
}

static bool
is_attached(const struct builder *b, const struct transit_gateway *g)
{
	const struct tgw_attachment *a =
	    transit_gateway_attachment(g, ATTACH_VPC, &b->vpc->o);

	return a && config_has(&b->c->config, &a->o);
}

/* A route outlives its target, as a blackhole. */
static bool
is_gone(const struct builder *b, const struct object *target)
{
	if (target == NULL)
		return false;
	if (target->kind == OBJ_TRANSIT_GATEWAY &&
	    !is_attached(b, (const struct transit_gateway *)target))
		return true;
	return !config_has(&b->c->config, target);
}

static void
add_static(struct builder *b, const struct route *route)
{
	struct prefixes p = { 0 };
	bool derived = false;
	struct route_cfg cfg = {
		.origin = route->propagated       ? ROUTE_PROPAGATED
		    : route->to.kind == PEER_CIDR ? ROUTE_STATIC
						  : ROUTE_PREFIX_LIST,
		.to = route->to.text.s,
		.via = route->local     ? "local"
		    : route->via.object ? route->via.object->name
					: "blackhole",
		.where = route->where,
		.target =
		    route->via.object ? node_of(route->via.object) : NODE_NONE,
		.subnet = subnet_of_target(route->via.object),
		.local = route->local,
		.blackhole = route->blackhole || is_gone(b, route->via.object),
		.missing = route->missing,
	};

	if (route->to.kind == PEER_SERVICE)
		service_prefixes(
		    b->c, route->to.service, b->vpc->region, &p, &derived);
	else
		peer_prefixes(b->c, &route->to, b->vpc->region, &p);
	cfg.derived = derived;
	for (size_t i = 0; i < p.n; i++) {
		cfg.prefix = p.v[i];
		cfg.unused =
		    route->propagated ? overridden(b->vpc, p.v[i]) : NULL;
		*ARENA_PUSH(b->c->arena, b->route, b->n) = cfg;
	}
}

static bool
uses(const struct endpoint *e, const struct route_table *t)
{
	for (size_t i = 0; i < e->route_tables.n; i++)
		if (e->route_tables.v[i].object == &t->o)
			return true;
	return false;
}

/* A gateway endpoint puts its service's prefix list into its tables. */
static void
add_endpoint(struct builder *b, const struct endpoint *e)
{
	struct prefixes p = { 0 };
	bool derived;

	service_prefixes(
	    b->c, e->service_name, e->service_region, &p, &derived);
	for (size_t i = 0; i < p.n; i++) {
		if (!prefix_is4(p.v[i]) && !e->ipv6)
			continue;
		*ARENA_PUSH(b->c->arena, b->route, b->n) = (struct route_cfg){
			.prefix = p.v[i],
			.origin = ROUTE_PREFIX_LIST,
			.to = e->service_name,
			.via = e->o.name,
			.where = e->o.where,
			.target = node_of(&e->o),
			.subnet = NODE_NONE,
			.derived = derived,
		};
	}
}

/* What a VPC is associated with is inside of it. */
static void
add_service_network(struct builder *b, const struct endpoint *e)
{
	*ARENA_PUSH(b->c->arena, b->route, b->n) = (struct route_cfg){
		.prefix = lattice_prefix,
		.origin = ROUTE_PREFIX_LIST,
		.to = "vpc-lattice",
		.via = "local",
		.where = e->o.where,
		.target = NODE_NONE,
		.subnet = NODE_NONE,
		.local = true,
	};
}

static void
add_endpoints(struct builder *b, const struct route_table *t)
{
	bool associated = false;

	for (size_t i = 0; i < b->vpc->nendpoints; i++) {
		const struct endpoint *e = b->vpc->endpoints[i];

		if (e->type == ENDPOINT_GATEWAY && uses(e, t) &&
		    config_has(&b->c->config, &e->o))
			add_endpoint(b, e);
		if (e->associated && !associated)
			add_service_network(b, e);
		associated |= e->associated;
	}
}

/* Two connections that announce one prefix make one route. */
static bool
has_propagated(
    const struct builder *b, const struct object *vgw, struct prefix p)
{
	for (size_t i = b->n; i > 0; i--) {
		const struct route_cfg *r = &b->route[i - 1];

		if (r->origin != ROUTE_PROPAGATED)
			return false;
		if (r->target == node_of(vgw) && prefix_eq(r->prefix, p))
			return true;
	}
	return false;
}

/* What the sites behind a VPN gateway announce. */
static void
add_propagated(
    struct builder *b, const struct ref *vgw, const struct connection *from)
{
	const struct cidrs *prefixes = connection_prefixes(from);

	if (from->terms.to.object != vgw->object ||
	    !connection_is_up(&b->c->config, from))
		return;
	b->unknown |= from->site->o.missing;
	for (size_t i = 0; i < prefixes->n; i++) {
		struct prefix p = prefixes->v[i].prefix;

		if (!prefix_is4(p) || has_propagated(b, vgw->object, p))
			continue;
		*ARENA_PUSH(b->c->arena, b->route, b->n) = (struct route_cfg){
			.prefix = p,
			.origin = ROUTE_PROPAGATED,
			.to = route_list_prefix_text(b->c->arena, p),
			.via = vgw->object->name,
			.where = prefixes->v[i].where,
			.target = node_of(vgw->object),
			.subnet = NODE_NONE,
			.unused = overridden(b->vpc, p),
		};
	}
}

static void
add_advertised(struct builder *b, const struct object *table, bool preferred)
{
	size_t n = b->n;

	route_servers_add(b->c, table, preferred, &b->route, &b->n);
	for (; n < b->n; n++)
		b->route[n].unused = overridden(b->vpc, b->route[n].prefix);
}

/* One for each block of the VPC; it cannot be deleted, but a static route for
 * the very same block gives it another target. */
static void
add_local(struct builder *b)
{
	for (size_t i = 0; i < b->vpc->cidr.n; i++) {
		struct prefix p = b->vpc->cidr.v[i].prefix;

		*ARENA_PUSH(b->c->arena, b->route, b->n) = (struct route_cfg){
			.prefix = p,
			.origin = ROUTE_STATIC,
			.to = route_list_prefix_text(b->c->arena, p),
			.via = "local",
			.where = b->vpc->cidr.v[i].where,
			.target = NODE_NONE,
			.subnet = NODE_NONE,
			.local = true,
		};
	}
}

static const void *
route_table_compile(struct compiler *c, const struct object *o)
{
	const struct route_table *t = (const struct route_table *)o;
	struct route_table_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	const struct routes *routes = &c->config.routes[o->id];
	struct builder b = { .c = c, .vpc = o->vpc };

	for (size_t i = 0; i < routes->n; i++)
		if (routes->v[i].to.kind == PEER_CIDR &&
		    !routes->v[i].propagated)
			add_static(&b, &routes->v[i]);
	add_local(&b);
	for (size_t i = 0; i < routes->n; i++)
		if (routes->v[i].to.kind != PEER_CIDR)
			add_static(&b, &routes->v[i]);
	add_endpoints(&b, t);
	for (size_t i = 0; i < routes->n; i++)
		if (routes->v[i].propagated)
			add_static(&b, &routes->v[i]);
	add_advertised(&b, o, true);
	for (size_t i = 0; i < t->propagate_from.n; i++)
		for (size_t j = 0; j < c->model->nconnections; j++)
			add_propagated(&b, &t->propagate_from.v[i],
			    c->model->connections[j]);
	add_advertised(&b, o, false);
	cfg->routes = route_list_new(c->arena, b.route, b.n);
	cfg->routes.incomplete = o->missing || b.unknown;
	return cfg;
}

const struct object_class route_table_class = {
	.node = { "route-table", NULL },
	.kind = OBJ_ROUTE_TABLE,
	.compile = route_table_compile,
};
