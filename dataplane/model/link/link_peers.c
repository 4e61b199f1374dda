/*
 * link_peers.c - what the other end of a rule or the destination of a route is
 *
 * A text that is a block of addresses is one, whatever else has that name.
 * Anything else is a name; what it may name depends on where it stands.
 */

#include "dataplane/model/link/link_peers.h"

#include <string.h>

#include "dataplane/model/address_data.h"
#include "dataplane/model/say.h"
#include "dataplane/model/service_names.h"

enum {
	ACCOUNT_DIGITS = 12,
	GROUP = 1u << OBJ_SECURITY_GROUP,
	LIST = 1u << OBJ_PREFIX_LIST,
};

/* Nearly all that AWS keeps prefix lists for; of these the addresses can be
 * known from its published ranges. */
static const char *const listed[] = { "s3", "dynamodb" };

static const char *
listed_service(const char *service)
{
	for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]); i++)
		if (strcmp(service, listed[i]) == 0)
			return listed[i];
	return NULL;
}

const char *
service_with_list(const char *text, const char *region)
{
	struct service_name n;
	const char *by_id = address_data_prefix_list_service(region, text);

	if (by_id)
		return listed_service(by_id);
	if (!service_name_parse(text, &n))
		return NULL;
	if (n.region[0] != '\0' && strcmp(n.region, region) != 0)
		return NULL;
	return listed_service(n.service);
}

/* Is it a block, or does it look so much like one that it cannot be a name?
 * The latter is an error. */
static bool
is_block(const struct object *by, struct peer *p, struct errs *errs)
{
	const char *slash = strchr(p->text.s, '/');
	char addr[IP_STRLEN];
	struct ip ip;

	if (prefix_parse(p->text.s, &p->prefix) != PREFIX_SYNTAX) {
		p->kind = PEER_CIDR;
		return true;
	}
	if (slash == NULL || (size_t)(slash - p->text.s) >= sizeof(addr))
		return false;
	memcpy(addr, p->text.s, (size_t)(slash - p->text.s));
	addr[slash - p->text.s] = '\0';
	if (!ip_parse(addr, &ip))
		return false;
	errs_add(errs, p->text.where,
	    "%s has \"%s\", which is no CIDR: the prefix length of IPv%c is 0 "
	    "to %d",
	    SAY(by), p->text.s, ip_is4(ip) ? '4' : '6', ip_is4(ip) ? 32 : 128);
	return true;
}

/* Where what refers is: in its VPC's Region, or its transit gateway's. */
static const char *
region_of(const struct object *by)
{
	if (by->kind == OBJ_TGW_ROUTE_TABLE)
		return ((const struct tgw_route_table *)by)->gateway->region;
	if (by->kind == OBJ_TGW_ATTACHMENT)
		return ((const struct tgw_attachment *)by)->gateway->region;
	return by->vpc->region;
}

/* 1: found; 0: no such object; -1: there are several. */
static int
find(struct model *m, const struct object *by, unsigned kinds, struct peer *p)
{
	bool several;

	p->object = model_find(m, by->vpc, kinds, p->text.s, &several);
	if (several)
		return -1;
	if (p->object == NULL)
		return 0;
	p->kind =
	    p->object->kind == OBJ_PREFIX_LIST ? PEER_PREFIX_LIST : PEER_GROUP;
	return 1;
}

static void
unknown(struct model *m, const struct object *by, unsigned kinds,
    const struct peer *p, struct errs *errs)
{
	const char *near = model_nearest(m, kinds, p->text.s);
	struct service_name n;

	if (strncmp(p->text.s, "com.amazonaws.", 14) == 0 &&
	    service_name_parse(p->text.s, &n)) {
		errs_add(errs, p->text.where,
		    "%s refers to the prefix list of %s, but the ones known in "
		    "Region %s are those of s3 and dynamodb; write its "
		    "addresses or a prefix list of your own",
		    SAY(by), p->text.s, region_of(by));
		return;
	}
	errs_add(errs, p->text.where,
	    "%s refers to \"%s\", but there is no such %sprefix list or AWS "
	    "service with a prefix list%s%s%s",
	    SAY(by), p->text.s, kinds & GROUP ? "security group, " : "",
	    near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
}

/* "111122223333/sg-1": the group of another account, after its number. */
static const char *
after_account(const char *text)
{
	return strspn(text, "0123456789") == ACCOUNT_DIGITS &&
		text[ACCOUNT_DIGITS] == '/'
	    ? text + ACCOUNT_DIGITS + 1
	    : NULL;
}

static const char *
account_of(const struct object *group)
{
	const struct security_group *g = (const struct security_group *)group;

	return g->account ? g->account : g->o.vpc->account;
}

/* As find(). */
static int
find_of_account(
    struct model *m, const struct object *by, struct peer *p, struct errs *errs)
{
	const char *text = p->text.s;
	int found;

	p->text.s = after_account(text);
	found = find(m, by, GROUP, p);
	p->text.s = text;
	if (found > 0 && account_of(p->object) &&
	    strncmp(account_of(p->object), text, ACCOUNT_DIGITS) != 0)
		errs_add(errs, p->text.where,
		    "%s refers to %s, but %s belongs to account %s", SAY(by),
		    text, SAY(p->object), account_of(p->object));
	return found;
}

static void
link_name(struct model *m, const struct object *by, unsigned kinds,
    struct peer *p, struct errs *errs)
{
	int found = 0;

	if (kinds & GROUP)
		found = after_account(p->text.s)
		    ? find_of_account(m, by, p, errs)
		    : find(m, by, GROUP, p);

	if (found == 0)
		found = find(m, by, LIST, p);
	if (found < 0) {
		errs_add(errs, p->text.where,
		    "%s refers to \"%s\", which is the name of several; write "
		    "VPC/%s",
		    SAY(by), p->text.s, p->text.s);
		return;
	}
	if (found > 0)
		return;
	p->service = service_with_list(p->text.s, region_of(by));
	if (p->service)
		p->kind = PEER_SERVICE;
	else
		unknown(m, by, kinds, p, errs);
}

void
link_rule_peer(
    struct model *m, const struct object *by, struct peer *p, struct errs *errs)
{
	if (p->text.s && !is_block(by, p, errs))
		link_name(m, by, GROUP | LIST, p, errs);
}

void
link_destination(
    struct model *m, const struct object *by, struct peer *p, struct errs *errs)
{
	if (p->text.s && !is_block(by, p, errs))
		link_name(m, by, LIST, p, errs);
}

void
link_acl_peer(
    struct model *m, const struct object *by, struct peer *p, struct errs *errs)
{
	const struct object *o;

	if (p->text.s == NULL || is_block(by, p, errs))
		return;
	o = model_find(m, by->vpc, GROUP | LIST, p->text.s, NULL);
	if (o)
		errs_add(errs, p->text.where,
		    "%s refers to %s, but rules of network ACLs take CIDRs "
		    "only",
		    SAY(by), SAY(o));
	else
		errs_add(errs, p->text.where,
		    "%s has \"%s\", but rules of network ACLs take CIDRs only",
		    SAY(by), p->text.s);
}
