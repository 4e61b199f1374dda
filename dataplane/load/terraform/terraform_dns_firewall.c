/*
 * terraform_dns_firewall.c - DNS Firewall of Terraform
 *
 * Domain lists that AWS manages are in no file: a rule that refers to one is
 * left out.
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"
#include "dataplane/model/dns_firewall.h"

static struct text
text_of(struct model *m, const struct tf_resource *r, const char *s)
{
	return (
	    struct text){ s ? arena_strdup(m->arena, s) : NULL, tf_where(r) };
}

static bool
is_type(const struct tf_resource *r, const char *end)
{
	static const char family[] = "aws_route53_resolver_firewall_";
	size_t n = sizeof(family) - 1;

	return strncmp(r->type, family, n) == 0 &&
	    strcmp(r->type + n, end) == 0;
}

static void
add_list(struct terraform *t, struct model *m, const struct tf_resource *r)
{
	struct domain_list *list =
	    tf_add_object(t, m, r, OBJ_DOMAIN_LIST, NULL);
	json_t *v;
	size_t i;

	json_array_foreach (json_list(r->values, "domains"), i, v)
		if (json_is_string(v))
			*ARENA_PUSH(
			    m->arena, list->domains.v, list->domains.n) =
			    text_of(m, r, json_string_value(v));
}

/* --- rules -------------------------------------------------------------- */

static enum dns_action
action_of(const json_t *values)
{
	if (json_is(values, "action", "BLOCK"))
		return DNS_BLOCK;
	return json_is(values, "action", "ALERT") ? DNS_ALERT : DNS_ALLOW;
}

static enum dns_response
response_of(const json_t *values)
{
	if (json_is(values, "block_response", "NXDOMAIN"))
		return DNS_NXDOMAIN;
	return json_is(values, "block_response", "OVERRIDE") ? DNS_OVERRIDE
							     : DNS_NODATA;
}

static void
add_rule(struct terraform *t, struct model *m, struct dns_firewall *group,
    const struct tf_resource *r)
{
	const char *list = json_text(r->values, "firewall_domain_list_id");

	if (list == NULL ||
	    model_find(m, NULL, 1u << OBJ_DOMAIN_LIST, list, NULL) == NULL) {
		tf_warn(t, r,
		    "is left out: its domain list %s is not in the file",
		    list ? list : "is not known, and");
		return;
	}
	*ARENA_PUSH(m->arena, group->rules, group->nrules) =
	    (struct dns_firewall_rule){
		    .where = tf_where(r),
		    .priority = tf_number(r->values, "priority", 0),
		    .action = action_of(r->values),
		    .response = response_of(r->values),
		    .override = text_of(
			m, r, json_text(r->values, "block_override_domain")),
		    .domain_list = tf_ref(m, r, list),
		    .inspect_redirection = !json_is(r->values,
			"firewall_domain_redirection_action",
			"TRUST_REDIRECTION_DOMAIN"),
	    };
}

static void
associate(
    struct model *m, struct dns_firewall *group, const struct tf_resource *r)
{
	const char *vpc = json_text(r->values, "vpc_id");

	if (vpc && model_find(m, NULL, 1u << OBJ_VPC, vpc, NULL))
		*ARENA_PUSH(
		    m->arena, group->associations, group->nassociations) =
		    (struct dns_firewall_association){ tf_ref(m, r, vpc),
			    tf_number(r->values, "priority", 0) };
}

static void
add_group(struct terraform *t, struct model *m, const struct tf_resource *of)
{
	struct dns_firewall *group =
	    tf_add_object(t, m, of, OBJ_DNS_FIREWALL, NULL);

	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (!json_is(r->values, "firewall_rule_group_id", tf_id(of)))
			continue;
		if (is_type(r, "rule"))
			add_rule(t, m, group, r);
		else if (is_type(r, "rule_group_association"))
			associate(m, group, r);
	}
}

static void
configure(struct model *m, const struct tf_resource *r)
{
	const char *id = json_text(r->values, "resource_id");
	struct vpc *v = id
	    ? (struct vpc *)model_find(m, NULL, 1u << OBJ_VPC, id, NULL)
	    : NULL;

	if (v)
		v->dns_firewall_fail_open =
		    json_is(r->values, "firewall_fail_open", "ENABLED");
}

void
tf_dns_firewall(struct terraform *t, struct model *m)
{
	for (size_t i = 0; i < t->nresources; i++) {
		if (is_type(t->resource[i], "domain_list"))
			add_list(t, m, t->resource[i]);
		else if (is_type(t->resource[i], "config"))
			configure(m, t->resource[i]);
	}
	for (size_t i = 0; i < t->nresources; i++)
		if (is_type(t->resource[i], "rule_group"))
			add_group(t, m, t->resource[i]);
}
