/*
 * network_acl.c - network access control lists (AWS::EC2::NetworkAcl)
 *
 * Rules in the order of their numbers; the first that matches decides; behind
 * the last one stands "*", deny.  No state: answers need rules of their own.
 * Inbound rules speak of the packet's source, outbound ones of its
 * destination; ports are the destination's in both (VPC User Guide, network
 * ACLs).
 */

#include "dataplane/nodes/network_acl.h"

#include <stdlib.h>

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/rule_match.h"

struct network_acl_cfg {
	struct rule_cfg *rule[2]; /* by enum acl_direction, sorted */
	size_t n[2];
};

static const struct rule_cfg *
decide(const struct network_acl_cfg *c, enum acl_direction d,
    const struct flow_key *k)
{
	struct ip other = d == ACL_INGRESS ? k->src : k->dst;

	for (size_t i = 0; i < c->n[d]; i++)
		if (rule_matches(&c->rule[d][i], k, other) != RULE_NO)
			return &c->rule[d][i];
	return NULL;
}

static void
tell(struct resolver *r, uint32_t acl, enum acl_direction d,
    const struct rule_cfg *found)
{
	bool allowed = found && found->rule->action == RULE_ALLOW;
	struct hop *h = r_hop(r, acl, allowed ? ACT_ALLOW : ACT_DENY);
	const char *way = d == ACL_INGRESS ? "ingress" : "egress";

	if (h == NULL)
		return;
	if (found) {
		h->rule = r_text(r, "%s %d %s %s", way, found->rule->number,
		    allowed ? "allow" : "deny",
		    rule_text(r, found->rule, d == ACL_INGRESS));
		h->where = found->rule->where;
	} else {
		h->rule = r_text(r, "%s * deny all", way);
	}
	if (!allowed)
		h->code = DROP_SUBNET_ACL;
}

bool
network_acl_admits(struct resolver *r, uint32_t acl, enum acl_direction d)
{
	const struct network_acl_cfg *c = r_cfg(r, acl);
	const struct rule_cfg *found = decide(c, d, r_key(r));

	missing_mark(r, acl);
	tell(r, acl, d, found);
	if (found && found->rule->action == RULE_ALLOW)
		return true;
	r_drop_told(r, DROP_SUBNET_ACL, acl);
	return false;
}

static int
by_number(const void *a, const void *b)
{
	const struct rule_cfg *x = a, *y = b;

	return (x->rule->number > y->rule->number) -
	    (x->rule->number < y->rule->number);
}

static const void *
network_acl_compile(struct compiler *c, const struct object *o)
{
	const struct rules *rules[2] = { &c->config.ingress[o->id],
		&c->config.egress[o->id] };
	struct network_acl_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	for (int d = 0; d < 2; d++) {
		cfg->rule[d] = rules_compile(c, rules[d], o->vpc->region);
		cfg->n[d] = rules[d]->n;
		if (cfg->n[d])
			qsort(cfg->rule[d], cfg->n[d], sizeof(struct rule_cfg),
			    by_number);
	}
	return cfg;
}

const struct object_class network_acl_class = {
	.node = { "network-acl", NULL },
	.kind = OBJ_NETWORK_ACL,
	.compile = network_acl_compile,
};
