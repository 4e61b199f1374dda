/*
 * check_rules.c - rules of security groups and network ACLs
 *
 * VPC User Guide, "Security group rules" and "Network ACL rules"; references
 * across VPCs: VPC Peering Guide, "Update your security groups to reference
 * peer security groups" (same Region and an active peering only); Transit Gateway
 * Guide, "Security group referencing" (inbound rules only).
 */

#include "dataplane/model/check/check.h"

#include <stdlib.h>

#include "core/packet.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/say.h"
#include "dataplane/model/transit.h"

enum { NUMBER_MAX = 32766, ICMP_MAX = 255 };

static void
check_ports(const struct object *o, const struct rule *r, struct errs *errs)
{
	if (r->nports > 0 && r->proto != PROTO_TCP && r->proto != PROTO_UDP)
		errs_add(errs, r->where,
		    "%s has a rule with ports, but only for tcp and udp can a "
		    "rule have ports%s",
		    SAY(o), r->proto < 0 ? "; this one is for all" : "");
}

static void
check_icmp(const struct object *o, const struct rule *r, struct errs *errs)
{
	bool icmp = r->proto == PROTO_ICMP || r->proto == PROTO_ICMPV6;

	if (!icmp && (r->icmp_type != -1 || r->icmp_code != -1))
		errs_add(errs, r->where,
		    "%s has a rule with an ICMP type or code, which only icmp "
		    "and icmpv6 have",
		    SAY(o));
	else if (r->icmp_type < -1 || r->icmp_type > ICMP_MAX ||
	    r->icmp_code < -1 || r->icmp_code > ICMP_MAX)
		errs_add(errs, r->where,
		    "%s has a rule with ICMP type %d, code %d; both are 0 to "
		    "255",
		    SAY(o), r->icmp_type, r->icmp_code);
	else if (r->icmp_type == -1 && r->icmp_code != -1)
		errs_add(errs, r->where,
		    "%s has a rule with an ICMP code but no type", SAY(o));
}

void
check_rule(const struct object *o, const struct rule *r, struct errs *errs)
{
	check_ports(o, r, errs);
	check_icmp(o, r, errs);
}

/* Over a transit gateway groups may be named in inbound rules only. */
static void
check_group(const struct model *m, const struct object *o, const struct peer *p,
    bool outbound, struct errs *errs)
{
	const struct object *other = p->object;

	if (p->kind != PEER_GROUP || other == NULL || other->vpc == o->vpc)
		return;
	if (!check_same_text(other->vpc->region, o->vpc->region))
		errs_add(errs, p->text.where,
		    "%s of VPC \"%s\" refers to %s of VPC \"%s\" in another "
		    "Region, which AWS refuses; write its addresses",
		    SAY(o), o->vpc->o.name, SAY(other), other->vpc->o.name);
	else if (peering_joins(m, o->vpc, other->vpc))
		return;
	else if (!transit_joins(m, o->vpc, other->vpc))
		errs_warn(errs, p->text.where,
		    "%s refers to %s of VPC \"%s\", which has no peering with "
		    "VPC \"%s\": that matches nothing",
		    SAY(o), SAY(other), other->vpc->o.name, o->vpc->o.name);
	else if (outbound)
		errs_warn(errs, p->text.where,
		    "%s refers to %s of VPC \"%s\" in an outbound rule: that "
		    "matches nothing, for over a transit gateway only inbound "
		    "rules may name groups",
		    SAY(o), SAY(other), other->vpc->o.name);
}

static void
check_group_rules(const struct model *m, const struct object *o,
    const struct rules *rules, bool outbound, struct errs *errs)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->v[i];

		check_rule(o, r, errs);
		for (size_t j = 0; j < r->peers.n; j++)
			check_group(m, o, &r->peers.v[j], outbound, errs);
	}
}

struct numbered {
	int number;
	size_t i; /* of the rules */
};

static int
by_number(const void *pa, const void *pb)
{
	const struct numbered *a = pa, *b = pb;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->i < b->i ? -1 : a->i > b->i;
}

static void
check_numbers(const struct object *o, const struct rules *rules,
    const char *direction, struct errs *errs)
{
	struct numbered *sorted = xcalloc(rules->n, sizeof(*sorted));

	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *r = &rules->v[i];

		sorted[i] = (struct numbered){ r->number, i };
		if (r->number < 1 || r->number > NUMBER_MAX)
			errs_add(errs, r->where,
			    "%s has a rule numbered %d, but numbers are 1 to "
			    "%d",
			    SAY(o), r->number, NUMBER_MAX);
	}
	qsort(sorted, rules->n, sizeof(*sorted), by_number);
	for (size_t i = 1; i < rules->n; i++)
		if (sorted[i].number == sorted[i - 1].number)
			errs_add(errs, rules->v[sorted[i].i].where,
			    "%s has two %s rules numbered %d", SAY(o),
			    direction, sorted[i].number);
	free(sorted);
}

static void
check_acl_rules(const struct object *o, const struct rules *rules,
    const char *direction, struct errs *errs)
{
	for (size_t i = 0; i < rules->n; i++)
		check_rule(o, &rules->v[i], errs);
	check_numbers(o, rules, direction, errs);
}

void
check_rules(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nobjects; i++) {
		const struct object *o = m->objects[i];

		if (o->kind == OBJ_SECURITY_GROUP) {
			const struct security_group *g =
			    (const struct security_group *)o;

			check_group_rules(m, o, &g->ingress, false, errs);
			check_group_rules(m, o, &g->egress, true, errs);
		} else if (o->kind == OBJ_NETWORK_ACL) {
			const struct network_acl *acl =
			    (const struct network_acl *)o;

			check_acl_rules(o, &acl->ingress, "ingress", errs);
			check_acl_rules(o, &acl->egress, "egress", errs);
		} else if (o->kind == OBJ_INTERFACE) {
			check_filter(
			    o, &((const struct interface *)o)->filter, errs);
		} else if (o->kind == OBJ_ENDPOINT) {
			check_filter(
			    o, &((const struct endpoint *)o)->filter, errs);
		}
	}
}
