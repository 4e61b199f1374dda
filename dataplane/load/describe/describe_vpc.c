/*
 * describe_vpc.c - VPCs, their subnets, prefix lists and peerings
 *
 * A VPC that is only referred to, by a peering, has the blocks that the peering
 * tells.
 */

#include <string.h>

#include "dataplane/load/describe/describe_dump.h"
#include "dataplane/load/describe/describe_source.h"

static void
add_blocks(struct dump *d, const struct record *r, struct cidrs *to,
    const char *primary)
{
	json_t *part;
	size_t i;

	dump_push_cidr(d, r, to, primary);
	json_array_foreach (
	    json_list(r->json, "CidrBlockAssociationSet"), i, part) {
		const char *block = json_text(part, "CidrBlock");

		if (block && (primary == NULL || strcmp(block, primary) != 0) &&
		    dump_is_associated(part, "CidrBlockState"))
			dump_push_cidr(d, r, to, block);
	}
	json_array_foreach (
	    json_list(r->json, "Ipv6CidrBlockAssociationSet"), i, part)
		if (dump_is_associated(part, "Ipv6CidrBlockState"))
			dump_push_cidr(
			    d, r, to, json_text(part, "Ipv6CidrBlock"));
}

/* {"VpcId": "vpc-1", "EnableDnsSupport": {"Value": true}} */
static void
set_attribute(struct dump *d, const struct record *r)
{
	struct vpc *v = dump_find(d, OBJ_VPC, json_text(r->json, "VpcId"));

	if (v == NULL)
		return;
	v->dns_support = json_flag(
	    json_part(r->json, "EnableDnsSupport"), "Value", v->dns_support);
	v->dns_hostnames = json_flag(json_part(r->json, "EnableDnsHostnames"),
	    "Value", v->dns_hostnames);
}

void
describe_vpcs(struct dump *d)
{
	for (size_t i = 0; i < records_count(d->records, RECORD_VPC); i++) {
		const struct record *r = records_at(d->records, RECORD_VPC, i);
		struct vpc *v = dump_add(d, OBJ_VPC, r, NULL);

		if (v == NULL)
			continue;
		v->region = r->region;
		v->account = dump_owner(d, r);
		add_blocks(d, r, &v->cidr, json_text(r->json, "CidrBlock"));
	}
	dump_each(d, RECORD_VPC_ATTRIBUTE, set_attribute);
}

static const char *
zone_id(struct dump *d, const json_t *o)
{
	const char *id = json_text(o, "AvailabilityZoneId");

	return id ? arena_strdup(d->m->arena, id) : NULL;
}

static void
add_subnet(struct dump *d, const struct record *r)
{
	struct vpc *v = dump_vpc(d, r, json_text(r->json, "VpcId"));
	struct subnet *s = v ? dump_add(d, OBJ_SUBNET, r, v) : NULL;

	if (s == NULL)
		return;
	s->az = dump_text(d, r, dump_zone(d, r->json));
	s->az_id = zone_id(d, r->json);
	add_blocks(d, r, &s->cidr, json_text(r->json, "CidrBlock"));
	if (v->region == NULL)
		v->region = r->region;
}

void
describe_subnets(struct dump *d)
{
	dump_each(d, RECORD_SUBNET, add_subnet);
}

/* --- prefix lists ------------------------------------------------------- */

static void
add_entries(
    struct dump *d, const struct record *r, struct prefix_list *to, json_t *v)
{
	json_t *e;
	size_t i;

	json_array_foreach (v, i, e)
		dump_push_cidr(d, r, &to->entries,
		    json_is_string(e) ? json_string_value(e)
				      : json_text(e, "Cidr"));
}

/* In describe-prefix-lists, in the list itself, or by a call of its own. */
static json_t *
entries_of(const struct dump *d, const struct record *r)
{
	const struct record *more =
	    records_find(d->records, RECORD_PREFIX_LIST_ENTRIES, r->id);
	const char *id = json_text(r->json, "PrefixListId");

	if (json_list(r->json, "Cidrs"))
		return json_list(r->json, "Cidrs");
	if (more == NULL)
		more = records_find(d->records, RECORD_PREFIX_LIST_ENTRIES, id);
	return json_list(more ? more->json : r->json, "Entries");
}

