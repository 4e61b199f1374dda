/*
 * describe_tgw_tables.c - route tables of transit gateways: who is associated,
 * who propagates, and their routes
 *
 * Where a call is missing, what AWS makes by default is taken: the options of
 * the transit gateway tell which table that is.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"

/* --- associations and propagations -------------------------------------- */

/* Of two transit gateways only one has a table of this id. */
static struct tgw_route_table *
find_table(struct dump *d, const char *id)
{
	for (size_t i = 0; id && i < d->m->ntransit_gateways; i++) {
		struct object *t = transit_gateway_part(
		    d->m->transit_gateways[i], OBJ_TGW_ROUTE_TABLE, id);

		if (t)
			return (struct tgw_route_table *)t;
	}
	return NULL;
}

static void
push_once(
    struct dump *d, const struct record *r, struct refs *to, const char *id)
{
	for (size_t i = 0; i < to->n; i++)
		if (strcmp(to->v[i].name, id) == 0)
			return;
	dump_push_ref(d, r, to, id);
}

static void
associate(struct dump *d, const struct record *r)
{
	const json_t *part = json_part(r->json, "Association");
	const char *id = json_text(r->json, "TransitGatewayAttachmentId");
	struct tgw_route_table *t =
	    find_table(d, json_text(part, "TransitGatewayRouteTableId"));

	if (t && dump_is_associated(r->json, "Association") &&
	    dump_attachment(t->gateway, id))
		push_once(d, r, &t->associations, id);
}

/* Both answers list attachments. */
static void
add_list(struct dump *d, const struct record *r, const char *key,
    struct refs *to, const struct transit_gateway *g)
{
	json_t *o;
	size_t i;

	json_array_foreach (json_list(r->json, key), i, o) {
		const char *id = json_text(o, "TransitGatewayAttachmentId");

		if (dump_attachment(g, id) && !json_is(o, "State", "disabled"))
			push_once(d, r, to, id);
	}
}

static void
add_associations(struct dump *d, const struct record *r)
{
	struct tgw_route_table *t = find_table(d, r->id);

	if (t)
		add_list(d, r, "Associations", &t->associations, t->gateway);
}

static void
add_propagations(struct dump *d, const struct record *r)
{
	struct tgw_route_table *t = find_table(d, r->id);

	if (t)
		add_list(d, r, "TransitGatewayRouteTablePropagations",
		    &t->propagations, t->gateway);
}

/* Which attachments a call tells of the association of. */
static bool
tells_association(struct dump *d, const struct tgw_attachment *a)
{
	const char *key =
	    arena_printf(d->m->arena, "%s/%s", a->gateway->o.name, a->o.name);

	return records_find(d->records, RECORD_TGW_ATTACHMENT, key) ||
	    records_count(d->records, RECORD_TGW_ASSOCIATIONS) > 0;
}

static void
add_defaults(struct dump *d, const struct record *r)
{
	const json_t *options = json_part(r->json, "Options");
	struct transit_gateway *g = dump_find(d, OBJ_TRANSIT_GATEWAY, r->id);
	struct tgw_route_table *association =
	    find_table(d, json_text(options, "AssociationDefaultRouteTableId"));
	struct tgw_route_table *propagation =
	    find_table(d, json_text(options, "PropagationDefaultRouteTableId"));

	if (propagation &&
	    records_find(
		d->records, RECORD_TGW_PROPAGATIONS, propagation->o.name))
		propagation = NULL;
	for (size_t i = 0; g && i < g->nattachments; i++) {
		const struct tgw_attachment *a = g->attachments[i];

		if (association && !tells_association(d, a))
			push_once(d, r, &association->associations, a->o.name);
		if (propagation && tgw_attachment_propagates(a))
			push_once(d, r, &propagation->propagations, a->o.name);
	}
}

/* --- routes ------------------------------------------------------------- */

/* What a site behind an attachment has announced. */
static void
learn(struct dump *d, const struct record *r, const struct tgw_attachment *a,
    const char *to)
{
	struct on_premises *site =
	    a ? dump_find(d, OBJ_ON_PREMISES, a->to.name) : NULL;
	struct prefix p;

	if (site == NULL || prefix_parse(to, &p) == PREFIX_SYNTAX)
		return;
	for (size_t i = 0; i < site->cidr.n; i++)
		if (prefix_eq(site->cidr.v[i].prefix, p))
			return;
	dump_push_cidr(d, r, &site->cidr, to);
}

/* Which networks are behind it, only routes that were written by hand tell; of
 * any site that is so in Terraform. */
static bool
is_static_vpn(struct dump *d, const struct tgw_attachment *a)
{
	const struct on_premises *site = a && a->type == ATTACH_VPN
	    ? dump_find(d, OBJ_ON_PREMISES, a->to.name)
	    : NULL;

	return site && site->connect.is_static;
}

