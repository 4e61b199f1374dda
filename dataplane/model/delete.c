/*
 * delete.c - an object that is deleted in AWS, and what is left behind
 *
 * AWS keeps the routes to a target that is gone, in the state blackhole (VPC
 * User Guide, route tables); propagations, associations with a gateway and
 * routes of a gateway endpoint go with it, and so do its flow logs.
 */

#include "dataplane/model/delete.h"

#include <string.h>

#include "dataplane/model/flow_log.h"
#include "dataplane/model/say.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"

static bool
is_named(const struct object *o, const char *name)
{
	if (strcmp(o->name, name) == 0)
		return true;
	for (size_t i = 0; i < o->naliases; i++)
		if (strcmp(o->aliases[i].s, name) == 0)
			return true;
	return false;
}

/* Does the name, written in this VPC, mean the object? */
static bool
means(const struct model *m, const struct vpc *v, const char *name,
    const struct object *o)
{
	return name && model_find(m, v, 1u << o->kind, name, NULL) == o;
}

static void
break_routes(
    const struct model *m, struct route_table *t, const struct object *o)
{
	for (size_t i = 0; i < t->routes.n; i++) {
		struct route *r = &t->routes.v[i];

		if (!r->local && means(m, t->o.vpc, r->via.name, o))
			r->blackhole = true;
	}
}

static void
drop_refs(const struct model *m, const struct vpc *v, struct refs *r,
    const struct object *o)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++)
		if (!means(m, v, r->v[i].name, o))
			r->v[kept++] = r->v[i];
	r->n = kept;
}

static void
leave_table(
    const struct model *m, struct route_table *t, const struct object *o)
{
	break_routes(m, t, o);
	drop_refs(m, t->o.vpc, &t->propagate_from, o);
	if (means(m, t->o.vpc, t->gateway.name, o))
		t->gateway = (struct ref){ .name = NULL };
}

static void
drop_named(struct refs *r, const struct object *o)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].name == NULL || !is_named(o, r->v[i].name))
			r->v[kept++] = r->v[i];
	r->n = kept;
}

/* Tables of a transit gateway name attachments of that gateway alone. */
static void
leave_tgw_table(struct tgw_route_table *t, const struct object *o)
{
	if (o->kind != OBJ_TGW_ATTACHMENT ||
	    ((const struct tgw_attachment *)o)->gateway != t->gateway)
		return;
	drop_named(&t->associations, o);
	drop_named(&t->propagations, o);
	for (size_t i = 0; i < t->routes.n; i++) {
		struct route *r = &t->routes.v[i];

		if (r->via.name && is_named(o, r->via.name))
			r->blackhole = true;
	}
}

static void
leave(const struct model *m, struct object *from, const struct object *o)
{
	struct on_premises *site = (struct on_premises *)from;

	switch (from->kind) {
	case OBJ_ROUTE_TABLE:
		leave_table(m, (struct route_table *)from, o);
		break;
	case OBJ_TGW_ROUTE_TABLE:
		leave_tgw_table((struct tgw_route_table *)from, o);
		break;
	case OBJ_ENDPOINT:
		drop_refs(
		    m, from->vpc, &((struct endpoint *)from)->route_tables, o);
		break;
	case OBJ_ON_PREMISES:
		if (means(m, NULL, site->connect.to.name, o))
			site->connect =
			    (struct connection_terms){ CONNECT_NONE };
		break;
	default:
		break;
	}
}

/* Something that is in it; null: nothing. */
static const struct object *
part_of(const struct model *m, const struct object *o)
{
	for (size_t i = 0; o->kind == OBJ_VPC && i < m->nobjects; i++)
		if (m->objects[i]->vpc == (const struct vpc *)o)
			return m->objects[i];
	return NULL;
}

static void
delete_flow_logs(struct model *m, const struct object *resource)
{
	for (size_t i = m->nflow_logs; i-- > 0;) {
		struct flow_log *log = m->flow_logs[i];

		if (means(m, NULL, log->resource.name, resource))
			model_remove(m, &log->o);
	}
}

/* Its attachments and tables go with a transit gateway, hosts and connections
 * with a site. */
static void
delete_parts(struct model *m, struct object *o)
{
	struct transit_gateway *g = (struct transit_gateway *)o;
	struct on_premises *site = (struct on_premises *)o;

	if (o->kind == OBJ_TRANSIT_GATEWAY) {
		while (g->nattachments > 0) {
			delete_flow_logs(m, &g->attachments[0]->o);
			model_remove(m, &g->attachments[0]->o);
		}
		while (g->nroute_tables > 0)
			model_remove(m, &g->route_tables[0]->o);
	}
	while (o->kind == OBJ_ON_PREMISES && site->nhosts > 0)
		model_remove(m, &site->hosts[0]->o);
	while (o->kind == OBJ_ON_PREMISES && site->nconnections > 0)
		model_remove(m, &site->connections[0]->o);
}

/* A connection ends at a gateway; without that it is nothing. */
static void
delete_connections(struct model *m, const struct object *gateway)
{
	for (size_t i = m->nconnections; i-- > 0;) {
		struct connection *c = m->connections[i];

		if (means(m, NULL, c->terms.to.name, gateway))
			model_remove(m, &c->o);
	}
}

void
model_delete(
    struct model *m, struct object *o, struct where where, struct errs *errs)
{
	const struct object *part = part_of(m, o);

	if (part) {
		errs_add(errs, where, "%s cannot be deleted while %s is in it",
		    SAY(o), SAY(part));
		return;
	}
	for (size_t i = 0; i < m->nobjects; i++)
		leave(m, m->objects[i], o);
	delete_connections(m, o);
	delete_flow_logs(m, o);
	delete_parts(m, o);
	model_remove(m, o);
}
