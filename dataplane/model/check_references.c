/*
 * check_references.c - what is used must be of the same VPC
 *
 * A name that is unknown in its own VPC is found in another one if it is the
 * only one, so that this can be said instead of "no such group".  Security
 * groups per interface: Amazon VPC quotas.
 */

#include "dataplane/model/check.h"

#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

enum { GROUPS_MAX = 16 };

static void
check_own(const struct object *by, const struct ref *ref, struct errs *errs)
{
	const struct object *o = ref->object;

	if (o == NULL || o->vpc == by->vpc)
		return;
	errs_add(errs, check_place(ref, by),
	    "%s belongs to VPC \"%s\", but %s, which uses it, is in VPC \"%s\"",
	    SAY(o), o->vpc->o.name, SAY(by), by->vpc->o.name);
}

static void
check_groups(
    const struct object *by, const struct refs *groups, struct errs *errs)
{
	for (size_t i = 0; i < groups->n; i++)
		check_own(by, &groups->v[i], errs);
	if (groups->n > GROUPS_MAX)
		errs_add(errs, check_place(&groups->v[GROUPS_MAX], by),
		    "%s has %zu security groups, but AWS takes at most %d",
		    SAY(by), groups->n, GROUPS_MAX);
}

static void
check_endpoint(const struct endpoint *e, struct errs *errs)
{
	for (size_t i = 0; i < e->route_tables.n; i++)
		check_own(&e->o, &e->route_tables.v[i], errs);
	for (size_t i = 0; i < e->nsubnets; i++)
		check_own(&e->o, &e->subnets[i].subnet, errs);
	check_groups(&e->o, &e->security_groups, errs);
}

static void
check_load_balancer(const struct load_balancer *b, struct errs *errs)
{
	for (size_t i = 0; i < b->nsubnets; i++)
		check_own(&b->o, &b->subnets[i].subnet, errs);
	check_groups(&b->o, &b->security_groups, errs);
}

static void
check_object(const struct object *o, struct errs *errs)
{
	switch (o->kind) {
	case OBJ_SUBNET: {
		const struct subnet *s = (const struct subnet *)o;

		check_own(o, &s->route_table, errs);
		check_own(o, &s->network_acl, errs);
		break;
	}
	case OBJ_INTERFACE: {
		const struct interface *n = (const struct interface *)o;

		check_own(o, &n->subnet, errs);
		check_groups(o, &n->security_groups, errs);
		break;
	}
	case OBJ_NAT_GATEWAY:
		check_own(o, &((const struct nat_gateway *)o)->subnet, errs);
		check_own(
		    o, &((const struct nat_gateway *)o)->route_table, errs);
		break;
	case OBJ_LOAD_BALANCER:
		check_load_balancer((const struct load_balancer *)o, errs);
		break;
	case OBJ_ENDPOINT:
		check_endpoint((const struct endpoint *)o, errs);
		break;
	default:
		break;
	}
}

void
check_references(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nobjects; i++)
		check_object(m->objects[i], errs);
}
