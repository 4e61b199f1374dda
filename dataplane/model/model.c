/*
 * model.c - a network as its owner describes it
 *
 * Makes objects and finds them by name.  Every object is in the list of its
 * kind, in the list of all by id, and in the name index, from the moment it is
 * made.
 */

#include "dataplane/model/model.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/spell.h"
#include "dataplane/model/address_data.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/dns_firewall.h"
#include "dataplane/model/flow_log.h"
#include "dataplane/model/intake.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/multicast.h"
#include "dataplane/model/name_index.h"
#include "dataplane/model/policies.h"
#include "dataplane/model/route_server.h"
#include "dataplane/model/say.h"
#include "dataplane/model/service_network.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"

static const struct kind {
	const char *text, *id;
	size_t size;
	bool in_vpc;
} kinds[OBJ_KINDS] = {
	[OBJ_VPC] = { "VPC", "vpc", sizeof(struct vpc), false },
	[OBJ_SUBNET] = { "subnet", "subnet", sizeof(struct subnet), true },
	[OBJ_ROUTE_TABLE] = { "route table", "route-table",
	    sizeof(struct route_table), true },
	[OBJ_SECURITY_GROUP] = { "security group", "security-group",
	    sizeof(struct security_group), true },
	[OBJ_NETWORK_ACL] = { "network ACL", "network-acl",
	    sizeof(struct network_acl), true },
	[OBJ_INTERFACE] = { "interface", "interface", sizeof(struct interface),
	    true },
	[OBJ_INTERNET_GATEWAY] = { "internet gateway", "internet-gateway",
	    sizeof(struct internet_gateway), true },
	[OBJ_EGRESS_ONLY_INTERNET_GATEWAY] = { "egress-only internet gateway",
	    "egress-only-internet-gateway",
	    sizeof(struct egress_only_internet_gateway), true },
	[OBJ_VPN_GATEWAY] = { "VPN gateway", "vpn-gateway",
	    sizeof(struct vpn_gateway), true },
	[OBJ_NAT_GATEWAY] = { "NAT gateway", "nat-gateway",
	    sizeof(struct nat_gateway), true },
	[OBJ_ENDPOINT] = { "endpoint", "endpoint", sizeof(struct endpoint),
	    true },
	[OBJ_PEERING] = { "peering", "peering", sizeof(struct peering), false },
	[OBJ_PREFIX_LIST] = { "prefix list", "prefix-list",
	    sizeof(struct prefix_list), false },
	[OBJ_ON_PREMISES] = { "on-premises site", "on-premises",
	    sizeof(struct on_premises), false },
	[OBJ_HOST] = { "host", "host", sizeof(struct named_host), false },
	[OBJ_TRANSIT_GATEWAY] = { "transit gateway", "transit-gateway",
	    sizeof(struct transit_gateway), false },
	[OBJ_TGW_ATTACHMENT] = { "transit gateway attachment",
	    "transit-gateway-attachment", sizeof(struct tgw_attachment),
	    false },
	[OBJ_TGW_ROUTE_TABLE] = { "transit gateway route table",
	    "transit-gateway-route-table", sizeof(struct tgw_route_table),
	    false },
	[OBJ_ROUTE_SERVER] = { "route server", "route-server",
	    sizeof(struct route_server), true },
	[OBJ_CONNECTION] = { "connection", "connection",
	    sizeof(struct connection), false },
	[OBJ_LOAD_BALANCER] = { "load balancer", "load-balancer",
	    sizeof(struct load_balancer), true },
	[OBJ_RESOLVER_ENDPOINT] = { "resolver endpoint", "resolver-endpoint",
	    sizeof(struct resolver_endpoint), true },
	[OBJ_DNS_FIREWALL] = { "DNS Firewall rule group",
	    "dns-firewall-rule-group", sizeof(struct dns_firewall), false },
	[OBJ_DOMAIN_LIST] = { "domain list", "dns-firewall-domain-list",
	    sizeof(struct domain_list), false },
	[OBJ_FLOW_LOG] = { "flow log", "flow-log", sizeof(struct flow_log),
	    false },
	[OBJ_MULTICAST_DOMAIN] = { "multicast domain", "multicast-domain",
	    sizeof(struct multicast_domain), false },
	[OBJ_SERVICE_NETWORK] = { "service network", "service-network",
	    sizeof(struct service_network), false },
	[OBJ_LATTICE_SERVICE] = { "Lattice service", "lattice-service",
	    sizeof(struct lattice_service), false },
	[OBJ_ENDPOINT_SERVICE] = { "endpoint service", "endpoint-service",
	    sizeof(struct endpoint_service), false },
	[OBJ_RESOURCE_GATEWAY] = { "resource gateway", "resource-gateway",
	    sizeof(struct load_balancer), true },
	[OBJ_RESOURCE_CONFIGURATION] = { "resource configuration",
	    "resource-configuration", sizeof(struct endpoint_service), false },
};

