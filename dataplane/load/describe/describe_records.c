/*
 * describe_records.c - the objects in the files of a dump
 *
 * A document is an object with lists under keys that name their kind.  Some
 * calls answer for one object and do not say for which; such an answer is
 * understood if it was wrapped with the id, or has it in the file's name.
 */

#include "dataplane/load/describe/describe_records.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/map.h"

struct list {
	struct record *v;
	size_t n;
};

struct records {
	struct arena *arena;
	struct errs *errs;
	struct list of[RECORD_KINDS];
	struct map *ids[RECORD_KINDS]; /* id -> index + 1 */
	struct intake_answer *answers;
	size_t nanswers;
	struct intake_second *seconds;
	size_t nseconds;
	struct asked *asked;
	size_t nasked;
	json_t *documents;
	const char **accounts;
	size_t naccounts;
};

/* What holds of all objects in a document. */
struct source {
	const char *file, *account, *region;
};

/* An answer to a call, which may be empty. */
struct asked {
	enum record_kind kind;
	struct source of;
};

/* --- keys --------------------------------------------------------------- */

enum meaning {
	OBJECTS,
	RESERVATIONS, /* instances inside */
	ONE_ANSWER,   /* the list belongs to one object, named elsewhere */
	NOT_MODELLED,
	OF_NO_INTEREST,
};

