/*
 * table.c - the hash table that state lives in
 *
 * Entries stand in slots, in the order in which they came, and are found by an
 * index.  A slot that is free is zero but for its first bytes, which tell the
 * next free one.
 */

#include "core/table.h"

#include <assert.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/pages.h"

enum { WORD = sizeof(uint64_t), HALF = WORD / 2, BITS = 8 * WORD };

/* As many as the index holds without growing, and one. */
static size_t
room(const struct table *t)
{
	return ((size_t)t->index.mask + 1) / 4 * 3 + 1;
}

static size_t
live_bytes(const struct table *t)
{
	return (room(t) / BITS + 1) * WORD;
}

static bool
is_live(const struct table *t, uint32_t slot)
{
	return t->live[slot / BITS] >> slot % BITS & 1;
}

static void
turn_live(struct table *t, uint32_t slot)
{
	t->live[slot / BITS] ^= (uint64_t)1 << slot % BITS;
}

void
table_init(struct table *t, size_t key_size, size_t entry_size, uint64_t seed)
{
	assert(key_size % HALF == 0 && key_size >= HALF);
	*t = (struct table){ .key_size = key_size,
		.stride = (entry_size + WORD - 1) / WORD * WORD,
		.seed = seed };
	slot_index_init(&t->index);
	t->live = pages_alloc(live_bytes(t));
	t->entry = pages_alloc(room(t) * t->stride);
}

void
table_fini(struct table *t)
{
	pages_free(t->live, live_bytes(t));
	pages_free(t->entry, room(t) * t->stride);
	slot_index_fini(&t->index);
	t->live = NULL;
	t->entry = NULL;
}

void
table_reclaims(struct table *t, table_dead_fn *dead, void *aux)
{
	t->dead = dead;
	t->aux = aux;
}

static void *
entry_at(const struct table *t, uint32_t slot)
{
	return t->entry + slot * t->stride;
}

static inline uint32_t
hash_of(const struct table *t, const void *key)
{
	return (uint32_t)XXH3_64bits_withSeed(key, t->key_size, t->seed);
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

static uint32_t
slot_of(const struct table *t, const void *key, uint32_t hash)
{
	uint32_t at = hash, slot;

	while ((slot = slot_index_next(&t->index, hash, &at)) != SLOT_NONE) {
		if (key_eq(t, entry_at(t, slot), key))
			break;
		at++;
	}
	return slot;
}

void *
table_find(const struct table *t, const void *key)
{
	uint32_t slot;

	if (t->n == 0)
		return NULL;
	slot = slot_of(t, key, hash_of(t, key));
	return slot == SLOT_NONE ? NULL : entry_at(t, slot);
}

void *
table_at(const struct table *t, uint32_t slot)
{
	return slot < t->used && is_live(t, slot) ? entry_at(t, slot) : NULL;
}

void *
table_find_near(const struct table *t, const void *key, uint32_t hint)
{
	void *near = table_at(t, hint);

	return near && key_eq(t, near, key) ? near : table_find(t, key);
}

void
table_prefetch(const struct table *t, uint32_t hint)
{
	line_fetch(entry_at(t, hint));
}

void
table_fetch(const struct table *t, const void *key)
{
	slot_index_prefetch(&t->index, hash_of(t, key));
}

/* --- room --------------------------------------------------------------- */

static void
give_back(struct table *t, uint32_t slot)
{
	void *e = entry_at(t, slot);

	memset(e, 0, t->stride);
	memcpy(e, &t->spare, sizeof(t->spare));
	t->spare = slot + 1;
	turn_live(t, slot);
	t->n--;
}

/* All zero. */
static uint32_t
take_slot(struct table *t)
{
	uint32_t slot;

	t->n++;
	if (t->spare == 0)
		return t->used++;
	slot = t->spare - 1;
	memcpy(&t->spare, entry_at(t, slot), sizeof(t->spare));
	return slot;
}

static void
grow(struct table *t)
{
	size_t before = room(t), live = live_bytes(t);

	slot_index_grow(&t->index);
	t->live = pages_resize(t->live, live, live_bytes(t));
	t->entry =
	    pages_resize(t->entry, before * t->stride, room(t) * t->stride);
}

/* After a sweep that leaves it more than half full a table grows all the same:
 * else the next few inserts would each sweep again. */
static void
make_room(struct table *t, vtime now)
{
	if (!slot_index_is_full(&t->index))
		return;
	if (t->dead)
		table_sweep(t, now);
	if (2 * (t->n + 1) > (size_t)t->index.mask + 1)
		grow(t);
}

static void *
insert(struct table *t, const void *key, uint32_t hash, vtime now)
{
	uint32_t slot;

	make_room(t, now);
	slot = take_slot(t);
	slot_index_add(&t->index, hash, slot);
	turn_live(t, slot);
	return memcpy(entry_at(t, slot), key, t->key_size);
}

void *
table_insert(struct table *t, const void *key, vtime now)
{
	return insert(t, key, hash_of(t, key), now);
}

void *
table_have(struct table *t, const void *key, vtime now)
{
	uint32_t hash = hash_of(t, key), slot = slot_of(t, key, hash);

	return slot == SLOT_NONE ? insert(t, key, hash, now)
				 : entry_at(t, slot);
}

static void
delete_slot(struct table *t, uint32_t slot)
{
	slot_index_remove(&t->index, hash_of(t, entry_at(t, slot)), slot);
	give_back(t, slot);
}

void
table_delete(struct table *t, void *entry)
{
	uint32_t slot = table_slot(t, entry);

	delete_slot(t, slot);
}

void
table_sweep(struct table *t, vtime now)
{
	for (uint32_t i = 0; i < t->used; i++)
		if (is_live(t, i) && t->dead(t->aux, entry_at(t, i), now))
			delete_slot(t, i);
}

void *
table_next(const struct table *t, size_t *cursor)
{
	while (*cursor < t->used) {
		uint32_t slot = (uint32_t)(*cursor)++;

		if (is_live(t, slot))
			return entry_at(t, slot);
	}
	return NULL;
}
