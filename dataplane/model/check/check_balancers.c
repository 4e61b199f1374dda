/*
 * check_balancers.c - load balancers, endpoint services and who uses them
 *
 * User Guide for Network Load Balancers ("Load balancer scheme", "Listeners",
 * "Target groups"); AWS PrivateLink Guide ("Create an endpoint service"): a
 * network load balancer stands behind it, and an endpoint in a zone where none
 * is leads nowhere.
 */

#include "dataplane/model/check/check.h"

#include <string.h>

#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

/* A side of a load balancer has 12 bits for which interface is meant. */
enum { MOST_OF_A_KIND = 4000 };

static void
check_scheme(const struct load_balancer *b, struct errs *errs)
{
	if (b->internet_facing && b->o.vpc->internet_gateway == NULL)
		errs_warn(errs, b->o.where,
		    "%s is internet-facing, but VPC \"%s\" has no internet "
		    "gateway",
		    SAY(&b->o), b->o.vpc->o.name);
	for (size_t i = 0; i < b->nsubnets; i++) {
		const struct endpoint_subnet *s = &b->subnets[i];

		if (!b->internet_facing && s->public_ip.n > 0)
			errs_add(errs, s->public_ip.v[0].where,
			    "%s is internal, so it cannot have a public_ip "
			    "(scheme: internet-facing)",
			    SAY(&b->o));
		else if (b->internet_facing && s->public_ip.n == 0)
			errs_add(errs, check_place(&s->subnet, &b->o),
			    "%s is internet-facing and needs a public_ip in "
			    "subnet \"%s\"",
			    SAY(&b->o), s->subnet.name);
		else if (s->public_ip.n > 1)
			errs_add(errs, s->public_ip.v[1].where,
			    "%s has more than one public_ip in a subnet",
			    SAY(&b->o));
	}
}

static bool
is_udp(const struct listener *l)
{
	return l->proto == LISTEN_UDP || l->proto == LISTEN_TCP_UDP;
}

static bool
both_hear(const struct listener *a, const struct listener *b)
{
	return a->port == b->port &&
	    ((is_udp(a) && is_udp(b)) ||
		(a->proto != LISTEN_UDP && b->proto != LISTEN_UDP));
}

static bool
same_target(const struct balancer_member *a, const struct balancer_member *b)
{
	return a->to.name && b->to.name && a->port == b->port &&
	    strcmp(a->to.name, b->to.name) == 0;
}

static void
check_targets(
    const struct load_balancer *b, const struct listener *l, struct errs *errs)
{
	for (size_t i = 0; i < l->ntargets; i++) {
		const struct balancer_member *t = &l->targets[i];

		for (size_t j = 0; j < i; j++)
			if (same_target(t, &l->targets[j]))
				errs_add(errs, t->where,
				    "%s has the target \"%s\" twice for one "
				    "listener",
				    SAY(&b->o), t->to.name);
		if (t->to.object == &b->o)
			errs_add(errs, t->where, "%s is a target of its own",
			    SAY(&b->o));
	}
	if (l->ntargets == 0)
		errs_warn(errs, l->where, "%s has a listener without targets",
		    SAY(&b->o));
}

static void
check_listeners(const struct load_balancer *b, struct errs *errs)
{
	for (size_t i = 0; i < b->nlisteners; i++) {
		const struct listener *l = &b->listeners[i];

		for (size_t j = 0; j < i; j++)
			if (both_hear(l, &b->listeners[j]))
				errs_add(errs, l->where,
				    "%s has two listeners for the same "
				    "protocol on port %d",
				    SAY(&b->o), l->port);
		if (is_udp(l) && b->type == BALANCER_APPLICATION)
			errs_add(errs, l->where,
			    "%s is an application load balancer, which has no "
			    "listeners for UDP",
			    SAY(&b->o));
		check_targets(b, l, errs);
	}
	if (b->nlisteners == 0)
		errs_warn(errs, b->o.where, "%s has no listeners", SAY(&b->o));
}

/* --- Gateway Load Balancers --------------------------------------------- */

enum { GENEVE_PORT = 6081 };

