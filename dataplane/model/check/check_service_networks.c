/*
 * check_service_networks.c - service networks of VPC Lattice
 *
 * VPC Lattice User Guide, "VPC associations" (a VPC is associated with one
 * service network), "Services" (TCP), quotas.
 */

#include "core/map.h"
#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"
#include "dataplane/model/service_network.h"

enum { TCP = 6, MOST_MEMBERS = 254 };

static void
check_service(const struct lattice_service *s, struct errs *errs)
{
	for (size_t i = 0; i < s->listens.n; i++)
		if (s->listens.v[i].proto != TCP)
			errs_add(errs, s->o.where,
			    "%s listens to another protocol than TCP",
			    SAY(&s->o));
}

static void
check_network(
    const struct service_network *n, struct map *seen, struct errs *errs)
{
	if (n->members.n > MOST_MEMBERS)
		errs_add(errs, n->o.where, "%s has more than %d members",
		    SAY(&n->o), MOST_MEMBERS);
	for (size_t i = 0; i < n->nassociations; i++) {
		const struct service_network_association *a =
		    &n->associations[i];
		const struct service_network *first;

		if (a->vpc.object == NULL)
			continue;
		first = map_get(seen, a->vpc.object->name);
		if (first)
			errs_add(errs, check_place(&a->vpc, &n->o),
			    "%s is associated with %s, but a VPC has one "
			    "association, and this one that with %s",
			    SAY(&n->o), SAY(a->vpc.object), SAY(&first->o));
		map_set(seen, a->vpc.object->name, (void *)n);
	}
}

void
check_service_networks(const struct model *m, struct errs *errs)
{
	struct map *seen = map_new();

	for (size_t i = 0; i < m->nobjects; i++) {
		const struct object *o = m->objects[i];

		if (o->kind == OBJ_LATTICE_SERVICE)
			check_service((const struct lattice_service *)o, errs);
		else if (o->kind == OBJ_SERVICE_NETWORK)
			check_network(
			    (const struct service_network *)o, seen, errs);
	}
	map_free(seen);
}
