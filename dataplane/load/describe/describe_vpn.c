/*
 * describe_vpn.c - Site-to-Site VPN connections, as the sites behind them
 *
 * A site is named after its connection.  Its addresses are the connection's
 * static routes; with BGP, what route tables have learnt from it.  That no file
 * of Terraform's tells: there they are what routes lead to, and more that is not
 * known.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/model/site.h"

static bool
has_block(const struct on_premises *s, const char *text)
{
	struct prefix p;

	if (text == NULL || prefix_parse(text, &p) == PREFIX_SYNTAX)
		return false;
	for (size_t i = 0; i < s->cidr.n; i++)
		if (prefix_eq(s->cidr.v[i].prefix, p))
			return true;
	return false;
}

static void
add_block(struct dump *d, const struct record *r, struct on_premises *s,
    const char *text)
{
	if (text && !has_block(s, text))
		dump_push_cidr(d, r, &s->cidr, text);
}

static void
add_learnt(struct dump *d, const struct record *r, struct on_premises *s,
    const char *gateway)
{
	json_t *o;
	size_t i;

	json_array_foreach (json_list(r->json, "Routes"), i, o)
		if (json_is(o, "GatewayId", gateway) &&
		    (r->address ||
			json_is(o, "Origin", "EnableVgwRoutePropagation")))
			add_block(
			    d, r, s, json_text(o, "DestinationCidrBlock"));
}

void
dump_learn(struct dump *d, struct on_premises *s, const char *gateway)
{
	for (size_t i = 0;
	     gateway && i < records_count(d->records, RECORD_ROUTE_TABLE); i++)
		add_learnt(d, records_at(d->records, RECORD_ROUTE_TABLE, i), s,
		    gateway);
}

static void
add_blocks(struct dump *d, const struct record *r, struct on_premises *s,
    const char *gateway)
{
	json_t *o;
	size_t i;

	json_array_foreach (json_list(r->json, "Routes"), i, o)
		if (!json_is(o, "State", "deleted"))
			add_block(
			    d, r, s, json_text(o, "DestinationCidrBlock"));
	if (s->cidr.n == 0)
		dump_learn(d, s, gateway);
}

/* Nothing passes a connection of which no tunnel is up. */
static bool
is_down(const struct record *r)
{
	json_t *list = json_list(r->json, "VgwTelemetry"), *o;
	size_t i;

	json_array_foreach (list, i, o)
		if (!json_is(o, "Status", "DOWN"))
			return false;
	return json_array_size(list) > 0;
}

static void
add_connection(struct dump *d, const struct record *r)
{
	const char *vgw = json_text(r->json, "VpnGatewayId");
	const char *tgw = json_text(r->json, "TransitGatewayId");
	struct on_premises *s;

	if (!dump_is_there(d, r))
		return;
	if (dump_find(d, OBJ_VPN_GATEWAY, vgw) == NULL &&
	    dump_find(d, OBJ_TRANSIT_GATEWAY, tgw) == NULL) {
		dump_warn(d, r,
		    "is a VPN connection to %s, which is not in the dump or in "
		    "no VPC; it is left out",
		    vgw       ? vgw
			: tgw ? tgw
			      : "no gateway");
		return;
	}
	s = dump_add(d, OBJ_ON_PREMISES, r, NULL);
	if (s == NULL)
		return;
	s->connect.type = CONNECT_VPN;
	s->connect.to = dump_ref(d, r, vgw ? vgw : tgw);
	s->connect.is_static =
	    json_flag(json_part(r->json, "Options"), "StaticRoutesOnly", false);
	s->o.missing = r->address && !s->connect.is_static;
	add_blocks(d, r, s, vgw);
	if (s->connect.is_static)
		s->connect.static_routes = s->cidr;
	s->o.down = is_down(r);
	if (s->o.down)
		dump_warn(d, r,
		    "is a VPN connection whose tunnels are all DOWN: nothing "
		    "passes it");
}

void
describe_vpn_connections(struct dump *d)
{
	dump_each(d, RECORD_VPN_CONNECTION, add_connection);
}
