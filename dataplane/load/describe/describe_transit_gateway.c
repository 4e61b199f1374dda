/*
 * describe_transit_gateway.c - transit gateways and their attachments
 *
 * An attachment stands in two calls: one tells its association, the other its
 * subnets.  Where that is missing, the network interfaces tell which they are.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"

/* --- transit gateways and the tables themselves ------------------------- */

static bool
is_enabled(const json_t *o, const char *key)
{
	return json_is(json_part(o, "Options"), key, "enable");
}

static void
add_gateway(struct dump *d, const struct record *r)
{
	struct transit_gateway *g;

	if (!dump_is_there(d, r))
		return;
	g = dump_add(d, OBJ_TRANSIT_GATEWAY, r, NULL);
	if (g == NULL)
		return;
	g->region = r->region;
	g->security_group_referencing =
	    is_enabled(r->json, "SecurityGroupReferencingSupport");
	g->dns_support =
	    !json_is(json_part(r->json, "Options"), "DnsSupport", "disable");
	g->vpn_ecmp = !json_is(
	    json_part(r->json, "Options"), "VpnEcmpSupport", "disable");
}

/* One of another account, perhaps, of which only attachments are seen. */
static struct transit_gateway *
gateway_of(struct dump *d, const struct record *by, const char *id)
{
	struct transit_gateway *g = dump_find(d, OBJ_TRANSIT_GATEWAY, id);

	if (g || id == NULL)
		return g;
	dump_warn(d, by,
	    "refers to transit gateway %s, which is not in the dump: it is "
	    "taken to have one route table, which all attachments share",
	    id);
	g = model_add(
	    d->m, OBJ_TRANSIT_GATEWAY, id, NULL, dump_where(by), d->errs);
	g->o.missing = true;
	g->region = by->region;
	return g;
}

static void
name_part(struct dump *d, const struct record *r, struct object *o)
{
	const char *name = json_tag(r->json, "Name");

	if (name)
		model_alias(d->m, o, name);
}

static void
add_table(struct dump *d, const struct record *r)
{
	struct transit_gateway *g =
	    gateway_of(d, r, json_text(r->json, "TransitGatewayId"));

	if (g == NULL || !dump_is_there(d, r) ||
	    transit_gateway_part(g, OBJ_TGW_ROUTE_TABLE, r->id))
		return;
	name_part(d, r,
	    model_add_part(
		d->m, OBJ_TGW_ROUTE_TABLE, r->id, g, dump_where(r), d->errs));
}

void
describe_transit_gateways(struct dump *d)
{
	dump_each(d, RECORD_TRANSIT_GATEWAY, add_gateway);
	dump_each(d, RECORD_TGW_ROUTE_TABLE, add_table);
}

/* --- attachments -------------------------------------------------------- */

/* What a record of any of the calls tells. */
struct attaching {
	const struct record *r;
	const char *id, *gateway;
	enum attachment_type type;
	const char *to;
};

static struct tgw_attachment *
attach(struct dump *d, const struct attaching *w)
{
	struct transit_gateway *g = gateway_of(d, w->r, w->gateway);
	struct tgw_attachment *a;

	if (g == NULL || w->id == NULL || w->to == NULL)
		return NULL;
	a = dump_attachment(g, w->id);
	if (a)
		return a;
	a = model_add_part(
	    d->m, OBJ_TGW_ATTACHMENT, w->id, g, dump_where(w->r), d->errs);
	name_part(d, w->r, &a->o);
	a->type = w->type;
	a->to = dump_ref(d, w->r, w->to);
	return a;
}

/* Description of the interface that it has in each of its subnets. */
static bool
is_interface_of(const json_t *o, const char *attachment)
{
	const char *what = json_text(o, "Description");

	return json_is(o, "InterfaceType", "transit_gateway") && what &&
	    strstr(what, attachment);
}

static void
add_subnet(struct dump *d, const struct record *r, struct tgw_attachment *a,
    const char *id)
{
	struct vpc *v = dump_find(d, OBJ_VPC, a->to.name);

	if (v && dump_subnet(d, r, id, v))
		dump_push_ref(d, r, &a->subnets, id);
}

