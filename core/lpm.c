/*
 * lpm.c - longest-prefix match
 *
 * Prefixes nest or are disjoint, never crossing.  Sorted by first address, the
 * wider first, they open and close like brackets: a sweep with a stack of the
 * open ones cuts the address space into intervals, each with the value of the
 * innermost prefix that is open there.
 */

#include "core/lpm.h"

#include <stdlib.h>
#include <string.h>

/* An interval ends where the next one starts; the first starts at the family's
 * first address, so every address is in one. */
struct intervals {
	struct ip *start; /* ascending */
	uint32_t *value;
	size_t n;
};

/*
 * Where it shortens the search much, an index says for each of the BLOCKS parts
 * of the address space from where on to look, and among how many.
 */
enum { BLOCK_BITS = 12, BLOCKS = 1 << BLOCK_BITS };

struct intervals4 {
	uint32_t *start;
	uint32_t *value;
	uint32_t *from; /* by block; or null: from the first one */
	size_t among;
};

struct lpm {
	struct intervals4 v4;
	struct intervals v6;
};

struct sorted {
	struct lpm_entry e;
	size_t order;
};

static int
by_start(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (!ip_eq(x->e.prefix.addr, y->e.prefix.addr))
		return ip_less(x->e.prefix.addr, y->e.prefix.addr) ? -1 : 1;
	if (x->e.prefix.len != y->e.prefix.len)
		return x->e.prefix.len < y->e.prefix.len ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* From `at` on, the value is this.  A later call for the same place wins. */
static void
cut(struct intervals *v, struct ip at, uint32_t value)
{
	if (v->n > 0 && ip_eq(v->start[v->n - 1], at))
		v->n--;
	if (v->n > 0 && v->value[v->n - 1] == value)
		return;
	v->start[v->n] = at;
	v->value[v->n++] = value;
}

/* Closes the open prefixes that end before `next`. */
static size_t
close_before(struct intervals *v, const struct sorted *const *open,
    size_t depth, struct ip next)
{
	while (depth > 0) {
		struct ip last = prefix_last(open[depth - 1]->e.prefix);

		if (!ip_less(last, next))
			break;
		depth--;
		cut(v, ip_add(last, 1),
		    depth ? open[depth - 1]->e.value : LPM_NONE);
	}
	return depth;
}

static void
sweep(struct intervals *v, const struct sorted *s, size_t n, struct ip end)
{
	const struct sorted *open[129];
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		depth = close_before(v, open, depth, s[i].e.prefix.addr);
		if (depth > 0 &&
		    prefix_eq(open[depth - 1]->e.prefix, s[i].e.prefix))
			continue;
		open[depth++] = &s[i];
		cut(v, s[i].e.prefix.addr, s[i].e.value);
	}
	while (depth > 0) {
		struct ip last = prefix_last(open[--depth]->e.prefix);

		if (ip_less(last, end))
			cut(v, ip_add(last, 1),
			    depth ? open[depth - 1]->e.value : LPM_NONE);
	}
}

/* The intervals of the family whose addresses are first to last. */
static struct intervals
build(struct arena *a, struct sorted *s, size_t n, struct prefix family)
{
	struct intervals v = {
		.start = arena_alloc(a, (2 * n + 1) * sizeof(*v.start)),
		.value = arena_alloc(a, (2 * n + 1) * sizeof(*v.value)),
	};

	if (n)
		qsort(s, n, sizeof(*s), by_start);
	cut(&v, prefix_first(family), LPM_NONE);
	sweep(&v, s, n, prefix_last(family));
	return v;
}

static uint32_t
block_of(uint32_t ip)
{
	return ip >> (32 - BLOCK_BITS);
}

/*
 * from[b] becomes the interval that the block's first address is in.  Returns
 * how many intervals a block has at most.
 */
static size_t
index_blocks(const struct intervals4 *v, size_t n, uint32_t *from)
{
	size_t most = 0, i = 0;

	for (uint32_t b = 0; b < BLOCKS; b++) {
		size_t end;

		while (i + 1 < n && v->start[i + 1] <= b << (32 - BLOCK_BITS))
			i++;
		from[b] = (uint32_t)i;
		for (end = i + 1; end < n && block_of(v->start[end]) == b;)
			end++;
		most = end - i > most ? end - i : most;
	}
	return most;
}

