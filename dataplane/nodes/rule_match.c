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

struct rule_cfg *
rules_compile(struct compiler *c, const struct rules *rules, const char *region)
{
	struct rule_cfg *cfg = arena_alloc(c->arena, rules->n * sizeof(*cfg));

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *rule = &rules->v[i];
		struct prefixes p = { 0 };
		struct lpm_entry *entry = NULL;
		size_t n = 0;

		cfg[i].rule = rule;
		for (size_t j = 0; j < rule->peers.n; j++)
			peer_prefixes(c, &rule->peers.v[j], region, &p);
		for (size_t j = 0; j < p.n; j++) {
			if (prefix_is_any(p.v[j]))
				*(prefix_is4(p.v[j]) ? &cfg[i].any4 :
						       &cfg[i].any6) = true;
			if (p.n > FEW)
				*ARENA_PUSH(c->arena, entry, n) =
				    (struct lpm_entry){ p.v[j], 0 };
		}
		cfg[i].peer = p.v;
		cfg[i].npeer = p.n;
		if (p.n > FEW)
			cfg[i].peers = lpm_new(c->arena, entry, n);
	}
	return cfg;
}

static bool
peer_matches(const struct rule_cfg *c, struct ip other)
{
	if (c->peers)
		return lpm_lookup(c->peers, other) != LPM_NONE;
	for (size_t i = 0; i < c->npeer; i++)
		if (prefix_has(c->peer[i], other))
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

bool
rule_matches(
    const struct rule_cfg *c, const struct flow_key *k, struct ip other)
{
	return proto_matches(c->rule, k) && peer_matches(c, other);
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
		return r_text(r, " type %d code %d", rule->icmp_type,
		    rule->icmp_code);
	if (rule->icmp_type >= 0)
		return r_text(r, " type %d", rule->icmp_type);
	for (size_t i = 0; i < rule->nports; i++) {
		const struct port_range *p = &rule->ports[i];

		if (p->lo == p->hi)
			s = r_text(r, "%s%s%u", s, i ? "," : " ", p->lo);
		else
			s = r_text(r, "%s%s%u-%u", s, i ? "," : " ", p->lo,
			    p->hi);
	}
	return s;
}

const char *
rule_text(struct resolver *r, const struct rule *rule, bool ingress)
{
	char name[8];
	const char *peers = "";

	for (size_t i = 0; i < rule->peers.n; i++)
		peers = r_text(r, "%s%s%s", peers, i ? ", " : "",
		    rule->peers.v[i].text.s);
	return r_text(r, "%s%s %s %s",
	    rule->proto < 0 ? "all" : proto_name((uint8_t)rule->proto, name),
	    ports_text(r, rule), ingress ? "from" : "to", peers);
}
