/*
 * events.c - a heap of four children a node
 *
 * An entry is one number, of which one comparison decides:
 *
 *	time (64 bits) | rank (8) | sequence (32) | source (24)
 *
 * No entry is less than its parent.  Four children fill a cache line: the root
 * lies at index 3, so that the first of any four begins one.  Unused places
 * hold NOTHING, which is more than any entry: whoever looks for the least of
 * four children need not ask how many there are.
 *
 * A sequence number runs out after 2^32 entries; all are then numbered anew in
 * their order.
 */

#include "core/events.h"

#include <assert.h>
#include <stdlib.h>

#include "core/arena.h"

__extension__ typedef unsigned __int128 entry;

#define NOTHING (~(entry)0)

enum { ROOT = 3, LINE = 64, RANK_SHIFT = 56, SEQUENCE_SHIFT = 24 };

struct events {
	entry *v;
	size_t end, room; /* entries are v[ROOT] to v[end - 1] */
	uint32_t sequence;
};

static size_t
first_child(size_t i)
{
	return (i - ROOT) * 4 + ROOT + 1;
}

static size_t
parent(size_t i)
{
	return (i - ROOT - 1) / 4 + ROOT;
}

/* Times before zero sort before it: the sign is turned over. */
static entry
entry_of(struct event e, uint32_t sequence)
{
	uint64_t time = (uint64_t)e.at.ns ^ (uint64_t)1 << 63;
	uint64_t order = (uint64_t)e.rank << RANK_SHIFT |
	    (uint64_t)sequence << SEQUENCE_SHIFT | e.source;

	return (entry)time << 64 | order;
}

static struct event
event_of(entry x)
{
	return (struct event){
		.at = { (int64_t)((uint64_t)(x >> 64) ^ (uint64_t)1 << 63) },
		.rank = (uint8_t)((uint64_t)x >> RANK_SHIFT),
		.source = (uint32_t)x & EVENT_SOURCES,
	};
}

/* Room for four more than there are, that a last child has its brothers. */
static void
grow(struct events *q)
{
	size_t room = q->room ? 2 * q->room : LINE;
	entry *v = xaligned_alloc(LINE, room * sizeof(*v));

	for (size_t i = 0; i < room; i++)
		v[i] = i >= ROOT && i < q->end ? q->v[i] : NOTHING;
	free(q->v);
	q->v = v;
	q->room = room;
}

static int
ascending(const void *a, const void *b)
{
	const entry *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A sorted array is a heap. */
static void
renumber(struct events *q)
{
	qsort(q->v + ROOT, q->end - ROOT, sizeof(*q->v), ascending);
	q->sequence = 0;
	for (size_t i = ROOT; i < q->end; i++)
		q->v[i] = entry_of(event_of(q->v[i]), q->sequence++);
}

static entry
number(struct events *q, struct event e)
{
	assert(e.source < EVENT_SOURCES);
	if (q->sequence == UINT32_MAX)
		renumber(q);
	return entry_of(e, q->sequence++);
}

static void
sift_up(struct events *q, size_t i, entry x)
{
	for (; i > ROOT && x < q->v[parent(i)]; i = parent(i))
		q->v[i] = q->v[parent(i)];
	q->v[i] = x;
}

/* Without branches: which child it is nobody can foretell. */
static inline size_t
least_child(const entry *v, size_t first)
{
	size_t a = first + (v[first + 1] < v[first]);
	size_t b = first + 2 + (v[first + 3] < v[first + 2]);

	return a ^ ((a ^ b) & -(size_t)(v[b] < v[a]));
}

static void
sift_down(struct events *q, entry x)
{
	size_t i = ROOT, first;

	while ((first = first_child(i)) < q->end) {
		size_t least = least_child(q->v, first);

		if (x < q->v[least])
			break;
		q->v[i] = q->v[least];
		i = least;
	}
	q->v[i] = x;
}

void
events_push(struct events *q, struct event e)
{
	entry x = number(q, e);

	if (q->end + 4 > q->room)
		grow(q);
	sift_up(q, q->end++, x);
}

bool
events_peek(const struct events *q, struct event *e)
{
	if (q->end == ROOT)
		return false;
	*e = event_of(q->v[ROOT]);
	return true;
}

bool
events_pop(struct events *q, struct event *e)
{
	entry last;

	if (!events_peek(q, e))
		return false;
	last = q->v[--q->end];
	q->v[q->end] = NOTHING;
	if (q->end > ROOT)
		sift_down(q, last);
	return true;
}

void
events_replace(struct events *q, struct event e)
{
	sift_down(q, number(q, e));
}

size_t
events_pending(const struct events *q)
{
	return q->end - ROOT;
}

struct events *
events_new(uint32_t first)
{
	struct events *q = xcalloc(1, sizeof(*q));

	q->sequence = first;
	q->end = ROOT;
	grow(q);
	return q;
}

void
events_free(struct events *q)
{
	if (q == NULL)
		return;
	free(q->v);
	free(q);
}
