/*
 * check_gateways.c - NAT gateways and endpoints
 *
 * VPC User Guide, "NAT gateway basics" (addresses, public and private).  AWS
 * PrivateLink Guide, "Gateway endpoints" (services, one endpoint route for each
 * service in a table) and "Interface endpoints" (one subnet for each zone,
 * private DNS and the attributes of the VPC that it needs).
 */

#include "dataplane/model/check/check.h"

#include <string.h>

#include "core/map.h"
#include "dataplane/model/endpoint_region.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/regional_nat.h"
#include "dataplane/model/say.h"

enum { NAT_ADDRESSES_MAX = 8 };

/* --- NAT gateways ------------------------------------------------------- */

static void
check_nat_public(const struct nat_gateway *n, struct errs *errs)
{
	if (n->is_private && n->public_ip.n > 0)
		errs_add(errs, n->public_ip.v[0].where,
		    "%s is private, so it cannot have a public_ip", SAY(&n->o));
	if (n->is_private)
		return;
	if (n->public_ip.n == 0)
		errs_add(errs, n->o.where,
		    "%s is public and needs a public_ip (or connectivity: "
		    "private)",
		    SAY(&n->o));
	if (n->o.vpc->internet_gateway == NULL)
		errs_warn(errs, n->o.where,
		    "%s is public, but VPC \"%s\" has no internet gateway",
		    SAY(&n->o), n->o.vpc->o.name);
}

static void
check_nat_gateway(const struct nat_gateway *n, struct errs *errs)
{
	const struct subnet *s = (const struct subnet *)n->subnet.object;
	bool v4 = s == NULL || s->cidr.n == 0;

	if (n->is_regional) {
		check_regional_nat(n, errs);
		return;
	}
	check_nat_public(n, errs);
	for (size_t i = 0; s && i < s->cidr.n; i++)
		v4 |= prefix_is4(s->cidr.v[i].prefix);
	if (!v4)
		errs_add(errs, check_place(&n->subnet, &n->o),
		    "%s is in %s, which has no IPv4 block", SAY(&n->o),
		    SAY(&s->o));
	for (size_t i = 0; i < n->ip.n; i++)
		if (!ip_is4(n->ip.v[i].ip))
			errs_add(errs, n->ip.v[i].where,
			    "%s has %s, but a NAT gateway has IPv4 addresses "
			    "only",
			    SAY(&n->o), SAY_IP(n->ip.v[i].ip));
	if (n->ip.n > NAT_ADDRESSES_MAX)
		errs_add(errs, n->ip.v[NAT_ADDRESSES_MAX].where,
		    "%s has %zu addresses, but AWS takes at most %d",
		    SAY(&n->o), n->ip.n, NAT_ADDRESSES_MAX);
}

/* --- gateway endpoints -------------------------------------------------- */

static bool
has_gateway_endpoints(const char *service)
{
	return strcmp(service, "s3") == 0 || strcmp(service, "dynamodb") == 0 ||
	    strcmp(service, "s3express") == 0;
}

/* What is given to an endpoint that only the other type has. */
static void
not_of_this_type(const struct endpoint *e, struct where w, const char *key,
    struct errs *errs)
{
	static const char *const types[] = {
		[ENDPOINT_GATEWAY] = "a gateway",
		[ENDPOINT_INTERFACE] = "an interface",
		[ENDPOINT_GATEWAY_LOAD_BALANCER] = "a Gateway Load Balancer",
		[ENDPOINT_RESOURCE] = "a resource",
		[ENDPOINT_SERVICE_NETWORK] = "a service-network",
	};

	errs_add(errs, w.file ? w : e->o.where,
	    "%s is %s endpoint, which has no %s", SAY(&e->o), types[e->type],
	    key);
}

static void
check_no_filter(const struct endpoint *e, struct errs *errs)
{
	if (e->has_filter)
		not_of_this_type(e,
		    e->filter.n ? e->filter.v[0].rule.where : e->o.where,
		    "filter", errs);
}

