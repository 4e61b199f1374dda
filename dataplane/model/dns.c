/*
 * dns.c - endpoints and rules of the Route 53 Resolver
 */

#include "dataplane/model/dns.h"

#include "dataplane/model/site.h"

enum { UDP = 17, TCP = 6 };

const struct resolver_endpoint *
resolver_endpoint_of(const struct model *m, const struct interface *n)
{
	for (size_t i = 0; i < m->nobjects; i++) {
		const struct resolver_endpoint *e =
		    (const struct resolver_endpoint *)m->objects[i];

		if (e->o.kind != OBJ_RESOLVER_ENDPOINT || e->o.vpc != n->o.vpc)
			continue;
		for (size_t j = 0; j < e->ninterfaces; j++)
			if (e->interfaces[j] == n)
				return e;
	}
	return NULL;
}

/* --- linking ------------------------------------------------------------ */

static void
listen_for_questions(struct arena *a, struct interface *n)
{
	*ARENA_PUSH(a, n->listens.v, n->listens.n) =
	    (struct listen){ UDP, DNS_PORT };
	*ARENA_PUSH(a, n->listens.v, n->listens.n) =
	    (struct listen){ TCP, DNS_PORT };
}

static void
make_interface(struct model *m, struct resolver_endpoint *e,
    const struct endpoint_subnet *s, struct errs *errs)
{
	const char *name =
	    arena_printf(m->arena, "%s-%s", e->o.name, s->subnet.name);
	struct interface *n =
	    model_add(m, OBJ_INTERFACE, name, e->o.vpc, s->subnet.where, errs);

	n->subnet = s->subnet;
	n->ip = s->ip;
	n->security_groups = e->security_groups;
	n->has_listens = true;
	if (e->direction == RESOLVER_INBOUND)
		listen_for_questions(m->arena, n);
	*ARENA_PUSH(m->arena, e->interfaces, e->ninterfaces) = n;
}

void
link_resolver_endpoints(struct model *m, struct errs *errs)
{
	size_t n = m->nobjects;

	for (size_t i = 0; i < n; i++) {
		struct resolver_endpoint *e =
		    (struct resolver_endpoint *)m->objects[i];

		if (e->o.kind != OBJ_RESOLVER_ENDPOINT)
			continue;
		for (size_t j = 0; j < e->nsubnets; j++)
			make_interface(m, e, &e->subnets[j], errs);
	}
}

/* what: "resolver rule for corp.example is of VPC". */
static void
find(const struct model *m, struct ref *r, unsigned kinds, const char *what,
    struct errs *errs)
{
	const char *near;

	if (r->name == NULL)
		return;
	r->object = model_find(m, NULL, kinds, r->name, NULL);
	if (r->object)
		return;
	near = model_nearest(m, kinds, r->name);
	errs_add(errs, r->where,
	    "%s \"%s\", but there is none of that name%s%s%s", what, r->name,
	    near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
}

void
link_resolver_rules(struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->dns->nrules; i++) {
		struct resolver_rule *r = &m->dns->rules[i];

		find(m, &r->endpoint, 1u << OBJ_RESOLVER_ENDPOINT,
		    "a resolver rule uses resolver endpoint", errs);
		for (size_t j = 0; j < r->vpcs.n; j++)
			find(m, &r->vpcs.v[j], 1u << OBJ_VPC,
			    "a resolver rule is for VPC", errs);
	}
	for (size_t i = 0; i < m->non_premises; i++)
		find(m, &m->on_premises[i]->resolver,
		    1u << OBJ_RESOLVER_ENDPOINT,
		    "an on-premises site asks resolver endpoint", errs);
}
