/*
 * describe_rules.c - security groups and network ACLs
 *
 * A rule that refers to what is not in the dump matches nothing there.  The
 * last entry of a network ACL, "*", is no rule: it stands for deny all, which
 * every list ends with (VPC User Guide, network ACL rules).
 */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/packet.h"
#include "dataplane/load/describe/describe_dump.h"

enum { NOT_A_PROTOCOL = -2, LAST_RULE = 32767 };

/* "tcp", "6", "-1". */
static int
protocol(const char *text)
{
	static const struct {
		const char *name;
		int proto;
	} names[] = { { "tcp", PROTO_TCP }, { "udp", PROTO_UDP },
		{ "icmp", PROTO_ICMP }, { "icmpv6", PROTO_ICMPV6 },
		{ "all", -1 } };
	char *end;
	long n;

	if (text == NULL)
		return NOT_A_PROTOCOL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(text, names[i].name) == 0)
			return names[i].proto;
	n = strtol(text, &end, 10);
	return *end == '\0' && n >= -1 && n <= 255 ? (int)n : NOT_A_PROTOCOL;
}

/* Ports, or type and code of ICMP, whose -1 means any. */
static void
set_range(struct arena *a, struct rule *r, int from, int to)
{
	if (r->proto == PROTO_ICMP || r->proto == PROTO_ICMPV6) {
		r->icmp_type = from;
		r->icmp_code = from < 0 ? -1 : to;
	} else if ((r->proto == PROTO_TCP || r->proto == PROTO_UDP) &&
	    from >= 0 && to >= from && to <= UINT16_MAX) {
		*ARENA_PUSH(a, r->ports, r->nports) =
		    (struct port_range){ (uint16_t)from, (uint16_t)to };
	}
}

/* part: the JSON that tells of the rule. */
static struct rule *
add_rule(struct dump *d, const struct record *r, const json_t *part,
    struct rules *to, int proto)
{
	struct rule *rule = ARENA_PUSH(d->m->arena, to->v, to->n);

	*rule = (struct rule){
		.where = dump_part_where(d, r, part),
		.action = RULE_ALLOW,
		.proto = proto,
		.icmp_type = -1,
		.icmp_code = -1,
	};
	return rule;
}

static void
add_peer(
    struct dump *d, const struct record *r, struct rule *rule, const char *text)
{
	if (text)
		*ARENA_PUSH(d->m->arena, rule->peers.v, rule->peers.n) =
		    (struct peer){ .text = dump_text(d, r, text) };
}

/* A rule of a group or an ACL for addresses; what is none matches nothing. */
static void
add_block(struct dump *d, const struct record *r, struct object *by,
    struct rule *rule, const char *text)
{
	struct prefix p;

	if (text == NULL || prefix_parse(text, &p) != PREFIX_SYNTAX) {
		add_peer(d, r, rule, text);
		return;
	}
	dump_warn(d, r,
	    "has a rule for \"%s\", which is no CIDR: that matches nothing",
	    text);
	dump_miss(d, r, by);
}

/* --- security groups ---------------------------------------------------- */

static void
add_blocks(struct dump *d, const struct record *r, struct security_group *g,
    struct rule *rule, const json_t *permission)
{
	json_t *v;
	size_t i;

	json_array_foreach (json_list(permission, "IpRanges"), i, v)
		add_block(d, r, &g->o, rule, json_text(v, "CidrIp"));
	json_array_foreach (json_list(permission, "Ipv6Ranges"), i, v)
		add_block(d, r, &g->o, rule, json_text(v, "CidrIpv6"));
}

static void
add_list(struct dump *d, const struct record *r, struct security_group *g,
    struct rule *rule, const char *id)
{
	const char *name = id ? dump_list_name(d, g->o.vpc, id) : NULL;

	if (id && name == NULL) {
		dump_warn(d, r,
		    "has a rule for prefix list %s, which is not in the dump: "
		    "that matches nothing",
		    id);
		dump_miss(d, r, &g->o);
	}
	add_peer(d, r, rule, name);
}