static void
check_gateway_endpoint(const struct endpoint *e, struct errs *errs)
{
	if (e->nsubnets > 0)
		not_of_this_type(
		    e, e->subnets[0].subnet.where, "subnets", errs);
	if (e->security_groups.n > 0)
		not_of_this_type(
		    e, e->security_groups.v[0].where, "security_groups", errs);
	if (e->private_dns)
		not_of_this_type(e, e->private_dns_where, "private_dns", errs);
	check_no_filter(e, errs);
	if (e->service_name == NULL)
		return;
	if (!has_gateway_endpoints(e->service_name))
		errs_add(errs, e->service.where,
		    "%s is a gateway endpoint for %s, but there are gateway "
		    "endpoints for s3, s3express and dynamodb only",
		    SAY(&e->o), e->service_name);
	if (!check_same_text(e->service_region, e->o.vpc->region))
		errs_add(errs, e->service.where,
		    "%s is a gateway endpoint for a service in %s, but it "
		    "serves its own Region %s only",
		    SAY(&e->o), e->service_region, e->o.vpc->region);
}

/* The endpoint that is in the map under this key, or null, and then e is. */
static const struct endpoint *
first_of(struct map *m, const char *key, struct endpoint *e)
{
	struct endpoint *first = map_get(m, key);

	if (first == NULL)
		map_set(m, key, e);
	return first;
}

static void
check_endpoint_routes(struct endpoint *e, struct map *seen, struct errs *errs)
{
	char key[128];

	if (e->service_name == NULL)
		return;
	for (size_t i = 0; i < e->route_tables.n; i++) {
		const struct ref *t = &e->route_tables.v[i];
		const struct endpoint *first;

		if (t->object == NULL)
			continue;
		snprintf(
		    key, sizeof(key), "%u %s", t->object->id, e->service_name);
		first = first_of(seen, key, e);
		if (first)
			errs_add(errs, check_place(t, &e->o),
			    "%s puts a route to %s into %s, which has one of "
			    "%s already",
			    SAY(&e->o), e->service_name, SAY(t->object),
			    SAY(&first->o));
	}
}

/* --- interface endpoints ------------------------------------------------ */

static bool
has_v6(const struct subnet *s)
{
	for (size_t i = 0; i < s->cidr.n; i++)
		if (!prefix_is4(s->cidr.v[i].prefix))
			return true;
	return false;
}

static void
check_zone(const struct object *o, const struct endpoint_subnet *es, bool ipv6,
    struct map *zones, struct errs *errs)
{
	struct subnet *s = (struct subnet *)es->subnet.object;
	const struct subnet *other;
	size_t of_family[2] = { 0, 0 };

	for (size_t i = 0; i < es->ip.n; i++)
		if (++of_family[ip_is4(es->ip.v[i].ip)] == 2)
			errs_add(errs, es->ip.v[i].where,
			    "%s has more than one IPv%c address in a subnet",
			    SAY(o), ip_is4(es->ip.v[i].ip) ? '4' : '6');
	if (s == NULL)
		return;
	if (ipv6 && s->cidr.n > 0 && !has_v6(s))
		errs_add(errs, check_place(&es->subnet, o),
		    "%s is to have IPv6 addresses, but %s has no IPv6 block",
		    SAY(o), SAY(&s->o));
	if (s->az.s == NULL)
		return;
	other = map_get(zones, s->az.s);
	if (other)
		errs_add(errs, check_place(&es->subnet, o),
		    "%s is in %s and in %s, which are both in zone %s; it "
		    "takes one subnet in each zone",
		    SAY(o), SAY(&other->o), SAY(&s->o), s->az.s);
	else
		map_set(zones, s->az.s, s);
}

void
check_one_in_each_zone(const struct object *o, const struct endpoint_subnet *v,
    size_t n, bool ipv6, struct errs *errs)
{
	struct map *zones = map_new();

	for (size_t i = 0; i < n; i++)
		check_zone(o, &v[i], ipv6, zones, errs);
	map_free(zones);
}