/* Keys in small letters, without "_". */
static const struct key {
	const char *name;
	enum meaning meaning;
	enum record_kind kind;
	const char *id; /* ONE_ANSWER: how the ids of the one object begin */
} keys[] = {
	{ "vpcs", OBJECTS, RECORD_VPC, "VpcId" },
	{ "subnets", OBJECTS, RECORD_SUBNET, "SubnetId" },
	{ "routetables", OBJECTS, RECORD_ROUTE_TABLE, "RouteTableId" },
	{ "securitygroups", OBJECTS, RECORD_SECURITY_GROUP, "GroupId" },
	{ "securitygrouprules", OBJECTS, RECORD_SECURITY_GROUP_RULE,
	    "SecurityGroupRuleId" },
	{ "securitygroupvpcassociations", OBJECTS, RECORD_SECURITY_GROUP_VPC,
	    "GroupId" },
	{ "networkacls", OBJECTS, RECORD_NETWORK_ACL, "NetworkAclId" },
	{ "networkinterfaces", OBJECTS, RECORD_INTERFACE,
	    "NetworkInterfaceId" },
	{ "reservations", RESERVATIONS, RECORD_INSTANCE, "InstanceId" },
	{ "instances", OBJECTS, RECORD_INSTANCE, "InstanceId" },
	{ "internetgateways", OBJECTS, RECORD_INTERNET_GATEWAY,
	    "InternetGatewayId" },
	{ "egressonlyinternetgateways", OBJECTS,
	    RECORD_EGRESS_ONLY_INTERNET_GATEWAY,
	    "EgressOnlyInternetGatewayId" },
	{ "natgateways", OBJECTS, RECORD_NAT_GATEWAY, "NatGatewayId" },
	{ "vpcendpoints", OBJECTS, RECORD_ENDPOINT, "VpcEndpointId" },
	{ "prefixlists", OBJECTS, RECORD_PREFIX_LIST, "PrefixListId" },
	{ "managedprefixlists", OBJECTS, RECORD_PREFIX_LIST, "PrefixListId" },
	{ "managedprefixlistentries", OBJECTS, RECORD_PREFIX_LIST_ENTRIES,
	    "PrefixListId" },
	{ "prefixlistentries", OBJECTS, RECORD_PREFIX_LIST_ENTRIES,
	    "PrefixListId" },
	{ "entries", ONE_ANSWER, RECORD_PREFIX_LIST_ENTRIES, "pl-" },
	{ "vpcpeeringconnections", OBJECTS, RECORD_PEERING,
	    "VpcPeeringConnectionId" },
	{ "addresses", OBJECTS, RECORD_ADDRESS, "PublicIp" },
	{ "vpngateways", OBJECTS, RECORD_VPN_GATEWAY, "VpnGatewayId" },
	{ "vpnconnections", OBJECTS, RECORD_VPN_CONNECTION, "VpnConnectionId" },
	{ "directconnectgateways", OBJECTS, RECORD_DIRECT_CONNECT_GATEWAY,
	    "directConnectGatewayId" },
	{ "directconnectgatewayassociations", OBJECTS,
	    RECORD_DIRECT_CONNECT_ASSOCIATION, "associationId" },
	{ "virtualinterfaces", OBJECTS, RECORD_VIRTUAL_INTERFACE,
	    "virtualInterfaceId" },
	{ "dbinstances", OBJECTS, RECORD_DB_INSTANCE, "DBInstanceArn" },
	{ "dbclusters", OBJECTS, RECORD_DB_CLUSTER, "DBClusterArn" },
	{ "transitgateways", OBJECTS, RECORD_TRANSIT_GATEWAY,
	    "TransitGatewayId" },
	{ "transitgatewayattachments", OBJECTS, RECORD_TGW_ATTACHMENT,
	    "TransitGatewayAttachmentId" },
	{ "transitgatewayvpcattachments", OBJECTS, RECORD_TGW_VPC_ATTACHMENT,
	    "TransitGatewayAttachmentId" },
	{ "transitgatewaypeeringattachments", OBJECTS,
	    RECORD_TGW_PEERING_ATTACHMENT, "TransitGatewayAttachmentId" },
	{ "transitgatewayconnects", OBJECTS, RECORD_TGW_CONNECT,
	    "TransitGatewayAttachmentId" },
	{ "transitgatewayprefixlistreferences", OBJECTS,
	    RECORD_TGW_LIST_REFERENCE, "PrefixListId" },
	{ "transitgatewayroutetables", OBJECTS, RECORD_TGW_ROUTE_TABLE,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewaystaticroutes", OBJECTS, RECORD_TGW_ROUTES,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewayroutes", OBJECTS, RECORD_TGW_ROUTES,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewaypropagations", OBJECTS, RECORD_TGW_PROPAGATIONS,
	    "TransitGatewayRouteTableId" },
	{ "transitgatewayassociations", OBJECTS, RECORD_TGW_ASSOCIATIONS,
	    "TransitGatewayRouteTableId" },
	{ "routes", ONE_ANSWER, RECORD_TGW_ROUTES, "tgw-rtb-" },
	{ "transitgatewayroutetablepropagations", ONE_ANSWER,
	    RECORD_TGW_PROPAGATIONS, "tgw-rtb-" },
	{ "associations", ONE_ANSWER, RECORD_TGW_ASSOCIATIONS, "tgw-rtb-" },
	{ "vpcblockpublicaccessexclusions", OBJECTS,
	    RECORD_PUBLIC_ACCESS_EXCLUSION, "ExclusionId" },
	{ "flowlogs", OBJECTS, RECORD_FLOW_LOG, "FlowLogId" },
	{ "loadbalancers", OBJECTS, RECORD_LOAD_BALANCER, "LoadBalancerArn" },
	{ "loadbalancerattributes", OBJECTS, RECORD_LOAD_BALANCER_ATTRIBUTES,
	    "LoadBalancerArn" },
	{ "loadbalancerlisteners", OBJECTS, RECORD_LISTENERS,
	    "LoadBalancerArn" },
	{ "listeners", OBJECTS, RECORD_LISTENER, "ListenerArn" },
	{ "listenerattributes", OBJECTS, RECORD_LISTENER_ATTRIBUTES,
	    "ListenerArn" },
	{ "targetgroups", OBJECTS, RECORD_TARGET_GROUP, "TargetGroupArn" },
	{ "targetgroupattributes", OBJECTS, RECORD_TARGET_GROUP_ATTRIBUTES,
	    "TargetGroupArn" },
	{ "loadbalancertargethealth", OBJECTS, RECORD_TARGET_HEALTH,
	    "TargetGroupArn" },
	{ "targethealthdescriptions", ONE_ANSWER, RECORD_TARGET_HEALTH,
	    "arn:aws:elasticloadbalancing:" },
	{ "serviceconfigurations", OBJECTS, RECORD_ENDPOINT_SERVICE,
	    "ServiceId" },
	{ "vpcendpointconnections", OBJECTS, RECORD_ENDPOINT_CONNECTION,
	    "VpcEndpointId" },
	{ "allowedprincipals", ONE_ANSWER, RECORD_SERVICE_PERMISSIONS,
	    "vpce-svc-" },
	{ "loadbalancerdescriptions", NOT_MODELLED, RECORD_KINDS, NULL },
	{ "clientvpnendpoints", NOT_MODELLED, RECORD_KINDS, NULL },
	{ "corenetworks", NOT_MODELLED, RECORD_KINDS, NULL },
	{ "firewalls", NOT_MODELLED, RECORD_KINDS, NULL },
	{ "localgateways", NOT_MODELLED, RECORD_KINDS, NULL },
	{ "carriergateways", NOT_MODELLED, RECORD_KINDS, NULL },
	{ "availabilityzones", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "connections", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "directconnectgatewayattachments", OF_NO_INTEREST, RECORD_KINDS,
	    NULL },
	{ "customergateways", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "domainstatuslist", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "servicedetails", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "servicenames", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "dhcpoptions", OF_NO_INTEREST, RECORD_KINDS, NULL },
	{ "flowlogs", OF_NO_INTEREST, RECORD_KINDS, NULL },
};

