/*
 * link_segments.c - segments and network function groups of a core network
 *
 * A segment has routes to its own attachments, unless they are isolated, and to
 * those of segments with which it is shared.  Where it sends via a network
 * function group, these routes lead to an attachment of the group instead, in
 * both directions, and the group has routes to both segments; what it sends to a
 * group is its default route (Cloud WAN Guide, "Core network policy": segments,
 * segment actions share, send-via and send-to).  Appliance mode is implied for a
 * group's attachments.
 *
 * Of several attachments of a group the one in the Region of the destination is
 * taken.
 */

#include "dataplane/model/link/link_segments.h"

#include <string.h>

#include "dataplane/model/say.h"
#include "dataplane/model/transit.h"

static void
push_once(struct model *m, struct refs *r, struct object *o)
{
	if (!refs_name(r, o))
		*ARENA_PUSH(m->arena, r->v, r->n) =
		    (struct ref){ o->name, o->where, o };
}

/* --- names ---------------------------------------------------------------- */

static void
link_segment(struct linker *l, const struct transit_gateway *g,
    const struct object *by, struct ref *ref)
{
	if (ref->name == NULL)
		return;
	ref->object = transit_gateway_part(g, OBJ_TGW_ROUTE_TABLE, ref->name);
	if (ref->object == NULL)
		errs_add(l->errs, ref->where,
		    "%s refers to segment \"%s\", but %s has no such route "
		    "table",
		    SAY(by), ref->name, SAY(&g->o));
}

static void
link_all(struct linker *l, const struct transit_gateway *g,
    const struct object *by, struct refs *r)
{
	for (size_t i = 0; i < r->n; i++)
		link_segment(l, g, by, &r->v[i]);
}

static void
link_names(struct linker *l, const struct transit_gateway *g,
    struct tgw_route_table *t)
{
	link_all(l, g, &t->o, &t->shares_with);
	link_segment(l, g, &t->o, &t->send_to);
	for (size_t i = 0; i < t->nsend_via; i++) {
		link_segment(l, g, &t->o, &t->send_via[i].group);
		link_all(l, g, &t->o, &t->send_via[i].segments);
	}
}

/* --- what reaches what ---------------------------------------------------- */

static bool
reaches(const struct tgw_route_table *from, const struct tgw_route_table *to)
{
	if (from == to)
		return !from->isolate_attachments && !from->is_group;
	return refs_name(&from->shares_with, &to->o) ||
	    refs_name(&to->shares_with, &from->o);
}

/* The group that one of the two says what they exchange is sent via; null. */
static const struct tgw_route_table *
group_said_by(const struct tgw_route_table *t, const struct tgw_route_table *to)
{
	for (size_t i = 0; i < t->nsend_via; i++)
		if (refs_name(&t->send_via[i].segments, &to->o))
			return (const struct tgw_route_table *)t->send_via[i]
			    .group.object;
	return NULL;
}

static const struct tgw_route_table *
group_between(const struct tgw_route_table *a, const struct tgw_route_table *b)
{
	const struct tgw_route_table *g = group_said_by(a, b);

	return g ? g : group_said_by(b, a);
}

/* Does the group get anything for the segment? */
static bool
serves(const struct transit_gateway *g, const struct tgw_route_table *group,
    const struct tgw_route_table *segment)
{
	if (!group->is_group || segment->is_group)
		return false;
	if (segment->send_to.object == &group->o)
		return true;
	for (size_t i = 0; i < g->nroute_tables; i++)
		if (group_between(segment, g->route_tables[i]) == group)
			return true;
	return false;
}

static const char *
region_of(const struct tgw_attachment *a)
{
	return a->type == ATTACH_VPC && a->to.object
	    ? ((const struct vpc *)a->to.object)->region
	    : NULL;
}

/* Of the group, for what goes to this attachment (null: to anywhere). */
static struct tgw_attachment *
member(const struct transit_gateway *g, const struct tgw_route_table *group,
    const struct tgw_attachment *to)
{
	struct tgw_attachment *first = NULL;
	const char *region = to ? region_of(to) : NULL;

	for (size_t i = 0; i < g->nattachments; i++) {
		struct tgw_attachment *a = g->attachments[i];
		const char *own = region_of(a);

		if (a->segment.object != &group->o)
			continue;
		if (region && own && strcmp(own, region) == 0)
			return a;
		if (first == NULL)
			first = a;
	}
	return first;
}

/* --- routes ---------------------------------------------------------------- */

/* How a segment, or a group, comes to the attachment of another. */
static void
lead(struct linker *l, struct transit_gateway *g, struct tgw_route_table *from,
    struct tgw_attachment *a)
{
	const struct tgw_route_table *own =
	    (const struct tgw_route_table *)a->segment.object;
	const struct tgw_route_table *group = group_between(from, own);
	const struct tgw_attachment *by = group ? member(g, group, a) : NULL;

	if (by && !own->is_group)
		*ARENA_PUSH(l->m->arena, from->detours, from->ndetours) =
		    (struct tgw_detour){ a, by };
	else if (group == NULL && (reaches(from, own) || serves(g, from, own)))
		push_once(l->m, &from->propagations, &a->o);
}

static void
join_segment(
    struct linker *l, struct transit_gateway *g, struct tgw_attachment *a)
{
	struct tgw_route_table *own;

	link_segment(l, g, &a->o, &a->segment);
	own = (struct tgw_route_table *)a->segment.object;
	if (own == NULL)
		return;
	push_once(l->m, &own->associations, &a->o);
	if (own->is_group)
		a->appliance_mode = true;
}

/* What is for nobody else goes to the group. */
static void
add_default(struct linker *l, struct tgw_route_table *t,
    struct tgw_attachment *to, const char *prefix)
{
	struct route *r = ARENA_PUSH(l->m->arena, t->routes.v, t->routes.n);

	*r = (struct route){ .where = t->send_to.where,
		.to = { .kind = PEER_CIDR, .text = { .s = prefix } },
		.via = { to->o.name, t->send_to.where, &to->o } };
	prefix_parse(prefix, &r->to.prefix);
}

static void
send_to(struct linker *l, const struct transit_gateway *g,
    struct tgw_route_table *t)
{
	const struct tgw_route_table *group =
	    (const struct tgw_route_table *)t->send_to.object;
	struct tgw_attachment *to = group ? member(g, group, NULL) : NULL;

	if (to == NULL)
		return;
	add_default(l, t, to, "0.0.0.0/0");
	add_default(l, t, to, "::/0");
}

void
link_segments(struct linker *l, struct transit_gateway *g)
{
	for (size_t i = 0; i < g->nroute_tables; i++)
		link_names(l, g, g->route_tables[i]);
	for (size_t i = 0; i < g->nattachments; i++)
		join_segment(l, g, g->attachments[i]);
	for (size_t i = 0; i < g->nroute_tables; i++) {
		struct tgw_route_table *t = g->route_tables[i];

		for (size_t j = 0; j < g->nattachments; j++)
			if (g->attachments[j]->segment.object)
				lead(l, g, t, g->attachments[j]);
		send_to(l, g, t);
	}
}
