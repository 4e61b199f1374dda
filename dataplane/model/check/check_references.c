/*
 * check_references.c - what is used must be of the same VPC
 *
 * A name that is unknown in its own VPC is found in another one if it is the
 * only one, so that this can be said instead of "no such group".  Security
 * groups per interface: Amazon VPC quotas.
 */

#include "dataplane/model/check/check.h"

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

static bool
is_used_in(const struct object *group, const struct vpc *v)
{
	const struct refs *vpcs = &((const struct security_group *)group)->vpcs;

	for (size_t i = 0; i < vpcs->n; i++)
		if (vpcs->v[i].object == &v->o)
			return true;
	return false;
}

static void
check_groups(
    const struct object *by, const struct refs *groups, struct errs *errs)
{
	for (size_t i = 0; i < groups->n; i++)
		if (groups->v[i].object == NULL ||
		    !is_used_in(groups->v[i].object, by->vpc))
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

/* One that is associated with further VPCs of its Region, none being its own
 * (EC2 API Reference, AssociateSecurityGroupVpc: not the default group). */
static void
check_shared(const struct security_group *g, struct errs *errs)
{
	for (size_t i = 0; i < g->vpcs.n; i++) {
		const struct ref *ref = &g->vpcs.v[i];
		const struct vpc *v = (const struct vpc *)ref->object;

		if (v && !check_same_text(v->region, g->o.vpc->region))
			errs_add(errs, check_place(ref, &g->o),
			    "%s is used in VPC \"%s\" of Region %s, but a "
			    "group is for VPCs of its own Region, %s",
			    SAY(&g->o), v->o.name, v->region, g->o.vpc->region);
		if (v && vpc_default_group(g->o.vpc) == g)
			errs_add(errs, check_place(ref, &g->o),
			    "%s is the default group of its VPC, which cannot "
			    "be used in another one",
			    SAY(&g->o));
	}
}

/* The owner's default group is not for participants of a shared VPC (VPC User
 * Guide, shared VPCs). */
static void
check_participant(const struct interface *n, struct errs *errs)
{
	const struct vpc *v = n->o.vpc;

	if (n->account == NULL || v->account == NULL ||
	    check_same_text(n->account, v->account))
		return;
	for (size_t i = 0; i < n->security_groups.n; i++) {
		const struct ref *ref = &n->security_groups.v[i];

		if (ref->object == &vpc_default_group(v)->o)
			errs_add(errs, check_place(ref, &n->o),
			    "%s of account %s uses %s, which is that of the "
			    "VPC's owner, account %s: a participant needs a "
			    "group of its own",
			    SAY(&n->o), n->account, SAY(ref->object),
			    v->account);
	}
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
		check_participant(n, errs);
		break;
	}
	case OBJ_SECURITY_GROUP:
		check_shared((const struct security_group *)o, errs);
		break;
	case OBJ_NAT_GATEWAY:
		check_own(o, &((const struct nat_gateway *)o)->subnet, errs);
		check_own(
		    o, &((const struct nat_gateway *)o)->route_table, errs);
		break;
	case OBJ_LOAD_BALANCER:
	case OBJ_RESOURCE_GATEWAY:
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
