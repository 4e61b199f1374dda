/*
 * check_routes.c - routes, and what puts routes into tables
 *
 * VPC User Guide, "VPC CIDR blocks" (what a further block meets), "Route table
 * concepts" and "Routes": targets by family, the
 * ranges of host services, one route for each destination, routes more specific
 * than the local one; "Middlebox routing" for what those may lead to.  AWS
 * PrivateLink Guide, "Gateway endpoints": their routes are not made by hand.
 */

#include "dataplane/model/check/check.h"

#include <stdlib.h>

#include "dataplane/model/blocks.h"
#include "dataplane/model/say.h"
#include "dataplane/model/transit.h"

struct families {
	bool v4, v6;
};

static const char *
destination(const struct route *r, char buf[static PREFIX_STRLEN])
{
	if (r->to.kind != PEER_CIDR)
		return r->to.text.s;
	return prefix_format(r->to.prefix, buf);
}

#define SAY_TO(r) destination((r), (char[PREFIX_STRLEN]){ 0 })

/* A destination that could not be understood has been reported. */
static bool
is_known(const struct peer *p)
{
	struct prefix unused;

	switch (p->kind) {
	case PEER_CIDR:
		return p->text.s &&
		    prefix_parse(p->text.s, &unused) != PREFIX_SYNTAX;
	case PEER_PREFIX_LIST:
		return p->object != NULL;
	case PEER_SERVICE:
		return p->service != NULL;
	default:
		return false;
	}
}

static struct families
families_of(const struct route *r)
{
	struct families f = { false, false };
	const struct prefix_list *l;

	if (r->to.kind == PEER_CIDR) {
		f.v4 = prefix_is4(r->to.prefix);
		f.v6 = !f.v4;
	} else if (r->to.kind == PEER_PREFIX_LIST) {
		l = (const struct prefix_list *)r->to.object;
		for (size_t i = 0; i < l->entries.n; i++) {
			bool v4 = prefix_is4(l->entries.v[i].prefix);

			f.v4 |= v4;
			f.v6 |= !v4;
		}
	}
	return f;
}

/* --- targets ------------------------------------------------------------ */

static bool
joins(const struct peering *p, const struct vpc *v)
{
	for (size_t i = 0; i < p->between.n; i++)
		if (p->between.v[i].object == &v->o)
			return true;
	return false;
}

/* A route to a transit gateway needs an attachment of the VPC. */
static void
check_attached(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	const struct transit_gateway *g =
	    (const struct transit_gateway *)r->via.object;

	if (transit_gateway_attachment(g, ATTACH_VPC, &t->o.vpc->o) == NULL)
		errs_add(errs, check_place(&r->via, &t->o),
		    "%s of VPC \"%s\" has a route via %s, to which the VPC is "
		    "not attached",
		    SAY(&t->o), t->o.vpc->o.name, SAY(&g->o));
}

static void
check_owner(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	const struct object *via = r->via.object;
	const struct vpc *v = t->o.vpc;

	if (via->kind == OBJ_TRANSIT_GATEWAY) {
		check_attached(t, r, errs);
	} else if (via->kind == OBJ_PEERING) {
		if (!joins((const struct peering *)via, v))
			errs_add(errs, check_place(&r->via, &t->o),
			    "%s of VPC \"%s\" has a route via %s, which is "
			    "between other VPCs",
			    SAY(&t->o), v->o.name, SAY(via));
	} else if (via->vpc != v) {
		errs_add(errs, check_place(&r->via, &t->o),
		    "%s of VPC \"%s\" has a route via %s, which belongs to "
		    "VPC \"%s\"",
		    SAY(&t->o), v->o.name, SAY(via), via->vpc->o.name);
	}
}

static bool
is_nat64(const struct route *r)
{
	struct prefix nat64 = { { 0x0064ff9b00000000u, 0 }, 96 };

	return r->to.kind == PEER_CIDR && prefix_covers(nat64, r->to.prefix);
}

/* What a target cannot carry of this destination, or null. */
static const char *
wrong_family(const struct route *r)
{
	struct families f = families_of(r);

	switch (r->via.object->kind) {
	case OBJ_VPN_GATEWAY:
		return f.v6 ? "takes IPv4 only" : NULL;
	case OBJ_EGRESS_ONLY_INTERNET_GATEWAY:
		return f.v4 ? "takes IPv6 only" : NULL;
	case OBJ_NAT_GATEWAY:
		return f.v6 && !is_nat64(r) ? "takes IPv4 and 64:ff9b::/96 only"
					    : NULL;
	default:
		return NULL;
	}
}

