/*
 * describe_routes.c - route tables
 *
 * Local routes and those of gateway endpoints stand in the dump, but are made
 * by what they lead to.  A route whose target is not in the dump, or is of a
 * kind that is not modelled, is a blackhole: nothing passes, and nothing falls
 * back to a shorter prefix.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"

/* Which object a route may lead to, by the field that names it. */
static const struct target {
	const char *key;
	enum object_kind kind;
} targets[] = {
	{ "GatewayId", OBJ_INTERNET_GATEWAY },
	{ "GatewayId", OBJ_VPN_GATEWAY },
	{ "GatewayId", OBJ_ENDPOINT },
	{ "VpcEndpointId", OBJ_ENDPOINT },
	{ "NatGatewayId", OBJ_NAT_GATEWAY },
	{ "NetworkInterfaceId", OBJ_INTERFACE },
	{ "VpcPeeringConnectionId", OBJ_PEERING },
	{ "TransitGatewayId", OBJ_TRANSIT_GATEWAY },
	{ "EgressOnlyInternetGatewayId", OBJ_EGRESS_ONLY_INTERNET_GATEWAY },
};

/* The target's id as it stands in the route, whatever it is; for messages. */
static const char *
target_id(const json_t *route)
{
	static const char *const keys[] = { "GatewayId", "NatGatewayId",
		"NetworkInterfaceId", "InstanceId", "VpcPeeringConnectionId",
		"TransitGatewayId", "EgressOnlyInternetGatewayId",
		"VpcEndpointId", "LocalGatewayId", "CarrierGatewayId",
		"CoreNetworkArn" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (json_text(route, keys[i]))
			return json_text(route, keys[i]);
	return NULL;
}

/* An interface endpoint is reached by its addresses; AWS knows no route to it. */
static bool
takes_routes(const struct object *o)
{
	return o->kind != OBJ_ENDPOINT ||
	    ((const struct endpoint *)o)->type ==
	    ENDPOINT_GATEWAY_LOAD_BALANCER;
}

static const struct object *
find_target(struct dump *d, const json_t *route)
{
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		const struct target *t = &targets[i];
		const struct object *o =
		    dump_find(d, t->kind, json_text(route, t->key));

		if (o && takes_routes(o))
			return o;
	}
	return NULL;
}

static bool
is_block_of(const struct vpc *v, struct prefix p)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_eq(v->cidr.v[i].prefix, p))
			return true;
	return false;
}

/* Of a VPC whose own description is missing, its tables know the blocks. */
static void
add_local(struct dump *d, const struct record *r, struct route_table *t,
    const char *to)
{
	struct vpc *v = t->o.vpc;
	struct route *route;
	struct prefix p;

	if (prefix_parse(to, &p) == PREFIX_SYNTAX || is_block_of(v, p))
		return;
	if (records_find(d->records, RECORD_VPC, v->o.name) == NULL) {
		dump_push_cidr(d, r, &v->cidr, to);
		return;
	}
	route = ARENA_PUSH(d->m->arena, t->routes.v, t->routes.n);
	route->where = dump_where(r);
	route->to.text = dump_text(d, r, to);
	route->local = true;
}

/* The route is there because the endpoint is; make sure that it will be. */
static bool
is_of_endpoint(struct dump *d, const struct record *r, const json_t *route)
{
	struct endpoint *e =
	    dump_find(d, OBJ_ENDPOINT, json_text(route, "GatewayId"));

	if (e == NULL || e->type != ENDPOINT_GATEWAY)
		return false;
	for (size_t i = 0; i < e->route_tables.n; i++)
		if (strcmp(e->route_tables.v[i].name, r->id) == 0)
			return true;
	dump_push_ref(d, r, &e->route_tables, r->id);
	return true;
}

