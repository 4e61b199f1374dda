/*
 * firewall.c - what an appliance does to what passes it
 *
 * An appliance of the customer's, or an AWS Network Firewall behind its
 * endpoint.  Its filter is a list of rules of which the first that matches
 * decides; behind the last one all is denied.  A stateful one judges what opens
 * a connection and lets the rest of that pass; it drops answers to what it has
 * not seen (AWS Network Firewall Guide, "Stateful rule groups", "Symmetric
 * routing").
 */

#include "dataplane/nodes/firewall.h"

#include "core/trace.h"
#include "dataplane/drop.h"
#include "dataplane/model/firewall.h"
#include "dataplane/nodes/rule_match.h"
#include "dataplane/tables/session.h"

/* A rule with both of its ends: each is one of rule_match.h's. */
struct filter_rule {
	const struct rule_cfg *from, *to;
	const struct firewall_rule *rule;
};

struct filter_cfg {
	const struct filter_rule *rule;
	size_t n;
};

/* The first rule that matches, or null. */
static const struct filter_rule *
find(const struct filter_cfg *c, const struct flow_key *k)
{
	for (size_t i = 0; i < c->n; i++)
		if (rule_matches(c->rule[i].from, k, k->src) != RULE_NO &&
		    rule_matches(c->rule[i].to, k, k->dst) != RULE_NO)
			return &c->rule[i];
	return NULL;
}

static struct hop *
tell(struct resolver *r, const struct filter_rule *rule, bool denied)
{
	struct hop *h = r_hop(r, r_at(r).node, denied ? ACT_DENY : ACT_ALLOW);

	if (h == NULL)
		return NULL;
	h->rule = "filter: no rule matches";
	if (denied)
		h->code = DROP_FIREWALL;
	if (rule) {
		h->rule =
		    r_text(r, "filter: %s %s%s%s", denied ? "deny" : "allow",
			rule_text(r, rule->from->rule, true),
			rule->rule->to.n ? " to " : "",
			rule->rule->to.n ? rule->rule->to.v[0].text.s : "");
		h->where = rule->rule->rule.where;
	}
	return h;
}

void
firewall_inspect(struct resolver *r, const struct firewall_cfg *c)
{
	const struct filter_rule *rule =
	    c->filter ? find(c->filter, r_key(r)) : NULL;
	bool denied =
	    c->filter && (rule == NULL || rule->rule->rule.action == RULE_DENY);
	struct hop *h = c->filter ? tell(r, rule, denied) : NULL;

	if (c->stateful)
		r_step(r,
		    (struct step_words){ .step = denied ? &appliance_denies_step
							: &appliance_step,
			.arg = c->host,
			.if_refused = DROP_APPLIANCE_ASYMMETRIC,
			.hop = h });
	else if (denied)
		r_drop_told(r, DROP_FIREWALL, r_at(r).node);
}

/* --- compilation -------------------------------------------------------- */

static struct peers
any_peers(struct arena *a)
{
	static const char *const blocks[] = { "0.0.0.0/0", "::/0" };
	struct peers any = { 0 };

	for (int i = 0; i < 2; i++) {
		struct peer *p = ARENA_PUSH(a, any.v, any.n);

		p->text.s = blocks[i];
		prefix_parse(blocks[i], &p->prefix);
	}
	return any;
}

/* The rule as if it had only these other ends. */
static const struct rule_cfg *
compile_end(struct compiler *c, const struct rule *rule,
    const struct peers *peers, const char *region)
{
	struct rule *one = arena_copy(c->arena, rule, sizeof(*rule));

	one->peers = peers->n ? *peers : any_peers(c->arena);
	return rules_compile(c, &(struct rules){ one, 1 }, region);
}

struct firewall_cfg
firewall_compile(struct compiler *c, const struct firewall_object *o)
{
	const struct firewall_rules *rules = o->rules;
	struct filter_rule *v = arena_alloc(c->arena, rules->n * sizeof(*v));
	struct filter_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	for (size_t i = 0; i < rules->n; i++) {
		const struct firewall_rule *f = &rules->v[i];

		v[i] = (struct filter_rule){
			.from =
			    compile_end(c, &f->rule, &f->rule.peers, o->region),
			.to = compile_end(c, &f->rule, &f->to, o->region),
			.rule = f,
		};
	}
	*cfg = (struct filter_cfg){ v, rules->n };
	return (struct firewall_cfg){
		.host = node_of(o->object),
		.stateful = o->stateful,
		.filter = o->written ? cfg : NULL,
	};
}