static void
check_endpoint_target(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	const struct endpoint *e = (const struct endpoint *)r->via.object;

	if (e->type == ENDPOINT_GATEWAY_LOAD_BALANCER)
		return;
	errs_add(errs, check_place(&r->via, &t->o),
	    e->type == ENDPOINT_GATEWAY
		? "%s has a route via gateway %s, but AWS makes that route "
		  "itself: add the table to the endpoint's route_tables"
		: "%s has a route via interface %s, which is no target of "
		  "routes: it is reached by its addresses",
	    SAY(&t->o), SAY(&e->o));
}

static void
check_target(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	const char *wrong;

	if (r->via.object == NULL)
		return;
	check_owner(t, r, errs);
	if (r->via.object->kind == OBJ_ENDPOINT) {
		check_endpoint_target(t, r, errs);
		return;
	}
	wrong = wrong_family(r);
	if (wrong)
		errs_add(errs, r->where,
		    "%s has a route to %s via %s, which %s", SAY(&t->o),
		    SAY_TO(r), SAY(r->via.object), wrong);
}

/* --- destinations ------------------------------------------------------- */

/* Addresses that the host serves: no route may be made for a part of them. */
static void
check_host_services(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	static const char *const kept[] = { "169.254.168.0/22",
		"fd00:ec2::/32" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		struct prefix p;

		prefix_parse(kept[i], &p);
		if (prefix_covers(p, r->to.prefix))
			errs_add(errs, r->where,
			    "%s has a route to %s, but AWS keeps %s for its "
			    "services on the host and takes no route into it",
			    SAY(&t->o), SAY_TO(r), kept[i]);
	}
}

static const struct prefix *
local_route(const struct vpc *v, struct prefix to)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_covers(v->cidr.v[i].prefix, to))
			return &v->cidr.v[i].prefix;
	return NULL;
}

static bool
is_subnet(const struct vpc *v, struct prefix to)
{
	for (size_t i = 0; i < v->nsubnets; i++)
		for (size_t j = 0; j < v->subnets[i]->cidr.n; j++)
			if (prefix_eq(v->subnets[i]->cidr.v[j].prefix, to))
				return true;
	return false;
}

static bool
is_middlebox(const struct object *via)
{
	return via->kind == OBJ_NAT_GATEWAY || check_is_appliance(via);
}

/* A route that was there before the VPC got a further block of its own. */
static bool
is_in_the_way(
    const struct vpc *v, const struct prefix *local, const struct route *r)
{
	return local != &v->cidr.v[0].prefix && r->via.object &&
	    !is_middlebox(r->via.object);
}

/* A route into the VPC itself replaces its local route, or a part of it. */
static void
check_inside(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	const struct vpc *v = t->o.vpc;
	const struct prefix *local = local_route(v, r->to.prefix);

	if (local == NULL || r->blackhole)
		return;
	if (is_in_the_way(v, local, r))
		errs_add(errs, r->where,
		    "%s has a route to %s via %s; AWS adds no block to a VPC "
		    "that is the same as or larger than the destination of a "
		    "route of its tables, as %s of VPC \"%s\" is",
		    SAY(&t->o), SAY_TO(r), SAY(r->via.object), SAY_CIDR(*local),
		    v->o.name);
	else if (!prefix_eq(*local, r->to.prefix) &&
	    !is_subnet(v, r->to.prefix))
		errs_add(errs, r->where,
		    "%s has a route to %s, which is more specific than the "
		    "local route %s but not the whole block of a subnet",
		    SAY(&t->o), SAY_TO(r), SAY_CIDR(*local));
	else if (r->via.object && !is_middlebox(r->via.object))
		errs_add(errs, r->where,
		    "%s has a route to %s via %s, but inside its VPC a route "
		    "leads to a NAT gateway, an interface or a Gateway Load "
		    "Balancer endpoint only",
		    SAY(&t->o), SAY_TO(r), SAY(r->via.object));
}

/* In the table of a gateway a subnet may be said to stay local too. */
static void
check_local(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	const struct prefix *local = r->to.kind == PEER_CIDR
	    ? local_route(t->o.vpc, r->to.prefix)
	    : NULL;

	if (t->o.vpc->cidr.n > 0 &&
	    (local == NULL ||
		(!prefix_eq(*local, r->to.prefix) &&
		    (t->gateway.object == NULL ||
			!is_subnet(t->o.vpc, r->to.prefix)))))
		errs_add(errs, r->where,
		    "%s has a local route to %s, which is no block of VPC "
		    "\"%s\"",
		    SAY(&t->o), SAY_TO(r), t->o.vpc->o.name);
}