/* Whoever looks among the last ones may begin earlier, never too late. */
static void
add_index(struct arena *a, struct intervals4 *v, size_t n)
{
	uint32_t *from = xmalloc(BLOCKS * sizeof(*from));
	size_t most = index_blocks(v, n, from);

	if (most < n / 4) {
		for (uint32_t b = 0; b < BLOCKS; b++)
			if (from[b] > n - most)
				from[b] = (uint32_t)(n - most);
		v->from = arena_copy(a, from, BLOCKS * sizeof(*from));
		v->among = most;
	}
	free(from);
}

enum { INDEX_LEAST = 64 };

static struct intervals4
narrow(struct arena *a, struct intervals v)
{
	struct intervals4 v4 = {
		.start = arena_alloc(a, v.n * sizeof(*v4.start)),
		.value = v.value,
		.among = v.n,
	};

	for (size_t i = 0; i < v.n; i++)
		v4.start[i] = ip_to4(v.start[i]);
	if (v.n >= INDEX_LEAST)
		add_index(a, &v4, v.n);
	return v4;
}

struct lpm *
lpm_new(struct arena *a, const struct lpm_entry *e, size_t n)
{
	struct lpm *t = arena_alloc(a, sizeof(*t));
	struct sorted *s4 = xcalloc(n, sizeof(*s4));
	struct sorted *s6 = xcalloc(n, sizeof(*s6));
	size_t n4 = 0, n6 = 0;

	for (size_t i = 0; i < n; i++)
		if (prefix_is4(e[i].prefix))
			s4[n4++] = (struct sorted){ e[i], i };
		else
			s6[n6++] = (struct sorted){ e[i], i };
	t->v4 = narrow(a, build(a, s4, n4, prefix_of(ip_from4(0), 96)));
	t->v6 = build(a, s6, n6, prefix_of((struct ip){ 0, 0 }, 0));
	free(s4);
	free(s6);
	return t;
}

static uint32_t
lookup6(const struct intervals *v, struct ip ip)
{
	const struct ip *at = v->start;

	for (size_t n = v->n; n > 1; n -= n / 2)
		at = ip_less(ip, at[n / 2]) ? at : at + n / 2;
	return v->value[at - v->start];
}

static inline const uint32_t *
search_from(const struct intervals4 *v, uint32_t ip)
{
	return v->from ? v->start + v->from[block_of(ip)] : v->start;
}

static uint32_t
lookup4(const struct intervals4 *v, uint32_t ip)
{
	const uint32_t *at = search_from(v, ip);

	for (size_t n = v->among; n > 1; n -= n / 2)
		at = at[n / 2] <= ip ? at + n / 2 : at;
	return v->value[at - v->start];
}

uint32_t
lpm_lookup(const struct lpm *t, struct ip ip)
{
	return ip_is4(ip) ? lookup4(&t->v4, ip_to4(ip)) : lookup6(&t->v6, ip);
}

enum { LANES = 16 };

/* Step by step through all lanes: their loads do not wait for each other. */
static void
lookup4_lanes(const struct intervals4 *v, const struct ip *ip, uint32_t *value)
{
	const uint32_t *at[LANES];
	uint32_t key[LANES];

	for (int i = 0; i < LANES; i++) {
		key[i] = ip_to4(ip[i]);
		at[i] = search_from(v, key[i]);
	}
	for (size_t n = v->among; n > 1; n -= n / 2)
#pragma GCC unroll 16
		for (int i = 0; i < LANES; i++)
			at[i] = at[i][n / 2] <= key[i] ? at[i] + n / 2 : at[i];
	for (int i = 0; i < LANES; i++)
		value[i] = v->value[at[i] - v->start];
}

static bool
all_are4(const struct ip *ip)
{
	bool all = true;

	for (int i = 0; i < LANES; i++)
		all &= ip_is4(ip[i]);
	return all;
}

static void
lookup_each(const struct lpm *t, const struct ip *ip, uint32_t *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		value[i] = lpm_lookup(t, ip[i]);
}

void
lpm_lookup_many(
    const struct lpm *t, const struct ip *ip, uint32_t *value, size_t n)
{
	for (; n >= LANES; n -= LANES, ip += LANES, value += LANES)
		if (all_are4(ip))
			lookup4_lanes(&t->v4, ip, value);
		else
			lookup_each(t, ip, value, LANES);
	lookup_each(t, ip, value, n);
}
