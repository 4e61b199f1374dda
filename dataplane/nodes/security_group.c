/*
 * security_group.c - security groups of an interface (AWS::EC2::SecurityGroup)
 *
 * Allow rules only, no order: the union of the rules of all groups.  A rule
 * that names a group matches the private addresses of the interfaces that have
 * that group, and what a load balancer that has it forwards, even if that keeps
 * the client's address.  The rules judge new connections; what belongs to a tracked one
 * passes without them (EC2 User Guide, security group connection tracking).
 *
 * Resolved to one bit, "would a new connection be allowed", that the
 * connection tracking step carries.  So a tracked connection that outlives the
 * removal of its rule needs no code here.
 */

#include "dataplane/nodes/security_group.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/rule_match.h"
#include "dataplane/tables/conntrack.h"

struct security_group_cfg {
	struct rule_cfg *rule[2]; /* by enum sg_direction */
	size_t n[2];
	bool missing; /* its rules are not known */
};

struct found {
	const struct rule_cfg *rule; /* the one that allows, or null */
	uint32_t group;              /* its group, else the first one */
	bool any_rules;
	drop_code lost;     /* a rule would, but for a lost reference */
	bool from_anywhere; /* a rule for 0.0.0.0/0 or ::/0 allows */
	bool missing;       /* a group whose rules are not known */
	bool other_address; /* counted over a transit gateway */
};

/* What references to groups are worth for this packet. */
struct references {
	drop_code lost; /* nothing, and why */
	bool transit;   /* it came by a transit gateway, */
	bool primary;   /* by which only primary addresses count */
};

static bool
is_anywhere(const struct rule_cfg *c, struct ip other)
{
	return ip_is4(other) ? c->any4 : c->any6;
}

/* One rule: does it allow, and what else does it tell? */
static bool
allows(const struct rule_cfg *rule, const struct flow_key *k, struct ip other,
    const struct references *refs, struct found *f)
{
	enum rule_match m = rule_matches(rule, k, other);

	if (m > RULE_YES && refs->lost) {
		f->lost = refs->lost;
		return false;
	}
	if (m == RULE_BY_OTHER_ADDRESS && refs->primary)
		return false;
	if (m == RULE_BY_OTHER_ADDRESS && refs->transit && f->rule == NULL)
		f->other_address = true;
	if (m == RULE_YES && is_anywhere(rule, other))
		f->from_anywhere = true;
	return m != RULE_NO;
}

/* A rule for a group of the load balancer that sent this on? */
static bool
allows_balancer(const struct resolver *r, struct sg_set set,
    const struct rule_cfg *rule, const struct flow_key *k)
{
	if (!(r_at(r).tags & TAG_BALANCED))
		return false;
	for (size_t i = 0; i < set.nbalancers; i++)
		if (rule_names_member(rule, k, set.balancer[i]))
			return true;
	return false;
}

/* Why references to groups do not count for this packet, if so. */
static drop_code
groups_lost(const struct resolver *r, enum sg_direction d)
{
	if (d == SG_EGRESS)
		return DROP_NONE;
	if (r_at(r).tags & TAG_GROUPS_LOST)
		return DROP_SG_REFERENCE_LOST;
	return r_at(r).tags & TAG_GROUPS_OFF ? DROP_SG_REFERENCING : DROP_NONE;
}

static struct references
references(const struct resolver *r, enum sg_direction d)
{
	bool transit = d == SG_INGRESS && r_at(r).tags & TAG_TRANSIT;

	return (struct references){
		.lost = groups_lost(r, d),
		.transit = transit,
		.primary = transit && !assumed(r)->transit_group_addresses,
	};
}

static struct found
search(const struct resolver *r, struct sg_set set, enum sg_direction d,
    const struct flow_key *k)
{
	struct ip other = d == SG_INGRESS ? k->src : k->dst;
	struct found f = { .group = set.n ? set.group[0] : r_at(r).node };
	struct references refs = references(r, d);
	bool found = false;

	for (size_t i = 0; i < set.n; i++) {
		const struct security_group_cfg *c = r_cfg(r, set.group[i]);

		f.any_rules |= c->n[d] > 0;
		f.missing |= c->missing;
		for (size_t j = 0; j < c->n[d]; j++) {
			const struct rule_cfg *rule = &c->rule[d][j];

			if (!allows(rule, k, other, &refs, &f) &&
			    !(d == SG_INGRESS &&
				allows_balancer(r, set, rule, k)))
				continue;
			if (found)
				continue;
			found = true;
			f.rule = rule;
			f.group = set.group[i];
		}
	}
	return f;
}

/* A rule of this direction for every address and every port of the protocol? */
static bool
all_open(const struct resolver *r, struct sg_set set, enum sg_direction d,
    const struct flow_key *k)
{
	struct ip other = d == SG_INGRESS ? k->src : k->dst;

	for (size_t i = 0; i < set.n; i++) {
		const struct security_group_cfg *c = r_cfg(r, set.group[i]);

		for (size_t j = 0; j < c->n[d]; j++)
			if (is_anywhere(&c->rule[d][j], other) &&
			    rule_is_all_ports(&c->rule[d][j], k->proto))
				return true;
	}
	return false;
}

