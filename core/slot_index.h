#ifndef CORE_SLOT_INDEX_H
#define CORE_SLOT_INDEX_H

/*
 * slot_index.h - from a hash to slots
 *
 * What is indexed lies in slots of its owner's, who compares keys.  An entry is
 * 8 bytes, a part of the hash among them, so that a slot is looked at only when
 * it is likely to be the one, and nothing is hashed again when the index grows.
 * Open addressing with linear probing; what is removed leaves no mark.
 *
 *	uint32_t at = hash, slot;
 *
 *	while ((slot = slot_index_next(x, hash, &at)) != SLOT_NONE) {
 *		if (it is the one in this slot)
 *			return slot;
 *		at++;
 *	}
 *
 * Memory: between 4/3 and 8/3 of 8 bytes for each slot that is indexed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/pages.h"

enum { SLOT_NONE = UINT32_MAX };

struct slot_index_entry {
	uint32_t hash;
	uint32_t slot; /* plus 1; 0: nothing here */
};

struct slot_index {
	struct slot_index_entry *v;
	uint32_t mask, n;
};

void slot_index_init(struct slot_index *);
void slot_index_fini(struct slot_index *);

static inline void
slot_index_prefetch(const struct slot_index *x, uint32_t hash)
{
	line_fetch(&x->v[hash & x->mask]);
}

/* The first slot with this hash from *at on, which moves there. */
static inline uint32_t
slot_index_next(const struct slot_index *x, uint32_t hash, uint32_t *at)
{
	for (;; ++*at) {
		const struct slot_index_entry *e = &x->v[*at & x->mask];

		if (e->slot == 0)
			return SLOT_NONE;
		if (e->hash == hash)
			return e->slot - 1;
	}
}

/* Would one more make it grow? */
static inline bool
slot_index_is_full(const struct slot_index *x)
{
	return 4 * ((uint64_t)x->n + 1) > 3 * ((uint64_t)x->mask + 1);
}

/* It grows if it has to, or when it is told to. */
void slot_index_add(struct slot_index *, uint32_t hash, uint32_t slot);
void slot_index_grow(struct slot_index *);

/* The entry where slot_index_next() has stopped. */
void slot_index_remove_at(struct slot_index *, uint32_t at);

/* The entry of this slot, which is indexed under this hash. */
void slot_index_remove(struct slot_index *, uint32_t hash, uint32_t slot);

#endif /* CORE_SLOT_INDEX_H */
