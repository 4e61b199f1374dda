/*
 * table.c - the hash table that state lives in
 */

#include "core/table.h"

#include <assert.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/pages.h"

enum { FIRST_SIZE = 64, WORD = sizeof(uint64_t), HALF = WORD / 2 };

/* An entry that fits into a cache line does not lie across two. */
static size_t
stride_of(size_t entry)
{
	size_t n = (entry + WORD - 1) / WORD * WORD;

	return n > CACHE_LINE / 2 && n < CACHE_LINE ? CACHE_LINE : n;
}

static void
take_memory(struct table *t)
{
	t->tag = pages_alloc(t->mask + 1);
	t->entry = pages_alloc((t->mask + 1) * t->stride);
}

static void
give_memory(struct table *t)
{
	pages_free(t->tag, t->mask + 1);
	pages_free(t->entry, (t->mask + 1) * t->stride);
}

void
table_init(struct table *t, size_t key_size, size_t entry_size, uint64_t seed,
    table_dead_fn *dead)
{
	assert(key_size % HALF == 0);
	*t = (struct table){ .mask = FIRST_SIZE - 1,
		.key_size = key_size,
		.entry_size = entry_size,
		.stride = stride_of(entry_size),
		.seed = seed,
		.dead = dead };
	take_memory(t);
}

void
table_fini(struct table *t)
{
	give_memory(t);
	t->tag = NULL;
	t->entry = NULL;
}

static void *
entry_at(const struct table *t, size_t i)
{
	return t->entry + i * t->stride;
}

static inline uint64_t
hash_of(const struct table *t, const void *key)
{
	return XXH3_64bits_withSeed(key, t->key_size, t->seed);
}

/* The high bits: the low ones say where it would be. */
static inline uint8_t
tag_of(uint64_t hash)
{
	return (uint8_t)(hash >> 57) | 0x80;
}

static inline bool
key_eq(const struct table *t, const void *a, const void *b)
{
	const unsigned char *x = a, *y = b;
	uint64_t differ = 0;
	size_t i;

	for (i = 0; i + WORD <= t->key_size; i += WORD) {
		uint64_t v, w;

		memcpy(&v, x + i, WORD);
		memcpy(&w, y + i, WORD);
		differ |= v ^ w;
	}
	if (i < t->key_size) {
		uint32_t v, w;

		memcpy(&v, x + i, HALF);
		memcpy(&w, y + i, HALF);
		differ |= v ^ w;
	}
	return differ == 0;
}

/* Where the key is, or the empty slot where it would be. */
static size_t
probe(const struct table *t, const void *key, uint64_t hash)
{
	uint8_t tag = tag_of(hash);

	for (size_t i = hash;; i++) {
		i &= t->mask;
		if (t->tag[i] == 0 ||
		    (t->tag[i] == tag && key_eq(t, entry_at(t, i), key)))
			return i;
	}
}

void *
table_find(const struct table *t, const void *key)
{
	size_t i;

	if (t->n == 0)
		return NULL;
	i = probe(t, key, hash_of(t, key));
	return t->tag[i] ? entry_at(t, i) : NULL;
}

void *
table_find_near(const struct table *t, const void *key, uint32_t *hint)
{
	size_t i;

	if (hint == NULL)
		return table_find(t, key);
	i = *hint & t->mask;
	if (t->tag[i] && key_eq(t, entry_at(t, i), key))
		return entry_at(t, i);
	i = probe(t, key, hash_of(t, key));
	*hint = (uint32_t)i;
	return t->tag[i] ? entry_at(t, i) : NULL;
}

void
table_prefetch(const struct table *t, uint32_t hint)
{
	__builtin_prefetch(&t->tag[hint & t->mask]);
	__builtin_prefetch(entry_at(t, hint & t->mask), 1);
}

static void
grow(struct table *t)
{
	struct table old = *t;

	t->mask = 2 * t->mask + 1;
	take_memory(t);
	for (size_t i = 0; i <= old.mask; i++) {
		const void *e = entry_at(&old, i);
		uint64_t hash;
		size_t to;

		if (old.tag[i] == 0)
			continue;
		hash = hash_of(t, e);
		to = hash & t->mask;
		while (t->tag[to])
			to = (to + 1) & t->mask;
		t->tag[to] = old.tag[i];
		memcpy(entry_at(t, to), e, t->stride);
	}
	give_memory(&old);
}

/* After a sweep that leaves it more than half full a table grows all the same:
 * else the next few inserts would each sweep again. */
static void
make_room(struct table *t, vtime now)
{
	if (4 * (t->n + 1) <= 3 * (t->mask + 1))
		return;
	if (t->dead)
		table_sweep(t, now);
	if (2 * (t->n + 1) > t->mask + 1)
		grow(t);
}

void *
table_insert(struct table *t, const void *key, vtime now)
{
	uint64_t hash = hash_of(t, key);
	unsigned char *e;
	size_t i;

	make_room(t, now);
	i = hash & t->mask;
	while (t->tag[i])
		i = (i + 1) & t->mask;
	t->tag[i] = tag_of(hash);
	t->n++;
	e = entry_at(t, i);
	memcpy(e, key, t->key_size);
	memset(e + t->key_size, 0, t->entry_size - t->key_size);
	return e;
}

/*
 * Closes the gap: whatever stands behind it and could not be found past an
 * empty slot moves up.
 */
static void
delete_at(struct table *t, size_t gap)
{
	size_t i = gap;

	for (;;) {
		size_t want;

		i = (i + 1) & t->mask;
		if (t->tag[i] == 0)
			break;
		want = hash_of(t, entry_at(t, i)) & t->mask;
		if (((i - want) & t->mask) < ((i - gap) & t->mask))
			continue;
		t->tag[gap] = t->tag[i];
		memcpy(entry_at(t, gap), entry_at(t, i), t->stride);
		gap = i;
	}
	t->tag[gap] = 0;
	memset(entry_at(t, gap), 0, t->stride);
	t->n--;
}

void
table_delete(struct table *t, void *entry)
{
	delete_at(t, (size_t)((unsigned char *)entry - t->entry) / t->stride);
}

/* A slot that a deletion has filled anew is looked at again. */
void
table_sweep(struct table *t, vtime now)
{
	for (size_t i = 0; i <= t->mask; i++)
		while (t->tag[i] && t->dead(entry_at(t, i), now))
			delete_at(t, i);
}

void *
table_next(const struct table *t, size_t *cursor)
{
	while (*cursor <= t->mask) {
		size_t i = (*cursor)++;

		if (t->tag[i])
			return entry_at(t, i);
	}
	return NULL;
}
