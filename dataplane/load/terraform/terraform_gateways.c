/*
 * terraform_gateways.c - gateways of Terraform's VPCs, and their addresses
 *
 * A public address that AWS will choose is stood for by one of 198.18.0.0/15,
 * which is nobody's (RFC 2544).
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

/* --- internet and egress-only gateways ---------------------------------- */

static void
make_gateway(struct terraform *t, const struct tf_resource *r,
    enum record_kind kind, const char *key)
{
	json_t *o = tf_make(t, r, kind, key, tf_id(r)), *a;
	size_t i;

	tf_push(
	    o, "Attachments", "VpcId", json_text(r->values, "vpc_id"), NULL);
	json_array_foreach (json_list(r->values, "attachments"), i, a)
		tf_push(
		    o, "Attachments", "VpcId", json_text(a, "vpc_id"), NULL);
}

void
tf_internet_gateway(struct terraform *t, const struct tf_resource *r)
{
	make_gateway(t, r, RECORD_INTERNET_GATEWAY, "InternetGatewayId");
}

void
tf_egress_only_gateway(struct terraform *t, const struct tf_resource *r)
{
	make_gateway(t, r, RECORD_EGRESS_ONLY_INTERNET_GATEWAY,
	    "EgressOnlyInternetGatewayId");
}

void
tf_internet_gateway_attachment(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(t, RECORD_INTERNET_GATEWAY,
	    json_text(r->values, "internet_gateway_id"));

	if (o && json_array_size(json_list(o, "Attachments")) == 0)
		tf_push(o, "Attachments", "VpcId",
		    json_text(r->values, "vpc_id"), NULL);
}

/* --- Elastic IP addresses ----------------------------------------------- */

/* The private address among those of an interface; null: its first. */
static json_t *
private_address(json_t *interface, const char *text)
{
	json_t *list = tf_list(interface, "PrivateIpAddresses"), *a;
	size_t i;

	json_array_foreach (list, i, a)
		if (text && json_is(a, "PrivateIpAddress", text))
			return a;
	return json_array_get(list, 0);
}

static json_t *
interface_of(
    const struct terraform *t, const char *interface, const char *instance)
{
	json_t *o = tf_made(t, RECORD_INTERFACE, interface);

	return o
	    ? o
	    : tf_made(t, RECORD_INTERFACE, tf_first_interface(t, instance));
}

/* An address that an interface got when it was made goes when it gets this. */
static void
associate(json_t *interface, const char *private_ip, const char *public_ip)
{
	json_t *a = interface ? private_address(interface, private_ip) : NULL;

	if (a && public_ip)
		json_object_set_new(a, "Association",
		    json_pack("{s:s}", "PublicIp", public_ip));
}

const char *
tf_public_ip(struct terraform *t)
{
	size_t n = ++t->invented;

	return arena_printf(t->arena, "198.%u.%u.%u",
	    18 + (unsigned)(n >> 16 & 1), (unsigned)(n >> 8 & 255),
	    (unsigned)(n & 255));
}

void
tf_choose_addresses(struct terraform *t)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (strcmp(r->type, "aws_eip") == 0 && r->planned &&
		    json_text(r->values, "public_ip") == NULL)
			tf_set(r->values, "public_ip", tf_public_ip(t));
	}
}

void
tf_eip(struct terraform *t, const struct tf_resource *r)
{
	const char *private_ip = json_text(r->values, "private_ip");

	if (private_ip == NULL)
		private_ip = json_text(r->values, "associate_with_private_ip");
	associate(interface_of(t, json_text(r->values, "network_interface"),
		      json_text(r->values, "instance")),
	    private_ip, json_text(r->values, "public_ip"));
}

static const char *
elastic_ip(const struct terraform *t, const char *allocation)
{
	const struct tf_resource *eip =
	    tf_resource_of(t, "aws_eip", allocation);

	return eip ? json_text(eip->values, "public_ip") : NULL;
}

/* Addresses are named by allocation ids; before those there were, by
 * themselves. */
static const char *
address_of(const struct terraform *t, const struct tf_resource *r)
{
	const char *ip = elastic_ip(t, json_text(r->values, "allocation_id"));

	return ip ? ip : json_text(r->values, "public_ip");
}

void
tf_eip_association(struct terraform *t, const struct tf_resource *r)
{
	associate(interface_of(t, json_text(r->values, "network_interface_id"),
		      json_text(r->values, "instance_id")),
	    json_text(r->values, "private_ip_address"), address_of(t, r));
}

/* --- NAT gateways ------------------------------------------------------- */

static const char *
text_at(const json_t *values, const char *list, size_t i)
{
	return json_string_value(json_array_get(json_list(values, list), i));
}

/* The n-th allocation is that of the n-th private address. */
static void
add_secondary(struct terraform *t, json_t *o, const json_t *values)
{
	static const char *const lists[] = { "secondary_private_ip_addresses",
		"secondary_allocation_ids" };
	size_t n[2];

	for (int i = 0; i < 2; i++)
		n[i] = json_array_size(json_list(values, lists[i]));
	for (size_t i = 0; i < n[0] || i < n[1]; i++) {
		json_t *a = json_object();

		tf_set(a, "PrivateIp", text_at(values, lists[0], i));
		tf_set(
		    a, "PublicIp", elastic_ip(t, text_at(values, lists[1], i)));
		json_array_append_new(tf_list(o, "NatGatewayAddresses"), a);
	}
}