static void
add_group(struct dump *d, const struct record *r, struct security_group *g,
    struct rule *rule, const json_t *pair)
{
	const char *id = json_text(pair, "GroupId");
	const char *state = json_text(pair, "PeeringStatus");

	if (id == NULL || (state && strcmp(state, "active") != 0))
		return;
	if (dump_find(d, OBJ_SECURITY_GROUP, id)) {
		add_peer(d, r, rule, id);
		return;
	}
	dump_warn(d, r,
	    "has a rule for security group %s, which is not in the dump: that "
	    "matches nothing",
	    id);
	dump_miss(d, r, &g->o);
}

static void
add_permissions(struct dump *d, const struct record *r,
    struct security_group *g, const char *key, struct rules *to)
{
	json_t *p, *v;
	size_t i, j;

	json_array_foreach (json_list(r->json, key), i, p) {
		int proto = protocol(json_text(p, "IpProtocol"));
		struct rule *rule;

		if (proto == NOT_A_PROTOCOL) {
			dump_warn(d, r,
			    "has a rule without a known protocol, which is "
			    "left out");
			dump_miss(d, r, &g->o);
			continue;
		}
		rule = add_rule(d, r, p, to, proto);
		set_range(d->m->arena, rule, json_number(p, "FromPort", -1),
		    json_number(p, "ToPort", -1));
		add_blocks(d, r, g, rule, p);
		json_array_foreach (json_list(p, "PrefixListIds"), j, v)
			add_list(d, r, g, rule, json_text(v, "PrefixListId"));
		json_array_foreach (json_list(p, "UserIdGroupPairs"), j, v)
			add_group(d, r, g, rule, v);
	}
}

static void
make_group(struct dump *d, const struct record *r)
{
	const char *name = json_text(r->json, "GroupName");
	const char *tag = json_tag(r->json, "Name");
	struct vpc *v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	struct security_group *g;

	if (v == NULL) {
		dump_warn(d, r, "is in no VPC and is left out");
		return;
	}
	g = dump_add(d, OBJ_SECURITY_GROUP, r, v);
	if (g == NULL)
		return;
	g->account = dump_owner_in(d, r, g->o.vpc);
	g->has_ingress = g->has_egress = true;
	g->is_default = name && strcmp(name, "default") == 0;
	if (name && tag == NULL)
		model_alias(d->m, &g->o, name);
}

static void
add_rules(struct dump *d, const struct record *r)
{
	struct security_group *g = dump_find(d, OBJ_SECURITY_GROUP, r->id);

	if (g == NULL || g->ingress.n > 0 || g->egress.n > 0)
		return;
	add_permissions(d, r, g, "IpPermissions", &g->ingress);
	add_permissions(d, r, g, "IpPermissionsEgress", &g->egress);
	records_forget(r, "IpPermissions");
	records_forget(r, "IpPermissionsEgress");
}

void
describe_groups(struct dump *d)
{
	/* Rules refer to groups, so all groups first. */
	dump_each(d, RECORD_SECURITY_GROUP, make_group);
	dump_each(d, RECORD_SECURITY_GROUP, add_rules);
	/* Rules are the most of a large dump. */
	malloc_trim(0);
}

/* A group that is used in another VPC than its own, too. */
static void
add_association(struct dump *d, const struct record *r)
{
	struct security_group *g =
	    dump_find(d, OBJ_SECURITY_GROUP, json_text(r->json, "GroupId"));
	const char *vpc = json_text(r->json, "VpcId");

	if (g && dump_find(d, OBJ_VPC, vpc) &&
	    (json_text(r->json, "State") == NULL ||
		json_is(r->json, "State", "associated")))
		dump_push_ref(d, r, &g->vpcs, vpc);
}

void
describe_group_vpcs(struct dump *d)
{
	dump_each(d, RECORD_SECURITY_GROUP_VPC, add_association);
}

/* --- describe-security-group-rules -------------------------------------- */

