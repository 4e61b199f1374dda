/*
 * link.c - a link that takes time
 */

#include "core/link.h"

#include <stdlib.h>

#include "core/arena.h"

struct link {
	struct link_spec spec;
	vtime free; /* when the last packet has been sent */
	struct in_flight *ring;
	size_t first, n, room; /* room is a power of two */
};

enum { NS_PER_SECOND = 1000000000, BITS = 8 };

__extension__ typedef unsigned __int128 wide;

/* Rounded up: a link is never faster than it is. */
static vtime
sending(const struct link *l, uint32_t bytes)
{
	uint64_t rate = l->spec.bits_per_second;

	if (rate == 0)
		return (vtime){ 0 };
	return (vtime){ (
	    int64_t)(((wide)bytes * BITS * NS_PER_SECOND + rate - 1) / rate) };
}

/* Bytes that have yet to be sent. */
static uint64_t
backlog(const struct link *l, vtime now)
{
	if (!vtime_before(now, l->free))
		return 0;
	return (uint64_t)((wide)vtime_sub(l->free, now).ns *
	    l->spec.bits_per_second / BITS / NS_PER_SECOND);
}

static struct in_flight *
at(const struct link *l, size_t i)
{
	return &l->ring[(l->first + i) & (l->room - 1)];
}

static void
grow(struct link *l)
{
	size_t room = l->room ? 2 * l->room : 16;
	struct in_flight *ring = xmalloc(room * sizeof(*ring));

	for (size_t i = 0; i < l->n; i++)
		ring[i] = *at(l, i);
	free(l->ring);
	l->ring = ring;
	l->first = 0;
	l->room = room;
}

bool
link_send(struct link *l, vtime now, const struct packet *p)
{
	uint64_t most = l->spec.queue_bytes;
	vtime start = vtime_before(now, l->free) ? l->free : now;

	if (most && backlog(l, now) + p->len > most)
		return false;
	l->free = vtime_add(start, sending(l, p->len));
	if (l->n == l->room)
		grow(l);
	*at(l, l->n++) =
	    (struct in_flight){ vtime_add(l->free, l->spec.latency), *p };
	return true;
}

const struct in_flight *
link_first(const struct link *l)
{
	return l->n ? at(l, 0) : NULL;
}

void
link_take(struct link *l)
{
	l->first = (l->first + 1) & (l->room - 1);
	l->n--;
}

struct link *
link_new(struct link_spec spec)
{
	struct link *l = xcalloc(1, sizeof(*l));

	l->spec = spec;
	l->free = (vtime){ INT64_MIN };
	return l;
}

void
link_free(struct link *l)
{
	if (l == NULL)
		return;
	free(l->ring);
	free(l);
}
