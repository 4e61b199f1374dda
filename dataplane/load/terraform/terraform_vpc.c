/*
 * terraform_vpc.c - VPCs, subnets, peerings and prefix lists of Terraform
 *
 * With a VPC AWS makes a main route table, a default security group and a
 * default network ACL.  Where no resource tells of them, they are taken to be
 * as AWS makes them (VPC User Guide, "Default security groups", "Default
 * network ACL").
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"

/* --- VPCs --------------------------------------------------------------- */

static void
push_block(json_t *o, const char *text)
{
	bool v6 = text && strchr(text, ':');

	tf_push(o,
	    v6 ? "Ipv6CidrBlockAssociationSet" : "CidrBlockAssociationSet",
	    v6 ? "Ipv6CidrBlock" : "CidrBlock", text, NULL);
}

static void
set_attribute(json_t *o, const char *key, const json_t *values,
    const char *attribute, bool otherwise)
{
	json_object_set_new(o, key,
	    json_pack("{s:b}", "Value", tf_flag(values, attribute, otherwise)));
}

static void
add_attributes(struct terraform *t, const struct tf_resource *r, const char *id)
{
	json_t *o = tf_make(t, r, RECORD_VPC_ATTRIBUTE, "VpcId", id);

	set_attribute(
	    o, "EnableDnsSupport", r->values, "enable_dns_support", true);
	set_attribute(o, "EnableDnsHostnames", r->values,
	    "enable_dns_hostnames", strcmp(r->type, "aws_default_vpc") == 0);
}

void
tf_vpc(struct terraform *t, const struct tf_resource *r)
{
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_VPC, "VpcId", id), *v;
	const char *main_table = json_text(r->values, "main_route_table_id");
	size_t i;

	tf_set(o, "CidrBlock", json_text(r->values, "cidr_block"));
	push_block(o, json_text(r->values, "ipv6_cidr_block"));
	json_array_foreach (
	    json_list(r->values, "cidr_block_associations"), i, v)
		push_block(o, json_text(v, "cidr_block"));
	add_attributes(t, r, id);
	if (main_table == NULL && r->planned)
		main_table = tf_part_id(t->arena, r, "default_route_table_id");
	if (main_table)
		map_set(t->main_tables, id, (void *)main_table);
}

void
tf_vpc_block(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(t, RECORD_VPC, json_text(r->values, "vpc_id"));

	if (o == NULL)
		return;
	push_block(o, json_text(r->values, "cidr_block"));
	push_block(o, json_text(r->values, "ipv6_cidr_block"));
}

void
tf_subnet(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "vpc_id", "VpcId" },
		{ "cidr_block", "CidrBlock" },
		{ "availability_zone", "AvailabilityZone" },
		{ "availability_zone_id", "AvailabilityZoneId" },
		{ NULL, NULL } };
	json_t *o = tf_make(t, r, RECORD_SUBNET, "SubnetId", tf_id(r));

	tf_copy(o, r->values, texts);
	push_block(o, json_text(r->values, "ipv6_cidr_block"));
}

/* --- what AWS makes with a VPC ------------------------------------------ */

static const char *
default_id(const struct terraform *t, const struct tf_resource *r,
    const char *attribute)
{
	const char *id = json_text(r->values, attribute);

	return id || !r->planned ? id : tf_part_id(t->arena, r, attribute);
}

/* What a VPC has by default, to be filled in; null: it is not known, or a
 * resource tells of it. */
static json_t *
make_default(struct terraform *t, const struct tf_resource *r,
    enum record_kind kind, const char *key, const char *attribute)
{
	const char *id = default_id(t, r, attribute);
	json_t *o;

	if (id == NULL || tf_made(t, kind, id))
		return NULL;
	o = tf_make(t, r, kind, key, id);
	json_object_del(o, "Tags");
	tf_set(o, "VpcId", tf_id(r));
	return o;
}

static void
make_default_group(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = make_default(t, r, RECORD_SECURITY_GROUP, "GroupId",
	    "default_security_group_id");

	if (o == NULL)
		return;
	tf_set(o, "GroupName", "default");
	json_object_set_new(o, "IpPermissions",
	    json_pack("[{s:s, s:[{s:s}]}]", "IpProtocol", "-1",
		"UserIdGroupPairs", "GroupId", json_text(o, "GroupId")));
	json_object_set_new(o, "IpPermissionsEgress",
	    json_pack("[{s:s, s:[{s:s}], s:[{s:s}]}]", "IpProtocol", "-1",
		"IpRanges", "CidrIp", "0.0.0.0/0", "Ipv6Ranges", "CidrIpv6",
		"::/0"));
}

static void
allow_all(json_t *o, int number, const char *key, const char *block)
{
	for (int egress = 0; egress < 2; egress++)
		json_array_append_new(tf_list(o, "Entries"),
		    json_pack("{s:i, s:s, s:s, s:b, s:s}", "RuleNumber", number,
			"Protocol", "-1", "RuleAction", "allow", "Egress",
			egress, key, block));
}