static void
guess_subnets(struct dump *d, struct tgw_attachment *a)
{
	for (size_t i = 0; i < records_count(d->records, RECORD_INTERFACE);
	     i++) {
		const struct record *r =
		    records_at(d->records, RECORD_INTERFACE, i);

		if (is_interface_of(r->json, a->o.name))
			add_subnet(d, r, a, json_text(r->json, "SubnetId"));
	}
}

/* The interface that it has in a subnet; null: the dump does not show it. */
static const struct record *
interface_in(struct dump *d, const struct tgw_attachment *a, const char *subnet)
{
	for (size_t i = 0; i < records_count(d->records, RECORD_INTERFACE);
	     i++) {
		const struct record *r =
		    records_at(d->records, RECORD_INTERFACE, i);

		if (is_interface_of(r->json, a->o.name) &&
		    json_is(r->json, "SubnetId", subnet))
			return r;
	}
	return NULL;
}

/* All of them, or what is known would not stand at its subnet. */
static void
name_interfaces(struct dump *d, struct tgw_attachment *a)
{
	for (size_t i = 0; i < a->subnets.n; i++) {
		const struct record *r =
		    interface_in(d, a, a->subnets.v[i].name);

		if (r == NULL) {
			a->interfaces.n = a->ip.n = 0;
			return;
		}
		*ARENA_PUSH(d->m->arena, a->interfaces.v, a->interfaces.n) =
		    dump_text(d, r, r->id);
		dump_push_addr(
		    d, r, &a->ip, json_text(r->json, "PrivateIpAddress"));
	}
}

static void
attach_vpc(struct dump *d, const struct attaching *w)
{
	struct vpc *v = dump_vpc(d, w->r, w->to);
	const struct record *more =
	    records_find(d->records, RECORD_TGW_VPC_ATTACHMENT, w->id);
	struct tgw_attachment *a = v ? attach(d, w) : NULL;
	json_t *id;
	size_t i;

	if (a == NULL || a->subnets.n > 0)
		return;
	if (more == NULL) {
		dump_miss(d, w->r, &a->o);
		guess_subnets(d, a);
		name_interfaces(d, a);
		return;
	}
	json_array_foreach (json_list(more->json, "SubnetIds"), i, id)
		add_subnet(d, more, a, json_string_value(id));
	name_interfaces(d, a);
	a->appliance_mode = is_enabled(more->json, "ApplianceModeSupport");
	a->ipv6_support = is_enabled(more->json, "Ipv6Support");
	a->dns_support =
	    !json_is(json_part(more->json, "Options"), "DnsSupport", "disable");
	a->security_group_referencing =
	    !json_is(json_part(more->json, "Options"),
		"SecurityGroupReferencingSupport", "disable");
}

static void
attach_other(struct dump *d, const struct attaching *w, enum object_kind kind)
{
	if (dump_find(d, kind, w->to))
		attach(d, w);
	else
		dump_warn(d, w->r,
		    "is an attachment of %s %s, which is not in the dump; it "
		    "is left out",
		    object_kind_text(kind), w->to ? w->to : "?");
}

/* The customer's network behind an attachment: what it announces, routes tell
 * (learn). */
static void
attach_site(struct dump *d, const struct attaching *w)
{
	struct object *site;

	if (w->to && dump_find(d, OBJ_ON_PREMISES, w->to) == NULL) {
		site = model_add(d->m, OBJ_ON_PREMISES, w->to, NULL,
		    dump_where(w->r), d->errs);
		site->missing = w->r->address != NULL;
	}
	attach(d, w);
}

/* The network behind a Connect peer has no id: it is called after the
 * attachment, whose resource is the attachment that carries it. */
static void
attach_connect(struct dump *d, struct attaching w)
{
	const char *transport = w.to;
	struct tgw_attachment *a;

	w.type = ATTACH_CONNECT;
	w.to = w.id;
	attach_site(d, &w);
	a = (struct tgw_attachment *)dump_find(d, OBJ_TGW_ATTACHMENT, w.id);
	if (a == NULL)
		return;
	a->site = a->to;
	a->transport = dump_ref(d, w.r, transport);
}

