/*
 * slot_index.c - from a hash to slots
 */

#include "core/slot_index.h"

#include "core/pages.h"

enum { FIRST_SIZE = 64 };

static size_t
bytes(const struct slot_index *x)
{
	return ((size_t)x->mask + 1) * sizeof(*x->v);
}

void
slot_index_init(struct slot_index *x)
{
	*x = (struct slot_index){ .mask = FIRST_SIZE - 1 };
	x->v = pages_alloc(bytes(x));
}

void
slot_index_fini(struct slot_index *x)
{
	pages_free(x->v, bytes(x));
	x->v = NULL;
}

static void
put(struct slot_index *x, struct slot_index_entry e)
{
	uint32_t i = e.hash;

	while (x->v[i & x->mask].slot)
		i++;
	x->v[i & x->mask] = e;
}

void
slot_index_grow(struct slot_index *x)
{
	struct slot_index old = *x;

	x->mask = 2 * x->mask + 1;
	x->v = pages_alloc(bytes(x));
	for (size_t i = 0; i <= old.mask; i++)
		if (old.v[i].slot)
			put(x, old.v[i]);
	slot_index_fini(&old);
}

void
slot_index_add(struct slot_index *x, uint32_t hash, uint32_t slot)
{
	if (slot_index_is_full(x))
		slot_index_grow(x);
	put(x, (struct slot_index_entry){ hash, slot + 1 });
	x->n++;
}

/* Closes the gap: whatever stands behind it and could not be found past an
 * empty place moves up. */
void
slot_index_remove_at(struct slot_index *x, uint32_t at)
{
	uint32_t gap = at;

	for (uint32_t i = gap + 1; x->v[i & x->mask].slot; i++) {
		uint32_t want = x->v[i & x->mask].hash;

		if (((i - want) & x->mask) < ((i - gap) & x->mask))
			continue;
		x->v[gap & x->mask] = x->v[i & x->mask];
		gap = i;
	}
	x->v[gap & x->mask].slot = 0;
	x->n--;
}

void
slot_index_remove(struct slot_index *x, uint32_t hash, uint32_t slot)
{
	uint32_t at = hash;

	while (slot_index_next(x, hash, &at) != slot)
		at++;
	slot_index_remove_at(x, at);
}
