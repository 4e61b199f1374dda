/*
 * names_zones.c - the addresses of what has some in several zones
 *
 * An interface endpoint or a load balancer answers by its own name with an
 * address of the client's zone if it has one there.  DNS leaves out zones that
 * have failed, and of a load balancer those without a healthy target, unless
 * none is left (PrivateLink Guide, "Access an AWS service using an interface VPC
 * endpoint"; User Guide for Network Load Balancers, DNS name).
 */

#include <string.h>

#include "dataplane/names.h"
#include "dataplane/names_query.h"

static bool
same_az(const struct endpoint_subnet *s, const char *az)
{
	const struct subnet *subnet = (const struct subnet *)s->subnet.object;

	return az && subnet->az.s && strcmp(subnet->az.s, az) == 0;
}

struct ip
names_in_zone(
    const struct endpoint_subnet *v, size_t n, const char *az, bool v6)
{
	struct ip ip = { 0, 0 };

	for (size_t i = 0; i < n && ip_is_zero(ip); i++)
		if (same_az(&v[i], az))
			ip = addrs_first(&v[i].ip, !v6);
	return ip;
}

/* One of all, in this zone if there is one. */
static struct ip
address_near(const struct endpoint_subnet *v, size_t n, const char *az, bool v6)
{
	struct ip ip = names_in_zone(v, n, az, v6);

	for (size_t i = 0; i < n && ip_is_zero(ip); i++)
		ip = addrs_first(&v[i].ip, !v6);
	return ip;
}

/* When the question is asked: DNS leaves out zones that have failed. */
static bool
works(const struct query *q, const struct endpoint_subnet *s)
{
	const struct subnet *subnet = (const struct subnet *)s->subnet.object;
	bool up = true;

	for (size_t i = 0; subnet->az.s && i < q->model->nchanges; i++) {
		const struct change *c = &q->model->changes[i];

		if (c->az.s && strcmp(c->az.s, subnet->az.s) == 0 &&
		    !vtime_before(q->from->asks_at, c->at))
			up = c->kind == CHANGE_AZ_UP;
	}
	return up;
}

/* Those in zones that work; all if there is none.  *n is set to how many. */
static struct endpoint_subnet *
working(const struct query *q, const struct endpoint_subnet *all, size_t *n)
{
	struct endpoint_subnet *v = arena_alloc(q->arena, *n * sizeof(*v));
	size_t nv = 0;

	for (size_t i = 0; i < *n; i++)
		if (works(q, &all[i]))
			v[nv++] = all[i];
	if (nv == 0 && *n > 0)
		memcpy(v, all, *n * sizeof(*v));
	else
		*n = nv;
	return v;
}

void
names_endpoint(
    const struct query *q, const struct endpoint *e, bool v6, struct target *t)
{
	size_t n = e->nsubnets;
	const struct endpoint_subnet *v = working(q, e->subnets, &n);

	*t = (struct target){ .ip = address_near(v, n, q->from->az, v6),
		.name = e->o.name,
		.service = e->service_name };
	if (e->associated && !v6)
		t->ip = e->associated_ip;
}

/* Zones where it can reach a healthy target; all if there is no such zone. */
static struct endpoint_subnet *
answering_nodes(const struct query *q, const struct load_balancer *b, size_t *n)
{
	struct endpoint_subnet *v =
	    arena_alloc(q->arena, b->nsubnets * sizeof(*v));

	*n = 0;
	for (size_t i = 0; i < b->nsubnets; i++)
		if (load_balancer_is_healthy(b, i))
			v[(*n)++] = b->subnets[i];
	if (*n > 0)
		return working(q, v, n);
	*n = b->nsubnets;
	return working(q, b->subnets, n);
}

void
names_load_balancer(
    const struct query *q, const struct load_balancer *b, struct target *t)
{
	size_t n;
	struct endpoint_subnet *v = answering_nodes(q, b, &n);
	const struct party *from = q->from;
	bool v6 = ip_is_zero(from->ip4);

	for (size_t i = 0; b->internet_facing && !v6 && i < n; i++)
		if (v[i].public_ip.n > 0)
			v[i].ip = v[i].public_ip;
	*t = (struct target){ .ip = address_near(v, n, from->az, v6),
		.name = b->o.name };
	if (ip_is_zero(t->ip))
		t->ip = address_near(v, n, from->az, !v6);
}