static void
add_connect(struct dump *d, const struct record *r)
{
	struct attaching w = { r, r->id, json_text(r->json, "TransitGatewayId"),
		ATTACH_CONNECT,
		json_text(r->json, "TransportTransitGatewayAttachmentId") };

	if (dump_state(r->json) != STATE_GONE &&
	    dump_find(d, OBJ_TGW_ATTACHMENT, r->id) == NULL)
		attach_connect(d, w);
}

/* A firewall, of whose rules no call that is read tells. */
static void
attach_function(struct dump *d, const struct attaching *w)
{
	struct attaching own = *w;
	struct tgw_attachment *a;

	own.type = ATTACH_NETWORK_FUNCTION;
	own.to = w->id;
	a = attach(d, &own);
	if (a == NULL)
		return;
	a->to = (struct ref){ .name = NULL };
	dump_warn(d, w->r,
	    "is a network function whose rules are not known: it is taken to "
	    "let all connections pass");
}

static void
add_attachment(struct dump *d, const struct record *r)
{
	struct attaching w = {
		.r = r,
		.id = json_text(r->json, "TransitGatewayAttachmentId"),
		.gateway = json_text(r->json, "TransitGatewayId"),
		.to = json_text(r->json, "ResourceId"),
	};

	if (!dump_is_there(d, r))
		return;
	if (json_is(r->json, "ResourceType", "vpc")) {
		w.type = ATTACH_VPC;
		attach_vpc(d, &w);
	} else if (json_is(r->json, "ResourceType", "peering")) {
		w.type = ATTACH_PEERING;
		attach_other(d, &w, OBJ_TRANSIT_GATEWAY);
	} else if (json_is(r->json, "ResourceType", "vpn")) {
		w.type = ATTACH_VPN;
		attach_other(d, &w, OBJ_ON_PREMISES);
	} else if (json_is(r->json, "ResourceType", "direct-connect-gateway")) {
		w.type = ATTACH_DIRECT_CONNECT;
		dump_direct_connect_site(d, r, w.to);
		attach_site(d, &w);
	} else if (json_is(r->json, "ResourceType", "connect")) {
		attach_connect(d, w);
	} else if (json_is(r->json, "ResourceType", "network-function")) {
		attach_function(d, &w);
	} else {
		dump_warn(d, r,
		    "is an attachment of the type %s, which is not modelled "
		    "yet",
		    json_text(r->json, "ResourceType")
			? json_text(r->json, "ResourceType")
			: "?");
	}
}

static void
add_vpc_attachment(struct dump *d, const struct record *r)
{
	struct attaching w = { r, r->id, json_text(r->json, "TransitGatewayId"),
		ATTACH_VPC, json_text(r->json, "VpcId") };

	if (dump_state(r->json) != STATE_GONE)
		attach_vpc(d, &w);
}

static void
add_peering_attachment(struct dump *d, const struct record *r)
{
	struct attaching w = { r, r->id,
		json_text(
		    json_part(r->json, "RequesterTgwInfo"), "TransitGatewayId"),
		ATTACH_PEERING,
		json_text(json_part(r->json, "AccepterTgwInfo"),
		    "TransitGatewayId") };
	const char *other = w.gateway;

	if (dump_state(r->json) == STATE_GONE)
		return;
	if (dump_find(d, OBJ_TRANSIT_GATEWAY, w.gateway))
		attach_other(d, &w, OBJ_TRANSIT_GATEWAY);
	w.gateway = w.to;
	w.to = other;
	if (dump_find(d, OBJ_TRANSIT_GATEWAY, w.gateway))
		attach_other(d, &w, OBJ_TRANSIT_GATEWAY);
}

void
describe_attachments(struct dump *d)
{
	dump_each(d, RECORD_TGW_ATTACHMENT, add_attachment);
	dump_each(d, RECORD_TGW_VPC_ATTACHMENT, add_vpc_attachment);
	dump_each(d, RECORD_TGW_PEERING_ATTACHMENT, add_peering_attachment);
	dump_each(d, RECORD_TGW_CONNECT, add_connect);
}
