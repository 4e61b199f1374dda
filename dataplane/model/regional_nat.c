/*
 * regional_nat.c - NAT gateways that are in zones and in no subnet
 *
 * Public only, with addresses of its own in each zone into which it has
 * expanded, and a route table of its own, which leads to the internet gateway
 * (VPC User Guide, "Regional NAT gateways").  AWS tells of no private address:
 * here it is known by its public ones on both sides of the internet gateway.
 */

#include "dataplane/model/regional_nat.h"

#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"

enum { ADDRESSES_IN_ZONE_MAX = 32 };

/* 0.0.0.0/0 to the internet gateway, if there is one. */
static struct route_table *
own_table(struct model *m, const struct nat_gateway *n, struct errs *errs)
{
	struct route_table *t = model_add(m, OBJ_ROUTE_TABLE,
	    arena_printf(m->arena, "%s-routes", n->o.name), n->o.vpc,
	    n->o.where, errs);
	struct route r = {
		.where = n->o.where,
		.to = { .kind = PEER_CIDR,
		    .text = { "0.0.0.0/0", n->o.where } },
	};

	if (n->o.vpc->internet_gateway == NULL)
		return t;
	prefix_parse(r.to.text.s, &r.to.prefix);
	r.via.object = &n->o.vpc->internet_gateway->o;
	*ARENA_PUSH(m->arena, t->routes.v, t->routes.n) = r;
	return t;
}

static void
take_addresses(struct model *m, struct nat_gateway *n)
{
	n->ip.n = n->public_ip.n = 0;
	for (size_t i = 0; i < n->nzones; i++)
		for (size_t j = 0; j < n->zones[i].ip.n; j++) {
			struct addr a = n->zones[i].ip.v[j];

			*ARENA_PUSH(m->arena, n->ip.v, n->ip.n) = a;
			*ARENA_PUSH(m->arena, n->public_ip.v, n->public_ip.n) =
			    a;
		}
}

void
link_regional_nat(struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		for (size_t j = 0; j < v->nnat_gateways; j++) {
			struct nat_gateway *n = v->nat_gateways[j];

			if (!n->is_regional)
				continue;
			take_addresses(m, n);
			if (n->route_table.name == NULL)
				n->route_table.object =
				    &own_table(m, n, errs)->o;
		}
	}
}

static bool
has_zone(const struct vpc *v, const char *az)
{
	for (size_t i = 0; i < v->nsubnets; i++)
		if (check_same_text(v->subnets[i]->az.s, az))
			return true;
	return false;
}

static void
check_zone(const struct nat_gateway *n, const struct endpoint_subnet *z,
    struct errs *errs)
{
	if (z->ip.n == 0)
		errs_add(errs, z->subnet.where,
		    "%s has no public address in zone %s", SAY(&n->o),
		    z->subnet.name);
	if (z->ip.n > ADDRESSES_IN_ZONE_MAX)
		errs_add(errs, z->ip.v[ADDRESSES_IN_ZONE_MAX].where,
		    "%s has %zu addresses in zone %s, but AWS takes at most %d",
		    SAY(&n->o), z->ip.n, z->subnet.name, ADDRESSES_IN_ZONE_MAX);
	if (!has_zone(n->o.vpc, z->subnet.name))
		errs_warn(errs, z->subnet.where,
		    "%s is in zone %s, in which VPC \"%s\" has no subnet",
		    SAY(&n->o), z->subnet.name, n->o.vpc->o.name);
}

void
check_regional_nat(const struct nat_gateway *n, struct errs *errs)
{
	if (n->subnet.name)
		errs_add(errs, n->subnet.where,
		    "%s is regional, so it is in no subnet", SAY(&n->o));
	if (n->is_private)
		errs_add(errs, n->o.where,
		    "%s is regional, so it cannot be private", SAY(&n->o));
	if (n->nzones == 0)
		errs_add(errs, n->o.where,
		    "%s is regional and needs zones, with public addresses in "
		    "each",
		    SAY(&n->o));
	if (n->o.vpc->internet_gateway == NULL)
		errs_warn(errs, n->o.where,
		    "%s is public, but VPC \"%s\" has no internet gateway",
		    SAY(&n->o), n->o.vpc->o.name);
	for (size_t i = 0; i < n->nzones; i++)
		check_zone(n, &n->zones[i], errs);
}
