/*
 * shard_key.c - which of several replays carries a packet
 *
 * An address of the model is in the blocks of a VPC or site, or a public one of
 * something in a VPC; all others are outside.  Wherever it is not certain that
 * two packets cannot meet, they are in shard 0.
 */

#include "dataplane/shard_key.h"

#include "core/lpm.h"
#include "core/rng.h"
#include "dataplane/model/host_services.h"
#include "dataplane/model/site.h"
#include "dataplane/world.h"

/* What an address is; the rest of the number says which. */
enum place_kind {
	AT_HOST,      /* a service of the host, or the subnet's router */
	AT_PUBLIC,    /* public, with a private one behind it: which */
	AT_MANY,      /* in the model, in no VPC for certain */
	IN_VPC,       /* which */
	OUTSIDE = 15, /* of LPM_NONE */
};

enum { KIND_BITS = 4 };

struct shard_key {
	uint32_t n;
	bool lends; /* there are NAT gateways, or instances */
	const struct lpm *places;
	/* Of each /16 of IPv4 a bit: some of it is in the model. */
	uint64_t near[(1 << 16) / 64];
	const struct public_address *public_address;
	const bool *own_ways; /* by VPC: inside it no packet meets a NAT */
};

/* --- may it be divided? ------------------------------------------------- */

static bool
balances(const struct object *o)
{
	return o->kind == OBJ_LOAD_BALANCER || o->kind == OBJ_RESOURCE_GATEWAY;
}

static bool
has_limit(const struct object *o)
{
	return o->kind == OBJ_INTERFACE &&
	    ((const struct interface *)o)->conntrack_max > 0;
}

const char *
shard_key_forbidden(const struct snap *s)
{
	const struct model *m = world_of(s)->model;

	if (s->nlink > 0)
		return "ways take time";
	for (size_t i = 0; i < m->nobjects; i++) {
		if (balances(m->objects[i]))
			return "load balancers share their targets among all "
			       "flows";
		if (has_limit(m->objects[i]))
			return "conntrack_max counts all flows of an interface";
	}
	return NULL;
}

/* --- where addresses are ------------------------------------------------ */

struct places {
	struct arena *arena;
	struct lpm_entry *v; /* of two with one prefix the earlier one counts */
	size_t n;
};

static void
add(struct places *p, struct prefix prefix, enum place_kind kind, size_t which)
{
	*ARENA_PUSH(p->arena, p->v, p->n) =
	    (struct lpm_entry){ prefix, (uint32_t)which << KIND_BITS | kind };
}

static void
add_address(struct places *p, struct ip ip, enum place_kind kind, size_t which)
{
	add(p, prefix_of(ip, 128), kind, which);
}

/* The resolver of a VPC and the routers of its subnets. */
static void
add_hosts_of(struct places *p, const struct vpc *v)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		add_address(p, ip_add(v->cidr.v[i].prefix.addr, 2), AT_HOST, 0);
	for (size_t i = 0; i < v->nsubnets; i++)
		for (size_t j = 0; j < v->subnets[i]->cidr.n; j++)
			add_address(p,
			    ip_add(v->subnets[i]->cidr.v[j].prefix.addr, 1),
			    AT_HOST, 0);
}

static void
add_hosts(struct places *p, const struct model *m)
{
	size_t n;
	const struct host_service *s = host_services(&n);

	for (size_t i = 0; i < n; i++)
		add_address(p, s[i].ip, AT_HOST, 0);
	for (size_t i = 0; i < m->nvpcs; i++)
		add_hosts_of(p, m->vpcs[i]);
}

/* An IPv6 address is public by itself.  Behind a public IPv4 one there is a
 * private one, whose flows may be the same. */
static void
add_publics(struct places *p, const struct world *w, bool lends)
{
	for (size_t i = 0; i < w->npublic; i++) {
		const struct public_address *a = &w->public_address[i];

		if (!ip_is4(a->public_ip))
			continue;
		add_address(p, a->public_ip, AT_PUBLIC, i);
		if (lends)
			add_address(p, a->private_ip, AT_MANY, 0);
	}
}

