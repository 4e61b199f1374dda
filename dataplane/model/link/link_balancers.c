/*
 * link_balancers.c - load balancers, their targets, and who uses them
 *
 * A target that is named is registered as an instance and sees the client's
 * address; one that is given by address does so for UDP only.  That needs a
 * target in the load balancer's own VPC, to which answers can be traced back;
 * an application load balancer never does it (User Guide for Network Load
 * Balancers, "Client IP preservation").
 */

#include "dataplane/model/link/link_balancers.h"

#include <string.h>

enum {
	TARGETS = 1u << OBJ_INTERFACE | 1u << OBJ_LOAD_BALANCER,
	INTERFACE = 1u << OBJ_INTERFACE,
	BALANCERS = 1u << OBJ_LOAD_BALANCER,
	ENDPOINTS = 1u << OBJ_ENDPOINT,
};

/* Those of a Gateway Load Balancer, as a listener's. */
#define TARGETS_OF(b) .targets = (b)->targets, .ntargets = (b)->ntargets

static bool
is_address(const struct ref *to, struct ip *ip)
{
	return to->name && ip_parse(to->name, ip);
}

static void
link_listener(struct linker *l, struct load_balancer *b, struct listener *n)
{
	struct ip ip;

	for (size_t i = 0; i < n->ntargets; i++)
		if (!is_address(&n->targets[i].to, &ip))
			link_ref(l, &n->targets[i].to,
			    (struct reference){ &b->o, "has the target",
				TARGETS, "interface or load balancer" });
}

void
link_load_balancer(struct linker *l, struct load_balancer *b)
{
	for (size_t i = 0; i < b->nsubnets; i++)
		link_in_subnet(l, &b->o, &b->subnets[i].subnet);
	link_groups(l, &b->o, &b->security_groups);
	for (size_t i = 0; i < b->nlisteners; i++)
		link_listener(l, b, &b->listeners[i]);
	link_listener(l, b, &(struct listener){ TARGETS_OF(b) });
}

/* Null: it was not written, or is none. */
static struct object *
gateway_of(const struct endpoint_service *s)
{
	return s->load_balancers.n ? s->load_balancers.v[0].object : NULL;
}

/* Its name is looked up from where its gateway is. */
static void
link_resource(struct linker *l, struct endpoint_service *s)
{
	struct object *gateway = gateway_of(s);

	if (gateway)
		link_ref(l, &s->resource,
		    (struct reference){
			gateway, "leads to", INTERFACE, "interface" });
}

void
link_endpoint_service(struct linker *l, struct endpoint_service *s)
{
	struct ip ip;

	if (s->o.kind == OBJ_RESOURCE_CONFIGURATION) {
		link_refs(l, &s->load_balancers,
		    (struct reference){ &s->o, "is reached by",
			1u << OBJ_RESOURCE_GATEWAY, "resource gateway" });
		if (!is_address(&s->resource, &ip))
			link_resource(l, s);
		return;
	}
	link_refs(l, &s->load_balancers,
	    (struct reference){
		&s->o, "stands behind", BALANCERS, "load balancer" });
	link_refs(l, &s->accepted,
	    (struct reference){ &s->o, "accepts", ENDPOINTS, "endpoint" });
}

struct endpoint_service *
link_find_service(const struct model *m, const char *name)
{
	static const char prefix[] = "com.amazonaws.vpce.";

	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0) {
		name += sizeof(prefix) - 1;
		name += strcspn(name, ".");
		name += *name == '.';
	}
	return (struct endpoint_service *)model_find(m, NULL,
	    1u << OBJ_ENDPOINT_SERVICE | 1u << OBJ_RESOURCE_CONFIGURATION, name,
	    NULL);
}

/* --- targets ------------------------------------------------------------ */

static const char *
zone_of(const struct ref *subnet)
{
	const struct subnet *s = (const struct subnet *)subnet->object;

	return s ? s->az.s : NULL;
}

static void
take_address(struct balancer_member *t, struct ip ip)
{
	struct ip *to = ip_is4(ip) ? &t->ip4 : &t->ip6;

	if (ip_is_zero(*to))
		*to = ip;
}

static struct interface *
interface_with(const struct vpc *v, struct ip ip)
{
	for (size_t i = 0; i < v->ninterfaces; i++)
		for (size_t j = 0; j < v->interfaces[i]->ip.n; j++)
			if (ip_eq(v->interfaces[i]->ip.v[j].ip, ip))
				return v->interfaces[i];
	return NULL;
}

static const char *
zone_with(const struct vpc *v, struct ip ip)
{
	for (size_t i = 0; i < v->nsubnets; i++)
		for (size_t j = 0; j < v->subnets[i]->cidr.n; j++)
			if (prefix_has(v->subnets[i]->cidr.v[j].prefix, ip))
				return v->subnets[i]->az.s;
	return NULL;
}

