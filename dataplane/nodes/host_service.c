/*
 * host_service.c - what the host under an instance serves: DNS, metadata, time
 *
 * Neither security group nor network ACL nor route is asked, and no route can
 * lead such packets elsewhere (VPC User Guide: route tables; security groups).
 * The resolver answers at 169.254.169.253 and at the VPC's primary IPv4 block
 * plus two; the subnet's router at the subnet plus one.
 */

#include "dataplane/nodes/host_service.h"

#include "core/trace.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/host_services.h"
#include "dataplane/tables/rate.h"

static const char resolver_name[] = "route53-resolver";

static bool
is_router(const struct subnet *s, struct ip ip)
{
	for (size_t i = 0; i < s->cidr.n; i++) {
		struct prefix p = s->cidr.v[i].prefix;

		if (prefix_is4(p) && ip_eq(ip, ip_add(p.addr, 1)))
			return true;
	}
	return false;
}

static bool
is_resolver(const struct vpc_cfg *v, struct ip ip)
{
	return !ip_is_zero(v->resolver) && ip_eq(ip, v->resolver);
}

const char *
host_service_name(const struct vpc_cfg *v, const struct subnet *s, struct ip ip)
{
	const struct host_service *known = host_service_at(ip);

	if (known)
		return known->name;
	if (is_resolver(v, ip))
		return resolver_name;
	return is_router(s, ip) ? "vpc-router" : NULL;
}

static bool
is_dns(const char *name)
{
	return name == resolver_name || strcmp(name, resolver_name) == 0;
}

/* Several services may share an address's name; each has its own port. */
static bool
answers(const char *name, const struct flow_key *k)
{
	const struct host_service *s = host_service_at(k->dst);

	if (!flow_key_has_ports(k))
		return proto_is_icmp(k->proto);
	if (is_dns(name))
		return k->dport == 53;
	return s == NULL ||
	    (k->dport == s->port && (k->proto == PROTO_TCP ? s->tcp : s->udp));
}

bool
host_service_is_dhcp(const struct resolver *r)
{
	const struct flow_key *k = r_key(r);
	const struct host_service *s = host_service_at(k->dst);

	return s && answers(s->name, k);
}

bool
host_service_takes(struct resolver *r, const struct vpc_cfg *v,
    const struct subnet *s, uint16_t answer_side)
{
	const struct flow_key *k = r_key(r);
	const char *name = host_service_name(v, s, k->dst);
	uint32_t self = r_at(r).node;
	struct hop *h;

	if (name == NULL)
		return false;
	r_mark(r, MARK_HOST_SERVICE);
	h = r_hop(r, self, ACT_FORWARD);
	if (h)
		h->rule = r_text(r,
		    "%s is served by the host: no security "
		    "group, network ACL or route is asked",
		    name);
	if (is_dns(name) && !v->vpc->dns_support)
		r_drop(r, DROP_DNS_DISABLED, self);
	else if (!answers(name, k))
		r_drop(r, DROP_HOST_SERVICE, self);
	r_step(r,
	    (struct step_words){
		.step = &linklocal_rate_step, .arg = LINKLOCAL_PPS });
	r_deliver(r, answer_side);
	return true;
}
