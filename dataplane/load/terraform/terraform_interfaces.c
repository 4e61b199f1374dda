/*
 * terraform_interfaces.c - network interfaces and instances of Terraform
 *
 * An instance tells of its first interface, unless that is a resource of its
 * own, which a network_interface block names.  An address that AWS will choose
 * is chosen by vpcsim, and stands at the interface only.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

/* --- interfaces --------------------------------------------------------- */

static void
set_addresses(json_t *o, const json_t *values, const char *secondary)
{
	const char *first = json_text(values, "private_ip");
	json_t *a = json_object(), *v;
	size_t i;

	json_object_set_new(a, "Primary", json_true());
	json_array_append_new(tf_list(o, "PrivateIpAddresses"), a);
	if (first == NULL)
		first = json_string_value(
		    json_array_get(json_list(values, secondary), 0));
	tf_set(a, "PrivateIpAddress", first);
	json_array_foreach (json_list(values, secondary), i, v) {
		const char *text = json_string_value(v);

		if (text && *text && (!first || strcmp(text, first) != 0))
			tf_push(o, "PrivateIpAddresses", "PrivateIpAddress",
			    text, NULL);
	}
	tf_push_all(
	    o, "Ipv6Addresses", "Ipv6Address", values, "ipv6_addresses");
	tf_push_all(o, "Ipv4Prefixes", "Ipv4Prefix", values, "ipv4_prefixes");
	tf_push_all(o, "Ipv6Prefixes", "Ipv6Prefix", values, "ipv6_prefixes");
}

static void
attach(json_t *o, const char *instance, int device)
{
	if (instance == NULL)
		return;
	json_object_del(o, "Status");
	json_object_set_new(o, "Attachment",
	    json_pack(
		"{s:s, s:i}", "InstanceId", instance, "DeviceIndex", device));
}

/* The VPC is that of the subnet; where that is not in the file, that of a
 * group. */
static void
set_network(
    struct terraform *t, json_t *o, const json_t *values, const char *groups)
{
	const char *subnet = json_text(values, "subnet_id");
	const char *vpc = tf_vpc_of_subnet(t, subnet);

	if (vpc == NULL)
		vpc = tf_vpc_of_groups(t, json_list(values, groups));
	tf_set(o, "SubnetId", subnet);
	tf_set(o, "VpcId", vpc);
	tf_push_all(o, "Groups", "GroupId", values, groups);
	json_object_set_new(o, "SourceDestCheck",
	    json_boolean(tf_flag(values, "source_dest_check", true)));
}

void
tf_interface(struct terraform *t, const struct tf_resource *r)
{
	json_t *o =
	    tf_make(t, r, RECORD_INTERFACE, "NetworkInterfaceId", tf_id(r));
	const json_t *attachment =
	    json_array_get(json_list(r->values, "attachment"), 0);

	/* Until something else attaches it. */
	if (attachment == NULL)
		tf_set(o, "Status", "available");
	set_network(t, o, r->values, "security_groups");
	set_addresses(o, r->values, "private_ips");
	tf_set(o, "Description", json_text(r->values, "description"));
	tf_set(o, "InterfaceType", json_text(r->values, "interface_type"));
	attach(o, json_text(attachment, "instance"),
	    tf_number(attachment, "device_index", 0));
}

void
tf_interface_attachment(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_INTERFACE, json_text(r->values, "network_interface_id"));

	if (o)
		attach(o, json_text(r->values, "instance_id"),
		    tf_number(r->values, "device_index", 1));
}

void
tf_interface_group(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_INTERFACE, json_text(r->values, "network_interface_id"));

	if (o)
		tf_push(o, "Groups", "GroupId",
		    json_text(r->values, "security_group_id"), NULL);
}

/* --- instances ---------------------------------------------------------- */