/* A list of AWS's own whose entries are not known is left to be derived. */
static void
add_prefix_list(struct dump *d, const struct record *r)
{
	const char *name = json_text(r->json, "PrefixListName");
	const char *id = json_text(r->json, "PrefixListId");
	json_t *entries = entries_of(d, r);
	struct prefix_list *l;
	struct record own = *r;

	if (entries == NULL && name && strncmp(name, "com.amazonaws.", 14) == 0)
		return;
	if (dump_find(d, OBJ_PREFIX_LIST, id) == NULL)
		own.id = id;
	l = dump_add(d, OBJ_PREFIX_LIST, &own, NULL);
	if (l == NULL)
		return;
	if (name)
		model_alias(d->m, &l->o, name);
	if (entries == NULL)
		dump_miss(d, &own, &l->o);
	if (entries == NULL)
		dump_warn(d, &own,
		    "is a prefix list without entries in the dump: it matches "
		    "nothing");
	add_entries(d, r, l, entries);
}

void
describe_prefix_lists(struct dump *d)
{
	dump_each(d, RECORD_PREFIX_LIST, add_prefix_list);
}

/* --- peerings ----------------------------------------------------------- */

static void
add_blocks_of_peer(
    struct dump *d, const struct record *r, struct vpc *v, const json_t *info)
{
	json_t *part;
	size_t i;

	json_array_foreach (json_list(info, "CidrBlockSet"), i, part)
		dump_push_cidr(d, r, &v->cidr, json_text(part, "CidrBlock"));
	json_array_foreach (json_list(info, "Ipv6CidrBlockSet"), i, part)
		dump_push_cidr(
		    d, r, &v->cidr, json_text(part, "Ipv6CidrBlock"));
	if (v->cidr.n == 0)
		dump_push_cidr(d, r, &v->cidr, json_text(info, "CidrBlock"));
}

static struct vpc *
end_of_peering(struct dump *d, const struct record *r, const json_t *info)
{
	const char *id = json_text(info, "VpcId");
	struct vpc *v = dump_find(d, OBJ_VPC, id);
	const char *region =
	    source_region_of(d->m->arena, json_text(info, "Region"));

	if (v == NULL) {
		v = dump_vpc(d, r, id);
		if (v == NULL)
			return NULL;
		v->region = NULL;
		add_blocks_of_peer(d, r, v, info);
	}
	if (v->region == NULL)
		v->region = region ? region : r->region;
	return v;
}

static bool
resolves_dns(const json_t *info)
{
	return json_flag(json_part(info, "PeeringOptions"),
	    "AllowDnsResolutionFromRemoteVpc", false);
}

static void
add_peering(struct dump *d, const struct record *r)
{
	const json_t *info[2] = { json_part(r->json, "RequesterVpcInfo"),
		json_part(r->json, "AccepterVpcInfo") };
	const char *state = json_text(json_part(r->json, "Status"), "Code");
	struct peering *p;
	struct vpc *end[2];

	if (state && strcmp(state, "active") != 0) {
		dump_warn(d, r, "is %s and is left out", state);
		return;
	}
	for (int i = 0; i < 2; i++)
		end[i] = end_of_peering(d, r, info[i]);
	if (end[0] == NULL || end[1] == NULL || end[0] == end[1]) {
		dump_warn(d, r,
		    "does not say which two VPCs it joins and is left out");
		return;
	}
	p = dump_add(d, OBJ_PEERING, r, NULL);
	if (p == NULL)
		return;
	for (int i = 0; i < 2; i++)
		dump_push_ref(d, r, &p->between, end[i]->o.name);
	p->dns_resolution = resolves_dns(info[0]) && resolves_dns(info[1]);
}

void
describe_peerings(struct dump *d)
{
	dump_each(d, RECORD_PEERING, add_peering);
}