static bool
same_key(const char *name, const char *key)
{
	for (; *key; key++) {
		if (*key == '_')
			continue;
		if (tolower((unsigned char)*key) != *name++)
			return false;
	}
	return *name == '\0';
}

static const struct key *
find_key(const char *key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (same_key(keys[i].name, key))
			return &keys[i];
	return NULL;
}

bool
records_know(const char *key)
{
	return find_key(key) != NULL;
}

/* --- account and Region ------------------------------------------------- */

enum { ACCOUNT_DIGITS = 12 };

/* "us-east-1", "us-gov-west-1", "eusc-de-east-1": its length, or 0. */
static size_t
region_length(const char *s)
{
	size_t n = 0, words = 0;

	while (islower((unsigned char)s[n])) {
		while (islower((unsigned char)s[n]))
			n++;
		if (s[n] != '-')
			return 0;
		n++;
		words++;
	}
	if (words < 2 || !isdigit((unsigned char)s[n]))
		return 0;
	while (isdigit((unsigned char)s[n]))
		n++;
	return n;
}

const char *
records_region_of(struct arena *a, const char *text)
{
	size_t n = text ? region_length(text) : 0;

	return n ? arena_strndup(a, text, n) : NULL;
}

static bool
is_account(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isdigit((unsigned char)s[i]))
			return false;
	return n == ACCOUNT_DIGITS;
}

/* From the folders of the path; the innermost counts. */
static struct source
source_of(struct arena *a, const char *path)
{
	struct source s = { .file = path };
	const char *end;

	for (const char *p = path; (end = strchr(p, '/')); p = end + 1) {
		size_t n = (size_t)(end - p);

		if (is_account(p, n))
			s.account = arena_strndup(a, p, n);
		else if (n > 0 && region_length(p) == n)
			s.region = arena_strndup(a, p, n);
	}
	return s;
}

/* arn:aws:ec2:REGION:ACCOUNT:..., where an object has one. */
static void
source_of_arn(struct arena *a, const json_t *o, struct source *s)
{
	const char *key;
	json_t *v;

	json_object_foreach ((json_t *)o, key, v) {
		const char *text = json_string_value(v);
		size_t n = strlen(key);

		if (text == NULL || n < 3 || strcmp(key + n - 3, "Arn") != 0 ||
		    strncmp(text, "arn:", 4) != 0)
			continue;
		for (int colons = 0; *text && colons < 3; text++)
			colons += *text == ':';
		if (s->region == NULL)
			s->region = records_region_of(a, text);
		text += strcspn(text, ":");
		if (s->account == NULL && *text &&
		    is_account(text + 1, strcspn(text + 1, ":")))
			s->account = arena_strndup(a, text + 1, ACCOUNT_DIGITS);
	}
}