/* The interface resource at device 0; null: the instance made its own. */
static const char *
given_interface(const json_t *values)
{
	json_t *b;
	size_t i;

	json_array_foreach (json_list(values, "network_interface"), i, b)
		if (tf_number(b, "device_index", 0) == 0)
			return json_text(b, "network_interface_id");
	return json_text(
	    json_array_get(json_list(values, "primary_network_interface"), 0),
	    "network_interface_id");
}

static const char *
first_interface(const struct tf_resource *r)
{
	const char *id = given_interface(r->values);

	if (id == NULL)
		id = json_text(r->values, "primary_network_interface_id");
	return id ? id : r->address;
}

const char *
tf_first_interface(const struct terraform *t, const char *instance)
{
	const struct tf_resource *r =
	    tf_resource_of(t, "aws_instance", instance);

	return r ? first_interface(r) : NULL;
}

static bool
gets_public_ip(const struct terraform *t, const struct tf_resource *r)
{
	const struct tf_resource *s =
	    tf_resource_of(t, "aws_subnet", json_text(r->values, "subnet_id"));
	bool by_subnet =
	    s && tf_flag(s->values, "map_public_ip_on_launch", false);

	return r->planned &&
	    tf_flag(r->values, "associate_public_ip_address", by_subnet);
}

static void
set_public_ip(struct terraform *t, const struct tf_resource *r, json_t *o)
{
	const char *ip = json_text(r->values, "public_ip");
	json_t *a = json_array_get(json_list(o, "PrivateIpAddresses"), 0);

	if (ip == NULL && gets_public_ip(t, r))
		ip = tf_public_ip(t);
	if (ip)
		json_object_set_new(
		    a, "Association", json_pack("{s:s}", "PublicIp", ip));
}

/* What a network_interface block makes known of an interface. */
static void
attach_given(struct terraform *t, const struct tf_resource *r)
{
	json_t *b;
	size_t i;

	json_array_foreach (json_list(r->values, "network_interface"), i, b) {
		json_t *o = tf_made(
		    t, RECORD_INTERFACE, json_text(b, "network_interface_id"));

		if (o)
			attach(o, tf_id(r), tf_number(b, "device_index", 0));
	}
}

void
tf_instance(struct terraform *t, const struct tf_resource *r)
{
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_INSTANCE, "InstanceId", id);
	const char *state = json_text(r->values, "instance_state");

	json_object_set_new(
	    o, "State", json_pack("{s:s}", "Name", state ? state : "running"));
	tf_set(o, "InstanceType", json_text(r->values, "instance_type"));
	if (given_interface(r->values)) {
		attach_given(t, r);
		return;
	}
	o = tf_made(t, RECORD_INTERFACE, first_interface(r));
	if (o) {
		attach(o, id, 0);
		return;
	}
	o = tf_make(
	    t, r, RECORD_INTERFACE, "NetworkInterfaceId", first_interface(r));
	set_network(t, o, r->values, "vpc_security_group_ids");
	set_addresses(o, r->values, "secondary_private_ips");
	set_public_ip(t, r, o);
	attach(o, id, 0);
}

/* "stopped" or "running", whatever the instance said before. */
void
tf_instance_state(struct terraform *t, const struct tf_resource *r)
{
	json_t *o =
	    tf_made(t, RECORD_INSTANCE, json_text(r->values, "instance_id"));
	const char *state = json_text(r->values, "state");

	if (o && state)
		json_object_set_new(
		    o, "State", json_pack("{s:s}", "Name", state));
}

/* --- file systems ------------------------------------------------------- */

void
tf_mount_target(struct terraform *t, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "network_interface_id");
	const char *ip = json_text(r->values, "ip_address");
	json_t *o = tf_make(
	    t, r, RECORD_INTERFACE, "NetworkInterfaceId", id ? id : r->address);
	json_t *a = json_pack("{s:b}", "Primary", 1);

	set_network(t, o, r->values, "security_groups");
	tf_set(a, "PrivateIpAddress", ip);
	json_array_append_new(tf_list(o, "PrivateIpAddresses"), a);
	tf_set(o, "Description", "EFS mount target");
}
