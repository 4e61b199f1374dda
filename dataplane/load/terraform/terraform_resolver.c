/*
 * terraform_resolver.c - Route 53 Resolver endpoints and rules of Terraform
 */

#include <string.h>

#include "dataplane/load/terraform/terraform_objects.h"
#include "dataplane/model/dns.h"

struct making {
	struct terraform *t;
	struct model *m;
};

static void
push_addr(const struct making *k, const struct tf_resource *r, struct addrs *to,
    const char *text)
{
	struct ip ip;

	if (text && ip_parse(text, &ip))
		*ARENA_PUSH(k->m->arena, to->v, to->n) =
		    (struct addr){ ip, tf_where(r) };
}

/* --- endpoints ---------------------------------------------------------- */

static struct object *
find(const struct making *k, enum object_kind kind, const char *id)
{
	return id ? model_find(k->m, NULL, 1u << kind, id, NULL) : NULL;
}

/* In each subnet there is one interface here, with the first address. */
static void
add_subnets(const struct making *k, const struct tf_resource *r,
    struct resolver_endpoint *e)
{
	json_t *a;
	size_t i;

	json_array_foreach (json_list(r->values, "ip_address"), i, a) {
		const char *id = json_text(a, "subnet_id");
		const struct object *subnet = find(k, OBJ_SUBNET, id);
		struct endpoint_subnet s = { 0 };

		if (subnet == NULL || subnet->vpc != e->o.vpc) {
			tf_warn(k->t, r,
			    "is left out in subnet \"%s\", which is not known",
			    id ? id : "?");
			continue;
		}
		s.subnet = tf_ref(k->m, r, id);
		push_addr(k, r, &s.ip, json_text(a, "ip"));
		push_addr(k, r, &s.ip, json_text(a, "ipv6"));
		*ARENA_PUSH(k->m->arena, e->subnets, e->nsubnets) = s;
	}
}

/* That of its subnets: all are in one. */
static struct vpc *
vpc_of(const struct making *k, const struct tf_resource *r)
{
	json_t *a;
	size_t i;

	json_array_foreach (json_list(r->values, "ip_address"), i, a) {
		const struct object *subnet =
		    find(k, OBJ_SUBNET, json_text(a, "subnet_id"));

		if (subnet)
			return subnet->vpc;
	}
	return NULL;
}

static void
add_groups(const struct making *k, const struct tf_resource *r,
    struct resolver_endpoint *e)
{
	struct arena *a = k->m->arena;
	json_t *g;
	size_t i;

	json_array_foreach (json_list(r->values, "security_group_ids"), i, g) {
		const char *id = json_string_value(g);

		if (find(k, OBJ_SECURITY_GROUP, id))
			*ARENA_PUSH(a, e->security_groups.v,
			    e->security_groups.n) = tf_ref(k->m, r, id);
		else
			tf_warn(k->t, r,
			    "does without security group \"%s\", which is not "
			    "known",
			    id ? id : "?");
	}
}

static void
add_endpoint(const struct making *k, const struct tf_resource *r)
{
	struct vpc *vpc = vpc_of(k, r);
	struct resolver_endpoint *e;

	if (vpc == NULL) {
		tf_warn(k->t, r, "is left out: its subnets are not known");
		return;
	}
	e = tf_add_object(k->t, k->m, r, OBJ_RESOLVER_ENDPOINT, vpc);
	e->direction = json_is(r->values, "direction", "OUTBOUND")
	    ? RESOLVER_OUTBOUND
	    : RESOLVER_INBOUND;
	add_subnets(k, r, e);
	add_groups(k, r, e);
}

/* --- rules -------------------------------------------------------------- */

static const char *
domain_of(const struct making *k, const char *name)
{
	size_t n = strlen(name);

	if (n > 1 && name[n - 1] == '.')
		n--;
	return arena_strndup(k->m->arena, name, n);
}

static void
add_vpcs(const struct making *k, const struct tf_resource *rule,
    struct resolver_rule *to)
{
	for (size_t i = 0; i < k->t->nresources; i++) {
		const struct tf_resource *r = k->t->resource[i];
		const char *vpc = json_text(r->values, "vpc_id");

		if (strcmp(r->type, "aws_route53_resolver_rule_association") ==
			0 &&
		    json_is(r->values, "resolver_rule_id", tf_id(rule)) &&
		    find(k, OBJ_VPC, vpc))
			*ARENA_PUSH(k->m->arena, to->vpcs.v, to->vpcs.n) =
			    tf_ref(k->m, r, vpc);
	}
}

static void
add_rule(const struct making *k, const struct tf_resource *r)
{
	const char *domain = json_text(r->values, "domain_name");
	struct resolver_rule rule = { .where = tf_where(r) };
	json_t *ip;
	size_t i;

	if (domain == NULL || json_is(r->values, "rule_type", "RECURSIVE"))
		return;
	rule.domain = domain_of(k, domain);
	rule.type = json_is(r->values, "rule_type", "SYSTEM") ? RULE_SYSTEM
							      : RULE_FORWARD;
	rule.endpoint =
	    tf_ref(k->m, r, json_text(r->values, "resolver_endpoint_id"));
	json_array_foreach (json_list(r->values, "target_ip"), i, ip)
		push_addr(k, r, &rule.targets, json_text(ip, "ip"));
	add_vpcs(k, r, &rule);
	if (rule.vpcs.n > 0)
		*ARENA_PUSH(k->m->arena, k->m->dns->rules, k->m->dns->nrules) =
		    rule;
}

void
tf_resolver(struct terraform *t, struct model *m)
{
	struct making k = { t, m };

	for (size_t i = 0; i < t->nresources; i++) {
		const struct tf_resource *r = t->resource[i];

		if (strcmp(r->type, "aws_route53_resolver_endpoint") == 0)
			add_endpoint(&k, r);
		else if (strcmp(r->type, "aws_route53_resolver_rule") == 0)
			add_rule(&k, r);
	}
}
