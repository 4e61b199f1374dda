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

/* Which table a resource of its own says is the default one; or null. */
static const char *
chosen_table(const struct terraform *t, const char *gateway, const char *type)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (strcmp(r->type, type) == 0 &&
		    json_is(r->values, "transit_gateway_id", gateway))
			return json_text(
			    r->values, "transit_gateway_route_table_id");
	}
	return NULL;
}

/* The default table for associations or propagations; null: there is none. */
static const char *
default_table(const struct terraform *t, const struct tf_resource *r,
    const char *option, const char *attribute)
{
	const char *id = json_text(r->values, attribute);
	const char *chosen = chosen_table(t, tf_id(r),
	    arena_printf(t->arena, "aws_ec2_transit_gateway_%s", option));

	if (chosen)
		return chosen;
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
	static const struct tf_copy texts[] = {
		{ "security_group_referencing_support",
		    "SecurityGroupReferencingSupport" },
		{ "dns_support", "DnsSupport" },
		{ "vpn_ecmp_support", "VpnEcmpSupport" }, { NULL, NULL }
	};
	json_t *options = json_object();
	const char *association = association_table(t, r);
	const char *propagation = propagation_table(t, r);

	tf_copy(options, r->values, texts);
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

/* Whose word on the default tables counts: the gateway's owner accepts. */
static bool
has_accepter(const struct terraform *t, const struct tf_resource *r)
{
	const char *type = "aws_ec2_transit_gateway_vpc_attachment_accepter";
	const struct tf_resource *a = tf_resource_of(t, type, tf_id(r));

	return a && a != r;
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
		{ "dns_support", "DnsSupport" },
		{ "security_group_referencing_support",
		    "SecurityGroupReferencingSupport" },
		{ NULL, NULL } };
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_TGW_VPC_ATTACHMENT, attachment_id, id);
	json_t *subnets = json_list(r->values, "subnet_ids");

	tf_copy(o, r->values, texts);
	json_object_set_new(o, "Options", json_object());
	tf_copy(json_part(o, "Options"), r->values, options);
	if (json_array_size(subnets) > 0)
		json_object_set(o, "SubnetIds", subnets);
	if (!has_accepter(t, r))
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
tf_tgw_attach(
    struct terraform *t, const struct tf_resource *r, struct tf_attachment a)
{
	json_t *o;

	if (a.id == NULL)
		a.id = tf_part_id(t->arena, r, "transit_gateway_attachment_id");
	o = tf_make(t, r, RECORD_TGW_ATTACHMENT, attachment_id, a.id);
	tf_set(o, gateway_id, a.gateway);
	tf_set(o, "ResourceType", a.type);
	tf_set(o, "ResourceId", a.resource);
	use_defaults(t, r, a.gateway, a.id);
}

void
tf_tgw_connect(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "transit_gateway_id",
						    "TransitGatewayId" },
		{ "transport_attachment_id",
		    "TransportTransitGatewayAttachmentId" },
		{ NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_TGW_CONNECT, attachment_id, tf_id(r));

	tf_copy(o, r->values, texts);
	use_defaults(t, r, json_text(o, gateway_id), tf_id(r));
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
	const char *id = json_text(r->values, "transit_gateway_route_table_id");
	json_t *o = tf_made(t, RECORD_TGW_ROUTES, id);
	json_t *table = tf_made(t, RECORD_TGW_ROUTE_TABLE, id);
	json_t *route = o
	    ? tf_push(o, "Routes", "DestinationCidrBlock",
		  json_text(r->values, "destination_cidr_block"), r)
	    : NULL;

	if (table)
		tf_doubt(table, r);
	if (route == NULL)
		return;
	if (tf_flag(r->values, "blackhole", false))
		tf_set(route, "State", "blackhole");
	tf_push(route, "TransitGatewayAttachments", attachment_id,
	    json_text(r->values, "transit_gateway_attachment_id"), NULL);
}

void
tf_tgw_list_reference(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "prefix_list_id",
						    "PrefixListId" },
		{ "transit_gateway_route_table_id",
		    "TransitGatewayRouteTableId" },
		{ NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_TGW_LIST_REFERENCE, TF_ID, tf_id(r));
	json_t *attachment = json_object();

	tf_copy(o, r->values, texts);
	tf_set(attachment, attachment_id,
	    json_text(r->values, "transit_gateway_attachment_id"));
	json_object_set_new(o, "TransitGatewayAttachment", attachment);
	json_object_set_new(o, "Blackhole",
	    json_boolean(tf_flag(r->values, "blackhole", false)));
}