static bool
is_alone(const struct model *m, const struct vpc *v, struct prefix block)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; m->vpcs[i] != v && j < m->vpcs[i]->cidr.n;
		     j++)
			if (prefix_overlaps(
				m->vpcs[i]->cidr.v[j].prefix, block))
				return false;
	return true;
}

static void
add_blocks(struct places *p, const struct model *m)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; j < m->vpcs[i]->cidr.n; j++) {
			struct prefix block = m->vpcs[i]->cidr.v[j].prefix;

			add(p, block,
			    is_alone(m, m->vpcs[i], block) ? IN_VPC : AT_MANY,
			    i);
		}
	for (size_t i = 0; i < m->non_premises; i++)
		for (size_t j = 0; j < m->on_premises[i]->cidr.n; j++)
			add(p, m->on_premises[i]->cidr.v[j].prefix, AT_MANY, 0);
}

/* --- NAT ---------------------------------------------------------------- */

/* A gateway or an instance. */
static bool
lends_ports(const struct object *o)
{
	return o->kind == OBJ_NAT_GATEWAY ||
	    (o->kind == OBJ_INTERFACE &&
		((const struct interface *)o)->nat_instance);
}

static bool
has_nat(const struct model *m)
{
	for (size_t i = 0; i < m->nobjects; i++)
		if (lends_ports(m->objects[i]))
			return true;
	return false;
}

/* Does a route to here lead packets astray that the local one would have? */
static bool
is_inside(const struct vpc *v, struct prefix to)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_covers(v->cidr.v[i].prefix, to))
			return true;
	return false;
}

static bool
leads_own_to_nat(const struct vpc *v, const struct route *r)
{
	const struct prefix_list *list =
	    (const struct prefix_list *)r->to.object;

	if (r->via.object == NULL || !lends_ports(r->via.object))
		return false;
	if (r->to.kind == PEER_CIDR)
		return is_inside(v, r->to.prefix);
	if (r->to.kind != PEER_PREFIX_LIST || list == NULL)
		return false;
	for (size_t i = 0; i < list->entries.n; i++)
		if (is_inside(v, list->entries.v[i].prefix))
			return true;
	return false;
}

static bool
has_own_ways(const struct model *m, const struct vpc *v)
{
	for (size_t i = 0; i < v->nroute_tables; i++) {
		const struct routes *r = &v->route_tables[i]->routes;

		for (size_t j = 0; j < r->n; j++)
			if (leads_own_to_nat(v, &r->v[j]))
				return false;
	}
	for (size_t i = 0; i < m->nchanges; i++)
		if (leads_own_to_nat(v, &m->changes[i].route))
			return false;
	return true;
}

static void
note_near(struct shard_key *k, struct prefix p)
{
	uint32_t first = ip_to4(prefix_first(p)) >> 16;
	uint32_t last = ip_to4(prefix_last(p)) >> 16;

	for (uint32_t i = first; prefix_is4(p) && i <= last; i++)
		k->near[i / 64] |= UINT64_C(1) << i % 64;
}

struct shard_key *
shard_key_new(const struct snap *s, uint32_t n, struct arena *a)
{
	const struct world *w = world_of(s);
	const struct model *m = w->model;
	struct shard_key *k = arena_alloc(a, sizeof(*k));
	bool *own_ways = arena_alloc(a, m->nvpcs * sizeof(*own_ways));
	struct places p = { .arena = a };

	*k = (struct shard_key){ .n = n,
		.lends = has_nat(m),
		.public_address = w->public_address,
		.own_ways = own_ways };
	for (size_t i = 0; i < m->nvpcs; i++)
		own_ways[i] = has_own_ways(m, m->vpcs[i]);
	add_hosts(&p, m);
	add_publics(&p, w, k->lends);
	add_blocks(&p, m);
	k->places = lpm_new(a, p.v, p.n);
	for (size_t i = 0; i < p.n; i++)
		note_near(k, p.v[i].prefix);
	return k;
}

