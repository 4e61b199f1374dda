/*
 * link.c - the objects that names stand for
 *
 * Names are looked up in the order in which objects were made, all of them,
 * whatever is wrong with some.  What was left out is filled in afterwards:
 * link_defaults.c, link_addresses.c.
 */

#include "dataplane/model/model.h"

#include <string.h>

#include "dataplane/model/block_public_access.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/dns_firewall.h"
#include "dataplane/model/endpoint_region.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/flow_log.h"
#include "dataplane/model/instances.h"
#include "dataplane/model/link/link_addresses.h"
#include "dataplane/model/link/link_balancers.h"
#include "dataplane/model/link/link_defaults.h"
#include "dataplane/model/link/link_peers.h"
#include "dataplane/model/link/link_ref.h"
#include "dataplane/model/link/link_sites.h"
#include "dataplane/model/link/link_transit.h"
#include "dataplane/model/multicast.h"
#include "dataplane/model/regional_nat.h"
#include "dataplane/model/route_server.h"
#include "dataplane/model/say.h"
#include "dataplane/model/service_list.h"
#include "dataplane/model/service_names.h"
#include "dataplane/model/service_network.h"

enum {
	ROUTE_TABLE = 1u << OBJ_ROUTE_TABLE,
	GROUP = 1u << OBJ_SECURITY_GROUP,
	ACL = 1u << OBJ_NETWORK_ACL,
	VPC = 1u << OBJ_VPC,
	VPN_GATEWAY = 1u << OBJ_VPN_GATEWAY,
	EDGE = 1u << OBJ_INTERNET_GATEWAY | 1u << OBJ_VPN_GATEWAY,
	INTERFACE = 1u << OBJ_INTERFACE,
	TARGET = 1u << OBJ_INTERNET_GATEWAY |
	    1u << OBJ_EGRESS_ONLY_INTERNET_GATEWAY | 1u << OBJ_VPN_GATEWAY |
	    1u << OBJ_NAT_GATEWAY | 1u << OBJ_PEERING | 1u << OBJ_ENDPOINT |
	    1u << OBJ_INTERFACE | 1u << OBJ_TRANSIT_GATEWAY,
	ANY_ROUTE_TABLE = ROUTE_TABLE | 1u << OBJ_TGW_ROUTE_TABLE,
	BALANCER = 1u << OBJ_LOAD_BALANCER | 1u << OBJ_RESOURCE_GATEWAY,
	PARTY = 1u << OBJ_ROUTE_SERVER | 1u << OBJ_ON_PREMISES |
	    1u << OBJ_TGW_ATTACHMENT | 1u << OBJ_DNS_FIREWALL,
};

/* --- by kind ------------------------------------------------------------ */

static void
link_subnet(struct linker *l, struct subnet *s)
{
	link_ref(l, &s->route_table,
	    (struct reference){
		&s->o, "uses route table", ROUTE_TABLE, "route table" });
	link_ref(l, &s->network_acl,
	    (struct reference){
		&s->o, "uses network ACL", ACL, "network ACL" });
}

static void
link_route(struct linker *l, const struct object *table, struct route *r)
{
	link_destination(l->m, table, &r->to, l->errs);
	if (!r->local && !r->blackhole)
		link_ref(l, &r->via,
		    (struct reference){ table, "has a route via", TARGET,
			"gateway, endpoint, peering or interface" });
}

static void
link_route_table(struct linker *l, struct route_table *t)
{
	for (size_t i = 0; i < t->routes.n; i++)
		link_route(l, &t->o, &t->routes.v[i]);
	link_ref(l, &t->gateway,
	    (struct reference){ &t->o, "routes what arrives by", EDGE,
		"internet gateway or VPN gateway" });
	link_refs(l, &t->propagate_from,
	    (struct reference){
		&t->o, "takes routes from", VPN_GATEWAY, "VPN gateway" });
}

typedef void link_peer_fn(
    struct model *, const struct object *, struct peer *, struct errs *);

static void
link_rules(struct linker *l, const struct object *by, struct rules *rules,
    link_peer_fn *link_peer)
{
	for (size_t i = 0; i < rules->n; i++)
		for (size_t j = 0; j < rules->v[i].peers.n; j++)
			link_peer(l->m, by, &rules->v[i].peers.v[j], l->errs);
}

/* What is led to a Gateway Load Balancer comes back, whoever's it is. */
static void
report_foreign(struct linker *l, struct endpoint *e)
{
	e->foreign = true;
	if (e->type == ENDPOINT_GATEWAY_LOAD_BALANCER)
		errs_warn(l->errs, e->service.where,
		    "%s is for the endpoint service \"%s\", of which nothing "
		    "is known: it is taken to let all connections pass",
		    SAY(&e->o), e->service.s);
	else
		errs_add(l->errs, e->service.where,
		    "%s is for the endpoint service \"%s\", but there is no "
		    "such service: its provider is not known",
		    SAY(&e->o), e->service.s);
}

