#ifndef CORE_TABLE_H
#define CORE_TABLE_H

/*
 * table.h - the hash table that state lives in
 *
 * Entries have a fixed size and begin with their key, which is compared as
 * bytes (no padding in it, its size a multiple of 4) and hashed with a secret
 * (the seed), so that a hostile capture cannot make a table slow.  An entry has
 * a slot for as long as it lives, however the table grows: slots are taken in
 * turn, those of deleted ones first, and an index (slot_index.h) leads to them.
 * Before it grows, a table asks which entries are dead and reclaims those: when
 * memory is reclaimed has no effect on any answer, as long as readers treat a
 * dead entry as absent.
 *
 * Memory: 1 bit more than its size for each entry that there ever were at a time,
 * and that of the index.
 *
 * Pointers to entries are good until the next insert, delete or sweep.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/slot_index.h"
#include "core/vtime.h"

/* May this entry be forgotten at this time?  If so, it will be: what else
 * belongs to it has been let go. */
typedef bool table_dead_fn(void *aux, void *entry, vtime now);

struct table {
	struct slot_index index;
	unsigned char *entry; /* by slot */
	uint64_t *live;       /* a bit for each: is there an entry in it? */
	uint32_t used;        /* slots that ever were taken */
	uint32_t spare; /* plus 1, the first of those that are free again */
	size_t n;
	size_t key_size, stride;
	uint64_t seed;
	table_dead_fn *dead; /* null: entries never die */
	void *aux;
};

/* One whose entries never die. */
void
table_init(struct table *, size_t key_size, size_t entry_size, uint64_t seed);
void table_fini(struct table *);

/* From now on they do. */
void table_reclaims(struct table *, table_dead_fn *, void *aux);

/* Null if it is not there. */
void *table_find(const struct table *, const void *key);

/* The same.  The hint is the slot where it was last time: if it still is there,
 * nothing is searched.  Any number will do. */
void *table_find_near(const struct table *, const void *key, uint32_t hint);

/* The entry in this slot; null if none is there. */
void *table_at(const struct table *, uint32_t slot);

/* Where an entry stands: a hint. */
static inline uint32_t
table_slot(const struct table *t, const void *entry)
{
	return (uint32_t)((size_t)((const unsigned char *)entry - t->entry) /
	    t->stride);
}

/* Fetches what table_find_near() will look at. */
void table_prefetch(const struct table *, uint32_t hint);

/* Fetches what table_find() will look at first. */
void table_fetch(const struct table *, const void *key);

/* A new entry, zeroed but for the key, which must not be there yet. */
void *table_insert(struct table *, const void *key, vtime now);

/* The entry of this key, a new one if there is none. */
void *table_have(struct table *, const void *key, vtime now);

void table_delete(struct table *, void *entry);

/* Deletes every entry that is dead by this time. */
void table_sweep(struct table *, vtime now);

/* The first entry at or after *cursor (from 0), which moves; null at the end. */
void *table_next(const struct table *, size_t *cursor);

#endif /* CORE_TABLE_H */
