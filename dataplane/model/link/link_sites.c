/*
 * link_sites.c - how sites are connected: what their connections refer to
 *
 * A connection to a transit gateway and an attachment of the site to it are one
 * thing, whichever of them is written.
 */

#include "dataplane/model/link/link_sites.h"

#include <string.h>

#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"

static const struct attachment_of {
	enum connection_type connection;
	enum attachment_type attachment;
} kinds[] = {
	{ CONNECT_VPN, ATTACH_VPN },
	{ CONNECT_DIRECT_CONNECT, ATTACH_DIRECT_CONNECT },
	{ CONNECT_GRE, ATTACH_CONNECT },
};

enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* --- connections -------------------------------------------------------- */

static void
link_terms(
    struct linker *l, const struct object *by, struct connection_terms *t)
{
	link_ref(l, &t->to,
	    (struct reference){ by, "is connected to",
		1u << OBJ_VPN_GATEWAY | 1u << OBJ_TRANSIT_GATEWAY,
		"VPN gateway or transit gateway" });
}

/* Names of connections are one's own, but for those that are made. */
static struct connection *
make_connection(struct linker *l, const struct object *after,
    struct on_premises *site, const struct connection_terms *terms)
{
	const char *name = after->name;
	struct connection *c;

	for (int i = 2;
	     model_find(l->m, NULL, 1u << OBJ_CONNECTION, name, NULL); i++)
		name = arena_printf(l->m->arena, "%s-%d", after->name, i);
	c = model_add(l->m, OBJ_CONNECTION, name, NULL, after->where, l->errs);
	c->site = site;
	c->terms = *terms;
	return c;
}

void
link_site(struct linker *l, struct on_premises *s)
{
	for (size_t i = 0; i < s->nconnections; i++)
		link_terms(l, &s->connections[i]->o, &s->connections[i]->terms);
	if (s->connect.type == CONNECT_NONE)
		return;
	link_terms(l, &s->o, &s->connect);
	make_connection(l, &s->o, s, &s->connect);
}

/* --- attachments of sites ----------------------------------------------- */

static bool
stands_for(const struct tgw_attachment *a, const struct connection *c)
{
	if (c->attachment || &c->site->o != a->to.object ||
	    c->terms.to.object != &a->gateway->o)
		return false;
	for (size_t i = 0; i < NKINDS; i++)
		if (kinds[i].attachment == a->type)
			return kinds[i].connection == c->terms.type;
	return false;
}

static struct connection *
find_connection(const struct model *m, const struct tgw_attachment *a)
{
	for (size_t i = 0; i < m->nconnections; i++)
		if (stands_for(a, m->connections[i]))
			return m->connections[i];
	return NULL;
}

static void
join(struct tgw_attachment *a, struct connection *c)
{
	a->connection = c;
	c->attachment = a;
	if (a->transport.name == NULL)
		a->transport = c->terms.transport;
}

static void
find_or_make(struct linker *l, struct tgw_attachment *a)
{
	struct connection_terms terms = { .to = { a->gateway->o.name,
					      a->o.where, &a->gateway->o } };
	struct connection *c = find_connection(l->m, a);

	if (a->to.object == NULL || a->to.object->kind != OBJ_ON_PREMISES)
		return;
	for (size_t i = 0; i < NKINDS; i++)
		if (kinds[i].attachment == a->type)
			terms.type = kinds[i].connection;
	if (c == NULL)
		c = make_connection(
		    l, &a->o, (struct on_premises *)a->to.object, &terms);
	join(a, c);
}

/* An attachment may name the connection itself. */
static void
take_named(struct linker *l, struct tgw_attachment *a)
{
	struct connection *c = (struct connection *)a->to.object;

	(void)l;
	if (c == NULL || c->o.kind != OBJ_CONNECTION)
		return;
	a->to.object = &c->site->o;
	join(a, c);
}

static void
make_attachment(struct linker *l, struct connection *c)
{
	struct transit_gateway *g =
	    (struct transit_gateway *)c->terms.to.object;
	struct tgw_attachment *a;

	if (c->attachment || g == NULL || g->o.kind != OBJ_TRANSIT_GATEWAY)
		return;
	a = model_add_part(
	    l->m, OBJ_TGW_ATTACHMENT, c->o.name, g, c->o.where, l->errs);
	for (size_t i = 0; i < NKINDS; i++)
		if (kinds[i].connection == c->terms.type)
			a->type = kinds[i].attachment;
	a->to = (struct ref){ c->site->o.name, c->o.where, &c->site->o };
	join(a, c);
}

static void
each_attachment(
    struct linker *l, void (*visit)(struct linker *, struct tgw_attachment *))
{
	for (size_t i = 0; i < l->m->ntransit_gateways; i++) {
		struct transit_gateway *g = l->m->transit_gateways[i];

		for (size_t j = 0; j < g->nattachments; j++)
			if (g->attachments[j]->connection == NULL)
				visit(l, g->attachments[j]);
	}
}

void
link_site_attachments(struct linker *l)
{
	size_t n = l->m->nconnections;

	each_attachment(l, take_named);
	each_attachment(l, find_or_make);
	for (size_t i = 0; i < n; i++)
		make_attachment(l, l->m->connections[i]);
}
