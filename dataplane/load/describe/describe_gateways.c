/*
 * describe_gateways.c - internet, egress-only, VPN and NAT gateways
 *
 * A gateway that is attached to no VPC is left out: routes to it are
 * blackholes.  So is a NAT gateway that is not there any more, or not yet.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"

/* The VPC of the attachment that is in force. */
static const char *
attached_to(const json_t *o, const char *key)
{
	json_t *a;
	size_t i;

	json_array_foreach (json_list(o, key), i, a)
		if (json_text(a, "State") == NULL ||
		    json_is(a, "State", "available") ||
		    json_is(a, "State", "attached"))
			return json_text(a, "VpcId");
	return NULL;
}

/* A VPC has one gateway of each kind; a second one is there by mistake. */
static bool
has_one(const struct vpc *v, enum object_kind kind)
{
	switch (kind) {
	case OBJ_INTERNET_GATEWAY:
		return v->internet_gateway != NULL;
	case OBJ_EGRESS_ONLY_INTERNET_GATEWAY:
		return v->egress_only_internet_gateway != NULL;
	default:
		return v->vpn_gateway != NULL;
	}
}

static void
add_gateways(struct dump *d, enum record_kind kind, enum object_kind as,
    const char *attachments)
{
	for (size_t i = 0; i < records_count(d->records, kind); i++) {
		const struct record *r = records_at(d->records, kind, i);
		struct vpc *v =
		    dump_vpc(d, r, attached_to(r->json, attachments));

		if (v && !has_one(v, as))
			dump_add(d, as, r, v);
		else if (v && dump_find(d, as, r->id) == NULL)
			dump_warn(d, r,
			    "is attached to VPC %s beside another %s and is "
			    "left out",
			    v->o.name, object_kind_text(as));
	}
}

void
describe_gateways(struct dump *d)
{
	add_gateways(
	    d, RECORD_INTERNET_GATEWAY, OBJ_INTERNET_GATEWAY, "Attachments");
	add_gateways(d, RECORD_EGRESS_ONLY_INTERNET_GATEWAY,
	    OBJ_EGRESS_ONLY_INTERNET_GATEWAY, "Attachments");
	add_gateways(d, RECORD_VPN_GATEWAY, OBJ_VPN_GATEWAY, "VpcAttachments");
}

/* --- NAT gateways ------------------------------------------------------- */

/* The n-th public address is that of the n-th private one; zero: none. */
static void
add_nat_addresses(struct dump *d, const struct record *r, struct nat_gateway *n)
{
	json_t *a;
	size_t i;

	json_array_foreach (json_list(r->json, "NatGatewayAddresses"), i, a) {
		const char *public_ip = json_text(a, "PublicIp");
		const char *interface = json_text(a, "NetworkInterfaceId");
		size_t before = n->ip.n;

		if (interface) {
			map_set(d->held, interface, n);
			n->interface = arena_strdup(d->m->arena, interface);
		}
		dump_push_addr(d, r, &n->ip, json_text(a, "PrivateIp"));
		if (n->ip.n == before && json_text(a, "PrivateIp"))
			continue;
		dump_push_addr(d, r, &n->public_ip,
		    public_ip && !n->is_private ? public_ip : "::");
	}
	while (n->public_ip.n > 0 &&
	    ip_is_zero(n->public_ip.v[n->public_ip.n - 1].ip))
		n->public_ip.n--;
}

static struct endpoint_subnet *
zone_of_nat(struct dump *d, const struct record *r, struct nat_gateway *n,
    const char *az)
{
	struct endpoint_subnet *z;

	for (size_t i = 0; i < n->nzones; i++)
		if (strcmp(n->zones[i].subnet.name, az) == 0)
			return &n->zones[i];
	z = ARENA_PUSH(d->m->arena, n->zones, n->nzones);
	z->subnet = dump_ref(d, r, az);
	return z;
}

/* Its addresses are in zones; it is in no subnet. */
static void
add_regional_nat(struct dump *d, const struct record *r, struct vpc *v)
{
	struct nat_gateway *n = dump_add(d, OBJ_NAT_GATEWAY, r, v);
	const char *table = json_text(r->json, "RouteTableId");
	json_t *a;
	size_t i;

	if (n == NULL)
		return;
	n->is_regional = true;
	if (records_find(d->records, RECORD_ROUTE_TABLE, table))
		n->route_table = dump_ref(d, r, table);
	json_array_foreach (json_list(r->json, "NatGatewayAddresses"), i, a) {
		const char *az = dump_zone(d, a);

		if (az)
			dump_push_addr(d, r, &zone_of_nat(d, r, n, az)->ip,
			    json_text(a, "PublicIp"));
	}
}

static void
add_nat_gateway(struct dump *d, const struct record *r)
{
	struct vpc *v;
	struct subnet *s;
	struct nat_gateway *n;

	if (!dump_is_there(d, r))
		return;
	v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	if (v && json_is(r->json, "AvailabilityMode", "regional")) {
		add_regional_nat(d, r, v);
		return;
	}
	s = v ? dump_subnet(d, r, json_text(r->json, "SubnetId"), v) : NULL;
	if (s == NULL) {
		dump_warn(
		    d, r, "is a NAT gateway in no subnet and is left out");
		return;
	}
	n = dump_add(d, OBJ_NAT_GATEWAY, r, s->o.vpc);
	if (n == NULL)
		return;
	n->subnet = dump_ref(d, r, s->o.name);
	n->is_private = json_is(r->json, "ConnectivityType", "private");
	add_nat_addresses(d, r, n);
}

void
describe_nat_gateways(struct dump *d)
{
	dump_each(d, RECORD_NAT_GATEWAY, add_nat_gateway);
}
