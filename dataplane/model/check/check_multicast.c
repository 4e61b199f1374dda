/*
 * check_multicast.c - multicast domains of transit gateways
 *
 * Transit Gateway Guide, "Multicast on transit gateways": a subnet is in one
 * domain, of a VPC that is attached; members and sources are interfaces in such
 * subnets; static sources are not for domains with IGMPv2.
 */

#include "dataplane/model/check/check.h"
#include "dataplane/model/multicast.h"
#include "dataplane/model/say.h"
#include "dataplane/model/transit.h"

static void
check_association(const struct model *m, const struct multicast_domain *d,
    const struct ref *s, struct errs *errs)
{
	const struct multicast_domain *first;

	if (s->object == NULL)
		return;
	first = multicast_domain_of(m, s->object);
	if (first != d)
		errs_add(errs, check_place(s, &d->o),
		    "%s is associated with %s, but so is %s; a subnet has one "
		    "multicast domain",
		    SAY(s->object), SAY(&first->o), SAY(&d->o));
	if (multicast_attachment(d, s->object) == NULL)
		errs_add(errs, check_place(s, &d->o),
		    "%s is associated with %s, but VPC \"%s\" is not attached "
		    "to %s",
		    SAY(&d->o), SAY(s->object), s->object->vpc->o.name,
		    SAY(&d->gateway->o));
}

static void
check_interfaces(const struct multicast_domain *d, const struct refs *r,
    const char *what, struct errs *errs)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct interface *n =
		    (const struct interface *)r->v[i].object;

		if (n && n->subnet.object &&
		    !refs_name(&d->associations, n->subnet.object))
			errs_add(errs, check_place(&r->v[i], &d->o),
			    "%s has the %s %s, whose subnet is not associated "
			    "with it",
			    SAY(&d->o), what, SAY(&n->o));
	}
}

static void
check_group(const struct multicast_domain *d, size_t at, struct errs *errs)
{
	const struct multicast_group *g = &d->groups[at];

	if (!ip_is_multicast(g->ip))
		errs_add(errs, g->where,
		    "%s has the group %s, which is no multicast address "
		    "(224.0.0.0/4, ff00::/8)",
		    SAY(&d->o), SAY_IP(g->ip));
	if (d->igmpv2 && !ip_is4(g->ip))
		errs_add(errs, g->where,
		    "%s has the group %s, but IGMPv2 is for IPv4: register the "
		    "members of a domain without it",
		    SAY(&d->o), SAY_IP(g->ip));
	for (size_t i = 0; i < at; i++)
		if (ip_eq(d->groups[i].ip, g->ip))
			errs_add(errs, g->where, "%s has the group %s twice",
			    SAY(&d->o), SAY_IP(g->ip));
	if (g->sources.n > 0 && !d->static_sources)
		errs_add(errs, check_place(&g->sources.v[0], &d->o),
		    "%s has sources for %s, but not static_sources: all "
		    "interfaces of its subnets may send",
		    SAY(&d->o), SAY_IP(g->ip));
	check_interfaces(d, &g->members, "member", errs);
	check_interfaces(d, &g->sources, "source", errs);
}

static void
check_domain(
    const struct model *m, const struct multicast_domain *d, struct errs *errs)
{
	if (d->igmpv2 && d->static_sources)
		errs_add(errs, d->o.where,
		    "%s has igmpv2 and static_sources, which exclude each "
		    "other",
		    SAY(&d->o));
	for (size_t i = 0; i < d->associations.n; i++)
		check_association(m, d, &d->associations.v[i], errs);
	for (size_t i = 0; i < d->ngroups; i++)
		check_group(d, i, errs);
}

void
check_multicast(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->ntransit_gateways; i++)
		for (size_t j = 0;
		     j < m->transit_gateways[i]->nmulticast_domains; j++)
			check_domain(m,
			    m->transit_gateways[i]->multicast_domains[j], errs);
}
