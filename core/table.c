/*
 * table.c - the hash table that state lives in
 */

#include "core/table.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "core/arena.h"

enum { FIRST_SIZE = 64, HEAD = 8 }; /* the used flag keeps entries aligned */

void
table_init(struct table *t, size_t key_size, size_t entry_size, uint64_t seed,
    table_dead_fn *dead)
{
	*t = (struct table){ .mask = FIRST_SIZE - 1,
		.key_size = key_size,
		.entry_size = entry_size,
		.stride = HEAD + ((entry_size + 7) & ~(size_t)7),
		.seed = seed,
		.dead = dead };
	t->slot = xcalloc(FIRST_SIZE, t->stride);
}

void
table_fini(struct table *t)
{
	free(t->slot);
	t->slot = NULL;
}

static unsigned char *
slot_at(const struct table *t, size_t i)
{
	return t->slot + (i & t->mask) * t->stride;
}

static size_t
home(const struct table *t, const void *key)
{
	return XXH3_64bits_withSeed(key, t->key_size, t->seed) & t->mask;
}

static size_t
probe(const struct table *t, const void *key)
{
	size_t i = home(t, key);

	for (;; i++) {
		const unsigned char *s = slot_at(t, i);

		if (!*s || memcmp(s + HEAD, key, t->key_size) == 0)
			return i & t->mask;
	}
}

void *
table_find(const struct table *t, const void *key)
{
	unsigned char *s = slot_at(t, probe(t, key));

	return *s ? s + HEAD : NULL;
}

static void
grow(struct table *t)
{
	struct table old = *t;

	t->mask = 2 * t->mask + 1;
	t->slot = xcalloc(t->mask + 1, t->stride);
	for (size_t i = 0; i <= old.mask; i++) {
		const unsigned char *s = slot_at(&old, i);

		if (*s)
			memcpy(slot_at(t, probe(t, s + HEAD)), s, t->stride);
	}
	free(old.slot);
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
	unsigned char *s;

	make_room(t, now);
	s = slot_at(t, probe(t, key));
	memset(s, 0, t->stride);
	*s = 1;
	memcpy(s + HEAD, key, t->key_size);
	t->n++;
	return s + HEAD;
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
		if (!*slot_at(t, i))
			break;
		want = home(t, slot_at(t, i) + HEAD);
		if (((i - want) & t->mask) < ((i - gap) & t->mask))
			continue;
		memcpy(slot_at(t, gap), slot_at(t, i), t->stride);
		gap = i;
	}
	*slot_at(t, gap) = 0;
	t->n--;
}

void
table_delete(struct table *t, void *entry)
{
	delete_at(
	    t, (size_t)((unsigned char *)entry - HEAD - t->slot) / t->stride);
}

/* A slot that a deletion has filled anew is looked at again. */
void
table_sweep(struct table *t, vtime now)
{
	for (size_t i = 0; i <= t->mask; i++)
		while (*slot_at(t, i) && t->dead(slot_at(t, i) + HEAD, now))
			delete_at(t, i);
}

void *
table_next(const struct table *t, size_t *cursor)
{
	while (*cursor <= t->mask) {
		unsigned char *s = slot_at(t, (*cursor)++);

		if (*s)
			return s + HEAD;
	}
	return NULL;
}