/*
 * TCP and UDP are not tracked where the rule that permits is for all addresses
 * and the other direction permits all addresses and all ports.
 */
static bool
opens_untracked(const struct resolver *r, struct sg_set set,
    enum sg_direction d, const struct flow_key *k, const struct found *f)
{
	if (k->proto != PROTO_TCP && k->proto != PROTO_UDP)
		return false;
	return f->from_anywhere &&
	    all_open(r, set, d == SG_INGRESS ? SG_EGRESS : SG_INGRESS, k);
}

/* ... nor are the answers to such flows, which look like new connections. */
static bool
is_untracked(const struct resolver *r, struct sg_set set, enum sg_direction d,
    const struct found *f)
{
	enum sg_direction other = d == SG_INGRESS ? SG_EGRESS : SG_INGRESS;
	struct flow_key back = flow_key_reverse(r_key(r));
	struct found b;

	if (opens_untracked(r, set, d, r_key(r), f))
		return true;
	b = search(r, set, other, &back);
	return opens_untracked(r, set, other, &back, &b);
}

static struct hop *
tell(struct resolver *r, const struct found *f, enum sg_direction d,
    drop_code refusal)
{
	struct hop *h = r_hop(r, f->group, f->rule ? ACT_ALLOW : ACT_DENY);
	const char *way = d == SG_INGRESS ? "ingress" : "egress";

	if (h == NULL)
		return NULL;
	if (f->rule) {
		h->rule = r_text(r, "%s %s", way,
		    rule_text(r, f->rule->rule, d == SG_INGRESS));
		h->where = f->rule->rule->where;
	} else {
		h->rule = r_text(r, "%s: %s", way,
		    f->any_rules ? "no rule matches" : "no rules");
		h->code = refusal;
	}
	return h;
}

static drop_code
refusal_of(const struct found *f)
{
	if (f->lost != DROP_NONE)
		return f->lost;
	return f->any_rules ? DROP_SG_MISMATCH : DROP_SG_EMPTY;
}

/* How the flow is tracked if this packet opens it.  That AWS's lists differ is
 * told only at the hop: no verdict of a flow on its own depends on it. */
static uint32_t
tracking(struct resolver *r, struct sg_set set, enum sg_direction d,
    struct sg_tracking t, const struct found *f, struct hop *h)
{
	uint32_t twice = t.twice ? CT_TWICE : 0;

	if (f->rule == NULL || !is_untracked(r, set, d, f))
		return twice;
	if (!t.always)
		return CT_UNTRACKED;
	if (h && t.assumed)
		h->note = "AWS's older lists say that it is tracked";
	return CT_ALWAYS | twice;
}

void
security_groups_check(struct resolver *r, struct sg_set set,
    enum sg_direction d, struct sg_tracking t)
{
	struct found f = search(r, set, d, r_key(r));
	drop_code refusal = refusal_of(&f);
	struct hop *h = tell(r, &f, d, refusal);
	uint32_t arg = d == SG_INGRESS ? CT_INGRESS : CT_EGRESS;

	if (f.rule)
		arg |= CT_ALLOW_NEW;
	else
		missing_mark_if(r, f.missing);
	if (f.other_address)
		r_mark(r, MARK_ASSUMED(ASSUME_TRANSIT_GROUP_ADDRESSES));
	arg |= tracking(r, set, d, t, &f, h);
	r_step(r,
	    (struct step_words){ .step = &conntrack_step,
		.arg = arg,
		.if_refused = refusal,
		.hop = h });
}

void
security_groups_check_tracked(
    struct resolver *r, struct sg_set set, enum sg_direction d)
{
	security_groups_check(
	    r, set, d, (struct sg_tracking){ .always = true });
}

struct sg_set
security_group_set(struct arena *a, const struct refs *groups)
{
	uint32_t *node = arena_alloc(a, groups->n * sizeof(*node));

	for (size_t i = 0; i < groups->n; i++)
		node[i] = node_of(groups->v[i].object);
	return (struct sg_set){ .group = node, .n = groups->n };
}

/* A group that unknown interfaces may have, or a list of unknown prefixes? */
static bool
is_unknown(const struct peer *p)
{
	if (p->object == NULL)
		return false;
	return p->kind == PEER_GROUP ? p->object->vpc->not_shown.interfaces
				     : p->object->missing;
}

static bool
has_unknown_peer(const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		for (size_t j = 0; j < rules->v[i].peers.n; j++)
			if (is_unknown(&rules->v[i].peers.v[j]))
				return true;
	return false;
}

static const void *
security_group_compile(struct compiler *c, const struct object *o)
{
	const struct rules *in = &c->config.ingress[o->id];
	const struct rules *out = &c->config.egress[o->id];
	struct security_group_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	*cfg = (struct security_group_cfg){
		.rule = { rules_compile(c, in, o->vpc->region),
		    rules_compile(c, out, o->vpc->region) },
		.n = { in->n, out->n },
		.missing =
		    o->missing || has_unknown_peer(in) || has_unknown_peer(out),
	};
	return cfg;
}

const struct object_class security_group_class = {
	.node = { "security-group", NULL },
	.kind = OBJ_SECURITY_GROUP,
	.compile = security_group_compile,
};
