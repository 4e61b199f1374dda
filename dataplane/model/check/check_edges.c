/*
 * check_edges.c - route tables of gateways (edge associations)
 */

#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"

static bool
in_vpc(const struct vpc *v, struct prefix to)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_covers(v->cidr.v[i].prefix, to))
			return true;
	return false;
}

/* What arrives by a gateway is led to an appliance, or stays local (VPC User
 * Guide, gateway route tables). */
static void
check_edge_route(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	if (r->to.kind != PEER_CIDR || !in_vpc(t->o.vpc, r->to.prefix))
		errs_add(errs, r->where,
		    "%s routes what arrives by %s, so its routes lead to "
		    "blocks of the VPC or its subnets; %s is none",
		    SAY(&t->o), SAY(t->gateway.object), r->to.text.s);
	if (r->via.object && !check_is_appliance(r->via.object))
		errs_add(errs, check_place(&r->via, &t->o),
		    "%s routes what arrives by %s: to an interface, a Gateway "
		    "Load Balancer endpoint or local, not to %s",
		    SAY(&t->o), SAY(t->gateway.object), SAY(r->via.object));
	else if (r->via.object && r->via.object->kind == OBJ_ENDPOINT &&
	    t->gateway.object->kind == OBJ_VPN_GATEWAY)
		errs_warn(errs, check_place(&r->via, &t->o),
		    "%s leads what arrives by %s to %s, which drops it: the "
		    "two do not work together",
		    SAY(&t->o), SAY(t->gateway.object), SAY(r->via.object));
}

static void
check_edge(const struct route_table *t, struct errs *errs)
{
	const struct object *gateway = t->gateway.object;

	if (gateway == NULL)
		return;
	if (gateway->vpc != t->o.vpc)
		errs_add(errs, check_place(&t->gateway, &t->o),
		    "%s routes what arrives by %s, which belongs to VPC \"%s\"",
		    SAY(&t->o), SAY(gateway), gateway->vpc->o.name);
	if (t->main)
		errs_add(errs, check_place(&t->gateway, &t->o),
		    "%s is the main table, which cannot be associated with %s",
		    SAY(&t->o), SAY(gateway));
	if (t->propagate_from.n > 0)
		errs_add(errs, check_place(&t->gateway, &t->o),
		    "%s routes what arrives by %s and so takes no propagated "
		    "routes",
		    SAY(&t->o), SAY(gateway));
	for (size_t i = 0; i < t->routes.n; i++)
		check_edge_route(t, &t->routes.v[i], errs);
}

/* A gateway is associated with one table at most. */
static void
check_only_one(const struct vpc *v, size_t at, struct errs *errs)
{
	const struct route_table *t = v->route_tables[at];

	for (size_t i = 0; t->gateway.object && i < at; i++)
		if (v->route_tables[i]->gateway.object == t->gateway.object)
			errs_add(errs, check_place(&t->gateway, &t->o),
			    "%s routes what arrives by %s, but so does %s",
			    SAY(&t->o), SAY(t->gateway.object),
			    SAY(&v->route_tables[i]->o));
}

void
check_edges(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; j < m->vpcs[i]->nroute_tables; j++) {
			check_edge(m->vpcs[i]->route_tables[j], errs);
			check_only_one(m->vpcs[i], j, errs);
		}
}
