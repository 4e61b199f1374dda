#ifndef DATAPLANE_IDLE_ORDER_H
#define DATAPLANE_IDLE_ORDER_H

/*
 * idle_order.h - who has been idle longest
 *
 * The order is exact, and a packet of a flow costs nothing: the queue knows of
 * each flow a time that is no later than its last packet's.  Whoever comes to
 * the front with an outdated time goes back to where its last packet puts it.
 * Most flows come to the front but once, as they began: those stand in a ring.
 * Those that were put back are in a heap.
 */

#include <stddef.h>
#include <stdint.h>

#include "core/vtime.h"

struct idler {
	vtime since;
	uint64_t number; /* of equals the lower one comes first */
	uint32_t slot;
};

struct idle_order {
	struct idler *ring; /* from head on, n of them; a power of two */
	uint32_t head, n, ring_mask;
	struct idler *heap;
	uint32_t nheap, heap_room;
};

void idle_order_init(struct idle_order *);
void idle_order_fini(struct idle_order *);

/* Cheapest for one who is not before anyone who is in it. */
void idle_order_add(struct idle_order *, struct idler);

/* Who comes first by the times that the order knows of; null: nobody. */
const struct idler *idle_order_first(const struct idle_order *);

/* Probably the ith after that one, from 0; null: nobody. */
static inline const struct idler *
idle_order_guess(const struct idle_order *o, uint32_t i)
{
	return i < o->n ? &o->ring[(o->head + i) & o->ring_mask] : NULL;
}

/* That one leaves. */
struct idler idle_order_leave(struct idle_order *);

/* When and which was the last packet of a slot. */
typedef vtime idle_seen_fn(const void *, uint32_t slot);

/* The slot that has been idle longest, which leaves; there is one. */
uint32_t idle_order_take(struct idle_order *, idle_seen_fn *, const void *);

#endif /* DATAPLANE_IDLE_ORDER_H */