/* AWS has more services than are known, so this is no mistake by itself. */
static void
warn_misspelt(struct linker *l, const struct endpoint *e)
{
	const char *near;

	if (service_list_knows(e->service_name))
		return;
	near = model_nearest(l->m, 1u << OBJ_ENDPOINT_SERVICE, e->service.s);
	if (near == NULL)
		near = service_list_meant(e->service_name);
	if (near)
		errs_warn(l->errs, e->service.where,
		    "%s is for \"%s\", which is no service that is known; did "
		    "you mean \"%s\"?",
		    SAY(&e->o), e->service.s, near);
}

/* A service's short name, and the Region where it is. */
static void
link_service(struct linker *l, struct endpoint *e)
{
	struct service_name n = { .service = "" };

	if (e->service.s == NULL || e->type == ENDPOINT_SERVICE_NETWORK)
		return;
	e->provider = link_find_service(l->m, e->service.s);
	if (e->provider) {
		e->service_name = e->provider->o.name;
		link_endpoint_region(e, NULL, l->errs);
		return;
	}
	if (!service_name_parse(e->service.s, &n)) {
		errs_add(l->errs, e->service.where,
		    "%s has \"%s\", which is no name of a service; write a "
		    "short name (s3) or a full one (com.amazonaws.%s.s3)",
		    SAY(&e->o), e->service.s, e->o.vpc->region);
		return;
	}
	if (strncmp(n.service, "vpce-svc-", 9) == 0)
		report_foreign(l, e);
	e->service_name = arena_strdup(l->m->arena, n.service);
	if (!e->foreign)
		warn_misspelt(l, e);
	link_endpoint_region(e,
	    n.region[0] != '\0' ? arena_strdup(l->m->arena, n.region) : NULL,
	    l->errs);
}

static void
link_endpoint(struct linker *l, struct endpoint *e)
{
	link_service(l, e);
	link_refs(l, &e->route_tables,
	    (struct reference){
		&e->o, "uses route table", ROUTE_TABLE, "route table" });
	for (size_t i = 0; i < e->nsubnets; i++)
		link_in_subnet(l, &e->o, &e->subnets[i].subnet);
	link_filter(l, &e->o, &e->filter);
	link_groups(l, &e->o, &e->security_groups);
}

static void
link_own_interface(struct linker *l, const struct object *by, struct ref *ref,
    const char *does)
{
	link_ref(l, ref,
	    (struct reference){ by, does, 1u << OBJ_INTERFACE, "interface" });
}

static void
link_interface(struct linker *l, struct interface *n)
{
	link_in_subnet(l, &n->o, &n->subnet);
	link_groups(l, &n->o, &n->security_groups);
	link_filter(l, &n->o, &n->filter);
	link_own_interface(l, &n->o, &n->answers_by, "answers by");
	link_own_interface(l, &n->o, &n->forwards_by, "forwards by");
}

static void
link_route_server(struct linker *l, struct route_server *s)
{
	link_refs(l, &s->route_tables,
	    (struct reference){
		&s->o, "writes routes into", ROUTE_TABLE, "route table" });
	for (size_t i = 0; i < s->npeers; i++)
		link_ref(l, &s->peers[i].interface,
		    (struct reference){
			&s->o, "has the peer", INTERFACE, "interface" });
}

static void
link_object(struct linker *l, struct object *o)
{
	switch (o->kind) {
	case OBJ_SUBNET:
		link_subnet(l, (struct subnet *)o);
		break;
	case OBJ_ROUTE_TABLE:
		link_route_table(l, (struct route_table *)o);
		break;
	case OBJ_SECURITY_GROUP: {
		struct security_group *g = (struct security_group *)o;

		link_refs(l, &g->vpcs,
		    (struct reference){ o, "is used in VPC", VPC, "VPC" });
		link_rules(l, o, &g->ingress, link_rule_peer);
		link_rules(l, o, &g->egress, link_rule_peer);
		break;
	}
	case OBJ_NETWORK_ACL: {
		struct network_acl *acl = (struct network_acl *)o;

		link_rules(l, o, &acl->ingress, link_acl_peer);
		link_rules(l, o, &acl->egress, link_acl_peer);
		break;
	}
	case OBJ_INTERFACE:
		link_interface(l, (struct interface *)o);
		break;
	case OBJ_NAT_GATEWAY: {
		struct nat_gateway *n = (struct nat_gateway *)o;

		link_in_subnet(l, o, &n->subnet);
		link_ref(l, &n->route_table,
		    (struct reference){
			o, "uses route table", ROUTE_TABLE, "route table" });
		break;
	}
	case OBJ_ENDPOINT:
		link_endpoint(l, (struct endpoint *)o);
		break;
	case OBJ_PEERING:
		link_refs(l, &((struct peering *)o)->between,
		    (struct reference){
			o, "is between VPCs, one of them", VPC, "VPC" });
		break;
	case OBJ_ROUTE_SERVER:
		link_route_server(l, (struct route_server *)o);
		break;
	case OBJ_LOAD_BALANCER:
	case OBJ_RESOURCE_GATEWAY:
		link_load_balancer(l, (struct load_balancer *)o);
		break;
	case OBJ_ENDPOINT_SERVICE:
	case OBJ_RESOURCE_CONFIGURATION:
		link_endpoint_service(l, (struct endpoint_service *)o);
		break;
	case OBJ_MULTICAST_DOMAIN:
		link_multicast_domain(l, (struct multicast_domain *)o);
		break;
	case OBJ_SERVICE_NETWORK:
		link_service_network(l, (struct service_network *)o);
		break;
	case OBJ_ON_PREMISES:
		link_site(l, (struct on_premises *)o);
		break;
	default:
		break;
	}
}

