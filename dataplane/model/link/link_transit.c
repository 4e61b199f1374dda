/*
 * link_transit.c - transit gateways: what their parts refer to
 *
 * First all attachments, with those that are only implied; then the tables,
 * which name attachments of their own gateway.
 */

#include "dataplane/model/link/link_transit.h"

#include <string.h>

#include "core/spell.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/link/link_peers.h"
#include "dataplane/model/link/link_segments.h"
#include "dataplane/model/link/link_sites.h"
#include "dataplane/model/say.h"
#include "dataplane/model/transit.h"

enum { SITE = 1u << OBJ_ON_PREMISES | 1u << OBJ_CONNECTION };

static const struct attachment_kind {
	const char *does;
	unsigned kinds;
	const char *what;
} attachment_kinds[] = {
	[ATTACH_VPC] = { "attaches", 1u << OBJ_VPC, "VPC" },
	[ATTACH_VPN] = { "attaches by VPN", SITE, "on-premises site" },
	[ATTACH_DIRECT_CONNECT] = { "attaches by Direct Connect", SITE,
	    "on-premises site" },
	[ATTACH_CONNECT] = { "attaches by a Connect peer", SITE,
	    "on-premises site" },
	[ATTACH_PEERING] = { "is a peering with", 1u << OBJ_TRANSIT_GATEWAY,
	    "transit gateway" },
	[ATTACH_NETWORK_FUNCTION] = { NULL, 0, NULL },
};

/* --- attachments -------------------------------------------------------- */

/* A subnet is looked for in the VPC that is attached. */
static void
link_subnets(struct linker *l, struct tgw_attachment *a)
{
	const struct vpc *v = (const struct vpc *)a->to.object;

	if (a->type != ATTACH_VPC || v == NULL)
		return;
	for (size_t i = 0; i < a->subnets.n; i++) {
		struct ref *s = &a->subnets.v[i];

		s->object =
		    model_find(l->m, v, 1u << OBJ_SUBNET, s->name, NULL);
		if (s->object && s->object->vpc == v)
			continue;
		s->object = NULL;
		errs_add(l->errs, s->where,
		    "%s is in subnet \"%s\", but VPC \"%s\" has no such "
		    "subnet",
		    SAY(&a->o), s->name, v->o.name);
	}
}

/* A site's own name means the site, whatever else is called so. */
static bool
names_connection(const struct model *m, const char *name)
{
	return !model_find(m, NULL, 1u << OBJ_ON_PREMISES, name, NULL) &&
	    model_find(m, NULL, 1u << OBJ_CONNECTION, name, NULL);
}

static void
link_attachment(struct linker *l, struct tgw_attachment *a)
{
	const struct attachment_kind *k = &attachment_kinds[a->type];

	unsigned kinds = k->kinds;

	if (a->type == ATTACH_CONNECT)
		a->to = a->site;
	if (a->to.name && names_connection(l->m, a->to.name))
		kinds &= ~(1u << OBJ_ON_PREMISES);
	else if (kinds == SITE)
		kinds = 1u << OBJ_ON_PREMISES;
	if (a->type != ATTACH_NETWORK_FUNCTION)
		link_ref(l, &a->to,
		    (struct reference){ &a->o, k->does, kinds, k->what });
	link_subnets(l, a);
}

static void
make_attachment(struct linker *l, struct transit_gateway *g,
    enum attachment_type type, const char *name, struct ref to)
{
	struct tgw_attachment *a;

	if (transit_gateway_attachment(g, type, to.object))
		return;
	a = model_add_part(
	    l->m, OBJ_TGW_ATTACHMENT, name, g, to.where, l->errs);
	a->type = type;
	a->to = to;
}

/* A peering has one name at both of its ends. */
static void
make_far_end(struct linker *l, struct tgw_attachment *a)
{
	struct ref back = { a->gateway->o.name, a->o.where, &a->gateway->o };

	if (a->type == ATTACH_PEERING && a->to.object &&
	    a->to.object != &a->gateway->o)
		make_attachment(l, (struct transit_gateway *)a->to.object,
		    ATTACH_PEERING, a->o.name, back);
}

static void
each_attachment(
    struct linker *l, void (*visit)(struct linker *, struct tgw_attachment *))
{
	for (size_t i = 0; i < l->m->ntransit_gateways; i++) {
		struct transit_gateway *g = l->m->transit_gateways[i];
		size_t n = g->nattachments;

		for (size_t j = 0; j < n; j++)
			visit(l, g->attachments[j]);
	}
}

static void
set_region(struct linker *l, struct transit_gateway *g)
{
	for (size_t i = 0; g->region == NULL && i < g->nattachments; i++) {
		const struct tgw_attachment *a = g->attachments[i];

		if (a->type == ATTACH_VPC && a->to.object)
			g->region = ((struct vpc *)a->to.object)->region;
	}
	if (g->region == NULL)
		g->region = l->m->region;
}

/* --- route tables ------------------------------------------------------- */

static void
push(struct model *m, struct refs *r, struct object *o)
{
	*ARENA_PUSH(m->arena, r->v, r->n) =
	    (struct ref){ o->name, o->where, o };
}

