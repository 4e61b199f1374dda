/*
 * check_addresses.c - private, public and delegated addresses
 *
 * A private address is in its subnet, is none that AWS keeps, and has one owner
 * in its VPC (VPC User Guide, "Subnet sizing"; EC2 User Guide, "IP addresses
 * per network interface", "Prefix delegation").  A public one has one owner in
 * all, and a private IPv4 address of its own.
 */

#include "dataplane/model/check/check.h"

#include <stdlib.h>

#include "dataplane/model/blocks.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

enum { KEPT_FIRST = 4, DELEGATED4 = 124, DELEGATED6 = 80 };

struct holdings {
	struct blocks private; /* of one VPC */
	struct blocks public;  /* of the model */
	struct errs *errs;
};

static const struct prefix *
block_with(const struct subnet *s, struct prefix p)
{
	for (size_t i = 0; i < s->cidr.n; i++)
		if (prefix_covers(s->cidr.v[i].prefix, p))
			return &s->cidr.v[i].prefix;
	return NULL;
}

static const char *
say_part(struct prefix p, char buf[static PREFIX_STRLEN])
{
	char ip[IP_STRLEN];

	if (p.len < 128)
		return prefix_format(p, buf);
	snprintf(buf, PREFIX_STRLEN, "%s", ip_format(p.addr, ip));
	return buf;
}

#define SAY_PART(p) say_part((p), (char[PREFIX_STRLEN]){ 0 })

/* The block of the subnet that has it; null, and reported, if none has. */
static const struct prefix *
check_inside(struct holdings *h, const struct object *o,
    const struct ref *subnet, struct prefix p, struct where where)
{
	const struct subnet *s = (const struct subnet *)subnet->object;
	const struct prefix *block;

	blocks_add(&h->private, p, where, o);
	if (s == NULL || s->cidr.n == 0)
		return NULL;
	block = block_with(s, p);
	if (block == NULL)
		errs_add(h->errs, where,
		    "%s has %s, which is outside its %s (%s%s)", SAY(o),
		    SAY_PART(p), SAY(&s->o), SAY_CIDR(s->cidr.v[0].prefix),
		    s->cidr.n > 1 ? ", ..." : "");
	return block;
}

static void
check_address(struct holdings *h, const struct object *o,
    const struct ref *subnet, const struct addr *a)
{
	const struct prefix *block =
	    check_inside(h, o, subnet, prefix_of(a->ip, 128), a->where);

	if (block == NULL)
		return;
	if (ip_less(a->ip, ip_add(prefix_first(*block), KEPT_FIRST)) ||
	    ip_eq(a->ip, prefix_last(*block)))
		errs_add(h->errs, a->where,
		    "%s has %s, but AWS keeps the first four addresses and "
		    "the last of %s (%s)",
		    SAY(o), SAY_IP(a->ip), SAY(subnet->object),
		    SAY_CIDR(*block));
}

static void
check_addresses_of(struct holdings *h, const struct object *o,
    const struct ref *subnet, const struct addrs *a)
{
	for (size_t i = 0; i < a->n; i++)
		check_address(h, o, subnet, &a->v[i]);
}

static void
check_public(struct holdings *h, const struct object *o, const struct addrs *a)
{
	for (size_t i = 0; i < a->n; i++) {
		struct ip ip = a->v[i].ip;

		if (ip_is_zero(ip))
			continue;
		if (!ip_is4(ip) || ip_is_special(ip))
			errs_add(h->errs, a->v[i].where,
			    "%s has the public address %s, which is no public "
			    "IPv4 address",
			    SAY(o), SAY_IP(ip));
		else
			blocks_add(
			    &h->public, prefix_of(ip, 128), a->v[i].where, o);
	}
}