static void
link_zone(struct linker *l, struct hosted_zone *z)
{
	for (size_t i = 0; i < z->vpcs.n; i++) {
		struct ref *v = &z->vpcs.v[i];
		const char *near = model_nearest(l->m, VPC, v->name);

		v->object = model_find(l->m, NULL, VPC, v->name, NULL);
		if (v->object == NULL)
			errs_add(l->errs, v->where,
			    "hosted zone \"%s\" is for VPC \"%s\", but there "
			    "is no such VPC%s%s%s",
			    z->name, v->name, near ? "; did you mean \"" : "",
			    near ? near : "", near ? "\"?" : "");
	}
}

/* Whose route table a change speaks of is found first: a route's target is
 * looked up from there. */
static void
link_change(struct linker *l, struct change *c)
{
	static const unsigned kinds[] = {
		[CHANGE_ADD_ROUTE] = ANY_ROUTE_TABLE,
		[CHANGE_REPLACE_ROUTE] = ANY_ROUTE_TABLE,
		[CHANGE_DELETE_ROUTE] = ANY_ROUTE_TABLE,
		[CHANGE_SET_RULES] = GROUP | ACL,
		[CHANGE_DOWN] = TARGET | PARTY | BALANCER,
		[CHANGE_UP] = TARGET | PARTY | BALANCER,
		[CHANGE_CREATE_ENDPOINT] = 1u << OBJ_ENDPOINT,
		[CHANGE_DELETE_ENDPOINT] = 1u << OBJ_ENDPOINT,
	};
	struct ref *ref = &c->object;
	struct object *o;

	if (ref->name == NULL)
		return;
	o = model_find(l->m, NULL, kinds[c->kind], ref->name, NULL);
	if (o == NULL && kinds[c->kind] & 1u << OBJ_ON_PREMISES)
		o = model_find(
		    l->m, NULL, 1u << OBJ_CONNECTION, ref->name, NULL);
	ref->object = o;
	if (o == NULL) {
		const char *near =
		    model_nearest(l->m, kinds[c->kind], ref->name);

		errs_add(l->errs, ref->where,
		    "a change is of \"%s\", but nothing that it could change "
		    "has that name%s%s%s",
		    ref->name, near ? "; did you mean \"" : "",
		    near ? near : "", near ? "\"?" : "");
		return;
	}
	if (o->kind == OBJ_TGW_ROUTE_TABLE)
		link_tgw_route(l, (struct tgw_route_table *)o, &c->route);
	else if (o->kind == OBJ_ROUTE_TABLE)
		link_route(l, o, &c->route);
	else if (o->kind == OBJ_SECURITY_GROUP) {
		link_rules(l, o, &c->ingress, link_rule_peer);
		link_rules(l, o, &c->egress, link_rule_peer);
	} else if (o->kind == OBJ_NETWORK_ACL) {
		link_rules(l, o, &c->ingress, link_acl_peer);
		link_rules(l, o, &c->egress, link_acl_peer);
	}
}

/* Few, and mostly in order already. */
static void
sort_changes(struct model *m)
{
	for (size_t i = 1; i < m->nchanges; i++) {
		struct change c = m->changes[i];
		size_t j = i;

		for (; j > 0 && vtime_before(c.at, m->changes[j - 1].at); j--)
			m->changes[j] = m->changes[j - 1];
		m->changes[j] = c;
	}
}

static void
set_regions(struct model *m)
{
	if (m->region == NULL)
		m->region = "us-east-1";
	for (size_t i = 0; i < m->nvpcs; i++)
		if (m->vpcs[i]->region == NULL)
			m->vpcs[i]->region = m->region;
}

int
model_link(struct model *m, struct errs *errs)
{
	struct linker l = { m, errs };
	size_t before = errs_count(errs), n;

	set_regions(m);
	link_resolver_endpoints(m, errs);
	link_service_networks(m, errs);
	n = m->nobjects;
	for (size_t i = 0; i < n; i++)
		link_object(&l, m->objects[i]);
	link_transit_gateways(&l);
	link_flow_logs(&l);
	for (size_t i = 0; i < m->nchanges; i++)
		link_change(&l, &m->changes[i]);
	link_block_public_access(m, errs);
	sort_changes(m);
	for (size_t i = 0; i < m->nhosted_zones; i++)
		link_zone(&l, &m->hosted_zones[i]);
	link_resolver_rules(m, errs);
	link_dns_firewalls(&l);
	link_out_of_reach(m);
	link_regional_nat(m, errs);
	link_defaults(m, errs);
	link_addresses(m, errs);
	link_instances(m);
	link_balanced(m);
	return errs_count(errs) > before ? -1 : 0;
}
