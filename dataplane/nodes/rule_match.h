#ifndef DATAPLANE_NODES_RULE_MATCH_H
#define DATAPLANE_NODES_RULE_MATCH_H

/*
 * rule_match.h - does a rule of a security group or network ACL fit a packet?
 */

#include "dataplane/compile.h"

/* Addresses of peers: few as prefixes, many as a table of them. */
struct peer_set {
	const struct prefix *prefix;
	size_t n;
	const struct lpm *many; /* null if they are few */
};

struct rule_cfg {
	const struct rule *rule;
	struct peer_set blocks;  /* addresses, prefix lists, services */
	struct peer_set members; /* of groups */
	struct peer_set primary; /* their primary IPv4 addresses */
	bool any4, any6;         /* a peer is 0.0.0.0/0, ::/0 */
};

/* Compiled rules, as many and in the order of the model's. */
struct rule_cfg *
rules_compile(struct compiler *, const struct rules *, const char *region);

enum rule_match { RULE_NO, RULE_YES, RULE_BY_GROUP, RULE_BY_OTHER_ADDRESS };

/*
 * other is the end that the rule's from or to speaks of.  RULE_BY_GROUP: it
 * matches only because other belongs to a member of a group; RULE_BY_OTHER_
 * ADDRESS: and is not that member's primary address.
 */
enum rule_match
rule_matches(const struct rule_cfg *, const struct flow_key *, struct ip other);

/* Does it match by naming a group of which this address is a member's? */
bool rule_names_member(
    const struct rule_cfg *, const struct flow_key *, struct ip member);

/* A rule for every port, or everything, of this protocol? */
bool rule_is_all_ports(const struct rule_cfg *, uint8_t proto);

/* "tcp 443 from 0.0.0.0/0", in the trace of r, which must be tracing. */
const char *rule_text(struct resolver *, const struct rule *, bool ingress);

#endif /* DATAPLANE_NODES_RULE_MATCH_H */
