/*
 * nat_bindings.c - who has which port of a NAT gateway
 *
 * The invariant: a share (address, destination) counts its open bindings.  It
 * is never above 55,000, and there are 64,512 ports, so where a share is not
 * full a port is taken by nobody or by a binding that has closed.
 */

#include "dataplane/tables/nat_bindings.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/rng.h"

struct share {
	struct nat_outside key; /* with port 0 */
	uint32_t open;
};

_Static_assert(sizeof(struct nat_inside) == 48, "nat_inside has padding");
_Static_assert(sizeof(struct nat_outside) == 32, "nat_outside has padding");

void
nat_bindings_init(struct nat_bindings *t, uint64_t seed, struct pulses *pulses)
{
	*t = (struct nat_bindings){ .seed = seed };
	nat_pool_init(&t->pool, pulses);
	slot_index_init(&t->inside);
	slot_index_init(&t->outside);
	table_init(
	    &t->shares, sizeof(struct nat_outside), sizeof(struct share), seed);
}

void
nat_bindings_fini(struct nat_bindings *t)
{
	nat_pool_fini(&t->pool);
	slot_index_fini(&t->inside);
	slot_index_fini(&t->outside);
	table_fini(&t->shares);
}

/* --- both ways ---------------------------------------------------------- */

static struct nat_outside
outside(const struct binding *b, uint16_t port)
{
	const struct flow_key *k = &b->flow;

	return (struct nat_outside){ .remote = k->dst,
		.node = b->node,
		.remote_port = k->dport,
		.port = port,
		.which = b->which,
		.proto = k->proto };
}

uint32_t
nat_inside_hash(const struct nat_bindings *t, const struct nat_inside *k)
{
	return (uint32_t)XXH3_64bits_withSeed(k, sizeof(*k), t->seed);
}

static uint32_t
outside_hash(const struct nat_bindings *t, const struct nat_outside *k)
{
	return (uint32_t)XXH3_64bits_withSeed(k, sizeof(*k), t->seed);
}

bool
nat_is_inside(const struct binding *b, const struct nat_inside *k)
{
	return b->node == k->node && flow_key_eq(&b->flow, &k->flow);
}

struct binding *
nat_find_inside(
    const struct nat_bindings *t, const struct nat_inside *k, uint32_t hash)
{
	uint32_t at = hash, slot;

	while ((slot = slot_index_next(&t->inside, hash, &at)) != SLOT_NONE) {
		struct binding *b = &t->pool.v[slot];

		if (nat_is_inside(b, k))
			return b;
		at++;
	}
	return NULL;
}

bool
nat_is_outside(const struct binding *b, const struct nat_outside *k)
{
	return ip_eq(b->flow.dst, k->remote) && b->node == k->node &&
	    b->flow.dport == k->remote_port && b->port == k->port &&
	    b->which == k->which && b->flow.proto == k->proto;
}

static struct binding *
find_outside(
    const struct nat_bindings *t, const struct nat_outside *k, uint32_t hash)
{
	uint32_t at = hash, slot;

	while ((slot = slot_index_next(&t->outside, hash, &at)) != SLOT_NONE) {
		struct binding *b = &t->pool.v[slot];

		if (nat_is_outside(b, k))
			return b;
		at++;
	}
	return NULL;
}

struct binding *
nat_find_outside(const struct nat_bindings *t, const struct nat_outside *k)
{
	return find_outside(t, k, outside_hash(t, k));
}

/* --- ends --------------------------------------------------------------- */

void
nat_close(struct nat_bindings *t, const struct binding *b)
{
	struct share *share = table_at(&t->shares, b->share);

	if (--share->open == 0)
		table_delete(&t->shares, share);
}

void
nat_end(struct nat_bindings *t, struct binding *b)
{
	struct nat_outside out = outside(b, b->port);
	struct nat_inside in = { b->flow, b->node };
	uint32_t slot = (uint32_t)(b - t->pool.v);

	if (!binding_is_closed(b))
		nat_close(t, b);
	slot_index_remove(&t->outside, outside_hash(t, &out), slot);
	slot_index_remove(&t->inside, nat_inside_hash(t, &in), slot);
	nat_pool_give(&t->pool, b);
}

static void
reap(struct nat_bindings *t, vtime now)
{
	struct binding *b;

	while ((b = nat_pool_over(&t->pool, now)) != NULL)
		nat_end(t, b);
}

/* --- a new one ---------------------------------------------------------- */

