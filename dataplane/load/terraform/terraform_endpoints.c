/*
 * terraform_endpoints.c - VPC endpoints of Terraform
 *
 * Addresses that were chosen for its interfaces are those of interfaces that
 * no resource tells of.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

static void
push_text(json_t *list, const char *text)
{
	const json_t *v;
	size_t i;

	json_array_foreach (list, i, v)
		if (text && json_is_string(v) &&
		    strcmp(json_string_value(v), text) == 0)
			return;
	if (text)
		json_array_append_new(list, json_string(text));
}

static void
copy_list(
    json_t *to, const char *key, const json_t *values, const char *attribute)
{
	json_t *v;
	size_t i;

	json_array_foreach (json_list(values, attribute), i, v)
		push_text(tf_list(to, key), json_string_value(v));
}

/* subnet_configuration: the address that it has in a subnet. */
static void
add_interfaces(struct terraform *t, const struct tf_resource *r, json_t *o)
{
	json_t *c;
	size_t i;

	json_array_foreach (
	    json_list(r->values, "subnet_configuration"), i, c) {
		const char *subnet = json_text(c, "subnet_id");
		const char *id = arena_printf(
		    t->arena, "%s.%s", r->address, subnet ? subnet : "");
		json_t *n;

		if (subnet == NULL || json_text(c, "ipv4") == NULL)
			continue;
		n = tf_make(t, r, RECORD_INTERFACE, "NetworkInterfaceId", id);
		tf_set(n, "SubnetId", subnet);
		tf_set(n, "VpcId", json_text(r->values, "vpc_id"));
		tf_set(n, "PrivateIpAddress", json_text(c, "ipv4"));
		tf_push(n, "Ipv6Addresses", "Ipv6Address", json_text(c, "ipv6"),
		    NULL);
		push_text(tf_list(o, "NetworkInterfaceIds"), id);
	}
}

static void
set_private_dns(json_t *o, const struct tf_resource *r)
{
	json_object_set_new(o, "PrivateDnsEnabled",
	    json_boolean(tf_flag(r->values, "private_dns_enabled", false)));
}

void
tf_endpoint(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "vpc_id", "VpcId" },
		{ "service_name", "ServiceName" },
		{ "service_region", "ServiceRegion" },
		{ "vpc_endpoint_type", "VpcEndpointType" },
		{ "state", "State" }, { "policy", "PolicyDocument" },
		{ "ip_address_type", "IpAddressType" }, { NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_ENDPOINT, "VpcEndpointId", tf_id(r));

	tf_copy(o, r->values, texts);
	copy_list(o, "RouteTableIds", r->values, "route_table_ids");
	copy_list(o, "SubnetIds", r->values, "subnet_ids");
	copy_list(o, "NetworkInterfaceIds", r->values, "network_interface_ids");
	tf_push_all(o, "Groups", "GroupId", r->values, "security_group_ids");
	add_interfaces(t, r, o);
	set_private_dns(o, r);
}

static json_t *
endpoint_of(const struct terraform *t, const struct tf_resource *r)
{
	return tf_made(
	    t, RECORD_ENDPOINT, json_text(r->values, "vpc_endpoint_id"));
}

void
tf_endpoint_table(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = endpoint_of(t, r);

	if (o)
		push_text(tf_list(o, "RouteTableIds"),
		    json_text(r->values, "route_table_id"));
}

void
tf_endpoint_subnet(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = endpoint_of(t, r);

	if (o)
		push_text(
		    tf_list(o, "SubnetIds"), json_text(r->values, "subnet_id"));
}

void
tf_endpoint_group(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = endpoint_of(t, r);

	if (o == NULL)
		return;
	if (tf_flag(r->values, "replace_default_association", false))
		json_object_del(o, "Groups");
	tf_push(o, "Groups", "GroupId",
	    json_text(r->values, "security_group_id"), NULL);
}

void
tf_endpoint_policy(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = endpoint_of(t, r);

	if (o)
		tf_set(o, "PolicyDocument", json_text(r->values, "policy"));
}

void
tf_endpoint_private_dns(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = endpoint_of(t, r);

	if (o)
		set_private_dns(o, r);
}

/* Whoever accepts it says so after the endpoint was made. */
void
tf_endpoint_accepter(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = endpoint_of(t, r);

	if (o)
		tf_set(o, "State", "available");
}