const char *
object_kind_text(enum object_kind k)
{
	return kinds[k].text;
}

const char *
object_kind_id(enum object_kind k)
{
	return kinds[k].id;
}

const char *
object_format(const struct object *o, char buf[static OBJECT_STRLEN])
{
	snprintf(buf, OBJECT_STRLEN, "%s \"%.140s\"", object_kind_text(o->kind),
	    o->name);
	return buf;
}

struct model *
model_new(const struct address_data *addresses)
{
	struct model *m = xcalloc(1, sizeof(*m));

	m->arena = arena_new();
	m->assume = assume_defaults;
	m->addresses = addresses ? addresses : address_data_builtin();
	m->names = name_index_new(m->arena);
	m->intake = arena_alloc(m->arena, sizeof(*m->intake));
	m->dns = arena_alloc(m->arena, sizeof(*m->dns));
	m->policies = arena_alloc(m->arena, sizeof(*m->policies));
	return m;
}

void
model_free(struct model *m)
{
	if (m == NULL)
		return;
	name_index_free(m->names);
	arena_free(m->arena);
	free(m);
}

/* --- making objects ----------------------------------------------------- */

/* Where the list is that an object stands in: an array of pointers, and behind
 * it its count.  Null: it stands in none. */
static void *
list_of(struct model *m, struct object *o)
{
	switch (o->kind) {
	case OBJ_VPC:
		return &m->vpcs;
	case OBJ_PEERING:
		return &m->peerings;
	case OBJ_PREFIX_LIST:
		return &m->prefix_lists;
	case OBJ_ON_PREMISES:
		return &m->on_premises;
	case OBJ_HOST:
		return &m->hosts;
	case OBJ_TRANSIT_GATEWAY:
		return &m->transit_gateways;
	case OBJ_TGW_ATTACHMENT:
		return &((struct tgw_attachment *)o)->gateway->attachments;
	case OBJ_TGW_ROUTE_TABLE:
		return &((struct tgw_route_table *)o)->gateway->route_tables;
	case OBJ_MULTICAST_DOMAIN:
		return &((struct multicast_domain *)o)
			    ->gateway->multicast_domains;
	case OBJ_FLOW_LOG:
		return &m->flow_logs;
	case OBJ_ENDPOINT_SERVICE:
	case OBJ_RESOURCE_CONFIGURATION:
		return &m->endpoint_services;
	case OBJ_CONNECTION:
		return &m->connections;
	case OBJ_ROUTE_SERVER:
		return &o->vpc->route_servers;
	case OBJ_LOAD_BALANCER:
	case OBJ_RESOURCE_GATEWAY:
		return &o->vpc->load_balancers;
	case OBJ_SUBNET:
		return &o->vpc->subnets;
	case OBJ_ROUTE_TABLE:
		return &o->vpc->route_tables;
	case OBJ_SECURITY_GROUP:
		return &o->vpc->security_groups;
	case OBJ_NETWORK_ACL:
		return &o->vpc->network_acls;
	case OBJ_INTERFACE:
		return &o->vpc->interfaces;
	case OBJ_NAT_GATEWAY:
		return &o->vpc->nat_gateways;
	case OBJ_ENDPOINT:
		return &o->vpc->endpoints;
	default:
		return NULL;
	}
}

