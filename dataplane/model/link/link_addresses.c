/*
 * link_addresses.c - private addresses for what was given none
 *
 * Addresses that are written are taken first, wherever they are, so that adding
 * an object without an address never takes one that another has.  Each subnet
 * remembers how far its addresses are given out, so the whole is linear.
 */

#include "dataplane/model/link/link_addresses.h"

#include <stdlib.h>

#include "core/map.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

enum { KEPT_FIRST = 4, PREFIX4 = 124, PREFIX6 = 80, SMALLEST = 125 };

struct pool {
	struct ip next[2]; /* IPv4, IPv6; zero: nothing given out yet */
};

struct pools {
	struct model *m;
	struct errs *errs;
	struct map *taken; /* addresses and delegated prefixes, by VPC */
	struct pool *pool; /* by the subnet's id */
};

static const char *
key(char *buf, size_t size, const struct vpc *v, struct prefix p)
{
	snprintf(buf, size, "%u %s", v->o.id, SAY_CIDR(p));
	return buf;
}

static void
take(struct pools *ps, const struct vpc *v, struct prefix p)
{
	char buf[PREFIX_STRLEN + 16];

	map_set(ps->taken, key(buf, sizeof(buf), v, p), ps);
}

static void
take_all(struct pools *ps, const struct vpc *v, const struct addrs *a)
{
	for (size_t i = 0; i < a->n; i++)
		take(ps, v, prefix_of(a->v[i].ip, 128));
}

static void
take_zones(struct pools *ps, const struct vpc *v,
    const struct endpoint_subnet *subnets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		take_all(ps, v, &subnets[i].ip);
}

static void
take_written(struct pools *ps, const struct vpc *v)
{
	for (size_t i = 0; i < v->ninterfaces; i++) {
		const struct interface *n = v->interfaces[i];

		take_all(ps, v, &n->ip);
		for (size_t j = 0; j < n->prefixes.n; j++)
			take(ps, v, n->prefixes.v[j].prefix);
	}
	for (size_t i = 0; i < v->nnat_gateways; i++)
		take_all(ps, v, &v->nat_gateways[i]->ip);
	for (size_t i = 0; i < v->nendpoints; i++)
		take_zones(
		    ps, v, v->endpoints[i]->subnets, v->endpoints[i]->nsubnets);
	for (size_t i = 0; i < v->nload_balancers; i++)
		take_zones(ps, v, v->load_balancers[i]->subnets,
		    v->load_balancers[i]->nsubnets);
}

static bool
is_taken(const struct pools *ps, const struct vpc *v, struct prefix p)
{
	char buf[PREFIX_STRLEN + 16];

	return map_get(ps->taken, key(buf, sizeof(buf), v, p)) != NULL;
}

static const struct prefix *
block_of(const struct subnet *s, bool v4)
{
	for (size_t i = 0; i < s->cidr.n; i++)
		if (prefix_is4(s->cidr.v[i].prefix) == v4)
			return &s->cidr.v[i].prefix;
	return NULL;
}

/* The first address from `a` on that is free; false: none before the last. */
static bool
first_free(const struct pools *ps, const struct vpc *v, struct prefix block,
    struct ip *a)
{
	struct ip last = prefix_last(block);
	uint8_t len = ip_is4(*a) ? PREFIX4 : PREFIX6;

	while (ip_less(*a, last)) {
		struct prefix delegated = prefix_of(*a, len);

		if (is_taken(ps, v, delegated))
			*a = ip_add(prefix_last(delegated), 1);
		else if (is_taken(ps, v, prefix_of(*a, 128)))
			*a = ip_add(*a, 1);
		else
			return true;
	}
	return false;
}

static void
give(struct pools *ps, const struct object *o, const struct ref *ref, bool v4,
    struct addrs *to)
{
	const struct subnet *s = (const struct subnet *)ref->object;
	const struct prefix *block = block_of(s, v4);
	struct ip *next = &ps->pool[s->o.id].next[!v4];

	/* A block that is too small for any subnet is refused by model_check. */
	if (block == NULL || block->len > SMALLEST)
		return;
	if (ip_is_zero(*next))
		*next = ip_add(prefix_first(*block), KEPT_FIRST);
	if (!first_free(ps, s->o.vpc, *block, next)) {
		errs_add(ps->errs, ref->where, "%s has no free address for %s",
		    SAY(&s->o), SAY(o));
		return;
	}
	*ARENA_PUSH(ps->m->arena, to->v, to->n) =
	    (struct addr){ *next, o->where };
	take(ps, s->o.vpc, prefix_of(*next, 128));
}

static bool
has_v4(const struct ref *subnet)
{
	return block_of((const struct subnet *)subnet->object, true) != NULL;
}

static void
give_nat_gateway(struct pools *ps, struct nat_gateway *n)
{
	size_t want = n->public_ip.n > 1 ? n->public_ip.n : 1;
	size_t before;

	if (n->subnet.object == NULL)
		return;
	do {
		before = n->ip.n;
		if (n->ip.n < want)
			give(ps, &n->o, &n->subnet, true, &n->ip);
	} while (n->ip.n > before);
}

/* dualstack: an IPv6 address as well. */
static void
give_zones(struct pools *ps, const struct object *o,
    struct endpoint_subnet *subnets, size_t n, bool dualstack)
{
	for (size_t i = 0; i < n; i++) {
		struct endpoint_subnet *s = &subnets[i];
		bool v6 = dualstack;

		if (s->subnet.object == NULL)
			continue;
		if (s->ip.n == 0)
			give(ps, o, &s->subnet, has_v4(&s->subnet), &s->ip);
		for (size_t j = 0; j < s->ip.n; j++)
			v6 &= ip_is4(s->ip.v[j].ip);
		if (v6)
			give(ps, o, &s->subnet, false, &s->ip);
	}
}

static void
give_to(struct pools *ps, struct object *o)
{
	struct load_balancer *b;
	struct interface *n;
	struct endpoint *e;

	switch (o->kind) {
	case OBJ_INTERFACE:
		n = (struct interface *)o;
		if (n->subnet.object && n->ip.n == 0)
			give(ps, o, &n->subnet, has_v4(&n->subnet), &n->ip);
		break;
	case OBJ_NAT_GATEWAY:
		give_nat_gateway(ps, (struct nat_gateway *)o);
		break;
	case OBJ_ENDPOINT:
		e = (struct endpoint *)o;
		give_zones(ps, o, e->subnets, e->nsubnets, e->ipv6);
		break;
	case OBJ_LOAD_BALANCER:
	case OBJ_RESOURCE_GATEWAY:
		b = (struct load_balancer *)o;
		give_zones(ps, o, b->subnets, b->nsubnets, b->ipv6);
		break;
	default:
		break;
	}
}

void
link_addresses(struct model *m, struct errs *errs)
{
	struct pools ps = { m, errs, map_new(),
		xcalloc(m->nobjects, sizeof(*ps.pool)) };

	for (size_t i = 0; i < m->nvpcs; i++)
		take_written(&ps, m->vpcs[i]);
	for (size_t i = 0; i < m->nobjects; i++)
		give_to(&ps, m->objects[i]);
	free(ps.pool);
	map_free(ps.taken);
}
