/*
 * flow_table.c - the flows of a replay, as they are kept
 *
 * Both directions have the same hash, a sum over both ends.  At any time at most
 * one flow is indexed for a key and its reverse.
 */

#include "dataplane/flow_table.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/pages.h"
#include "core/rng.h"

void
flow_table_init(struct flow_table *t, uint32_t max, uint64_t seed)
{
	*t = (struct flow_table){ .max = max };
	for (size_t i = 0; i < sizeof(t->secret) / sizeof(t->secret[0]); i++)
		t->secret[i] = rng_mix(seed + i);
	t->track = pages_alloc((size_t)max * sizeof(*t->track));
	slot_index_init(&t->index);
	idle_order_init(&t->idle);
}

void
flow_table_fini(struct flow_table *t)
{
	pages_free(t->track, (size_t)t->max * sizeof(*t->track));
	slot_index_fini(&t->index);
	idle_order_fini(&t->idle);
	free(t->by_number);
	free(t->spare);
}

/* --- by key ------------------------------------------------------------- */

__extension__ typedef unsigned __int128 wide;

static inline uint64_t
fold(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t
hash_end(const struct flow_table *t, struct ip ip, uint64_t port)
{
	return fold(ip.lo ^ t->secret[0], (ip.hi + port) ^ t->secret[1]);
}

/* An echo and its reply have the same identifier, whoever sends. */
static inline uint32_t
hash_of(const struct flow_table *t, const struct flow_key *k)
{
	bool icmp = proto_is_icmp(k->proto);
	uint64_t ends = hash_end(t, k->src, k->sport) +
	    hash_end(t, k->dst, icmp ? k->sport : k->dport);

	return (uint32_t)(fold(ends, k->proto ^ t->secret[2]) >> 16);
}

/* Of two ends that are not the same address one is the lesser. */
static inline bool
is_lesser(const struct flow_key *k)
{
	return k->src.lo < k->dst.lo;
}

void
flow_table_probe(
    const struct flow_table *t, const struct flow_key *k, struct flow_probe *p)
{
	p->key = k;
	p->hash = hash_of(t, k);
	p->is_lesser = is_lesser(k);
	p->candidate = NULL;
}

const struct lane *
flow_table_candidate(const struct flow_table *t, struct flow_probe *p)
{
	uint32_t at = p->hash, x = slot_index_next(&t->index, p->hash, &at);
	const struct lane *lane;

	if (x == SLOT_NONE)
		return NULL;
	p->candidate = &t->track[x / 2];
	p->changes = t->changes;
	lane = &p->candidate->lane[x % 2 != p->is_lesser];
	line_fetch(&p->candidate->key);
	line_fetch(lane);
	return lane;
}

/* Where it is indexed; null: nowhere. */
static struct track *
search(const struct flow_table *t, const struct flow_probe *p, uint32_t *at,
    bool *back)
{
	uint32_t x;

	*at = p->hash;
	while ((x = slot_index_next(&t->index, p->hash, at)) != SLOT_NONE) {
		if (track_is_of(&t->track[x / 2], p->key, back))
			return &t->track[x / 2];
		++*at;
	}
	return NULL;
}

struct track *
flow_table_search(
    const struct flow_table *t, const struct flow_probe *p, bool *back)
{
	uint32_t at;

	return search(t, p, &at, back);
}

/* A flow that has taken its place stays. */
static void
unindex(struct flow_table *t, const struct track *k)
{
	struct flow_probe p;
	uint32_t at;
	bool back;

	flow_table_probe(t, &k->key, &p);
	if (search(t, &p, &at, &back) != k)
		return;
	slot_index_remove_at(&t->index, at);
	t->changes++;
}

/* In place of the one that is indexed for its key. */
static void
index_track(struct flow_table *t, const struct track *k)
{
	struct flow_probe p;
	uint32_t at;
	bool back;

	flow_table_probe(t, &k->key, &p);
	if (search(t, &p, &at, &back))
		slot_index_remove_at(&t->index, at);
	slot_index_add(
	    &t->index, p.hash, 2 * flow_table_slot(t, k) + p.is_lesser);
	t->changes++;
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
	if (t->n == t->nspare)
		return NULL;
	/* It may have had a packet since it was asked for. */
	if (t->has_oldest && seen(t, t->oldest.slot).ns != t->oldest.since.ns) {
		idle_order_add(&t->idle, t->oldest);
		t->has_oldest = false;
	}
	if (!t->has_oldest) {
		uint32_t slot = idle_order_take(&t->idle, seen, t);

		t->oldest = (struct idler){ seen(t, slot),
			t->track[slot].number, slot };
	}
	t->has_oldest = true;
	return &t->track[t->oldest.slot];
}

static void
add_spare(struct flow_table *t, uint32_t slot)
{
	if (t->nspare == t->spare_room) {
		t->spare_room = t->spare_room ? 2 * t->spare_room : 16;
		t->spare =
		    xrealloc(t->spare, t->spare_room * sizeof(*t->spare));
	}
	t->spare[t->nspare++] = slot;
}

void
flow_table_drop_oldest(struct flow_table *t)
{
	struct track *oldest = &t->track[t->oldest.slot];

	unindex(t, oldest);
	oldest->number = 0;
	add_spare(t, t->oldest.slot);
	t->has_oldest = false;
	free(t->by_number);
	t->by_number = NULL;
}

static struct track *
room(struct flow_table *t)
{
	if (!flow_table_has_room(t)) {
		flow_table_oldest(t);
		flow_table_drop_oldest(t);
	}
	return &t->track[t->nspare ? t->spare[--t->nspare] : t->n++];
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
	const struct track *k = from_number(t, number);

	return k && k->number == number ? k : NULL;
}

uint64_t
flow_table_next(struct flow_table *t, uint64_t number)
{
	const struct track *k = from_number(t, number + 1);

	return k ? k->number : 0;
}
