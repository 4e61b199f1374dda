/*
 * terraform_rules.c - security groups and network ACLs of Terraform
 *
 * A rule stands in its group or ACL, or is a resource of its own.  A state
 * tells the latter in both places.  A plan does too, but in the group as they
 * were before, so there only the resources count.
 */

#include <string.h>

#include "core/packet.h"
#include "dataplane/load/terraform/terraform_objects.h"

static const char *const directions[] = { "ingress", "egress" };
static const char *const permissions[] = { "IpPermissions",
	"IpPermissionsEgress" };

/* --- rules that are resources ------------------------------------------- */

static const char *
note_key(struct terraform *t, const char *id, bool egress)
{
	return arena_printf(t->arena, "%s %s", id, directions[egress]);
}

static bool
has_own_rules(struct terraform *t, const char *id, bool egress)
{
	return map_get(t->own_rules, note_key(t, id, egress)) != NULL;
}

static void
note(struct terraform *t, const char *type, const json_t *values)
{
	const char *id = json_text(values, "security_group_id");
	bool egress = json_is(values, "type", "egress") ||
	    tf_flag(values, "egress", false) ||
	    strcmp(type, "aws_vpc_security_group_egress_rule") == 0;

	if (id == NULL)
		id = json_text(values, "network_acl_id");
	if (id)
		map_set(t->own_rules, note_key(t, id, egress), t);
}

static void
note_changes(struct terraform *t, const json_t *root)
{
	const json_t *o;
	size_t i;

	json_array_foreach (json_list(root, "resource_changes"), i, o) {
		const char *type = json_text(o, "type");
		const json_t *change = json_part(o, "change");

		if (type == NULL ||
		    (strcmp(type, "aws_network_acl_rule") != 0 &&
			strstr(type, "security_group") == NULL))
			continue;
		note(t, type, json_part(change, "before"));
		note(t, type, json_part(change, "after"));
	}
}

void
tf_note_rules(struct terraform *t)
{
	for (size_t i = 0; i < t->ndocuments; i++)
		if (t->documents[i].planned)
			note_changes(t, t->documents[i].root);
}

/* --- security groups ---------------------------------------------------- */

/* Of another account's group the account stands before it. */
static void
push_group(json_t *permission, const char *id)
{
	const char *slash = id ? strchr(id, '/') : NULL;

	tf_push(permission, "UserIdGroupPairs", "GroupId",
	    slash ? slash + 1 : id, NULL);
}

static json_t *
new_permission(const json_t *values, const char *protocol)
{
	json_t *o = json_object();
	const char *text = json_text(values, protocol);

	if (text && json_is(values, protocol, "all"))
		text = "-1";
	tf_set(o, "IpProtocol", text);
	json_object_set_new(
	    o, "FromPort", json_integer(tf_number(values, "from_port", -1)));
	json_object_set_new(
	    o, "ToPort", json_integer(tf_number(values, "to_port", -1)));
	return o;
}

/* A block of a group, or a resource of the older kind. */
static json_t *
permission_of(const json_t *values, const char *group)
{
	json_t *o = new_permission(values, "protocol"), *v;
	size_t i;

	tf_push_all(o, "IpRanges", "CidrIp", values, "cidr_blocks");
	tf_push_all(o, "Ipv6Ranges", "CidrIpv6", values, "ipv6_cidr_blocks");
	tf_push_all(
	    o, "PrefixListIds", "PrefixListId", values, "prefix_list_ids");
	json_array_foreach (json_list(values, "security_groups"), i, v)
		if (json_is_string(v))
			push_group(o, json_string_value(v));
	push_group(o, json_text(values, "source_security_group_id"));
	if (tf_flag(values, "self", false))
		push_group(o, group);
	return o;
}

static void
add_blocks(struct terraform *t, json_t *o, const struct tf_resource *r,
    const char *id, bool egress)
{
	json_t *v;
	size_t i;

	tf_list(o, permissions[egress]);
	if (has_own_rules(t, id, egress))
		return;
	json_array_foreach (json_list(r->values, directions[egress]), i, v)
		if (json_is_object(v))
			json_array_append_new(tf_list(o, permissions[egress]),
			    permission_of(v, id));
}

static json_t *
make_group(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "vpc_id", "VpcId" },
		{ "name", "GroupName" }, { NULL, NULL } };
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_SECURITY_GROUP, "GroupId", id);

	tf_copy(o, r->values, texts);
	for (int egress = 0; egress < 2; egress++)
		add_blocks(t, o, r, id, egress);
	return o;
}

void
tf_group(struct terraform *t, const struct tf_resource *r)
{
	make_group(t, r);
}

void
tf_default_group(struct terraform *t, const struct tf_resource *r)
{
	tf_set(make_group(t, r), "GroupName", "default");
}

/* Before those of the group itself, which may be the same: the resource's
 * address says more. */
static void
add_rule(struct terraform *t, const struct tf_resource *r, json_t *permission,
    bool egress)
{
	const char *id = json_text(r->values, "security_group_id");
	json_t *o = tf_made(t, RECORD_SECURITY_GROUP, id);

	tf_set(permission, TF_ADDRESS, r->address);
	if (o) {
		tf_doubt(o, r);
		json_array_insert_new(
		    tf_list(o, permissions[egress]), 0, permission);
		return;
	}
	json_decref(permission);
	tf_warn(t, r, "is left out: its security group %s is not in the file",
	    id ? id : "is not known, and");
}