/* What AWS tells of each zone, or the allocations that were asked for. */
static void
add_zones(struct terraform *t, json_t *o, const json_t *values)
{
	static const struct tf_copy zone[] = { { "availability_zone",
						   "AvailabilityZone" },
		{ "availability_zone_id", "AvailabilityZoneId" },
		{ "public_ip", "PublicIp" }, { NULL, NULL } };
	json_t *told = json_list(values, "regional_nat_gateway_address"), *z,
	       *id;
	size_t i, k;

	json_array_foreach (told, i, z) {
		json_t *a = json_object();

		tf_copy(a, z, zone);
		json_array_append_new(tf_list(o, "NatGatewayAddresses"), a);
	}
	if (json_array_size(told) > 0)
		return;
	json_array_foreach (
	    json_list(values, "availability_zone_address"), i, z)
		json_array_foreach (json_list(z, "allocation_ids"), k, id) {
			json_t *a = json_object();

			tf_copy(a, z, zone);
			tf_set(a, "PublicIp",
			    elastic_ip(t, json_string_value(id)));
			json_array_append_new(
			    tf_list(o, "NatGatewayAddresses"), a);
		}
}

/* The address of a zonal one that it was made with. */
static void
add_first(struct terraform *t, const struct tf_resource *r, json_t *o)
{
	static const struct tf_copy address[] = { { "private_ip", "PrivateIp" },
		{ "network_interface_id", "NetworkInterfaceId" },
		{ NULL, NULL } };
	const char *ip = address_of(t, r);
	json_t *a = json_object();

	if (ip == NULL && r->planned &&
	    !json_is(o, "ConnectivityType", "private"))
		ip = tf_public_ip(t);
	tf_copy(a, r->values, address);
	tf_set(a, "PublicIp", ip);
	json_array_append_new(tf_list(o, "NatGatewayAddresses"), a);
}

void
tf_nat_gateway(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "subnet_id", "SubnetId" },
		{ "connectivity_type", "ConnectivityType" },
		{ "availability_mode", "AvailabilityMode" },
		{ "route_table_id", "RouteTableId" }, { "vpc_id", "VpcId" },
		{ NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_NAT_GATEWAY, "NatGatewayId", tf_id(r));

	tf_copy(o, r->values, texts);
	if (json_text(o, "VpcId") == NULL)
		tf_set(
		    o, "VpcId", tf_vpc_of_subnet(t, json_text(o, "SubnetId")));
	if (json_is(o, "AvailabilityMode", "regional")) {
		add_zones(t, o, r->values);
		return;
	}
	add_first(t, r, o);
	add_secondary(t, o, r->values);
}

void
tf_nat_address(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_NAT_GATEWAY, json_text(r->values, "nat_gateway_id"));
	const char *ip = json_text(r->values, "public_ip");
	json_t *a = o ? json_object() : NULL;

	if (o == NULL)
		return;
	if (ip == NULL)
		ip = elastic_ip(t, json_text(r->values, "allocation_id"));
	tf_set(a, "PublicIp", ip);
	tf_set(a, "PrivateIp", json_text(r->values, "private_ip_address"));
	json_array_append_new(tf_list(o, "NatGatewayAddresses"), a);
}

/* --- VPN ---------------------------------------------------------------- */

void
tf_vpn_gateway(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_make(t, r, RECORD_VPN_GATEWAY, "VpnGatewayId", tf_id(r));

	tf_push(
	    o, "VpcAttachments", "VpcId", json_text(r->values, "vpc_id"), NULL);
}

void
tf_vpn_gateway_attachment(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_VPN_GATEWAY, json_text(r->values, "vpn_gateway_id"));

	if (o && json_array_size(json_list(o, "VpcAttachments")) == 0)
		tf_push(o, "VpcAttachments", "VpcId",
		    json_text(r->values, "vpc_id"), NULL);
}

void
tf_vpn_propagation(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_ROUTE_TABLE, json_text(r->values, "route_table_id"));

	if (o)
		tf_push(o, "PropagatingVgws", "GatewayId",
		    json_text(r->values, "vpn_gateway_id"), r);
}

void
tf_vpn_connection(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "vpn_gateway_id",
						    "VpnGatewayId" },
		{ "transit_gateway_id", "TransitGatewayId" },
		{ "transit_gateway_attachment_id",
		    "TransitGatewayAttachmentId" },
		{ NULL, NULL } };
	json_t *o =
	    tf_make(t, r, RECORD_VPN_CONNECTION, "VpnConnectionId", tf_id(r));
	const char *gateway = json_text(r->values, "transit_gateway_id");
	json_t *v;
	size_t i;

	tf_copy(o, r->values, texts);
	json_array_foreach (json_list(r->values, "routes"), i, v)
		tf_push(o, "Routes", "DestinationCidrBlock",
		    json_text(v, "destination_cidr_block"), NULL);
	json_object_set_new(o, "Options",
	    json_pack("{s:b}", "StaticRoutesOnly",
		tf_flag(r->values, "static_routes_only", false)));
	if (gateway)
		tf_tgw_attach(t, r,
		    (struct tf_attachment){
			json_text(o, "TransitGatewayAttachmentId"), gateway,
			"vpn", tf_id(r) });
}

void
tf_vpn_connection_route(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(t, RECORD_VPN_CONNECTION,
	    json_text(r->values, "vpn_connection_id"));

	if (o)
		tf_push(o, "Routes", "DestinationCidrBlock",
		    json_text(r->values, "destination_cidr_block"), r);
}