static void
complete_source(struct arena *a, const json_t *o, struct source *s)
{
	const char *owner = json_text(o, "OwnerId");

	if (s->region == NULL)
		s->region = records_region_of(a, json_text(o, "Region"));
	if (s->region == NULL)
		s->region =
		    records_region_of(a, json_text(o, "AvailabilityZone"));
	if (s->region == NULL || (s->account == NULL && owner == NULL))
		source_of_arn(a, o, s);
	if (s->account == NULL && owner)
		s->account = arena_strdup(a, owner);
}

static void
note_account(struct records *rs, const char *account)
{
	if (account == NULL)
		return;
	for (size_t i = 0; i < rs->naccounts; i++)
		if (strcmp(rs->accounts[i], account) == 0)
			return;
	*ARENA_PUSH(rs->arena, rs->accounts, rs->naccounts) = account;
}

/* --- adding ------------------------------------------------------------- */

static bool
is_owners(const struct record *r)
{
	const char *owner = json_text(r->json, "OwnerId");

	return owner && r->account && strcmp(owner, r->account) == 0;
}

/* Of a prefix list there are two calls, and one of them tells the entries. */
static bool
is_better(const struct record *new, const struct record *old)
{
	if (json_list(new->json, "Cidrs") && !json_list(old->json, "Cidrs"))
		return true;
	return is_owners(new) && !is_owners(old);
}

/* An id of a prefix list is unique in its Region only, a peering attachment has
 * one id at both of its ends, and a group may be used in several VPCs. */
static const char *
key_of(const struct records *rs, enum record_kind kind, const struct record *r)
{
	const char *inside = NULL;

	if (kind == RECORD_PREFIX_LIST || kind == RECORD_PREFIX_LIST_ENTRIES)
		inside = r->region;
	else if (kind == RECORD_TGW_ATTACHMENT)
		inside = json_text(r->json, "TransitGatewayId");
	else if (kind == RECORD_SECURITY_GROUP_VPC)
		inside = json_text(r->json, "VpcId");
	else if (kind == RECORD_TGW_LIST_REFERENCE)
		inside = json_text(r->json, "TransitGatewayRouteTableId");
	if (inside == NULL)
		return r->id;
	return arena_printf(rs->arena, "%s/%s", inside, r->id);
}

static void
add_second(struct records *rs, struct record *old, const struct record *new)
{
	bool better = is_better(new, old);

	*ARENA_PUSH(rs->arena, rs->seconds, rs->nseconds) =
	    (struct intake_second){
		    new->id,
		    better ? new->file : old->file,
		    better ? old->file : new->file,
	    };
	if (better)
		*old = *new;
}

static void
add_record(struct records *rs, enum record_kind kind, struct record r)
{
	struct list *l = &rs->of[kind];
	size_t *at;

	r.id = arena_strdup(rs->arena, r.id);
	r.id = key_of(rs, kind, &r);
	at = map_get(rs->ids[kind], r.id);
	if (at == NULL) {
		at = arena_alloc(rs->arena, sizeof(*at));
		*at = l->n;
		map_set(rs->ids[kind], r.id, at);
		*ARENA_PUSH(rs->arena, l->v, l->n) = r;
	} else {
		add_second(rs, &l->v[*at], &r);
	}
}

static struct record
record_of(const char *id, const json_t *o, const struct source *s)
{
	return (struct record){
		.id = id,
		.json = o,
		.file = s->file,
		.account = s->account,
		.region = s->region,
	};
}

static void
add_object(
    struct records *rs, const struct key *k, const json_t *o, struct source s)
{
	const char *id = json_text(o, k->id);

