/*
 * terraform_unknown.c - what a plan does not know before it is applied
 *
 * A plan leaves out what it does not know; what is not set it tells as null
 * (Terraform, "JSON Output Format", values representation).  Much of it AWS
 * chooses and does not matter here.  What decides, and is configured, makes
 * verdicts doubtful that depend on its object.
 */

#include "dataplane/load/terraform/terraform_unknown.h"

#include <string.h>

#include "dataplane/load/describe/describe_json.h"

/* Attributes that decide. */
static const char *const group_block[] = { "cidr_blocks", "ipv6_cidr_blocks",
	"prefix_list_ids", "security_groups", "from_port", "to_port",
	"protocol", NULL };
static const char *const group_rule[] = { "cidr_blocks", "ipv6_cidr_blocks",
	"prefix_list_ids", "source_security_group_id", "from_port", "to_port",
	"protocol", NULL };
static const char *const single_rule[] = { "cidr_ipv4", "cidr_ipv6",
	"prefix_list_id", "referenced_security_group_id", "from_port",
	"to_port", "ip_protocol", NULL };
static const char *const acl_block[] = { "cidr_block", "ipv6_cidr_block",
	"from_port", "to_port", "protocol", "action", "rule_no", NULL };
static const char *const acl_rule[] = { "cidr_block", "ipv6_cidr_block",
	"from_port", "to_port", "protocol", "rule_action", "rule_number",
	NULL };
static const char *const route_block[] = { "cidr_block", "ipv6_cidr_block",
	"destination_prefix_list_id", NULL };
static const char *const route[] = { "destination_cidr_block",
	"destination_ipv6_cidr_block", "destination_prefix_list_id", NULL };
static const char *const entry[] = { "cidr", NULL };
static const char *const blocks[] = { "cidr_block", "ipv6_cidr_block", NULL };

static const char *const rules[] = { "ingress", "egress", NULL };
static const char *const routes[] = { "route", NULL };
static const char *const entries[] = { "entry", NULL };

/* Of types whose names begin so: a resource's own attributes, or those of the
 * blocks in its lists. */
static const struct deciding {
	const char *type;
	const char *const *lists; /* null: its own */
	const char *const *attributes;
} table[] = {
	{ "aws_security_group_rule", NULL, group_rule },
	{ "aws_vpc_security_group_", NULL, single_rule },
	{ "aws_security_group", rules, group_block },
	{ "aws_default_security_group", rules, group_block },
	{ "aws_network_acl_rule", NULL, acl_rule },
	{ "aws_network_acl", rules, acl_block },
	{ "aws_default_network_acl", rules, acl_block },
	{ "aws_route_table", routes, route_block },
	{ "aws_default_route_table", routes, route_block },
	{ "aws_route", NULL, route },
	{ "aws_ec2_transit_gateway_route", NULL, route },
	{ "aws_vpn_connection_route", NULL, route },
	{ "aws_ec2_managed_prefix_list_entry", NULL, entry },
	{ "aws_ec2_managed_prefix_list", entries, entry },
	{ "aws_vpc", NULL, blocks },
	{ "aws_subnet", NULL, blocks },
};

/* The first of the table: of two beginnings the longer one stands first. */
static const struct deciding *
deciding_of(const char *type)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(type, table[i].type, strlen(table[i].type)) == 0)
			return &table[i];
	return NULL;
}

static bool
is_unknown(const json_t *values, const char *attribute)
{
	const json_t *v = json_object_get(values, attribute), *part;
	size_t i;

	json_array_foreach (v, i, part)
		if (json_is_null(part))
			return true;
	return v == NULL;
}

/* Of a resource only what is configured: the rest AWS chooses. */
static const char *
first_unknown(const json_t *values, const char *const *attributes,
    const json_t *expressions)
{
	for (; *attributes; attributes++)
		if ((expressions == NULL ||
			json_object_get(expressions, *attributes)) &&
		    is_unknown(values, *attributes))
			return *attributes;
	return NULL;
}

/* Of a block everything is told that is known. */
static const char *
first_in_lists(
    const json_t *values, const struct deciding *d, const json_t *expressions)
{
	const char *name = first_unknown(values, d->lists, expressions);

	for (size_t k = 0; name == NULL && d->lists[k]; k++) {
		json_t *block;
		size_t i;

		json_array_foreach (json_list(values, d->lists[k]), i, block)
			if (name == NULL)
				name =
				    first_unknown(block, d->attributes, NULL);
	}
	return name;
}

void
tf_unknown_note(
    struct tf_resource *r, const json_t *expressions, struct errs *errs)
{
	const struct deciding *d = deciding_of(r->type);
	const char *name;

	if (d == NULL || expressions == NULL)
		return;
	name = d->lists ? first_in_lists(r->values, d, expressions)
			: first_unknown(r->values, d->attributes, expressions);
	if (name == NULL)
		return;
	r->unknown = true;
	errs_warn(errs,
	    (struct where){ .file = r->file, .address = r->address },
	    "%s is not known before the plan is applied; what depends on it is "
	    "assumed",
	    name);
}