static void
add_route(struct dump *d, const struct record *r, struct tgw_route_table *t,
    const json_t *o)
{
	const char *to = json_text(o, "DestinationCidrBlock");
	const char *via = json_text(
	    json_array_get(json_list(o, "TransitGatewayAttachments"), 0),
	    "TransitGatewayAttachmentId");
	const struct tgw_attachment *a = dump_attachment(t->gateway, via);

	if (to == NULL || json_is(o, "State", "deleted"))
		return;
	if (json_is(o, "Type", "propagated")) {
		learn(d, r, a, to);
		return;
	}
	if (is_static_vpn(d, a) || r->address)
		learn(d, r, a, to);
	dump_route(
	    d, r, o, &t->routes, (struct dump_way){ to, via, a != NULL });
}

static void
miss_routes(struct dump *d, const struct record *r, struct tgw_route_table *t)
{
	dump_warn(d, r, "has more routes than the dump shows");
	if (t)
		dump_miss(d, r, &t->o);
}

static void
add_routes(struct dump *d, const struct record *r)
{
	struct tgw_route_table *t = find_table(d, r->id);
	json_t *o;
	size_t i;

	if (t && t->routes.n == 0)
		json_array_foreach (json_list(r->json, "Routes"), i, o)
			add_route(d, r, t, o);
	if (json_flag(r->json, "AdditionalRoutesAvailable", false))
		miss_routes(d, r, t);
}

/* Where the routes of the table are not in the dump; there a list stands with
 * each of its entries.  In Terraform it stands beside them. */
static void
add_list_reference(struct dump *d, const struct record *r)
{
	struct tgw_route_table *t =
	    find_table(d, json_text(r->json, "TransitGatewayRouteTableId"));
	const char *via =
	    json_text(json_part(r->json, "TransitGatewayAttachment"),
		"TransitGatewayAttachmentId");
	const char *list = json_text(r->json, "PrefixListId");
	struct route *route;

	if (t == NULL ||
	    (r->address == NULL &&
		records_find(d->records, RECORD_TGW_ROUTES, t->o.name)))
		return;
	if (dump_find(d, OBJ_PREFIX_LIST, list) == NULL) {
		dump_warn(d, r,
		    "is routed by %s and is not in the dump: it is left out",
		    t->o.name);
		dump_miss(d, r, &t->o);
		return;
	}
	route = ARENA_PUSH(d->m->arena, t->routes.v, t->routes.n);
	route->where = dump_where(r);
	route->to.text = dump_text(d, r, list);
	route->via = dump_ref(d, r, via);
	route->missing = dump_attachment(t->gateway, via) == NULL &&
	    !json_flag(r->json, "Blackhole", false);
	route->blackhole =
	    route->missing || json_flag(r->json, "Blackhole", false);
}

/* --- what is not shown -------------------------------------------------- */

static void
miss_parts(struct dump *d, const struct record *r)
{
	struct transit_gateway *g = dump_find(d, OBJ_TRANSIT_GATEWAY, r->id);
	const char *owner = dump_owner(d, r);

	if (g == NULL ||
	    (records_asked(
		 d->records, RECORD_TGW_ATTACHMENT, owner, r->region) &&
		records_asked(
		    d->records, RECORD_TGW_ROUTE_TABLE, owner, r->region)))
		return;
	dump_warn(d, r,
	    "is a transit gateway whose attachments or route tables are not "
	    "in the dump: what AWS makes by default is taken instead");
	dump_miss(d, r, &g->o);
}

static void
miss_routes_of_table(struct dump *d, const struct record *r)
{
	struct tgw_route_table *t = find_table(d, r->id);

	if (t == NULL ||
	    (records_find(d->records, RECORD_TGW_ROUTES, r->id) &&
		records_find(d->records, RECORD_TGW_PROPAGATIONS, r->id)))
		return;
	dump_warn(d, r,
	    "is a route table whose static routes or propagations are not in "
	    "the dump");
	dump_miss(d, r, &t->o);
}

void
describe_tgw_tables(struct dump *d)
{
	dump_each(d, RECORD_TGW_ATTACHMENT, associate);
	dump_each(d, RECORD_TGW_ASSOCIATIONS, add_associations);
	dump_each(d, RECORD_TGW_PROPAGATIONS, add_propagations);
	dump_each(d, RECORD_TRANSIT_GATEWAY, add_defaults);
	dump_each(d, RECORD_TGW_ROUTES, add_routes);
	dump_each(d, RECORD_TGW_LIST_REFERENCE, add_list_reference);
	if (!d->is_described)
		return;
	dump_each(d, RECORD_TRANSIT_GATEWAY, miss_parts);
	dump_each(d, RECORD_TGW_ROUTE_TABLE, miss_routes_of_table);
}