void
tf_group_rule(struct terraform *t, const struct tf_resource *r)
{
	add_rule(t, r,
	    permission_of(r->values, json_text(r->values, "security_group_id")),
	    json_is(r->values, "type", "egress"));
}

static void
add_single_rule(struct terraform *t, const struct tf_resource *r, bool egress)
{
	json_t *o = new_permission(r->values, "ip_protocol");

	tf_push(
	    o, "IpRanges", "CidrIp", json_text(r->values, "cidr_ipv4"), NULL);
	tf_push(o, "Ipv6Ranges", "CidrIpv6", json_text(r->values, "cidr_ipv6"),
	    NULL);
	tf_push(o, "PrefixListIds", "PrefixListId",
	    json_text(r->values, "prefix_list_id"), NULL);
	push_group(o, json_text(r->values, "referenced_security_group_id"));
	add_rule(t, r, o, egress);
}

void
tf_ingress_rule(struct terraform *t, const struct tf_resource *r)
{
	add_single_rule(t, r, false);
}

void
tf_egress_rule(struct terraform *t, const struct tf_resource *r)
{
	add_single_rule(t, r, true);
}

void
tf_group_vpc(struct terraform *t, const struct tf_resource *r)
{
	static const struct tf_copy texts[] = { { "security_group_id",
						    "GroupId" },
		{ "vpc_id", "VpcId" }, { NULL, NULL } };

	tf_copy(tf_make(t, r, RECORD_SECURITY_GROUP_VPC, TF_ID, tf_id(r)),
	    r->values, texts);
}

/* --- network ACLs ------------------------------------------------------- */

static void
set_range(json_t *entry, const json_t *values)
{
	const char *protocol = json_text(entry, "Protocol");
	bool icmp = protocol &&
	    (strncmp(protocol, "icmp", 4) == 0 || strcmp(protocol, "1") == 0 ||
		strcmp(protocol, "58") == 0);

	if (icmp)
		json_object_set_new(entry, "IcmpTypeCode",
		    json_pack("{s:i, s:i}", "Type",
			tf_number(values, "icmp_type", -1), "Code",
			tf_number(values, "icmp_code", -1)));
	else
		json_object_set_new(entry, "PortRange",
		    json_pack("{s:i, s:i}", "From",
			tf_number(values, "from_port", -1), "To",
			tf_number(values, "to_port", -1)));
}

static json_t *
entry_of(
    const json_t *values, bool egress, const char *number, const char *action)
{
	static const struct tf_copy texts[] = { { "protocol", "Protocol" },
		{ "cidr_block", "CidrBlock" },
		{ "ipv6_cidr_block", "Ipv6CidrBlock" }, { NULL, NULL } };
	json_t *o = json_object();

	tf_copy(o, values, texts);
	tf_set(o, "RuleAction", json_text(values, action));
	json_object_set_new(o, "Egress", json_boolean(egress));
	json_object_set_new(
	    o, "RuleNumber", json_integer(tf_number(values, number, 0)));
	set_range(o, values);
	return o;
}

static json_t *
make_acl(struct terraform *t, const struct tf_resource *r)
{
	const char *id = tf_id(r);
	json_t *o = tf_make(t, r, RECORD_NETWORK_ACL, "NetworkAclId", id), *v;
	size_t i;

	tf_set(o, "VpcId", json_text(r->values, "vpc_id"));
	for (int egress = 0; egress < 2; egress++)
		if (!has_own_rules(t, id, egress))
			json_array_foreach (
			    json_list(r->values, directions[egress]), i, v)
				json_array_append_new(tf_list(o, "Entries"),
				    entry_of(v, egress, "rule_no", "action"));
	tf_push_all(o, "Associations", "SubnetId", r->values, "subnet_ids");
	return o;
}

void
tf_acl(struct terraform *t, const struct tf_resource *r)
{
	make_acl(t, r);
}

void
tf_default_acl(struct terraform *t, const struct tf_resource *r)
{
	json_object_set_new(make_acl(t, r), "IsDefault", json_true());
}

/* The resource takes the place of what its ACL tells under its number. */
void
tf_acl_rule(struct terraform *t, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "network_acl_id");
	json_t *o = tf_made(t, RECORD_NETWORK_ACL, id), *entries, *v, *entry;
	bool egress = tf_flag(r->values, "egress", false);
	size_t i;

	if (o == NULL) {
		tf_warn(t, r,
		    "is left out: its network ACL %s is not in the file",
		    id ? id : "is not known, and");
		return;
	}
	tf_doubt(o, r);
	entry = entry_of(r->values, egress, "rule_number", "rule_action");
	tf_set(entry, TF_ADDRESS, r->address);
	entries = tf_list(o, "Entries");
	json_array_foreach (entries, i, v)
		if (json_flag(v, "Egress", false) == egress &&
		    json_equal(json_object_get(v, "RuleNumber"),
			json_object_get(entry, "RuleNumber")))
			break;
	if (i < json_array_size(entries))
		json_array_set_new(entries, i, entry);
	else
		json_array_append_new(entries, entry);
}

void
tf_acl_association(struct terraform *t, const struct tf_resource *r)
{
	json_t *o = tf_made(
	    t, RECORD_NETWORK_ACL, json_text(r->values, "network_acl_id"));

	if (o)
		tf_push(o, "Associations", "SubnetId",
		    json_text(r->values, "subnet_id"), NULL);
}
