/*
 * check_transit.c - transit gateways, their attachments and route tables
 *
 * Transit Gateway Guide, "Transit gateway attachments to a VPC" (one subnet in
 * each zone, one attachment for each VPC), "Transit gateway route tables" (one
 * association for each attachment) and "Transit gateway peering attachments"
 * (static routes only).
 */

#include "dataplane/model/check/check.h"

#include <string.h>

#include "dataplane/model/firewall.h"
#include "dataplane/model/say.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"

/* --- attachments -------------------------------------------------------- */

static bool
same_zone(const struct ref *a, const struct ref *b)
{
	const struct subnet *x = (const struct subnet *)a->object;
	const struct subnet *y = (const struct subnet *)b->object;

	return x == y || check_same_text(x->az.s, y->az.s);
}

static void
check_zones(const struct tgw_attachment *a, struct errs *errs)
{
	for (size_t i = 0; i < a->subnets.n; i++)
		for (size_t j = 0; j < i; j++) {
			const struct ref *x = &a->subnets.v[j];
			const struct ref *y = &a->subnets.v[i];

			if (x->object && y->object && same_zone(x, y))
				errs_add(errs, check_place(y, &a->o),
				    "%s is in %s and in %s of the same zone; "
				    "it takes one subnet in each zone",
				    SAY(&a->o), SAY(x->object), SAY(y->object));
		}
}

static void
check_vpc_attachment(const struct tgw_attachment *a, struct errs *errs)
{
	const struct vpc *v = (const struct vpc *)a->to.object;

	if (a->to.name && a->subnets.n == 0)
		errs_add(errs, a->o.where,
		    "%s attaches a VPC and needs a subnet in each zone that "
		    "is to be served",
		    SAY(&a->o));
	check_zones(a, errs);
	if (v && !a->gateway->core_network &&
	    strcmp(v->region, a->gateway->region) != 0)
		errs_add(errs, check_place(&a->to, &a->o),
		    "%s attaches VPC \"%s\" of Region %s, but %s is in %s; "
		    "use a gateway there and a peering between the two",
		    SAY(&a->o), v->o.name, v->region, SAY(&a->gateway->o),
		    a->gateway->region);
}

static void
check_twice(const struct tgw_attachment *a, struct errs *errs)
{
	const struct tgw_attachment *first =
	    transit_gateway_attachment(a->gateway, a->type, a->to.object);

	/* A site may have several connections. */
	if (a->connection == NULL && a->to.object && first != a)
		errs_add(errs, check_place(&a->to, &a->o),
		    "%s attaches %s to %s, as %s does already", SAY(&a->o),
		    SAY(a->to.object), SAY(&a->gateway->o), SAY(&first->o));
}

/* What a tunnel runs over: GRE a VPC or Direct Connect, a VPN the latter. */
static void
check_transport(const struct tgw_attachment *a, struct errs *errs)
{
	const struct tgw_attachment *below =
	    (const struct tgw_attachment *)a->transport.object;

	if (a->type == ATTACH_CONNECT && a->transport.name == NULL)
		errs_add(errs, a->o.where,
		    "%s is a Connect attachment and needs a transport: the "
		    "attachment of a VPC or by Direct Connect that carries it",
		    SAY(&a->o));
	if (a->type == ATTACH_CONNECT && a->to.name == NULL)
		errs_add(errs, a->o.where,
		    "%s is a Connect attachment and needs a site, which is "
		    "behind its peer",
		    SAY(&a->o));
	if (below && a->type == ATTACH_VPN &&
	    below->type != ATTACH_DIRECT_CONNECT)
		errs_add(errs, check_place(&a->transport, &a->o),
		    "%s is carried by %s, but a VPN that is no part of the "
		    "internet runs over Direct Connect",
		    SAY(&a->o), SAY(&below->o));
	else if (below && below->type != ATTACH_VPC &&
	    below->type != ATTACH_DIRECT_CONNECT)
		errs_add(errs, check_place(&a->transport, &a->o),
		    "%s is carried by %s, but a Connect attachment runs over "
		    "the attachment of a VPC or by Direct Connect",
		    SAY(&a->o), SAY(&below->o));
}

static void
check_segment(const struct tgw_attachment *a, struct errs *errs)
{
	bool core = a->gateway->core_network;

	if (a->segment.name && !core)
		errs_add(errs, check_place(&a->segment, &a->o),
		    "%s has a segment, but %s is no core network "
		    "(core_network: true)",
		    SAY(&a->o), SAY(&a->gateway->o));
	else if (core && a->segment.name == NULL &&
	    tgw_attachment_table(a) == NULL)
		errs_warn(errs, a->o.where,
		    "%s is in no segment of %s: nothing passes it", SAY(&a->o),
		    SAY(&a->gateway->o));
}

static void
check_function(const struct tgw_attachment *a, struct errs *errs)
{
	if (a->has_filter && a->type != ATTACH_NETWORK_FUNCTION)
		errs_add(errs, a->o.where,
		    "%s has a filter, but is no network function and lets "
		    "everything through",
		    SAY(&a->o));
	check_filter(&a->o, &a->filter, errs);
}