static void
check_private_dns(struct endpoint *e, struct map *seen, struct errs *errs)
{
	const struct vpc *v = e->o.vpc;
	struct where w =
	    e->private_dns_where.file ? e->private_dns_where : e->o.where;
	const struct endpoint *first;
	char key[128];

	if (!v->dns_support || !v->dns_hostnames)
		errs_add(errs, w,
		    "%s has private_dns, which needs %s of VPC \"%s\" to be "
		    "true",
		    SAY(&e->o),
		    v->dns_support         ? "dns_hostnames"
			: v->dns_hostnames ? "dns_support"
					   : "dns_support and dns_hostnames",
		    v->o.name);
	if (e->service_name == NULL)
		return;
	snprintf(key, sizeof(key), "%s %s", e->service_name, e->service_region);
	first = first_of(seen, key, e);
	if (first)
		errs_add(errs, w,
		    "%s has private_dns for %s, but %s of the same VPC has it "
		    "already",
		    SAY(&e->o), e->service_name, SAY(&first->o));
}

static void
check_interface_endpoint(
    struct endpoint *e, struct map *private_dns, struct errs *errs)
{
	if (e->route_tables.n > 0)
		not_of_this_type(
		    e, e->route_tables.v[0].where, "route_tables", errs);
	check_one_in_each_zone(&e->o, e->subnets, e->nsubnets, e->ipv6, errs);
	check_no_filter(e, errs);
	check_endpoint_region(e, errs);
	if (e->private_dns)
		check_private_dns(e, private_dns, errs);
}

/* --- Gateway Load Balancer endpoints ------------------------------------ */

/* Is it a customer's whose name alone is known? */
static bool
is_endpoint_service(const char *service)
{
	return strncmp(service, "vpce-svc-", 9) == 0;
}

static void
check_firewall_endpoint(const struct endpoint *e, struct errs *errs)
{
	if (e->nsubnets != 1)
		errs_add(errs,
		    e->nsubnets ? e->subnets[1].subnet.where : e->o.where,
		    "%s is a Gateway Load Balancer endpoint, which is in one "
		    "subnet, but %zu are named",
		    SAY(&e->o), e->nsubnets);
	if (e->route_tables.n > 0)
		not_of_this_type(
		    e, e->route_tables.v[0].where, "route_tables", errs);
	if (e->security_groups.n > 0)
		not_of_this_type(
		    e, e->security_groups.v[0].where, "security_groups", errs);
	if (e->private_dns)
		not_of_this_type(e, e->private_dns_where, "private_dns", errs);
	if (e->policy.n > 0)
		not_of_this_type(e, e->o.where, "policy", errs);
	if (e->provider && e->has_filter)
		errs_add(errs, e->o.where,
		    "%s has a filter, but behind it stand appliances, whose "
		    "interfaces have filters",
		    SAY(&e->o));
	if (e->service_name && !e->provider &&
	    !endpoint_is_network_firewall(e) &&
	    !is_endpoint_service(e->service_name))
		errs_add(errs, e->service.where,
		    "%s is a Gateway Load Balancer endpoint for %s, which is "
		    "no endpoint service of a Gateway Load Balancer, and not "
		    "network-firewall",
		    SAY(&e->o), e->service_name);
}

static void
check_endpoints(const struct vpc *v, struct errs *errs)
{
	struct map *routes = map_new(), *private_dns = map_new();

	for (size_t i = 0; i < v->nendpoints; i++) {
		struct endpoint *e = v->endpoints[i];

		if (e->type == ENDPOINT_GATEWAY) {
			check_gateway_endpoint(e, errs);
			check_endpoint_routes(e, routes, errs);
		} else if (e->type == ENDPOINT_GATEWAY_LOAD_BALANCER) {
			check_firewall_endpoint(e, errs);
		} else {
			check_interface_endpoint(e, private_dns, errs);
		}
	}
	map_free(private_dns);
	map_free(routes);
}

void
check_gateways(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		for (size_t j = 0; j < v->nnat_gateways; j++)
			check_nat_gateway(v->nat_gateways[j], errs);
		check_endpoints(v, errs);
	}
}
