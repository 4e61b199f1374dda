/*
 * flow_table.c - the flows of a replay, as they are kept
 *
 * Both directions have the same hash, that of the key or of its reverse,
 * whichever is less as bytes.  The index is open addressing with linear
 * probing; at any time at most one flow is indexed for a key and its reverse.
 */

#include "dataplane/flow_table.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/arena.h"
#include "core/pages.h"

enum { FIRST_INDEX = 1 << 10 };

static size_t
index_bytes(const struct flow_table *t)
{
	return ((size_t)t->mask + 1) * sizeof(*t->index);
}

void
flow_table_init(struct flow_table *t, uint32_t max, uint64_t seed)
{
	*t = (struct flow_table){
		.max = max, .mask = FIRST_INDEX - 1, .seed = seed
	};
	t->track = pages_alloc((size_t)max * sizeof(*t->track));
	t->index = pages_alloc(index_bytes(t));
	idle_order_init(&t->idle);
}

void
flow_table_fini(struct flow_table *t)
{
	pages_free(t->track, (size_t)t->max * sizeof(*t->track));
	pages_free(t->index, index_bytes(t));
	idle_order_fini(&t->idle);
	free(t->by_number);
}

/* --- by key ------------------------------------------------------------- */

/* Nearly always the lower half of the addresses decides. */
static const struct flow_key *
lesser(const struct flow_key *a, const struct flow_key *b)
{
	if (a->src.lo != b->src.lo)
		return a->src.lo < b->src.lo ? a : b;
	return memcmp(a, b, sizeof(*a)) < 0 ? a : b;
}

void
flow_table_probe(
    const struct flow_table *t, const struct flow_key *k, struct flow_probe *p)
{
	p->key = *k;
	p->reverse = flow_key_reverse(k);
	p->hash = (uint32_t)XXH3_64bits_withSeed(
	    lesser(&p->key, &p->reverse), sizeof(*k), t->seed);
}

const struct track *
flow_table_candidate(const struct flow_table *t, const struct flow_probe *p)
{
	for (uint32_t i = p->hash;; i++) {
		const struct flow_index *x = &t->index[i & t->mask];

		if (x->slot == 0)
			return NULL;
		if (x->hash == p->hash)
			return &t->track[x->slot - 1];
	}
}

/* Where the flow is indexed, or the empty place where it would be. */
static struct flow_index *
place_of(const struct flow_table *t, const struct flow_probe *p, bool *back)
{
	for (uint32_t i = p->hash;; i++) {
		struct flow_index *x = &t->index[i & t->mask];
		const struct flow_key *k;

		if (x->slot == 0)
			return x;
		if (x->hash != p->hash)
			continue;
		k = &t->track[x->slot - 1].key;
		*back = !flow_key_eq(k, &p->key);
		if (!*back || flow_key_eq(k, &p->reverse))
			return x;
	}
}

struct track *
flow_table_find(
    const struct flow_table *t, const struct flow_probe *p, bool *back)
{
	const struct flow_index *x = place_of(t, p, back);

	return x->slot ? &t->track[x->slot - 1] : NULL;
}

static void
grow_index(struct flow_table *t)
{
	struct flow_table old = *t;

	t->mask = 2 * t->mask + 1;
	t->index = pages_alloc(index_bytes(t));
	for (size_t i = 0; i <= old.mask; i++) {
		uint32_t to = old.index[i].hash;

		if (old.index[i].slot == 0)
			continue;
		while (t->index[to & t->mask].slot)
			to++;
		t->index[to & t->mask] = old.index[i];
	}
	pages_free(old.index, index_bytes(&old));
}

/* Closes the gap, as core/table.c does. */
static void
unindex_at(struct flow_table *t, uint32_t gap)
{
	for (uint32_t i = gap + 1; t->index[i & t->mask].slot; i++) {
		uint32_t want = t->index[i & t->mask].hash;

		if (((i - want) & t->mask) < ((i - gap) & t->mask))
			continue;
		t->index[gap & t->mask] = t->index[i & t->mask];
		gap = i;
	}
	t->index[gap & t->mask].slot = 0;
	t->used--;
}

