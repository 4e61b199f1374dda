#ifndef CORE_EVENTS_H
#define CORE_EVENTS_H

/*
 * events.h - what happens next
 *
 * A queue of sources: things at which something is due (a change of the
 * configuration, a link with packets on their way, a capture).  They come out in
 * the order (time, rank, sequence): of two due at one time the one of the lower
 * rank, of two of one rank the one that was put in first.  Packets are not in
 * it, for a link is first in, first out and knows its own order.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/vtime.h"

struct events;

struct event {
	vtime at;
	uint8_t rank;
	uint32_t source; /* less than EVENT_SOURCES */
};

enum { EVENT_SOURCES = (1 << 24) - 1 };

/* first: of the sequence numbers, zero but where a test wants them to run out. */
struct events *events_new(uint32_t first);
void events_free(struct events *);

void events_push(struct events *, struct event);

/* Takes the next one out; false if there is none. */
bool events_pop(struct events *, struct event *);

/* The same without taking it out. */
bool events_peek(const struct events *, struct event *);

/*
 * The next one is over, and this one is to come: as events_pop() and
 * events_push(), at half the price.  There must be one.
 */
void events_replace(struct events *, struct event);

size_t events_pending(const struct events *);

#endif /* CORE_EVENTS_H */