struct list {
	struct object **v;
	size_t n;
};

/* Not inlined: else the compiler takes the list for its first member. */
static __attribute__((noinline)) void
list_put(void *at, struct list l)
{
	memcpy(at, &l, sizeof(l));
}

static void
list_add(struct model *m, struct object *o)
{
	void *at = list_of(m, o);
	struct list l;

	if (at == NULL)
		return;
	memcpy(&l, at, sizeof(l));
	*ARENA_PUSH(m->arena, l.v, l.n) = o;
	list_put(at, l);
}

static void
list_drop(void *at, const struct object *o)
{
	struct list l;
	size_t kept = 0;

	if (at == NULL)
		return;
	memcpy(&l, at, sizeof(l));
	for (size_t i = 0; i < l.n; i++)
		if (l.v[i] != o)
			l.v[kept++] = l.v[i];
	l.n = kept;
	list_put(at, l);
}

static struct object *
igw_of(struct vpc *v)
{
	return v->internet_gateway ? &v->internet_gateway->o : NULL;
}

static struct object *
eigw_of(struct vpc *v)
{
	return v->egress_only_internet_gateway
	    ? &v->egress_only_internet_gateway->o
	    : NULL;
}

static struct object *
vgw_of(struct vpc *v)
{
	return v->vpn_gateway ? &v->vpn_gateway->o : NULL;
}

/* A VPC has one gateway of each of these kinds at most; the first stays. */
static void
attach_gateway(struct vpc *v, struct object *o, struct errs *errs)
{
	struct object *there = NULL;

	if (o->kind == OBJ_INTERNET_GATEWAY) {
		there = igw_of(v);
		if (there == NULL)
			v->internet_gateway = (struct internet_gateway *)o;
	} else if (o->kind == OBJ_EGRESS_ONLY_INTERNET_GATEWAY) {
		there = eigw_of(v);
		if (there == NULL)
			v->egress_only_internet_gateway =
			    (struct egress_only_internet_gateway *)o;
	} else if (o->kind == OBJ_VPN_GATEWAY) {
		there = vgw_of(v);
		if (there == NULL)
			v->vpn_gateway = (struct vpn_gateway *)o;
	}
	if (there)
		errs_add(errs, o->where,
		    "VPC \"%s\" already has %s, so it cannot have %s too",
		    v->o.name, SAY(there), SAY(o));
}

static void
refuse_second(struct model *m, const struct object *o, struct errs *errs)
{
	char place[256];
	bool several;
	const struct object *there =
	    name_index_in(m->names, o->vpc, 1u << o->kind, o->name, &several);

	if (!several && (there == NULL || strcmp(there->name, o->name) != 0))
		return;
	where_format(
	    there ? there->where : (struct where){ 0 }, place, sizeof(place));
	errs_add(errs, o->where, "there are two of the name %s%s%s%s%s%s%s",
	    SAY(o), o->vpc ? " in VPC \"" : "", o->vpc ? o->vpc->o.name : "",
	    o->vpc ? "\"" : "", *place ? " (the other one is at " : "", place,
	    *place ? ")" : "");
}

enum { JUMBO = 9001 }; /* the MTU inside a VPC */

static void
set_defaults(struct object *o)
{
	if (o->kind == OBJ_VPC) {
		((struct vpc *)o)->dns_support = true;
		((struct vpc *)o)->dns_hostnames = true;
	} else if (o->kind == OBJ_INTERFACE) {
		((struct interface *)o)->source_dest_check = true;
		((struct interface *)o)->stateful = true;
		((struct interface *)o)->nitro = true;
		((struct interface *)o)->mtu = JUMBO;
	} else if (o->kind == OBJ_LOAD_BALANCER) {
		((struct load_balancer *)o)->judges_private_link = true;
		((struct load_balancer *)o)->tcp_idle = VTIME_SECONDS(350);
	} else if (o->kind == OBJ_RESOURCE_GATEWAY) {
		((struct load_balancer *)o)->type = BALANCER_RESOURCE;
		((struct load_balancer *)o)->cross_zone = true;
		((struct load_balancer *)o)->tcp_idle = VTIME_SECONDS(350);
	} else if (o->kind == OBJ_ENDPOINT) {
		((struct endpoint *)o)->stateful = true;
	} else if (o->kind == OBJ_TGW_ATTACHMENT) {
		((struct tgw_attachment *)o)->security_group_referencing = true;
		((struct tgw_attachment *)o)->dns_support = true;
	} else if (o->kind == OBJ_TRANSIT_GATEWAY) {
		struct transit_gateway *g = (struct transit_gateway *)o;

		g->default_route_table = g->vpn_ecmp = true;
		g->dns_support = true;
	}
}