/* --- one packet --------------------------------------------------------- */

/* May an IPv4 address be in the model?  Most that are outside are far away. */
static inline bool
is_near(const struct shard_key *k, struct ip ip)
{
	uint32_t i = ip_to4(ip) >> 16;

	return k->near[i / 64] >> i % 64 & 1;
}

/* An end of the flow, as the model has it. */
struct end {
	struct ip ip;
	enum place_kind kind;
	uint32_t which;
	bool embedded; /* IPv4 in IPv6: for a NAT gateway to translate */
};

static struct end
end_of(const struct shard_key *k, struct ip ip)
{
	struct end e = { .ip = ip, .kind = OUTSIDE };
	uint32_t place;

	e.embedded = !ip_is4(ip) && ip_is_nat64(ip);
	if (e.embedded)
		e.ip = ip_from_nat64(ip);
	if (ip_is4(e.ip) && !is_near(k, e.ip))
		return e;
	place = lpm_lookup(k->places, e.ip);
	e.kind = place & ((1 << KIND_BITS) - 1);
	e.which = place >> KIND_BITS;
	return e;
}

static uint64_t
fold(struct ip ip)
{
	return ip.lo ^ ip.hi * 0x9e3779b97f4a7c15u;
}

static uint32_t
spread(const struct shard_key *k, uint64_t h)
{
	return (uint32_t)((rng_mix(h) >> 32) * k->n >> 32);
}

/* What one end is in the model, whichever of its addresses was captured. */
static struct ip
private_ip(const struct shard_key *k, const struct end *e)
{
	return e->kind == AT_PUBLIC ? k->public_address[e->which].private_ip
				    : e->ip;
}

/* Both directions alike. */
static uint32_t
by_both(const struct shard_key *k, const struct end *a, const struct end *b)
{
	return spread(k,
	    rng_mix(fold(private_ip(k, a))) + rng_mix(fold(private_ip(k, b))));
}

/* Of two ends in the model: can what they send meet no NAT gateway? */
static bool
keep_to_themselves(
    const struct shard_key *k, const struct end *a, const struct end *b)
{
	if (a->embedded || b->embedded)
		return false;
	if (!ip_is4(a->ip) && !ip_is4(b->ip))
		return true;
	return a->kind == IN_VPC && b->kind == IN_VPC && a->which == b->which &&
	    k->own_ways[a->which];
}

/* Ports are lent for addresses of IPv4. */
static uint32_t
by_outside(const struct shard_key *k, const struct end *outside,
    const struct end *other)
{
	return ip_is4(outside->ip) ? spread(k, fold(outside->ip))
				   : by_both(k, outside, other);
}

static uint32_t
by_ends(const struct shard_key *k, const struct end *a, const struct end *b)
{
	if (a->kind == AT_HOST || b->kind == AT_HOST)
		return 0;
	if (!k->lends)
		return by_both(k, a, b);
	if (a->kind == OUTSIDE && b->kind == OUTSIDE)
		return 0;
	if (a->kind == OUTSIDE)
		return by_outside(k, a, b);
	if (b->kind == OUTSIDE)
		return by_outside(k, b, a);
	return keep_to_themselves(k, a, b) ? by_both(k, a, b) : 0;
}

uint32_t
shard_of(const struct shard_key *k, struct ip one, struct ip other)
{
	struct end a, b;

	/* The usual case, without a search; what comes from outside to a
	 * service of a host goes nowhere. */
	if (k->lends && ip_is4(one) && ip_is4(other) &&
	    is_near(k, one) != is_near(k, other))
		return spread(k, fold(is_near(k, one) ? other : one));
	a = end_of(k, one);
	b = end_of(k, other);
	return by_ends(k, &a, &b);
}