static void
unindex(struct flow_table *t, const struct track *k)
{
	struct flow_index *x;
	struct flow_probe p;
	bool back;

	flow_table_probe(t, &k->key, &p);
	x = place_of(t, &p, &back);
	if (x->slot == flow_table_slot(t, k) + 1)
		unindex_at(t, (uint32_t)(x - t->index));
}

static void
index_track(struct flow_table *t, const struct track *k)
{
	struct flow_index *x;
	struct flow_probe p;
	bool back;

	if (4 * ((uint64_t)t->used + 1) > 3 * ((uint64_t)t->mask + 1))
		grow_index(t);
	flow_table_probe(t, &k->key, &p);
	x = place_of(t, &p, &back);
	t->used += x->slot == 0;
	*x = (struct flow_index){ p.hash, flow_table_slot(t, k) + 1 };
}

/* --- room --------------------------------------------------------------- */

static vtime
seen(const void *table, uint32_t slot)
{
	const struct flow_table *t = table;

	return t->track[slot].seen;
}

const struct track *
flow_table_oldest(struct flow_table *t)
{
	if (t->n < t->max)
		return NULL;
	if (!t->has_oldest)
		t->oldest = idle_order_take(&t->idle, seen, t);
	t->has_oldest = true;
	return &t->track[t->oldest];
}

static struct track *
room(struct flow_table *t)
{
	const struct track *oldest = flow_table_oldest(t);

	if (oldest == NULL)
		return &t->track[t->n++];
	t->has_oldest = false;
	unindex(t, oldest);
	return &t->track[t->oldest];
}

struct track *
flow_table_add(struct flow_table *t, const struct flow_key *key,
    uint64_t number, vtime now)
{
	struct track *k = room(t);

	*k = (struct track){ .key = *key, .number = number, .seen = now };
	index_track(t, k);
	idle_order_add(
	    &t->idle, (struct idler){ now, number, flow_table_slot(t, k) });
	free(t->by_number);
	t->by_number = NULL;
	return k;
}

/* --- by number ---------------------------------------------------------- */

struct numbered {
	uint64_t number;
	uint32_t slot;
};

static int
ascending(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static void
sort_by_number(struct flow_table *t)
{
	struct numbered *v = xcalloc(t->n, sizeof(*v));

	for (uint32_t i = 0; i < t->n; i++)
		v[i] = (struct numbered){ t->track[i].number, i };
	qsort(v, t->n, sizeof(*v), ascending);
	t->by_number = xcalloc(t->n, sizeof(*t->by_number));
	for (uint32_t i = 0; i < t->n; i++)
		t->by_number[i] = v[i].slot;
	free(v);
}

static uint64_t
nth_number(const struct flow_table *t, uint32_t i)
{
	return t->track[t->by_number[i]].number;
}

/* Is the ith the first with at least this number? */
static bool
is_first(const struct flow_table *t, uint32_t i, uint64_t number)
{
	return i < t->n && nth_number(t, i) >= number &&
	    (i == 0 || nth_number(t, i - 1) < number);
}

static uint32_t
search_number(const struct flow_table *t, uint64_t number)
{
	uint32_t low = 0, high = t->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (nth_number(t, middle) < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first flow with at least this number, or null.  Mostly they are asked for
 * one after the other. */
static const struct track *
from_number(struct flow_table *t, uint64_t number)
{
	/* So it stands until the first has made room. */
	if (number && number <= t->n && t->track[number - 1].number == number)
		return &t->track[number - 1];
	if (t->n && t->by_number == NULL)
		sort_by_number(t);
	if (is_first(t, t->turn + 1, number))
		t->turn++;
	else if (!is_first(t, t->turn, number))
		t->turn = search_number(t, number);
	return t->turn < t->n ? &t->track[t->by_number[t->turn]] : NULL;
}

const struct track *
flow_table_get(struct flow_table *t, uint64_t number)
{
	const struct track *k;

	/* The one that makes room is asked for while others come and go. */
	if (t->has_oldest && t->track[t->oldest].number == number)
		return &t->track[t->oldest];
	k = from_number(t, number);
	return k && k->number == number ? k : NULL;
}

uint64_t
flow_table_next(struct flow_table *t, uint64_t number)
{
	const struct track *k = from_number(t, number + 1);

	return k ? k->number : 0;
}