	if (id == NULL) {
		errs_warn(rs->errs, (struct where){ .file = s.file },
		    "an object of the kind %s has no %s and is left out",
		    k->name, k->id);
		return;
	}
	complete_source(rs->arena, o, &s);
	note_account(rs, s.account);
	add_record(rs, k->kind, record_of(id, o, &s));
}

static void
add_objects(struct records *rs, const struct key *k, const json_t *list,
    const struct source *s)
{
	const json_t *o;
	size_t i;

	json_array_foreach (list, i, o)
		add_object(rs, k, o, *s);
}

static void
add_reservations(struct records *rs, const struct key *k, const json_t *list,
    const struct source *s)
{
	const json_t *o;
	size_t i;

	json_array_foreach (list, i, o) {
		struct source own = *s;
		const char *owner = json_text(o, "OwnerId");

		if (own.account == NULL && owner)
			own.account = arena_strdup(rs->arena, owner);
		add_objects(rs, k, json_list(o, "Instances"), &own);
	}
}

static void
add_intake(struct records *rs, const char *key, size_t n, const char *file,
    enum intake_fate fate)
{
	*ARENA_PUSH(rs->arena, rs->answers, rs->nanswers) =
	    (struct intake_answer){ arena_strdup(rs->arena, key), file, n,
		    fate };
}

static void
note_asked(struct records *rs, enum record_kind kind, const struct source *s)
{
	*ARENA_PUSH(rs->arena, rs->asked, rs->nasked) =
	    (struct asked){ kind, *s };
}

/* The id that begins so, in the name of the file. */
static const char *
id_in_name(struct arena *a, const char *path, const char *begins)
{
	const char *slash = strrchr(path, '/');
	const char *at = strstr(slash ? slash + 1 : path, begins);
	size_t n;

	if (at == NULL)
		return NULL;
	n = strlen(begins);
	n += strspn(at + n, "0123456789abcdef");
	return n > strlen(begins) ? arena_strndup(a, at, n) : NULL;
}

static const char *
id_field(enum record_kind kind)
{
	switch (kind) {
	case RECORD_PREFIX_LIST_ENTRIES:
		return "PrefixListId";
	case RECORD_TARGET_HEALTH:
		return "TargetGroupArn";
	case RECORD_SERVICE_PERMISSIONS:
		return "ServiceId";
	default:
		return "TransitGatewayRouteTableId";
	}
}

static void
add_answer(struct records *rs, const struct key *k, const json_t *document,
    const char *key, const struct source *s)
{
	const char *field = id_field(k->kind);
	const char *id = json_text(document, field);

	if (id == NULL)
		id = json_text(
		    json_array_get(json_list(document, key), 0), field);
	if (id == NULL)
		id = id_in_name(rs->arena, s->file, k->id);
	add_intake(rs, key, json_array_size(json_list(document, key)), s->file,
	    id ? INTAKE_READ : INTAKE_NOT_MODELLED);
	if (id)
		add_record(rs, k->kind, record_of(id, document, s));
}

static void
add_list(struct records *rs, const json_t *document, const char *key,
    const json_t *list, const struct source *s)
{
	const struct key *k = find_key(key);
	size_t n = json_array_size(list);

	if (k)
		note_asked(rs, k->kind, s);
	switch (k ? k->meaning : NOT_MODELLED) {
	case OBJECTS:
		add_intake(rs, key, n, s->file, INTAKE_READ);
		add_objects(rs, k, list, s);
		break;
	case RESERVATIONS:
		add_intake(rs, key, n, s->file, INTAKE_READ);
		add_reservations(rs, k, list, s);
		break;
	case ONE_ANSWER:
		add_answer(rs, k, document, key, s);
		break;
	case NOT_MODELLED:
		add_intake(rs, key, n, s->file, INTAKE_NOT_MODELLED);
		break;
	case OF_NO_INTEREST:
		add_intake(rs, key, n, s->file, INTAKE_NOT_NEEDED);
		break;
	}
}

