#ifndef DATAPLANE_MODEL_BLOCKS_H
#define DATAPLANE_MODEL_BLOCKS_H

/*
 * blocks.h - which blocks of addresses overlap
 */

#include "core/err.h"
#include "core/ip.h"

struct object;

struct block {
	struct prefix prefix;
	struct where where;
	const struct object *of; /* whose it is */
	size_t order;            /* of the equal ones the lowest comes first */
};

struct blocks {
	struct block *v; /* on the heap; free(v) */
	size_t n, room;
};

/* Appends; the order is that of the calls. */
void blocks_add(
    struct blocks *, struct prefix, struct where, const struct object *of);

/* By family and address, a block before those that it covers. */
void blocks_sort(struct blocks *);

/*
 * Calls f for each block that another one covers, with that other one: the
 * outermost that there is.  The blocks must be sorted.
 */
typedef void
blocks_fn(void *aux, const struct block *outer, const struct block *inner);
void blocks_overlaps(const struct blocks *, blocks_fn *, void *aux);

#endif /* DATAPLANE_MODEL_BLOCKS_H */