static struct object *
make(struct model *m, enum object_kind k, const char *name, struct vpc *vpc,
    struct where where)
{
	struct object *o = arena_alloc(m->arena, kinds[k].size);

	*o = (struct object){
		.kind = k,
		.id = (uint32_t)m->nobjects,
		.name = arena_strdup(m->arena, name),
		.where = where,
		.vpc = vpc,
	};
	set_defaults(o);
	*ARENA_PUSH(m->arena, m->objects, m->nobjects) = o;
	return o;
}

void *
model_add(struct model *m, enum object_kind k, const char *name,
    struct vpc *vpc, struct where where, struct errs *errs)
{
	struct object *o = make(m, k, name, vpc, where);

	assert(kinds[k].in_vpc == (vpc != NULL));
	list_add(m, o);
	if (vpc)
		attach_gateway(vpc, o, errs);
	refuse_second(m, o, errs);
	name_index_add(m->names, o->name, false, o);
	return o;
}

void *
model_add_part(struct model *m, enum object_kind k, const char *name,
    struct transit_gateway *g, struct where where, struct errs *errs)
{
	struct object *o = make(m, k, name, NULL, where);

	if (transit_gateway_part(g, k, name))
		errs_add(errs, where, "there are two of the name %s in %s",
		    SAY(o), SAY(&g->o));
	if (k == OBJ_TGW_ATTACHMENT)
		((struct tgw_attachment *)o)->gateway = g;
	else if (k == OBJ_TGW_ROUTE_TABLE)
		((struct tgw_route_table *)o)->gateway = g;
	else
		((struct multicast_domain *)o)->gateway = g;
	list_add(m, o);
	name_index_add(m->names, o->name, false, o);
	return o;
}

void
model_alias(struct model *m, struct object *o, const char *alias)
{
	o->alias = arena_strdup(m->arena, alias);
	if (strcmp(o->alias, o->name) == 0)
		return;
	ARENA_PUSH(m->arena, o->aliases, o->naliases)->s = o->alias;
	name_index_add(m->names, o->alias, true, o);
}

/* --- taking them away --------------------------------------------------- */

static void
detach_gateway(struct vpc *v, const struct object *o)
{
	if (igw_of(v) == o)
		v->internet_gateway = NULL;
	if (eigw_of(v) == o)
		v->egress_only_internet_gateway = NULL;
	if (vgw_of(v) == o)
		v->vpn_gateway = NULL;
}

static void
index_again(struct model *m)
{
	name_index_free(m->names);
	m->names = name_index_new(m->arena);
	for (size_t i = 0; i < m->nobjects; i++) {
		struct object *o = m->objects[i];

		o->id = (uint32_t)i;
		name_index_add(m->names, o->name, false, o);
		for (size_t j = 0; j < o->naliases; j++)
			name_index_add(m->names, o->aliases[j].s, true, o);
	}
}

void
model_remove(struct model *m, struct object *o)
{
	list_drop(list_of(m, o), o);
	list_drop(&m->objects, o);
	for (size_t i = 0; i < m->non_premises; i++) {
		list_drop(&m->on_premises[i]->hosts, o);
		list_drop(&m->on_premises[i]->connections, o);
	}
	if (o->vpc)
		detach_gateway(o->vpc, o);
	index_again(m);
}