/* A port that nobody has, or a connection that has closed, which then ends.
 * *hash is that of what answers to it show. */
static bool
take_port(
    struct nat_bindings *t, struct binding *b, uint16_t port, uint32_t *hash)
{
	struct nat_outside key = outside(b, port);
	struct binding *has;

	*hash = outside_hash(t, &key);
	has = find_outside(t, &key, *hash);
	if (has && !binding_is_closed(has))
		return false;
	if (has)
		nat_end(t, has);
	b->port = port;
	return true;
}

/*
 * The walk ends at a free port: the stride has none of the primes of RANGE (2,
 * 3, 7), so that it comes to all of them.  A walk from neighbour to neighbour
 * would cross the long runs of ports that clients keep.
 */
static uint32_t
find_port(struct nat_bindings *t, struct binding *b, bool keeps)
{
	enum { RANGE = 65536 - NAT_PORT_FIRST, PRIMES = 2 * 3 * 7 };
	uint16_t wish = b->flow.sport;
	uint32_t at, stride, hash;
	uint64_t h;

	if (keeps && wish >= NAT_PORT_FIRST && take_port(t, b, wish, &hash))
		return hash;
	h = rng_mix(t->seed ^ b->flow.src.lo ^ (uint64_t)wish << 32);
	at = (uint32_t)(h % RANGE);
	stride = (uint32_t)(h >> 32) % (RANGE / PRIMES) * PRIMES + 1;
	while (!take_port(t, b, (uint16_t)(NAT_PORT_FIRST + at), &hash))
		at = (at + stride) % RANGE;
	return hash;
}

/* A port of the address that b has; false if it has none left for the
 * destination. */
static bool
join_share(
    struct nat_bindings *t, struct binding *b, bool keeps, uint32_t *hash)
{
	struct nat_outside key = outside(b, 0);
	struct share *share = table_have(&t->shares, &key, (vtime){ 0 });

	if (share->open >= NAT_PORTS_PER_DESTINATION)
		return false;
	share->open++;
	b->share = table_slot(&t->shares, share);
	*hash = find_port(t, b, keeps);
	return true;
}

/* Which address a client would have for a destination, if i others are full. */
static uint16_t
nth_choice(const struct nat_bindings *t, const struct flow_key *k,
    const struct assume *a, uint32_t range, uint32_t i)
{
	uint64_t h = a->nat_first_address
	    ? 0
	    : rng_mix(k->src.lo ^ rng_mix(k->dst.lo ^ t->seed));
	uint32_t first = range >> 16, naddr = range & UINT16_MAX;

	return (uint16_t)(first + (h + i) % naddr) & WHICH_MOST;
}

/* Fills in address and port; false if every address is full. */
static bool
choose(struct nat_bindings *t, struct binding *b, const struct assume *a,
    uint32_t range, uint32_t *hash)
{
	uint32_t naddr = range & UINT16_MAX;

	for (uint32_t i = 0; i < naddr; i++) {
		b->which = nth_choice(t, &b->flow, a, range, i);
		if (join_share(t, b, a->nat_keeps_port, hash))
			return true;
	}
	return false;
}

struct binding *
nat_lend(struct nat_bindings *t, const struct nat_inside *inside, uint32_t hash,
    const struct nat_addresses *own, uint32_t range, vtime now)
{
	struct binding b = {
		.flow = inside->flow,
		.node = (uint32_t)inside->node,
	};
	uint32_t back, slot;

	reap(t, now);
	if (!choose(t, &b, own->assume, range, &back))
		return NULL;
	slot = nat_pool_take(&t->pool, &b, now, nat_idle(&b, own));
	slot_index_add(&t->inside, hash, slot);
	slot_index_add(&t->outside, back, slot);
	return &t->pool.v[slot];
}

void
nat_bindings_fetch(const struct nat_bindings *t,
    const struct nat_inside *inside, const struct nat_addresses *own,
    uint32_t range)
{
	struct binding b = { .flow = inside->flow,
		.node = (uint32_t)inside->node };
	struct nat_outside key;

	slot_index_prefetch(&t->inside, nat_inside_hash(t, inside));
	if ((range & UINT16_MAX) == 0)
		return;
	b.which = nth_choice(t, &b.flow, own->assume, range, 0);
	key = outside(&b, 0);
	table_fetch(&t->shares, &key);
	key = outside(&b, b.flow.sport);
	slot_index_prefetch(&t->outside, outside_hash(t, &key));
}