static void
check_route(
    const struct route_table *t, const struct route *r, struct errs *errs)
{
	if (!is_known(&r->to))
		return;
	if (r->local) {
		check_local(t, r, errs);
		return;
	}
	check_target(t, r, errs);
	if (r->to.kind == PEER_CIDR) {
		check_host_services(t, r, errs);
		check_inside(t, r, errs);
	}
}

/* --- routes of one table with each other -------------------------------- */

static void
check_same_blocks(const struct route_table *t, struct errs *errs)
{
	struct blocks b = { 0 };

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = &t->routes.v[i];

		if (r->to.kind == PEER_CIDR && is_known(&r->to) &&
		    !r->propagated)
			blocks_add(&b, r->to.prefix, r->where, &t->o);
	}
	blocks_sort(&b);
	for (size_t i = 1; i < b.n; i++)
		if (prefix_eq(b.v[i].prefix, b.v[i - 1].prefix))
			errs_add(errs, b.v[i].where, "%s has two routes to %s",
			    SAY(&t->o), SAY_CIDR(b.v[i].prefix));
	free(b.v);
}

static bool
same_list(const struct peer *a, const struct peer *b)
{
	if (a->kind != b->kind || !is_known(a))
		return false;
	return a->kind == PEER_PREFIX_LIST
	    ? a->object == b->object
	    : check_same_text(a->service, b->service);
}

static void
check_same_lists(const struct route_table *t, struct errs *errs)
{
	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = &t->routes.v[i];

		for (size_t j = 0; j < i && r->to.kind != PEER_CIDR; j++)
			if (same_list(&r->to, &t->routes.v[j].to))
				errs_add(errs, r->where,
				    "%s has two routes to %s", SAY(&t->o),
				    SAY_TO(r));
	}
}

static void
warn_ambiguous(const struct route_table *t, const struct block *a,
    const struct block *b, struct errs *errs)
{
	if (!prefix_eq(a->prefix, b->prefix) || a->of == b->of)
		return;
	errs_warn(errs, b->where,
	    "%s has routes to two prefix lists with the entry %s, via %s and "
	    "via %s; AWS may take either, here the first is taken",
	    SAY(&t->o), SAY_CIDR(b->prefix), a->of ? a->of->name : "blackhole",
	    b->of ? b->of->name : "blackhole");
}

/* Of two lists with the same entry AWS takes one and does not say which. */
static void
check_same_entries(const struct route_table *t, struct errs *errs)
{
	struct blocks b = { 0 };

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = &t->routes.v[i];
		const struct prefix_list *l = r->to.kind == PEER_PREFIX_LIST
		    ? (const struct prefix_list *)r->to.object
		    : NULL;

		for (size_t j = 0; l && j < l->entries.n; j++)
			blocks_add(&b, l->entries.v[j].prefix, r->where,
			    r->via.object);
	}
	blocks_sort(&b);
	for (size_t i = 1; i < b.n; i++)
		warn_ambiguous(t, &b.v[i - 1], &b.v[i], errs);
	free(b.v);
}

/* --- tables ------------------------------------------------------------- */

static void
check_propagation(const struct route_table *t, struct errs *errs)
{
	for (size_t i = 0; i < t->propagate_from.n; i++) {
		const struct ref *ref = &t->propagate_from.v[i];

		if (ref->object && ref->object->vpc != t->o.vpc)
			errs_add(errs, check_place(ref, &t->o),
			    "%s of VPC \"%s\" takes routes from %s, which "
			    "belongs to VPC \"%s\"",
			    SAY(&t->o), t->o.vpc->o.name, SAY(ref->object),
			    ref->object->vpc->o.name);
	}
}

static void
check_main(const struct vpc *v, struct errs *errs)
{
	const struct route_table *main = NULL;

	for (size_t i = 0; i < v->nroute_tables; i++) {
		const struct route_table *t = v->route_tables[i];

		if (t->main && main)
			errs_add(errs, t->o.where,
			    "%s is main in VPC \"%s\", but so is %s",
			    SAY(&t->o), v->o.name, SAY(&main->o));
		else if (t->main)
			main = t;
	}
}

void
check_routes(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		check_main(v, errs);
		for (size_t j = 0; j < v->nroute_tables; j++) {
			const struct route_table *t = v->route_tables[j];

			for (size_t k = 0; k < t->routes.n; k++)
				check_route(t, &t->routes.v[k], errs);
			check_same_blocks(t, errs);
			check_same_lists(t, errs);
			check_same_entries(t, errs);
			check_propagation(t, errs);
		}
	}
}