/* --- finding them ------------------------------------------------------- */

/* The VPC before the slash of "vpc/name"; *rest is the name. */
static const struct vpc *
qualifier(const struct model *m, const char *name, const char **rest)
{
	const char *slash = strchr(name, '/');
	const struct object *o;
	bool several;
	char *vpc;

	if (slash == NULL)
		return NULL;
	vpc = xstrdup(name);
	vpc[slash - name] = '\0';
	o = name_index_anywhere(m->names, 1u << OBJ_VPC, vpc, &several);
	free(vpc);
	*rest = slash + 1;
	return (const struct vpc *)o;
}

struct object *
model_find(const struct model *m, const struct vpc *vpc, unsigned of_kinds,
    const char *name, bool *several)
{
	bool unused;
	const char *rest;
	const struct vpc *named = qualifier(m, name, &rest);
	struct object *o;

	if (several == NULL)
		several = &unused;
	if (named) {
		o = name_index_in(m->names, named, of_kinds, rest, several);
		if (o || *several)
			return o;
	}
	if (vpc) {
		o = name_index_in(m->names, vpc, of_kinds, name, several);
		if (o || *several)
			return o;
	}
	return name_index_anywhere(m->names, of_kinds, name, several);
}

static void
nearer(const char *word, const char *name, const char **best, unsigned *least)
{
	unsigned d;

	if (name == NULL || !spell_near(word, name))
		return;
	d = spell_distance(word, name);
	if (*best == NULL || d < *least) {
		*best = name;
		*least = d;
	}
}

const char *
model_nearest(const struct model *m, unsigned of_kinds, const char *name)
{
	const char *best = NULL;
	unsigned least = 0;

	for (size_t i = 0; i < m->nobjects; i++) {
		const struct object *o = m->objects[i];

		if ((of_kinds & 1u << o->kind) == 0)
			continue;
		nearer(name, o->name, &best, &least);
		nearer(name, o->alias, &best, &least);
	}
	return best;
}

/* --- what holds in a VPC and in a subnet -------------------------------- */

static bool
is_named(const struct object *o, const char *name)
{
	return strcmp(o->name, name) == 0 ||
	    (o->alias && strcmp(o->alias, name) == 0);
}

struct route_table *
vpc_main_route_table(const struct vpc *v)
{
	for (size_t i = 0; i < v->nroute_tables; i++)
		if (v->route_tables[i]->main)
			return v->route_tables[i];
	return NULL;
}

struct security_group *
vpc_default_group(const struct vpc *v)
{
	for (size_t i = 0; i < v->nsecurity_groups; i++)
		if (v->security_groups[i]->is_default ||
		    is_named(&v->security_groups[i]->o, "default"))
			return v->security_groups[i];
	return NULL;
}

struct network_acl *
vpc_default_acl(const struct vpc *v)
{
	for (size_t i = 0; i < v->nnetwork_acls; i++)
		if (v->network_acls[i]->is_default ||
		    is_named(&v->network_acls[i]->o, "default"))
			return v->network_acls[i];
	return NULL;
}

struct route_table *
subnet_route_table(const struct subnet *s)
{
	if (s->route_table.object)
		return (struct route_table *)s->route_table.object;
	return vpc_main_route_table(s->o.vpc);
}

struct network_acl *
subnet_network_acl(const struct subnet *s)
{
	if (s->network_acl.object)
		return (struct network_acl *)s->network_acl.object;
	return vpc_default_acl(s->o.vpc);
}

struct ip
addrs_first(const struct addrs *a, bool v4)
{
	for (size_t i = 0; i < a->n; i++)
		if (ip_is4(a->v[i].ip) == v4)
			return a->v[i].ip;
	return (struct ip){ 0, 0 };
}

bool
vpc_has(const struct vpc *v, struct ip a)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_has(v->cidr.v[i].prefix, a))
			return true;
	return false;
}

bool
listens_to(const struct listens *l, int proto, int port)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].proto == proto &&
		    (l->v[i].port == 0 || l->v[i].port == port))
			return true;
	return false;
}