static void
not_of_gateways(const struct load_balancer *b, struct where where,
    const char *key, struct errs *errs)
{
	errs_add(errs, where.file ? where : b->o.where,
	    "%s is a Gateway Load Balancer, which has no %s", SAY(&b->o), key);
}

static void
check_appliance(const struct load_balancer *b, const struct balancer_member *t,
    struct errs *errs)
{
	if (t->to.object && t->to.object->kind != OBJ_INTERFACE)
		errs_add(errs, t->to.where,
		    "%s has the target %s, but targets of a Gateway Load "
		    "Balancer are interfaces of appliances",
		    SAY(&b->o), SAY(t->to.object));
	else if (t->owner == NULL && (t->to.object || ip_is_zero(t->ip4) == 0))
		errs_add(errs, t->to.where,
		    "%s has the target \"%s\", but no interface of its VPC "
		    "has that address",
		    SAY(&b->o), t->to.name);
	else if (t->owner && ip_is_zero(t->ip4))
		errs_add(errs, t->to.where,
		    "%s has the target %s, which has no IPv4 address",
		    SAY(&b->o), SAY(&t->owner->o));
	if (t->port && t->port != GENEVE_PORT)
		errs_add(errs, t->to.where,
		    "%s has a target on port %d, but a Gateway Load Balancer "
		    "sends to port %d only",
		    SAY(&b->o), t->port, GENEVE_PORT);
}

static void
check_gateway(const struct load_balancer *b, struct errs *errs)
{
	if (b->nlisteners > 0)
		not_of_gateways(b, b->listeners[0].where,
		    "listeners of its own: write targets", errs);
	if (b->security_groups.n > 0)
		not_of_gateways(
		    b, b->security_groups.v[0].where, "security_groups", errs);
	if (b->internet_facing)
		not_of_gateways(b, b->o.where, "public side", errs);
	for (size_t i = 0; i < b->ntargets; i++)
		check_appliance(b, &b->targets[i], errs);
	if (b->ntargets == 0)
		errs_warn(errs, b->o.where, "%s has no targets", SAY(&b->o));
	else
		check_targets(b,
		    &(struct listener){
			.targets = b->targets, .ntargets = b->ntargets },
		    errs);
}

static void
check_type(const struct load_balancer *b, struct errs *errs)
{
	if (b->type == BALANCER_RESOURCE)
		return;
	if (b->type == BALANCER_GATEWAY) {
		check_gateway(b, errs);
		return;
	}
	check_listeners(b, errs);
	if (b->ntargets > 0)
		errs_add(errs, b->targets[0].to.where,
		    "%s has targets of its own, but its listeners have them",
		    SAY(&b->o));
}

static void
check_sizes(const struct load_balancer *b, struct errs *errs)
{
	if (b->nlisteners * b->nsubnets > MOST_OF_A_KIND)
		errs_add(errs, b->o.where, "%s has more than %d listeners",
		    SAY(&b->o), MOST_OF_A_KIND / (int)b->nsubnets);
	if (b->ntargets > MOST_OF_A_KIND)
		errs_add(errs, b->o.where, "%s has more than %d targets",
		    SAY(&b->o), MOST_OF_A_KIND);
	if (b->nconsumers > MOST_OF_A_KIND)
		errs_add(errs, b->o.where,
		    "%s serves more than %d interfaces of endpoints",
		    SAY(&b->o), MOST_OF_A_KIND);
}

static void
check_service(const struct endpoint_service *s, struct errs *errs)
{
	if (s->o.kind == OBJ_RESOURCE_CONFIGURATION)
		return;
	if (s->load_balancers.n == 0)
		errs_warn(
		    errs, s->o.where, "%s has no load balancer", SAY(&s->o));
	for (size_t i = 0; i < s->load_balancers.n; i++) {
		const struct ref *ref = &s->load_balancers.v[i];
		const struct load_balancer *b =
		    (const struct load_balancer *)ref->object;

		if (b && b->type == BALANCER_APPLICATION)
			errs_add(errs, check_place(ref, &s->o),
			    "%s is an application load balancer, but behind "
			    "%s stands a network load balancer",
			    SAY(&b->o), SAY(&s->o));
		else if (b &&
		    (b->type == BALANCER_GATEWAY) !=
			endpoint_service_is_gateway(s))
			errs_add(errs, check_place(ref, &s->o),
			    "behind %s stand network load balancers and "
			    "Gateway Load Balancers, but AWS takes one sort",
			    SAY(&s->o));
	}
	for (size_t i = 0; i < s->accepted.n; i++) {
		const struct ref *ref = &s->accepted.v[i];
		const struct endpoint *e = (const struct endpoint *)ref->object;

		if (e && e->provider != s)
			errs_add(errs, check_place(ref, &s->o),
			    "%s accepts %s, which is for another service",
			    SAY(&s->o), SAY(&e->o));
	}
}

