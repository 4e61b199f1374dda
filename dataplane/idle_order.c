/*
 * idle_order.c - who has been idle longest
 */

#include "dataplane/idle_order.h"

#include <stdbool.h>
#include <stdlib.h>

#include "core/arena.h"

enum { FIRST_ROOM = 64, ARITY = 4 };

void
idle_order_init(struct idle_order *o)
{
	*o = (struct idle_order){ .ring_mask = FIRST_ROOM - 1,
		.heap_room = FIRST_ROOM };
	o->ring = xcalloc(FIRST_ROOM, sizeof(*o->ring));
	o->heap = xcalloc(FIRST_ROOM, sizeof(*o->heap));
}

void
idle_order_fini(struct idle_order *o)
{
	free(o->ring);
	free(o->heap);
}

static bool
is_before(const struct idler *a, const struct idler *b)
{
	if (a->since.ns != b->since.ns)
		return a->since.ns < b->since.ns;
	return a->number < b->number;
}

/* --- the ring ----------------------------------------------------------- */

static void
grow_ring(struct idle_order *o)
{
	uint32_t room = o->ring_mask + 1;
	struct idler *ring = xcalloc(2 * (size_t)room, sizeof(*ring));

	for (uint32_t i = 0; i < o->n; i++)
		ring[i] = o->ring[(o->head + i) & o->ring_mask];
	free(o->ring);
	o->ring = ring;
	o->ring_mask = 2 * room - 1;
	o->head = 0;
}

/* --- the heap ----------------------------------------------------------- */

static void
push(struct idle_order *o, struct idler new)
{
	uint32_t i = o->nheap++;

	if (o->nheap > o->heap_room) {
		o->heap_room *= 2;
		o->heap = xrealloc(o->heap, o->heap_room * sizeof(*o->heap));
	}
	for (; i > 0 && is_before(&new, &o->heap[(i - 1) / ARITY]);
	     i = (i - 1) / ARITY)
		o->heap[i] = o->heap[(i - 1) / ARITY];
	o->heap[i] = new;
}

static uint32_t
least_child(const struct idle_order *o, uint32_t i)
{
	uint32_t first = i * ARITY + 1, least = first;

	for (uint32_t c = first + 1; c < first + ARITY && c < o->nheap; c++)
		if (is_before(&o->heap[c], &o->heap[least]))
			least = c;
	return least;
}

static struct idler
pop(struct idle_order *o)
{
	struct idler top = o->heap[0], last = o->heap[--o->nheap];
	uint32_t i = 0;

	while (i * ARITY + 1 < o->nheap) {
		uint32_t c = least_child(o, i);

		if (!is_before(&o->heap[c], &last))
			break;
		o->heap[i] = o->heap[c];
		i = c;
	}
	o->heap[i] = last;
	return top;
}

/* --- both --------------------------------------------------------------- */

void
idle_order_add(struct idle_order *o, struct idler i)
{
	if (o->n &&
	    is_before(&i, &o->ring[(o->head + o->n - 1) & o->ring_mask])) {
		push(o, i);
		return;
	}
	if (o->n == o->ring_mask + 1)
		grow_ring(o);
	o->ring[(o->head + o->n++) & o->ring_mask] = i;
}

const struct idler *
idle_order_first(const struct idle_order *o)
{
	const struct idler *ring = o->n ? &o->ring[o->head] : NULL;
	const struct idler *heap = o->nheap ? &o->heap[0] : NULL;

	if (ring && heap)
		return is_before(heap, ring) ? heap : ring;
	return ring ? ring : heap;
}

struct idler
idle_order_leave(struct idle_order *o)
{
	struct idler first = *idle_order_first(o);

	if (o->nheap && idle_order_first(o) == &o->heap[0])
		return pop(o);
	o->head = (o->head + 1) & o->ring_mask;
	o->n--;
	return first;
}

uint32_t
idle_order_take(struct idle_order *o, idle_seen_fn *seen, const void *aux)
{
	for (;;) {
		struct idler i = idle_order_leave(o);
		vtime last = seen(aux, i.slot);

		if (last.ns == i.since.ns)
			return i.slot;
		i.since = last;
		push(o, i);
	}
}
