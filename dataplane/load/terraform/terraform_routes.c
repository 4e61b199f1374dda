/*
 * terraform_routes.c - route tables of Terraform
 *
 * A route stands in its table or is a resource of its own.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

/* --- routes ------------------------------------------------------------- */

/* Attributes of a block in a table and of a resource: the first name or the
 * second. */
static const struct {
	const char *block, *resource, *key;
} attributes[] = {
	{ "cidr_block", "destination_cidr_block", "DestinationCidrBlock" },
	{ "ipv6_cidr_block", "destination_ipv6_cidr_block",
	    "DestinationIpv6CidrBlock" },
	{ "destination_prefix_list_id", "destination_prefix_list_id",
	    "DestinationPrefixListId" },
	{ "gateway_id", "gateway_id", "GatewayId" },
	{ "vpc_endpoint_id", "vpc_endpoint_id", "GatewayId" },
	{ "nat_gateway_id", "nat_gateway_id", "NatGatewayId" },
	{ "network_interface_id", "network_interface_id",
	    "NetworkInterfaceId" },
	{ "vpc_peering_connection_id", "vpc_peering_connection_id",
	    "VpcPeeringConnectionId" },
	{ "transit_gateway_id", "transit_gateway_id", "TransitGatewayId" },
	{ "egress_only_gateway_id", "egress_only_gateway_id",
	    "EgressOnlyInternetGatewayId" },
	{ "local_gateway_id", "local_gateway_id", "LocalGatewayId" },
	{ "carrier_gateway_id", "carrier_gateway_id", "CarrierGatewayId" },
	{ "core_network_arn", "core_network_arn", "CoreNetworkArn" },
};

/* An IPv6 block goes under its own key, whatever attribute it stood in. */
static void
push_route(struct terraform *t, json_t *table, const json_t *values,
    const struct tf_resource *own)
{
	json_t *o = json_object();
	const char *instance = json_text(values, "instance_id");

	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]);
	     i++) {
		const char *text = json_text(
		    values, own ? attributes[i].resource : attributes[i].block);

		tf_set(o, attributes[i].key, text);
	}
	if (json_text(o, "NetworkInterfaceId") == NULL)
		tf_set(
		    o, "NetworkInterfaceId", tf_first_interface(t, instance));
	tf_set(o, "InstanceId", instance);
	if (own) {
		tf_set(o, TF_ADDRESS, own->address);
		tf_doubt(table, own);
	}
	if (json_is(values, "state", "blackhole"))
		tf_set(o, "State", "blackhole");
	json_array_append_new(tf_list(table, "Routes"), o);
}

void
tf_route(struct terraform *t, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "route_table_id");
	json_t *table = tf_made(t, RECORD_ROUTE_TABLE, id);

	if (table)
		push_route(t, table, r->values, r);
	else
		tf_warn(t, r,
		    "is left out: its route table %s is not in the file",
		    id ? id : "is not known, and");
}

/* --- tables ------------------------------------------------------------- */

/* Of a data source, that tells the associations too. */
static void
add_associations(json_t *table, const json_t *values)
{
	json_t *v, *a;
	size_t i;

	json_array_foreach (json_list(values, "associations"), i, v) {
		a = tf_push(table, "Associations", "SubnetId",
		    json_text(v, "subnet_id"), NULL);
		if (a == NULL)
			a = tf_push(table, "Associations", "GatewayId",
			    json_text(v, "gateway_id"), NULL);
		if (a == NULL && tf_flag(v, "main", false))
			json_array_append_new(tf_list(table, "Associations"),
			    json_pack("{s:b}", "Main", 1));
	}
}

static json_t *
make_table(struct terraform *t, const struct tf_resource *r, const char *id)
{
	json_t *o = tf_make(t, r, RECORD_ROUTE_TABLE, "RouteTableId", id), *v;
	json_t *routes = json_list(r->values, "route");
	size_t i;

	if (json_array_size(json_list(o, "Routes")) > 0)
		return o;
	tf_set(o, "VpcId", json_text(r->values, "vpc_id"));
	if (routes == NULL)
		routes = json_list(r->values, "routes");
	json_array_foreach (routes, i, v)
		if (json_is_object(v))
			push_route(t, o, v, NULL);
	add_associations(o, r->values);
	tf_push_all(
	    o, "PropagatingVgws", "GatewayId", r->values, "propagating_vgws");
	return o;
}

void
tf_route_table(struct terraform *t, const struct tf_resource *r)
{
	make_table(t, r, tf_id(r));
}

/* The VPC of a default table may only be known by the table's id. */
static const char *
vpc_with(const struct terraform *t, const char *attribute, const char *id)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];
		const char *own = json_text(r->values, attribute);

		if (strcmp(r->type, "aws_vpc") != 0 &&
		    strcmp(r->type, "aws_default_vpc") != 0)
			continue;
		if (own == NULL)
			own = tf_part_id(t->arena, r, attribute);
		if (strcmp(own, id) == 0)
			return tf_id(r);
	}
	return NULL;
}

void
tf_default_route_table(struct terraform *t, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "id");
	const char *vpc;
	json_t *o;

	if (id == NULL)
		id = json_text(r->values, "default_route_table_id");
	if (id == NULL)
		id = r->address;
	o = make_table(t, r, id);
	if (json_text(o, "VpcId") == NULL)
		tf_set(o, "VpcId", vpc_with(t, "default_route_table_id", id));
	vpc = json_text(o, "VpcId");
	if (vpc && map_get(t->main_tables, vpc) == NULL)
		map_set(t->main_tables, vpc, (void *)id);
	if (vpc && tf_made(t, RECORD_VPC, vpc) == NULL)
		json_array_append_new(
		    tf_list(o, "Associations"), json_pack("{s:b}", "Main", 1));
}

/* --- associations ------------------------------------------------------- */

/* A table of which only the association is known; null: not even its VPC. */
static json_t *
unseen_table(struct terraform *t, const struct tf_resource *r, const char *id)
{
	const char *vpc =
	    tf_vpc_of_subnet(t, json_text(r->values, "subnet_id"));
	json_t *o;

	if (id == NULL || vpc == NULL)
		return NULL;
	tf_warn(t, r,
	    "is for route table %s, which is not in the file: it is taken to "
	    "have local routes only",
	    id);
	o = tf_make(t, r, RECORD_ROUTE_TABLE, "RouteTableId", id);
	tf_set(o, "VpcId", vpc);
	json_object_set_new(o, TF_UNKNOWN, json_true());
	return o;
}

void
tf_table_association(struct terraform *t, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "route_table_id");
	json_t *o = tf_made(t, RECORD_ROUTE_TABLE, id);

	if (o == NULL)
		o = unseen_table(t, r, id);
	if (o == NULL)
		return;
	if (!tf_push(o, "Associations", "SubnetId",
		json_text(r->values, "subnet_id"), NULL))
		tf_push(o, "Associations", "GatewayId",
		    json_text(r->values, "gateway_id"), NULL);
}

void
tf_main_table(struct terraform *t, const struct tf_resource *r)
{
	const char *vpc = json_text(r->values, "vpc_id");
	const char *table = json_text(r->values, "route_table_id");
	json_t *o = tf_made(t, RECORD_ROUTE_TABLE, table);

	if (vpc == NULL || table == NULL)
		return;
	map_set(t->main_tables, vpc, (void *)table);
	if (o && tf_made(t, RECORD_VPC, vpc) == NULL)
		json_array_append_new(
		    tf_list(o, "Associations"), json_pack("{s:b}", "Main", 1));
}
