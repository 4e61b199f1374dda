/*
 * multicast.c - multicast domains of a transit gateway
 */

#include "dataplane/model/multicast.h"

#include "dataplane/model/link/link_ref.h"
#include "dataplane/model/transit.h"

const struct multicast_domain *
multicast_domain_of(const struct model *m, const struct object *subnet)
{
	for (size_t i = 0; i < m->ntransit_gateways; i++) {
		const struct transit_gateway *g = m->transit_gateways[i];

		for (size_t j = 0; j < g->nmulticast_domains; j++)
			if (refs_name(
				&g->multicast_domains[j]->associations, subnet))
				return g->multicast_domains[j];
	}
	return NULL;
}

const struct tgw_attachment *
multicast_attachment(
    const struct multicast_domain *d, const struct object *subnet)
{
	return transit_gateway_attachment(
	    d->gateway, ATTACH_VPC, &subnet->vpc->o);
}

void
link_multicast_domain(struct linker *l, struct multicast_domain *d)
{
	link_refs(l, &d->associations,
	    (struct reference){ &d->o, "is associated with subnet",
		1u << OBJ_SUBNET, "subnet" });
	for (size_t i = 0; i < d->ngroups; i++) {
		link_refs(l, &d->groups[i].members,
		    (struct reference){ &d->o, "has the member",
			1u << OBJ_INTERFACE, "interface" });
		link_refs(l, &d->groups[i].sources,
		    (struct reference){ &d->o, "has the source",
			1u << OBJ_INTERFACE, "interface" });
	}
}