static void
check_attachment(const struct tgw_attachment *a, struct errs *errs)
{
	check_function(a, errs);
	check_twice(a, errs);
	check_segment(a, errs);
	check_transport(a, errs);
	if (a->type == ATTACH_VPC)
		check_vpc_attachment(a, errs);
	else if (a->subnets.n > 0)
		errs_add(errs, check_place(&a->subnets.v[0], &a->o),
		    "%s has subnets, but only the attachment of a VPC has",
		    SAY(&a->o));
	if (a->to.object == &a->gateway->o)
		errs_add(errs, check_place(&a->to, &a->o),
		    "%s is a peering of %s with itself", SAY(&a->o),
		    SAY(&a->gateway->o));
}

/* --- route tables ------------------------------------------------------- */

static void
check_associations(const struct tgw_route_table *t, struct errs *errs)
{
	for (size_t i = 0; i < t->associations.n; i++) {
		const struct ref *ref = &t->associations.v[i];
		const struct tgw_route_table *first;

		if (ref->object == NULL)
			continue;
		first = tgw_attachment_table(
		    (const struct tgw_attachment *)ref->object);
		if (first != t)
			errs_add(errs, check_place(ref, &t->o),
			    "%s is associated with %s, but so is %s; an "
			    "attachment has one route table",
			    SAY(ref->object), SAY(&first->o), SAY(&t->o));
	}
}

static void
check_propagations(const struct tgw_route_table *t, struct errs *errs)
{
	for (size_t i = 0; i < t->propagations.n; i++) {
		const struct ref *ref = &t->propagations.v[i];
		const struct tgw_attachment *a =
		    (const struct tgw_attachment *)ref->object;

		if (a && a->connection && a->connection->terms.is_static)
			errs_warn(errs, check_place(ref, &t->o),
			    "%s takes routes from %s, but a static VPN "
			    "propagates none to a transit gateway: write "
			    "static routes",
			    SAY(&t->o), SAY(&a->o));
		if (a && !tgw_attachment_propagates(a))
			errs_add(errs, check_place(ref, &t->o),
			    "%s takes routes from %s, but a %s propagates "
			    "none: write static routes",
			    SAY(&t->o), SAY(&a->o),
			    a->type == ATTACH_PEERING ? "peering"
						      : "network function");
	}
}

static bool
same_destination(const struct peer *a, const struct peer *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case PEER_CIDR:
		return prefix_eq(a->prefix, b->prefix);
	case PEER_SERVICE:
		return check_same_text(a->service, b->service);
	default:
		return a->object && a->object == b->object;
	}
}

static void
check_route(const struct tgw_route_table *t, size_t i, struct errs *errs)
{
	const struct route *r = &t->routes.v[i];

	if (r->local)
		errs_add(errs, r->where,
		    "%s has a route to %s via local, which only route tables "
		    "of a VPC have",
		    SAY(&t->o), r->to.text.s);
	for (size_t j = 0; j < i; j++)
		if (same_destination(&r->to, &t->routes.v[j].to))
			errs_add(errs, r->where, "%s has two routes to %s",
			    SAY(&t->o), r->to.text.s);
}

static void
check_group(
    const struct tgw_route_table *t, const struct ref *group, struct errs *errs)
{
	if (group->object &&
	    !((const struct tgw_route_table *)group->object)->is_group)
		errs_add(errs, check_place(group, &t->o),
		    "%s sends to %s, which is no network function group "
		    "(network_function_group: true)",
		    SAY(&t->o), SAY(group->object));
}

/* What only a core network has. */
static void
check_policy(const struct tgw_route_table *t, struct errs *errs)
{
	bool sends = t->nsend_via > 0 || t->send_to.name;

	if ((sends || t->is_group) && !t->gateway->core_network)
		errs_add(errs, t->o.where,
		    "%s has segments that send to network function groups, but "
		    "%s is no core network (core_network: true)",
		    SAY(&t->o), SAY(&t->gateway->o));
	if (sends && t->is_group)
		errs_add(errs, t->o.where,
		    "%s is a network function group, which sends to no other",
		    SAY(&t->o));
	check_group(t, &t->send_to, errs);
	for (size_t i = 0; i < t->nsend_via; i++)
		check_group(t, &t->send_via[i].group, errs);
	if (t->is_group && t->associations.n == 0)
		errs_warn(errs, t->o.where,
		    "%s has no attachment: what is sent to it is lost",
		    SAY(&t->o));
	else if (t->is_group && t->associations.n > 1)
		errs_warn(errs, t->o.where,
		    "%s has several attachments: what goes to a VPC is sent to "
		    "that in its Region, so flows between Regions pass one "
		    "on each way",
		    SAY(&t->o));
}

static void
check_table(const struct tgw_route_table *t, struct errs *errs)
{
	check_policy(t, errs);
	check_associations(t, errs);
	check_propagations(t, errs);
	for (size_t i = 0; i < t->routes.n; i++)
		check_route(t, i, errs);
}

void
check_transit(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->ntransit_gateways; i++) {
		const struct transit_gateway *g = m->transit_gateways[i];

		for (size_t j = 0; j < g->nattachments; j++)
			check_attachment(g->attachments[j], errs);
		for (size_t j = 0; j < g->nroute_tables; j++)
			check_table(g->route_tables[j], errs);
	}
}