/* describe-vpc-attribute answers with one attribute of one VPC. */
static bool
add_attribute(struct records *rs, const json_t *d, const struct source *s)
{
	const char *id = json_text(d, "VpcId");

	if (id == NULL ||
	    (json_part(d, "EnableDnsSupport") == NULL &&
		json_part(d, "EnableDnsHostnames") == NULL))
		return false;
	add_intake(rs, "VpcAttribute", 1, s->file, INTAKE_READ);
	add_record(rs, RECORD_VPC_ATTRIBUTE,
	    record_of(arena_printf(rs->arena, "%s %zu", id,
			  rs->of[RECORD_VPC_ATTRIBUTE].n),
		d, s));
	return true;
}

/* describe-vpc-block-public-access-options answers for one Region. */
static bool
add_public_access(struct records *rs, const json_t *d, const struct source *s)
{
	const json_t *o = json_part(d, "VpcBlockPublicAccessOptions");
	struct source own = *s;

	if (o == NULL)
		return false;
	complete_source(rs->arena, o, &own);
	add_record(rs, RECORD_PUBLIC_ACCESS,
	    record_of(arena_printf(rs->arena, "block public access options %zu",
			  rs->of[RECORD_PUBLIC_ACCESS].n),
		d, &own));
	return true;
}

bool
records_add(struct records *rs, json_t *document, const char *path)
{
	struct source s = source_of(rs->arena, path);
	const char *key;
	json_t *v;
	bool known;

	json_array_append_new(rs->documents, document);
	known = add_attribute(rs, document, &s);
	known |= add_public_access(rs, document, &s);
	json_object_foreach (document, key, v) {
		if (!json_is_array(v))
			continue;
		known = true;
		add_list(rs, document, key, v, &s);
	}
	return known;
}

void
records_add_object(struct records *rs, enum record_kind kind, const char *id,
    json_t *object, struct where w)
{
	struct source s = { .file = w.file };
	struct record r;

	json_array_append_new(rs->documents, object);
	complete_source(rs->arena, object, &s);
	note_account(rs, s.account);
	r = record_of(id, object, &s);
	r.address = w.address;
	add_record(rs, kind, r);
}

/* --- access ------------------------------------------------------------- */

struct records *
records_new(struct arena *a, struct errs *errs)
{
	struct records *rs = arena_alloc(a, sizeof(*rs));

	rs->arena = a;
	rs->errs = errs;
	rs->documents = json_array();
	for (int k = 0; k < RECORD_KINDS; k++)
		rs->ids[k] = map_new();
	return rs;
}

void
records_free(struct records *rs)
{
	for (int k = 0; k < RECORD_KINDS; k++)
		map_free(rs->ids[k]);
	json_decref(rs->documents);
}

size_t
records_count(const struct records *rs, enum record_kind kind)
{
	return rs->of[kind].n;
}

const struct record *
records_at(const struct records *rs, enum record_kind kind, size_t i)
{
	return &rs->of[kind].v[i];
}

const struct record *
records_find(const struct records *rs, enum record_kind kind, const char *id)
{
	const size_t *at = id ? map_get(rs->ids[kind], id) : NULL;

	return at ? &rs->of[kind].v[*at] : NULL;
}

size_t
records_answers(const struct records *rs, const struct intake_answer **v)
{
	*v = rs->answers;
	return rs->nanswers;
}

size_t
records_seconds(const struct records *rs, const struct intake_second **v)
{
	*v = rs->seconds;
	return rs->nseconds;
}

static bool
may_be_same(const char *a, const char *b)
{
	return a == NULL || b == NULL || strcmp(a, b) == 0;
}

bool
records_asked(const struct records *rs, enum record_kind kind,
    const char *account, const char *region)
{
	for (size_t i = 0; i < rs->nasked; i++)
		if (rs->asked[i].kind == kind &&
		    may_be_same(rs->asked[i].of.account, account) &&
		    may_be_same(rs->asked[i].of.region, region))
			return true;
	return false;
}

size_t
records_accounts(const struct records *rs, const char *const **v)
{
	*v = rs->accounts;
	return rs->naccounts;
}