static void
check_delegated(struct holdings *h, const struct interface *n)
{
	for (size_t i = 0; i < n->prefixes.n; i++) {
		const struct cidr *c = &n->prefixes.v[i];

		check_inside(h, &n->o, &n->subnet, c->prefix, c->where);
		if (c->prefix.len !=
		    (prefix_is4(c->prefix) ? DELEGATED4 : DELEGATED6))
			errs_add(h->errs, c->where,
			    "%s has the prefix %s, but a delegated prefix is "
			    "an IPv4 /28 or an IPv6 /80",
			    SAY(&n->o), SAY_CIDR(c->prefix));
	}
}

static void
check_interface(struct holdings *h, const struct interface *n)
{
	size_t v4 = 0;

	check_addresses_of(h, &n->o, &n->subnet, &n->ip);
	check_delegated(h, n);
	check_public(h, &n->o, &n->public_ip);
	for (size_t i = 0; i < n->ip.n; i++)
		v4 += ip_is4(n->ip.v[i].ip);
	if (n->subnet.object && n->public_ip.n > v4)
		errs_add(h->errs, n->public_ip.v[v4].where,
		    "%s has more public addresses (%zu) than private IPv4 "
		    "ones (%zu) to map them to",
		    SAY(&n->o), n->public_ip.n, v4);
}

static void
check_zones(struct holdings *h, const struct object *o,
    const struct endpoint_subnet *subnets, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		check_addresses_of(h, o, &subnets[i].subnet, &subnets[i].ip);
		check_public(h, o, &subnets[i].public_ip);
	}
}

static void
check_vpc(struct holdings *h, const struct vpc *v)
{
	for (size_t i = 0; i < v->ninterfaces; i++)
		check_interface(h, v->interfaces[i]);
	for (size_t i = 0; i < v->nnat_gateways; i++) {
		const struct nat_gateway *n = v->nat_gateways[i];

		if (!n->is_regional)
			check_addresses_of(h, &n->o, &n->subnet, &n->ip);
		check_public(h, &n->o, &n->public_ip);
	}
	for (size_t i = 0; i < v->nendpoints; i++)
		check_zones(h, &v->endpoints[i]->o, v->endpoints[i]->subnets,
		    v->endpoints[i]->nsubnets);
	for (size_t i = 0; i < v->nload_balancers; i++)
		check_zones(h, &v->load_balancers[i]->o,
		    v->load_balancers[i]->subnets,
		    v->load_balancers[i]->nsubnets);
}

static void
report_twice(void *errs, const struct block *outer, const struct block *inner)
{
	if (outer->of->kind == OBJ_HOST && inner->of->kind == OBJ_HOST)
		return;
	if (!prefix_eq(outer->prefix, inner->prefix))
		errs_add(errs, inner->where,
		    "%s has %s, which is part of %s of %s", SAY(inner->of),
		    SAY_PART(inner->prefix), SAY_PART(outer->prefix),
		    SAY(outer->of));
	else if (outer->of == inner->of)
		errs_add(errs, inner->where, "%s has %s twice", SAY(inner->of),
		    SAY_PART(inner->prefix));
	else
		errs_add(errs, inner->where, "%s has %s, which %s has already",
		    SAY(inner->of), SAY_PART(inner->prefix), SAY(outer->of));
}

static void
add_hosts(const struct model *m, struct blocks *public)
{
	bool *at_site = check_hosts_of_sites(m);

	for (size_t i = 0; i < m->nhosts; i++) {
		const struct named_host *host = m->hosts[i];

		if (!at_site[host->o.id])
			blocks_add(public, prefix_of(host->ip, 128),
			    host->o.where, &host->o);
	}
	free(at_site);
}

void
check_addresses(const struct model *m, struct errs *errs)
{
	struct holdings h = { .errs = errs };

	for (size_t i = 0; i < m->nvpcs; i++) {
		h.private.n = 0;
		check_vpc(&h, m->vpcs[i]);
		blocks_sort(&h.private);
		blocks_overlaps(&h.private, report_twice, errs);
	}
	add_hosts(m, &h.public);
	blocks_sort(&h.public);
	blocks_overlaps(&h.public, report_twice, errs);
	free(h.private.v);
	free(h.public.v);
}