static void
make_default_acl(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = make_default(
	    t, r, RECORD_NETWORK_ACL, "NetworkAclId", "default_network_acl_id");

	if (o == NULL)
		return;
	json_object_set_new(o, "IsDefault", json_true());
	allow_all(o, 100, "CidrBlock", "0.0.0.0/0");
	allow_all(o, 101, "Ipv6CidrBlock", "::/0");
}

static bool
is_vpc(const struct tf_resource *r)
{
	return strcmp(r->type, "aws_vpc") == 0 ||
	    strcmp(r->type, "aws_default_vpc") == 0;
}

/* Routes may be added to it before it is known whether it is the main one. */
static void
make_first_table(struct terraform *t, const struct tf_resource *r)
{
	const char *id = map_get(t->main_tables, tf_id(r));
	json_t *o;

	if (id == NULL || tf_made(t, RECORD_ROUTE_TABLE, id))
		return;
	o = tf_make(t, r, RECORD_ROUTE_TABLE, "RouteTableId", id);
	json_object_del(o, "Tags");
	tf_set(o, "VpcId", tf_id(r));
}

void
tf_vpc_defaults(struct terraform *t)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (!is_vpc(r))
			continue;
		make_first_table(t, r);
		if (r->data)
			continue;
		make_default_group(t, r);
		make_default_acl(t, r);
	}
}

void
tf_vpc_main_tables(struct terraform *t)
{
	for (size_t i = 0; i < t->nresources; i++) {
		const char *vpc = tf_id(t->resource[i]);
		json_t *o = is_vpc(t->resource[i])
		    ? tf_made(
			  t, RECORD_ROUTE_TABLE, map_get(t->main_tables, vpc))
		    : NULL;

		if (o)
			json_array_append_new(tf_list(o, "Associations"),
			    json_pack("{s:b}", "Main", 1));
	}
}

/* --- peerings ----------------------------------------------------------- */

static const char *const requester = "RequesterVpcInfo";
static const char *const accepter = "AccepterVpcInfo";

static void
set_end(json_t *peering, const char *key, const struct tf_resource *r,
    const struct tf_copy *attributes)
{
	json_t *o = json_part(peering, key);

	if (o == NULL) {
		o = json_object();
		json_object_set_new(peering, key, o);
	}
	tf_copy(o, r->values, attributes);
}

static void
set_options(json_t *peering, const char *key, const struct tf_resource *r,
    const char *block)
{
	const json_t *b = json_array_get(json_list(r->values, block), 0);

	if (b == NULL)
		return;
	set_end(peering, key, r, &(struct tf_copy){ NULL, NULL });
	json_object_set_new(json_part(peering, key), "PeeringOptions",
	    json_pack("{s:b}", "AllowDnsResolutionFromRemoteVpc",
		tf_flag(b, "allow_remote_vpc_dns_resolution", false)));
}

/* Of the one who accepts, too: its vpc_id is that of the accepter. */
void
tf_peering(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy near[] = { { "vpc_id", "VpcId" },
		{ NULL, NULL } };
	static const struct tf_copy far[] = { { "peer_vpc_id", "VpcId" },
		{ "peer_region", "Region" }, { "peer_owner_id", "OwnerId" },
		{ NULL, NULL } };
	json_t *o =
	    tf_make(t, r, RECORD_PEERING, "VpcPeeringConnectionId", tf_id(r));
	const char *status = json_text(r->values, "accept_status");

	if (status && json_part(o, "Status") == NULL)
		json_object_set_new(
		    o, "Status", json_pack("{s:s}", "Code", status));
	if (json_part(o, requester) == NULL) {
		set_end(o, requester, r, near);
		set_end(o, accepter, r, far);
	}
	set_options(o, requester, r, "requester");
	set_options(o, accepter, r, "accepter");
}

void
tf_peering_options(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(t, RECORD_PEERING,
	    json_text(r->values, "vpc_peering_connection_id"));

	if (o == NULL)
		return;
	if (strcmp(r->type, "aws_vpc_peering_connection_accepter") == 0)
		json_object_set_new(
		    o, "Status", json_pack("{s:s}", "Code", "active"));
	set_options(o, requester, r, "requester");
	set_options(o, accepter, r, "accepter");
}

/* --- prefix lists ------------------------------------------------------- */

static json_t *
make_list(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_make(t, r, RECORD_PREFIX_LIST, "PrefixListId", tf_id(r));

	tf_set(o, "PrefixListName", json_text(r->values, "name"));
	return o;
}

/* A data source of the older kind: blocks are texts. */
void
tf_prefix_list(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = make_list(t, r);
	json_t *blocks = json_list(r->values, "cidr_blocks");

	if (json_array_size(blocks) > 0)
		json_object_set(o, "Cidrs", blocks);
}

void
tf_managed_list(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = make_list(t, r), *e;
	json_t *entries = json_list(r->values, "entry");
	size_t i;

	if (entries == NULL)
		entries = json_list(r->values, "entries");
	json_array_foreach (entries, i, e)
		tf_push(o, "Entries", "Cidr", json_text(e, "cidr"), NULL);
}

void
tf_prefix_list_entry(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_PREFIX_LIST, json_text(r->values, "prefix_list_id"));

	if (o == NULL)
		return;
	tf_doubt(o, r);
	tf_push(o, "Entries", "Cidr", json_text(r->values, "cidr"), r);
}
