/*
 * transit.c - what transit gateways and peerings join
 */

#include "dataplane/model/transit.h"

#include <string.h>

#include "dataplane/model/multicast.h"

static bool
is_called(const struct object *o, enum object_kind k, const char *name)
{
	return o->kind == k &&
	    (strcmp(o->name, name) == 0 ||
		(o->alias && strcmp(o->alias, name) == 0));
}

struct object *
transit_gateway_part(
    const struct transit_gateway *g, enum object_kind k, const char *name)
{
	for (size_t i = 0; i < g->nattachments; i++)
		if (is_called(&g->attachments[i]->o, k, name))
			return &g->attachments[i]->o;
	for (size_t i = 0; i < g->nroute_tables; i++)
		if (is_called(&g->route_tables[i]->o, k, name))
			return &g->route_tables[i]->o;
	for (size_t i = 0; i < g->nmulticast_domains; i++)
		if (is_called(&g->multicast_domains[i]->o, k, name))
			return &g->multicast_domains[i]->o;
	return NULL;
}

struct tgw_attachment *
transit_gateway_attachment(const struct transit_gateway *g,
    enum attachment_type type, const struct object *to)
{
	for (size_t i = 0; i < g->nattachments; i++)
		if (g->attachments[i]->type == type &&
		    g->attachments[i]->to.object == to)
			return g->attachments[i];
	return NULL;
}

bool
refs_name(const struct refs *r, const struct object *o)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].object == o)
			return true;
	return false;
}

struct tgw_route_table *
tgw_attachment_table(const struct tgw_attachment *a)
{
	const struct transit_gateway *g = a->gateway;

	for (size_t i = 0; i < g->nroute_tables; i++)
		if (refs_name(&g->route_tables[i]->associations, &a->o))
			return g->route_tables[i];
	return NULL;
}

bool
tgw_attachment_propagates(const struct tgw_attachment *a)
{
	return a->type != ATTACH_PEERING && a->type != ATTACH_NETWORK_FUNCTION;
}

bool
transit_joins(const struct model *m, const struct vpc *a, const struct vpc *b)
{
	for (size_t i = 0; i < m->ntransit_gateways; i++) {
		const struct transit_gateway *g = m->transit_gateways[i];

		if (transit_gateway_attachment(g, ATTACH_VPC, &a->o) &&
		    transit_gateway_attachment(g, ATTACH_VPC, &b->o))
			return true;
	}
	return false;
}

bool
peering_joins(const struct model *m, const struct vpc *a, const struct vpc *b)
{
	for (size_t i = 0; i < m->npeerings; i++) {
		const struct refs *r = &m->peerings[i]->between;

		if (r->n == 2 && refs_name(r, &a->o) && refs_name(r, &b->o))
			return true;
	}
	return false;
}
