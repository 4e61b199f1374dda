/*
 * rule_match.c - does a rule of a security group or network ACL fit a packet?
 *
 * Ports are the destination's, in both directions.  A later fragment has no
 * ports: only a rule for all of them fits it.  The ports of a rule for ICMP
 * are its type and code; -1 is any.
 */

#include "dataplane/nodes/rule_match.h"

#include "core/trace.h"

enum { FEW = 8 };

static struct peer_set
peer_set(struct compiler *c, const struct prefixes *p)
{
	struct peer_set set = { .prefix = p->v, .n = p->n };
	struct lpm_entry *e;

	if (p->n <= FEW)
		return set;
	e = arena_alloc(c->arena, p->n * sizeof(*e));
	for (size_t i = 0; i < p->n; i++)
		e[i] = (struct lpm_entry){ p->v[i], 0 };
	set.many = lpm_new(c->arena, e, p->n);
	return set;
}

static void
rule_compile(struct compiler *c, const struct rule *rule, const char *region,
    struct rule_cfg *cfg)
{
	struct prefixes blocks = { 0 }, members = { 0 }, primary = { 0 };

	cfg->rule = rule;
	for (size_t i = 0; i < rule->peers.n; i++) {
		const struct peer *peer = &rule->peers.v[i];

		peer_prefixes(c, peer, region,
		    peer->kind == PEER_GROUP ? &members : &blocks);
		peer_primaries(c, peer, &primary);
	}
	for (size_t i = 0; i < blocks.n; i++)
		if (prefix_is_any(blocks.v[i]))
			*(prefix_is4(blocks.v[i]) ? &cfg->any4 : &cfg->any6) =
			    true;
	cfg->blocks = peer_set(c, &blocks);
	cfg->members = peer_set(c, &members);
	cfg->primary = peer_set(c, &primary);
}

struct rule_cfg *
rules_compile(struct compiler *c, const struct rules *rules, const char *region)
{
	struct rule_cfg *cfg = arena_alloc(c->arena, rules->n * sizeof(*cfg));

	for (size_t i = 0; i < rules->n; i++)
		rule_compile(c, &rules->v[i], region, &cfg[i]);
	return cfg;
}

static bool
in_set(const struct peer_set *s, struct ip other)
{
	if (s->many)
		return lpm_lookup(s->many, other) != LPM_NONE;
	for (size_t i = 0; i < s->n; i++)
		if (prefix_has(s->prefix[i], other))
			return true;
	return false;
}

static bool
ports_match(const struct rule *rule, const struct flow_key *k)
{
	if (rule->nports == 0)
		return true;
	for (size_t i = 0; i < rule->nports; i++) {
		const struct port_range *p = &rule->ports[i];

		if (p->lo == 0 && p->hi == UINT16_MAX)
			return true;
		if (k->fragment != FRAG_LATER && k->dport >= p->lo &&
		    k->dport <= p->hi)
			return true;
	}
	return false;
}

static bool
icmp_matches(const struct rule *rule, const struct flow_key *k)
{
	if (rule->icmp_type < 0)
		return true;
	return k->fragment != FRAG_LATER && rule->icmp_type == k->icmp_type &&
	    (rule->icmp_code < 0 || rule->icmp_code == k->icmp_code);
}

static bool
proto_matches(const struct rule *rule, const struct flow_key *k)
{
	if (rule->proto < 0)
		return true;
	if (rule->proto != k->proto)
		return false;
	if (proto_is_icmp(k->proto))
		return icmp_matches(rule, k);
	if (k->proto == PROTO_TCP || k->proto == PROTO_UDP)
		return ports_match(rule, k);
	return true;
}

enum rule_match
rule_matches(
    const struct rule_cfg *c, const struct flow_key *k, struct ip other)
{
	if (!proto_matches(c->rule, k))
		return RULE_NO;
	if (in_set(&c->blocks, other))
		return RULE_YES;
	if (!in_set(&c->members, other))
		return RULE_NO;
	return in_set(&c->primary, other) ? RULE_BY_GROUP
					  : RULE_BY_OTHER_ADDRESS;
}

bool
rule_names_member(
    const struct rule_cfg *c, const struct flow_key *k, struct ip member)
{
	return proto_matches(c->rule, k) && in_set(&c->members, member);
}

bool
rule_is_all_ports(const struct rule_cfg *c, uint8_t proto)
{
	if (c->rule->proto < 0)
		return true;
	if (c->rule->proto != proto)
		return false;
	for (size_t i = 0; i < c->rule->nports; i++)
		if (c->rule->ports[i].lo == 0 &&
		    c->rule->ports[i].hi == UINT16_MAX)
			return true;
	return c->rule->nports == 0;
}

static const char *
ports_text(struct resolver *r, const struct rule *rule)
{
	const char *s = "";

	if (rule->icmp_type >= 0 && rule->icmp_code >= 0)
		return r_text(
		    r, " type %d code %d", rule->icmp_type, rule->icmp_code);
	if (rule->icmp_type >= 0)
		return r_text(r, " type %d", rule->icmp_type);
	for (size_t i = 0; i < rule->nports; i++) {
		const struct port_range *p = &rule->ports[i];

		if (p->lo == p->hi)
			s = r_text(r, "%s%s%u", s, i ? "," : " ", p->lo);
		else
			s = r_text(
			    r, "%s%s%u-%u", s, i ? "," : " ", p->lo, p->hi);
	}
	return s;
}

const char *
rule_text(struct resolver *r, const struct rule *rule, bool ingress)
{
	char name[8];
	const char *peers = "";

	for (size_t i = 0; i < rule->peers.n; i++)
		peers = r_text(
		    r, "%s%s%s", peers, i ? ", " : "", rule->peers.v[i].text.s);
	return r_text(r, "%s%s %s %s",
	    rule->proto < 0 ? "all" : proto_name((uint8_t)rule->proto, name),
	    ports_text(r, rule), ingress ? "from" : "to", peers);
}