/* What is outside the VPC is in no zone: all of them lead to it. */
static void
locate(const struct load_balancer *b, struct balancer_member *t)
{
	const struct vpc *v = b->o.vpc;
	struct interface *n = (struct interface *)t->to.object;
	struct ip ip;

	if (is_address(&t->to, &ip)) {
		take_address(t, ip);
		t->owner = interface_with(v, ip);
		t->az = zone_with(v, ip);
	} else if (n && n->o.kind == OBJ_INTERFACE) {
		for (size_t i = 0; i < n->ip.n; i++)
			take_address(t, n->ip.v[i].ip);
		t->owner = n;
		t->az = n->o.vpc == v ? zone_of(&n->subnet) : NULL;
	}
}

static bool
preserves(const struct load_balancer *b, const struct listener *l,
    const struct balancer_member *t)
{
	if (b->type != BALANCER_NETWORK || t->owner == NULL ||
	    t->owner->o.vpc != b->o.vpc)
		return false;
	if (l->preserve != PRESERVE_AS_AWS)
		return l->preserve == PRESERVE_YES;
	return t->to.object || l->proto == LISTEN_UDP ||
	    l->proto == LISTEN_TCP_UDP;
}

/* Where in the interface's list the nodes of this load balancer begin. */
static uint16_t
note_balanced(
    struct model *m, struct interface *n, const struct load_balancer *b)
{
	size_t first = n->nbalanced;

	for (size_t i = 0; i < n->nbalanced; i++)
		if (n->balanced[i].balancer == b)
			return (uint16_t)i;
	for (size_t i = 0; i < b->nsubnets; i++)
		*ARENA_PUSH(m->arena, n->balanced, n->nbalanced) =
		    (struct balancer_node){ b, (uint16_t)i, 0 };
	return (uint16_t)first;
}

static void
link_members(struct model *m, const struct load_balancer *b, struct listener *l)
{
	for (size_t i = 0; i < l->ntargets; i++) {
		struct balancer_member *t = &l->targets[i];

		locate(b, t);
		t->preserves = preserves(b, l, t);
		if (t->preserves)
			t->balanced = note_balanced(m, t->owner, b);
	}
}

/* --- who uses them ------------------------------------------------------ */

/* The load balancer's node in the zone; a zone that is not known is any. */
static bool
node_in_zone(const struct load_balancer *b, const char *az, uint16_t *zone)
{
	for (size_t i = 0; i < b->nsubnets; i++) {
		const char *own = zone_of(&b->subnets[i].subnet);

		if (az && own && strcmp(az, own) != 0)
			continue;
		*zone = (uint16_t)i;
		return true;
	}
	return false;
}

/* Zones of another Region have other names: any of them serves. */
static void
serve(struct model *m, struct endpoint *e, uint16_t which)
{
	const struct endpoint_service *s = e->provider;
	const char *region = endpoint_service_region(s);
	bool here = region && strcmp(region, e->o.vpc->region) == 0;
	const char *az =
	    here && !e->associated ? zone_of(&e->subnets[which].subnet) : NULL;
	struct balancer_node *served = &e->served[which];

	for (size_t i = 0; i < s->load_balancers.n && !served->balancer; i++) {
		struct load_balancer *b =
		    (struct load_balancer *)s->load_balancers.v[i].object;
		uint16_t zone;

		if (b == NULL || !node_in_zone(b, az, &zone))
			continue;
		*served =
		    (struct balancer_node){ b, zone, (uint16_t)b->nconsumers };
		*ARENA_PUSH(m->arena, b->consumers, b->nconsumers) =
		    (struct balancer_consumer){ e, which, zone };
	}
}

static void
link_endpoints(struct model *m, const struct vpc *v)
{
	for (size_t i = 0; i < v->nendpoints; i++) {
		struct endpoint *e = v->endpoints[i];
		size_t n = e->associated ? 1 : e->nsubnets;

		if (e->provider == NULL)
			continue;
		e->served = arena_alloc(m->arena, n * sizeof(*e->served));
		for (size_t j = 0; j < n; j++)
			serve(m, e, (uint16_t)j);
	}
}

static void
link_members_of(struct model *m, const struct load_balancer *b)
{
	for (size_t i = 0; i < b->nlisteners; i++)
		link_members(m, b, &b->listeners[i]);
	link_members(m, b, &(struct listener){ TARGETS_OF(b) });
}

/* A resource is the one target of a listener of its own. */
static void
add_resources(struct model *m)
{
	for (size_t i = 0; i < m->nendpoint_services; i++) {
		const struct endpoint_service *s = m->endpoint_services[i];
		struct balancer_member *t;
		struct load_balancer *b;

		if (s->o.kind != OBJ_RESOURCE_CONFIGURATION)
			continue;
		b = (struct load_balancer *)gateway_of(s);
		if (b == NULL)
			continue;
		t = arena_alloc(m->arena, sizeof(*t));
		*t = (struct balancer_member){
			.to = s->resource, .healthy = true, .where = s->o.where
		};
		*ARENA_PUSH(m->arena, b->listeners, b->nlisteners) =
		    (struct listener){ .where = s->o.where,
			    .only = s,
			    .proto = LISTEN_TCP,
			    .port = s->port,
			    .targets = t,
			    .ntargets = 1 };
	}
}

void
link_balanced(struct model *m)
{
	add_resources(m);
	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		for (size_t j = 0; j < v->nload_balancers; j++)
			link_members_of(m, v->load_balancers[j]);
		link_endpoints(m, v);
	}
}
