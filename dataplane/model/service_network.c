/*
 * service_network.c - service networks of VPC Lattice
 */

#include "dataplane/model/service_network.h"

#include "dataplane/model/link/link_ref.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

enum { MEMBERS = 1u << OBJ_LATTICE_SERVICE | 1u << OBJ_RESOURCE_CONFIGURATION };

/* 169.254.171.0/24 */
const struct prefix lattice_prefix = { { 0, 0xffffa9feab00 }, 96 + 24 };

static const struct service_network *
network_of(const struct model *m, const struct endpoint *e)
{
	return (const struct service_network *)model_find(
	    m, NULL, 1u << OBJ_SERVICE_NETWORK, e->service.s, NULL);
}

/* An endpoint for one member, or null: that there is none is told later. */
static struct endpoint *
make_part(struct model *m, struct vpc *v, const char *of,
    const struct ref *member, struct errs *errs)
{
	struct object *to = model_find(m, NULL, MEMBERS, member->name, NULL);
	struct endpoint *e;

	if (to == NULL)
		return NULL;
	e = model_add(m, OBJ_ENDPOINT,
	    arena_printf(m->arena, "%s-%s", of, member->name), v, member->where,
	    errs);
	if (to->kind == OBJ_LATTICE_SERVICE) {
		e->type = ENDPOINT_LATTICE;
		e->lattice = (const struct lattice_service *)to;
		e->private_dns = e->lattice->dns_name.s != NULL;
	} else {
		e->type = ENDPOINT_RESOURCE;
		e->service = (struct text){ member->name, member->where };
		e->private_dns =
		    ((struct endpoint_service *)to)->private_dns_name.s != NULL;
	}
	return e;
}

static void
report_unknown(
    const struct model *m, const struct endpoint *e, struct errs *errs)
{
	const char *near =
	    model_nearest(m, 1u << OBJ_SERVICE_NETWORK, e->service.s);

	errs_add(errs, e->service.where,
	    "%s is for \"%s\", but there is no such service network%s%s%s",
	    SAY(&e->o), e->service.s, near ? "; did you mean \"" : "",
	    near ? near : "", near ? "\"?" : "");
}

/* The endpoint itself keeps no interface: its parts have them. */
static void
divide(struct model *m, struct endpoint *whole, struct errs *errs)
{
	const struct service_network *n = network_of(m, whole);

	if (n == NULL)
		report_unknown(m, whole, errs);
	for (size_t i = 0; i < whole->nsubnets; i++)
		if (whole->subnets[i].ip.n > 0)
			errs_add(errs, whole->subnets[i].ip.v[0].where,
			    "%s has an address in a subnet, but each member of "
			    "its service network gets one of its own",
			    SAY(&whole->o));
	for (size_t i = 0; n && i < n->members.n; i++) {
		struct endpoint *e = make_part(
		    m, whole->o.vpc, whole->o.name, &n->members.v[i], errs);

		if (e == NULL)
			continue;
		e->part_of = whole;
		e->o.down = whole->o.down;
		e->ipv6 = whole->ipv6;
		e->private_dns &= whole->private_dns;
		e->security_groups = whole->security_groups;
		e->subnets = arena_copy(m->arena, whole->subnets,
		    whole->nsubnets * sizeof(*whole->subnets));
		e->nsubnets = whole->nsubnets;
	}
	whole->nsubnets = 0;
}

/* Addresses of several networks in one VPC would clash; AWS allows one. */
static void
associate(struct model *m, struct service_network *n,
    struct service_network_association *a, struct errs *errs)
{
	struct vpc *v =
	    (struct vpc *)model_find(m, NULL, 1u << OBJ_VPC, a->vpc.name, NULL);

	for (size_t i = 0; v && i < n->members.n; i++) {
		struct endpoint *e =
		    make_part(m, v, n->o.name, &n->members.v[i], errs);

		if (e == NULL)
			continue;
		e->associated = true;
		e->associated_ip =
		    ip_add(lattice_prefix.addr, (uint64_t)i % 254 + 1);
		e->security_groups = a->security_groups;
	}
}

void
link_service_networks(struct model *m, struct errs *errs)
{
	size_t n = m->nobjects;

	for (size_t i = 0; i < n; i++) {
		struct object *o = m->objects[i];
		struct service_network *s = (struct service_network *)o;

		if (o->kind == OBJ_ENDPOINT &&
		    ((struct endpoint *)o)->type == ENDPOINT_SERVICE_NETWORK)
			divide(m, (struct endpoint *)o, errs);
		if (o->kind != OBJ_SERVICE_NETWORK)
			continue;
		for (size_t j = 0; j < s->nassociations; j++)
			associate(m, s, &s->associations[j], errs);
	}
}

void
link_service_network(struct linker *l, struct service_network *n)
{
	link_refs(l, &n->members,
	    (struct reference){ &n->o, "has the member", MEMBERS,
		"Lattice service or resource configuration" });
	for (size_t i = 0; i < n->nassociations; i++)
		link_ref(l, &n->associations[i].vpc,
		    (struct reference){ &n->o, "is associated with VPC",
			1u << OBJ_VPC, "VPC" });
}