/* It is what a new transit gateway has in AWS. */
static void
make_default_table(struct linker *l, struct transit_gateway *g)
{
	struct tgw_route_table *t;
	const char *name;

	if (g->nroute_tables > 0 || !g->default_route_table)
		return;
	name = arena_printf(l->m->arena, "%s-default", g->o.name);
	t = model_add_part(
	    l->m, OBJ_TGW_ROUTE_TABLE, name, g, g->o.where, l->errs);
	for (size_t i = 0; i < g->nattachments; i++) {
		struct tgw_attachment *a = g->attachments[i];

		push(l->m, &t->associations, &a->o);
		if (tgw_attachment_propagates(a))
			push(l->m, &t->propagations, &a->o);
	}
}

static const char *
nearest_attachment(const struct transit_gateway *g, const char *name)
{
	const char *best = NULL;

	for (size_t i = 0; i < g->nattachments; i++) {
		const char *other = g->attachments[i]->o.name;

		if (spell_near(name, other) &&
		    (best == NULL ||
			spell_distance(name, other) <
			    spell_distance(name, best)))
			best = other;
	}
	return best;
}

/* An attachment of the same gateway. */
static void
link_part(struct linker *l, const struct transit_gateway *g,
    const struct object *by, const char *does, struct ref *ref)
{
	const char *near;

	ref->object = transit_gateway_part(g, OBJ_TGW_ATTACHMENT, ref->name);
	if (ref->object)
		return;
	near = nearest_attachment(g, ref->name);
	errs_add(l->errs, ref->where,
	    "%s %s \"%s\", but %s has no such attachment%s%s%s", SAY(by), does,
	    ref->name, SAY(&g->o), near ? "; did you mean \"" : "",
	    near ? near : "", near ? "\"?" : "");
}

void
link_tgw_route(
    struct linker *l, const struct tgw_route_table *t, struct route *r)
{
	link_destination(l->m, &t->o, &r->to, l->errs);
	if (!r->local && !r->blackhole && r->via.name)
		link_part(l, t->gateway, &t->o, "has a route via", &r->via);
}

static void
link_table(struct linker *l, struct tgw_route_table *t)
{
	for (size_t i = 0; i < t->associations.n; i++)
		link_part(l, t->gateway, &t->o, "is associated with",
		    &t->associations.v[i]);
	for (size_t i = 0; i < t->propagations.n; i++)
		link_part(l, t->gateway, &t->o, "takes routes from",
		    &t->propagations.v[i]);
	for (size_t i = 0; i < t->routes.n; i++)
		link_tgw_route(l, t, &t->routes.v[i]);
}

static void
link_tables(struct linker *l, struct transit_gateway *g)
{
	set_region(l, g);
	for (size_t i = 0; i < g->nattachments; i++)
		if (g->attachments[i]->transport.name)
			link_part(l, g, &g->attachments[i]->o, "is carried by",
			    &g->attachments[i]->transport);
	for (size_t i = 0; i < g->nattachments; i++)
		link_filter(
		    l, &g->attachments[i]->o, &g->attachments[i]->filter);
	for (size_t i = 0; i < g->nroute_tables; i++)
		link_table(l, g->route_tables[i]);
	link_segments(l, g);
	make_default_table(l, g);
}

void
link_transit_gateways(struct linker *l)
{
	each_attachment(l, link_attachment);
	link_site_attachments(l);
	each_attachment(l, make_far_end);
	for (size_t i = 0; i < l->m->ntransit_gateways; i++)
		link_tables(l, l->m->transit_gateways[i]);
}

/* --- references to groups ----------------------------------------------- */

/* Never those of another Region; over a transit gateway inbound ones may. */
static bool
is_out_of_reach(const struct model *m, const struct object *group,
    const struct peer *p, bool outbound)
{
	const struct vpc *v = group->vpc, *other;

	if (p->kind != PEER_GROUP || p->object == NULL || p->object->vpc == v)
		return false;
	other = p->object->vpc;
	if (v->region && other->region && strcmp(v->region, other->region) != 0)
		return true;
	return outbound && !peering_joins(m, v, other);
}

static void
mark_rules(struct model *m, const struct object *group,
    const struct rules *rules, bool outbound)
{
	for (size_t i = 0; i < rules->n; i++) {
		struct peers *p = &rules->v[i].peers;

		for (size_t j = 0; j < p->n; j++)
			p->v[j].out_of_reach =
			    is_out_of_reach(m, group, &p->v[j], outbound);
	}
}

static void
mark_group(struct model *m, const struct object *group,
    const struct rules *ingress, const struct rules *egress)
{
	mark_rules(m, group, ingress, false);
	mark_rules(m, group, egress, true);
}

void
link_out_of_reach(struct model *m)
{
	for (size_t i = 0; i < m->nobjects; i++) {
		const struct security_group *g =
		    (const struct security_group *)m->objects[i];

		if (g->o.kind == OBJ_SECURITY_GROUP)
			mark_group(m, &g->o, &g->ingress, &g->egress);
	}
	for (size_t i = 0; i < m->nchanges; i++) {
		const struct object *o = m->changes[i].object.object;

		if (o && o->kind == OBJ_SECURITY_GROUP)
			mark_group(m, o, &m->changes[i].ingress,
			    &m->changes[i].egress);
	}
}