/* Of a list that is not known, with all its entries, no route is. */
static void
miss_list(struct dump *d, const struct record *r, struct route_table *t,
    const char *name)
{
	const struct object *o =
	    name ? dump_find(d, OBJ_PREFIX_LIST, name) : NULL;

	if (name == NULL || (o && o->missing))
		dump_miss(d, r, &t->o);
}

static const char *
destination(struct dump *d, const struct record *r, struct route_table *t,
    const json_t *route)
{
	const char *list = json_text(route, "DestinationPrefixListId");
	const char *block = json_text(route, "DestinationCidrBlock");
	const char *name;

	if (block == NULL)
		block = json_text(route, "DestinationIpv6CidrBlock");
	if (block || list == NULL)
		return block;
	name = dump_list_name(d, t->o.vpc, list);
	miss_list(d, r, t, name);
	if (name == NULL)
		dump_warn(d, r,
		    "has a route to prefix list %s, which is not in the dump "
		    "and is left out",
		    list);
	return name;
}

static void
add_route(struct dump *d, const struct record *r, struct route_table *t,
    const json_t *o)
{
	const char *to, *via = target_id(o);
	const struct object *target = find_target(d, o);
	struct route *route;

	if (is_of_endpoint(d, r, o))
		return;
	to = destination(d, r, t, o);
	if (to == NULL)
		return;
	if (via && strcmp(via, "local") == 0) {
		add_local(d, r, t, to);
		return;
	}
	route = dump_route(
	    d, r, o, &t->routes, (struct dump_way){ to, via, target != NULL });
	route->propagated = json_is(o, "Origin", "EnableVgwRoutePropagation") ||
	    json_is(o, "Origin", "Advertisement");
}

static void
associate(struct dump *d, const struct record *r, struct route_table *t,
    const json_t *a)
{
	const char *gateway = json_text(a, "GatewayId");
	struct subnet *s = dump_find(d, OBJ_SUBNET, json_text(a, "SubnetId"));

	if (!dump_is_associated(a, "AssociationState"))
		return;
	t->main |= json_flag(a, "Main", false);
	if (s)
		s->route_table = dump_ref(d, r, r->id);
	if (dump_find(d, OBJ_INTERNET_GATEWAY, gateway) ||
	    dump_find(d, OBJ_VPN_GATEWAY, gateway))
		t->gateway = dump_ref(d, r, gateway);
}

/* Terraform does not tell the routes that come of it; describe calls do. */
static void
propagate(struct dump *d, const struct record *r, struct route_table *t,
    const char *gateway)
{
	if (dump_find(d, OBJ_VPN_GATEWAY, gateway))
		dump_push_ref(d, r, &t->propagate_from, gateway);
}

static void
add_table(struct dump *d, const struct record *r)
{
	struct vpc *v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	struct route_table *t = v ? dump_add(d, OBJ_ROUTE_TABLE, r, v) : NULL;
	json_t *o;
	size_t i;

	if (t == NULL)
		return;
	if (v->region == NULL)
		v->region = r->region;
	json_array_foreach (json_list(r->json, "Associations"), i, o)
		associate(d, r, t, o);
	json_array_foreach (json_list(r->json, "Routes"), i, o)
		add_route(d, r, t, o);
	if (r->address)
		json_array_foreach (json_list(r->json, "PropagatingVgws"), i, o)
			propagate(d, r, t, json_text(o, "GatewayId"));
}

/* What Terraform did not make, AWS did: the main table, with local routes. */
static void
warn_without_table(struct dump *d, const struct vpc *v)
{
	if (v->nroute_tables == 0 && v->nsubnets > 0)
		errs_warn(d->errs, v->o.where,
		    "%s has no route table in %s: it is taken to have local "
		    "routes only",
		    v->o.name, d->shows);
}

void
describe_routes(struct dump *d)
{
	dump_each(d, RECORD_ROUTE_TABLE, add_table);
	for (size_t i = 0; !d->is_described && i < d->m->nvpcs; i++)
		warn_without_table(d, d->m->vpcs[i]);
}
