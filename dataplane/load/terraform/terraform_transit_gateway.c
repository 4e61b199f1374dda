/*
 * terraform_transit_gateway.c - transit gateways of Terraform
 *
 * An attachment is associated with the default route table, and propagates to
 * it, unless its gateway or itself says not to, or another table is named by an
 * association (VPC Transit Gateways, "Transit gateway route tables").  All of
 * it is told here, so that nothing is left to be guessed.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

static const char *const attachment_id = "TransitGatewayAttachmentId";
static const char *const table_id = "TransitGatewayRouteTableId";
static const char *const gateway_id = "TransitGatewayId";

/* --- gateways and tables ------------------------------------------------ */

static void
make_table(struct terraform *t, const struct tf_resource *r, const char *id,
    const char *gateway)
{
	json_t *o = tf_make(t, r, RECORD_TGW_ROUTE_TABLE, table_id, id);

	tf_set(o, gateway_id, gateway);
	tf_make(t, r, RECORD_TGW_ROUTES, table_id, id);
	tf_make(t, r, RECORD_TGW_PROPAGATIONS, table_id, id);
	tf_make(t, r, RECORD_TGW_ASSOCIATIONS, table_id, id);
}

/* The default table for associations or propagations; null: there is none. */
static const char *
default_table(const struct terraform *t, const struct tf_resource *r,
    const char *option, const char *attribute)
{
	const char *id = json_text(r->values, attribute);

	if (json_is(r->values, option, "disable"))
		return NULL;
	return id || !r->planned
	    ? id
	    : tf_part_id(t->arena, r, "association_default_route_table_id");
}

static const char *
association_table(const struct terraform *t, const struct tf_resource *r)
{
	return default_table(t, r, "default_route_table_association",
	    "association_default_route_table_id");
}

static const char *
propagation_table(const struct terraform *t, const struct tf_resource *r)
{
	return default_table(t, r, "default_route_table_propagation",
	    "propagation_default_route_table_id");
}

void
tf_transit_gateway(struct terraform *t, const struct tf_resource *r)
{
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_TRANSIT_GATEWAY, gateway_id, id);
	json_t *options = json_object();
	const char *association = association_table(t, r);
	const char *propagation = propagation_table(t, r);

	tf_set(options, "SecurityGroupReferencingSupport",
	    json_text(r->values, "security_group_referencing_support"));
	json_object_set_new(o, "Options", options);
	if (association)
		make_table(t, r, association, id);
	if (propagation)
		make_table(t, r, propagation, id);
}

void
tf_tgw_route_table(struct terraform *t, const struct tf_resource *r)
{
	make_table(t, r, tf_id(r), json_text(r->values, "transit_gateway_id"));
}

/* --- attachments -------------------------------------------------------- */

/* Another association takes the place of the default one. */
static bool
is_associated(const struct terraform *t, const char *attachment)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (strcmp(r->type,
			"aws_ec2_transit_gateway_route_table_association") ==
			0 &&
		    json_is(
			r->values, "transit_gateway_attachment_id", attachment))
			return true;
	}
	return false;
}

static void
associate(struct terraform *t, const char *table, const char *attachment)
{
	json_t *o = tf_made(t, RECORD_TGW_ASSOCIATIONS, table);

	if (o)
		tf_push(o, "Associations", attachment_id, attachment, NULL);
}

static void
propagate(struct terraform *t, const char *table, const char *attachment)
{
	json_t *o = tf_made(t, RECORD_TGW_PROPAGATIONS, table);

	if (o)
		tf_push(o, "TransitGatewayRouteTablePropagations",
		    attachment_id, attachment, NULL);
}

static void
use_defaults(struct terraform *t, const struct tf_resource *r,
    const char *gateway, const char *attachment)
{
	const struct tf_resource *g =
	    tf_resource_of(t, "aws_ec2_transit_gateway", gateway);

	if (g == NULL)
		return;
	if (tf_flag(r->values,
		"transit_gateway_default_route_table_association", true) &&
	    !is_associated(t, attachment))
		associate(t, association_table(t, g), attachment);
	if (tf_flag(r->values,
		"transit_gateway_default_route_table_propagation", true))
		propagate(t, propagation_table(t, g), attachment);
}

void
tf_tgw_vpc_attachment(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "transit_gateway_id",
						    "TransitGatewayId" },
		{ "vpc_id", "VpcId" }, { NULL, NULL } };
	static const struct tf_copy options[] = { { "appliance_mode_support",
						      "ApplianceModeSupport" },
		{ "ipv6_support", "Ipv6Support" },
		{ "security_group_referencing_support",
		    "SecurityGroupReferencingSupport" },
		{ NULL, NULL } };
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_TGW_VPC_ATTACHMENT, attachment_id, id);
	json_t *subnets = json_list(r->values, "subnet_ids");

	tf_copy(o, r->values, texts);
	json_object_set_new(o, "Options", json_object());
	tf_copy(json_part(o, "Options"), r->values, options);
	if (subnets)
		json_object_set(o, "SubnetIds", subnets);
	use_defaults(t, r, json_text(o, gateway_id), id);
}

void
tf_tgw_peering(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_make(
	    t, r, RECORD_TGW_PEERING_ATTACHMENT, attachment_id, tf_id(r));
	const char *near = json_text(r->values, "transit_gateway_id");
	const char *far = json_text(r->values, "peer_transit_gateway_id");

	if (near == NULL || far == NULL)
		return;
	json_object_set_new(
	    o, "RequesterTgwInfo", json_pack("{s:s}", gateway_id, near));
	json_object_set_new(
	    o, "AccepterTgwInfo", json_pack("{s:s}", gateway_id, far));
}

void
tf_attach_connection(
    struct terraform *t, const struct tf_resource *r, const json_t *connection)
{
	const char *gateway = json_text(connection, gateway_id);
	const char *id = json_text(connection, attachment_id);
	json_t *o;

	if (gateway == NULL)
		return;
	if (id == NULL)
		id = tf_part_id(t->arena, r, "transit_gateway_attachment_id");
	o = tf_make(t, r, RECORD_TGW_ATTACHMENT, attachment_id, id);
	tf_set(o, gateway_id, gateway);
	tf_set(o, "ResourceType", "vpn");
	tf_set(o, "ResourceId", tf_id(r));
	use_defaults(t, r, gateway, id);
}

/* --- what tables say ---------------------------------------------------- */

void
tf_tgw_association(struct terraform *t, const struct tf_resource *r)
{
	associate(t, json_text(r->values, "transit_gateway_route_table_id"),
	    json_text(r->values, "transit_gateway_attachment_id"));
}

void
tf_tgw_propagation(struct terraform *t, const struct tf_resource *r)
{
	propagate(t, json_text(r->values, "transit_gateway_route_table_id"),
	    json_text(r->values, "transit_gateway_attachment_id"));
}

void
tf_tgw_route(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(t, RECORD_TGW_ROUTES,
	    json_text(r->values, "transit_gateway_route_table_id"));
	json_t *route = o
	    ? tf_push(o, "Routes", "DestinationCidrBlock",
		  json_text(r->values, "destination_cidr_block"), r)
	    : NULL;

	if (route == NULL)
		return;
	if (tf_flag(r->values, "blackhole", false))
		tf_set(route, "State", "blackhole");
	tf_push(route, "TransitGatewayAttachments", attachment_id,
	    json_text(r->values, "transit_gateway_attachment_id"), NULL);
}
