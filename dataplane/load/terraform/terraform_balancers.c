/*
 * terraform_balancers.c - load balancers of Terraform, and endpoint services
 *
 * What health checks find no file tells: every target is healthy.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

static const char *const group_arn = "TargetGroupArn";

static void
push_attribute(json_t *o, const char *key, const char *value)
{
	tf_set(tf_push(o, "Attributes", "Value", value, NULL), "Key", key);
}

static const char *
true_false(bool yes)
{
	return yes ? "true" : "false";
}

/* --- load balancers ----------------------------------------------------- */

static const char *
type_of(const json_t *values)
{
	const char *type = json_text(values, "load_balancer_type");

	return type ? type : "application";
}

static bool
is_internal(const json_t *values)
{
	return tf_flag(values, "internal", false) ||
	    strcmp(type_of(values), "gateway") == 0;
}

/* A zone of an internet-facing one has a public address, told or not. */
static void
add_zone(struct terraform *t, const struct tf_resource *r, json_t *o,
    const json_t *mapping, const char *subnet)
{
	const struct tf_resource *eip =
	    tf_resource_of(t, "aws_eip", json_text(mapping, "allocation_id"));
	const char *private_ip = json_text(mapping, "private_ipv4_address");
	const char *ip = eip ? json_text(eip->values, "public_ip") : NULL;
	json_t *zone, *address = json_object();

	if (ip == NULL && !is_internal(r->values))
		ip = tf_public_ip(t);
	tf_set(address, "PrivateIPv4Address", private_ip);
	tf_set(address, "IpAddress", ip);
	zone = tf_push(o, "AvailabilityZones", "SubnetId", subnet, NULL);
	if (zone)
		json_array_append(
		    tf_list(zone, "LoadBalancerAddresses"), address);
	json_decref(address);
	if (json_text(o, "VpcId") == NULL)
		tf_set(o, "VpcId", tf_vpc_of_subnet(t, subnet));
}

static void
add_zones(struct terraform *t, const struct tf_resource *r, json_t *o)
{
	json_t *mappings = json_list(r->values, "subnet_mapping"), *v;
	size_t i;

	json_array_foreach (mappings, i, v)
		add_zone(t, r, o, v, json_text(v, "subnet_id"));
	if (json_array_size(mappings) == 0)
		json_array_foreach (json_list(r->values, "subnets"), i, v)
			add_zone(t, r, o, NULL, json_string_value(v));
}

void
tf_load_balancer(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "vpc_id", "VpcId" },
		{ "name", "LoadBalancerName" }, { "dns_name", "DNSName" },
		{ "enforce_security_group_inbound_rules_on_private_link_traffic",
		    "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic" },
		{ NULL, NULL } };
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_LOAD_BALANCER, "LoadBalancerArn", id);
	json_t *attributes = tf_make(
	    t, r, RECORD_LOAD_BALANCER_ATTRIBUTES, "LoadBalancerArn", id);
	json_t *groups = json_list(r->values, "security_groups");

	tf_copy(o, r->values, texts);
	if (json_text(o, "LoadBalancerName") == NULL)
		tf_set(o, "LoadBalancerName", r->address);
	tf_set(o, "Type", type_of(r->values));
	tf_set(o, "Scheme",
	    is_internal(r->values) ? "internal" : "internet-facing");
	if (groups)
		json_object_set(o, "SecurityGroups", groups);
	push_attribute(attributes, "load_balancing.cross_zone.enabled",
	    true_false(tf_flag(r->values, "enable_cross_zone_load_balancing",
		strcmp(type_of(r->values), "application") == 0)));
	add_zones(t, r, o);
}

/* --- target groups ------------------------------------------------------ */

static void
copy_attribute(
    json_t *o, const char *key, const json_t *values, const char *attribute)
{
	const json_t *v = json_object_get(values, attribute);

	if (json_is_boolean(v))
		push_attribute(o, key, true_false(json_is_true(v)));
	else
		push_attribute(o, key, json_text(values, attribute));
}

void
tf_target_group(struct terraform *t, const struct tf_resource *r)
{
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_TARGET_GROUP, group_arn, id);
	json_t *attributes =
	    tf_make(t, r, RECORD_TARGET_GROUP_ATTRIBUTES, group_arn, id);
	const char *type = json_text(r->values, "target_type");

	tf_list(tf_make(t, r, RECORD_TARGET_HEALTH, group_arn, id),
	    "TargetHealthDescriptions");
	tf_set(o, "TargetType", type ? type : "instance");
	copy_attribute(attributes, "preserve_client_ip.enabled", r->values,
	    "preserve_client_ip");
	copy_attribute(attributes, "load_balancing.cross_zone.enabled",
	    r->values, "load_balancing_cross_zone_enabled");
}

void
tf_target(struct terraform *t, const struct tf_resource *r)
{
	const char *arn = json_text(r->values, "target_group_arn");
	json_t *o = tf_made(t, RECORD_TARGET_HEALTH, arn), *target;
	const struct tf_resource *group =
	    tf_resource_of(t, "aws_lb_target_group", arn);
	int port = tf_number(
	    r->values, "port", group ? tf_number(group->values, "port", 0) : 0);

	if (o == NULL || json_text(r->values, "target_id") == NULL) {
		tf_warn(t, r,
		    "is left out: its target group or target is not known");
		return;
	}
	target = json_object();
	json_object_set_new(target, "Target",
	    json_pack("{s:s, s:i}", "Id", json_text(r->values, "target_id"),
		"Port", port));
	json_array_append_new(tf_list(o, "TargetHealthDescriptions"), target);
}

/* --- listeners ---------------------------------------------------------- */

static json_t *
action_of(const json_t *values)
{
	json_t *o = json_object(), *config = json_object(), *v;
	const json_t *forward = json_array_get(json_list(values, "forward"), 0);
	size_t i;

	tf_set(o, group_arn, json_text(values, "target_group_arn"));
	json_array_foreach (json_list(forward, "target_group"), i, v)
		tf_push(config, "TargetGroups", group_arn, json_text(v, "arn"),
		    NULL);
	json_object_set_new(o, "ForwardConfig", config);
	return o;
}

void
tf_listener(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "load_balancer_arn",
						    "LoadBalancerArn" },
		{ "protocol", "Protocol" }, { NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_LISTENER, "ListenerArn", tf_id(r)), *v;
	size_t i;

	tf_copy(o, r->values, texts);
	json_object_set_new(
	    o, "Port", json_integer(tf_number(r->values, "port", 0)));
	json_array_foreach (json_list(r->values, "default_action"), i, v)
		json_array_append_new(
		    tf_list(o, "DefaultActions"), action_of(v));
}

/* --- endpoint services -------------------------------------------------- */

static void
copy_arns(
    json_t *o, const char *key, const json_t *values, const char *attribute)
{
	json_t *list = json_list(values, attribute);

	if (list)
		json_object_set(o, key, list);
}

void
tf_endpoint_service(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "service_name",
						    "ServiceName" },
		{ "private_dns_name", "PrivateDnsName" }, { NULL, NULL } };
	json_t *o =
	    tf_make(t, r, RECORD_ENDPOINT_SERVICE, "ServiceId", tf_id(r));

	tf_copy(o, r->values, texts);
	json_object_set_new(o, "AcceptanceRequired",
	    json_boolean(tf_flag(r->values, "acceptance_required", false)));
	copy_arns(o, "NetworkLoadBalancerArns", r->values,
	    "network_load_balancer_arns");
	copy_arns(o, "GatewayLoadBalancerArns", r->values,
	    "gateway_load_balancer_arns");
}