static void
check_use(const struct endpoint *e, struct errs *errs)
{
	static const char *const why[] = {
		[USE_NOT_ACCEPTED] = "has not accepted it",
		[USE_NOT_ALLOWED] = "does not allow its principal",
		[USE_NOT_HERE] = "is not offered in its Region",
	};
	enum endpoint_use use = endpoint_use(e);

	if (use != USE_GRANTED)
		errs_warn(errs, e->o.where, "%s leads nowhere: %s %s",
		    SAY(&e->o), SAY(&e->provider->o), why[use]);
	for (size_t i = 0; e->served && i < e->nsubnets; i++)
		if (e->served[i].balancer == NULL)
			errs_warn(errs,
			    check_place(&e->subnets[i].subnet, &e->o),
			    "%s leads nowhere from subnet \"%s\": %s has no "
			    "load balancer in its zone",
			    SAY(&e->o), e->subnets[i].subnet.name,
			    SAY(&e->provider->o));
}

static enum endpoint_type
type_for(const struct endpoint_service *s)
{
	if (s->o.kind == OBJ_RESOURCE_CONFIGURATION)
		return ENDPOINT_RESOURCE;
	return endpoint_service_is_gateway(s) ? ENDPOINT_GATEWAY_LOAD_BALANCER
					      : ENDPOINT_INTERFACE;
}

/* What only an endpoint for a customer's service has. */
static void
check_endpoint(const struct endpoint *e, struct errs *errs)
{
	static const char *const names[] = {
		[ENDPOINT_INTERFACE] = "interface",
		[ENDPOINT_GATEWAY_LOAD_BALANCER] = "gateway-load-balancer",
		[ENDPOINT_RESOURCE] = "resource",
		[ENDPOINT_SERVICE_NETWORK] = "service-network",
	};
	enum endpoint_type type = e->provider ? type_for(e->provider) : e->type;

	if (e->provider && e->type != type)
		errs_add(errs, e->service.where,
		    "%s is of another type than %s has: those are %s endpoints",
		    SAY(&e->o), SAY(&e->provider->o), names[type]);
	else if (e->provider)
		check_use(e, errs);
	else if (e->type == ENDPOINT_RESOURCE && e->service.s)
		errs_add(errs, e->service.where,
		    "%s is for \"%s\", which is no resource configuration",
		    SAY(&e->o), e->service.s);
	else if (e->principal.s)
		errs_add(errs, e->principal.where,
		    "%s has a principal, which only endpoints for a customer's "
		    "service need",
		    SAY(&e->o));
	if (e->provider && e->private_dns && !e->provider->private_dns_name.s)
		errs_add(errs, e->private_dns_where,
		    "%s has private_dns, but %s has no private_dns_name",
		    SAY(&e->o), SAY(&e->provider->o));
}

void
check_load_balancers(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		for (size_t j = 0; j < v->nload_balancers; j++) {
			const struct load_balancer *b = v->load_balancers[j];

			check_one_in_each_zone(
			    &b->o, b->subnets, b->nsubnets, b->ipv6, errs);
			check_scheme(b, errs);
			check_type(b, errs);
			check_sizes(b, errs);
		}
		for (size_t j = 0; j < v->nendpoints; j++)
			check_endpoint(v->endpoints[j], errs);
	}
	for (size_t i = 0; i < m->nendpoint_services; i++)
		check_service(m->endpoint_services[i], errs);
}