/* Does the record of its group tell the rules already? */
static bool
is_told(const struct dump *d, const char *group)
{
	const struct record *r =
	    records_find(d->records, RECORD_SECURITY_GROUP, group);

	return r &&
	    (json_list(r->json, "IpPermissions") ||
		json_list(r->json, "IpPermissionsEgress"));
}

static void
add_single_rule(struct dump *d, const struct record *r)
{
	const char *id = json_text(r->json, "GroupId");
	struct security_group *g = dump_find(d, OBJ_SECURITY_GROUP, id);
	int proto = protocol(json_text(r->json, "IpProtocol"));
	struct rule *rule;

	if (is_told(d, id))
		return;
	if (g == NULL || proto == NOT_A_PROTOCOL) {
		dump_warn(d, r, "is a rule of %s and is left out: %s",
		    id ? id : "no group",
		    g ? "its protocol is unknown" : "nothing uses the group");
		return;
	}
	rule = add_rule(d, r, r->json,
	    json_flag(r->json, "IsEgress", false) ? &g->egress : &g->ingress,
	    proto);
	set_range(d->m->arena, rule, json_number(r->json, "FromPort", -1),
	    json_number(r->json, "ToPort", -1));
	add_block(d, r, &g->o, rule, json_text(r->json, "CidrIpv4"));
	add_block(d, r, &g->o, rule, json_text(r->json, "CidrIpv6"));
	add_list(d, r, g, rule, json_text(r->json, "PrefixListId"));
	add_group(d, r, g, rule, json_part(r->json, "ReferencedGroupInfo"));
}

void
describe_group_rules(struct dump *d)
{
	dump_each(d, RECORD_SECURITY_GROUP_RULE, add_single_rule);
}

/* --- network ACLs ------------------------------------------------------- */

static void
add_entry(struct dump *d, const struct record *r, struct network_acl *acl,
    const json_t *e)
{
	int number = json_number(e, "RuleNumber", LAST_RULE);
	int proto = protocol(json_text(e, "Protocol"));
	const json_t *ports = json_part(e, "PortRange");
	const json_t *icmp = json_part(e, "IcmpTypeCode");
	struct rule *rule;

	if (number >= LAST_RULE)
		return;
	if (proto == NOT_A_PROTOCOL) {
		dump_warn(d, r,
		    "has rule %d without a known protocol, which is left out",
		    number);
		dump_miss(d, r, &acl->o);
		return;
	}
	rule = add_rule(d, r, e,
	    json_flag(e, "Egress", false) ? &acl->egress : &acl->ingress,
	    proto);
	rule->number = number;
	rule->action =
	    json_is(e, "RuleAction", "allow") ? RULE_ALLOW : RULE_DENY;
	if (icmp)
		set_range(d->m->arena, rule, json_number(icmp, "Type", -1),
		    json_number(icmp, "Code", -1));
	else
		set_range(d->m->arena, rule, json_number(ports, "From", -1),
		    json_number(ports, "To", -1));
	add_block(d, r, &acl->o, rule, json_text(e, "CidrBlock"));
	add_block(d, r, &acl->o, rule, json_text(e, "Ipv6CidrBlock"));
}

static void
add_acl(struct dump *d, const struct record *r)
{
	struct vpc *v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	struct network_acl *acl = v ? dump_add(d, OBJ_NETWORK_ACL, r, v) : NULL;
	json_t *e;
	size_t i;

	if (acl == NULL)
		return;
	acl->is_default = json_flag(r->json, "IsDefault", false);
	json_array_foreach (json_list(r->json, "Entries"), i, e)
		add_entry(d, r, acl, e);
	json_array_foreach (json_list(r->json, "Associations"), i, e) {
		struct subnet *s =
		    dump_subnet(d, r, json_text(e, "SubnetId"), v);

		if (s)
			s->network_acl = dump_ref(d, r, r->id);
	}
}

void
describe_acls(struct dump *d)
{
	dump_each(d, RECORD_NETWORK_ACL, add_acl);
}
