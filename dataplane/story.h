#ifndef DATAPLANE_STORY_H
#define DATAPLANE_STORY_H

/*
 * story.h - what became of a packet, kept once for all that fared alike
 *
 * Most flows of a capture go the same few ways.  A flow holds the number of a
 * story for each direction; the story has everything but the packet's key.
 */

#include "core/table.h"
#include "dataplane/exchange.h"

struct story {
	uint32_t node; /* by whom it was dropped, or where it was delivered */
	struct place answer;
	drop_code code;
	bool delivered;
	bool zero;
	uint32_t none;
	struct journey way;
};

_Static_assert(sizeof(struct story) == 136, "a story has padding");

struct stories {
	struct story *v;
	uint32_t n;
	struct table number; /* of each content */
};

enum { STORY_NONE = 0 };

void stories_init(struct stories *, uint64_t seed);
void stories_fini(struct stories *);

/* The number of the story of a packet that was sent, from 1. */
uint32_t
stories_keep(struct stories *, const struct leg *, const struct journey *);

/* Good until the next one is kept. */
static inline const struct story *
stories_get(const struct stories *s, uint32_t number)
{
	return &s->v[number - 1];
}

/* Fills in a leg and its way; the key is that of the packet at its end. */
void stories_tell(const struct stories *, uint32_t number,
    const struct flow_key *, struct leg *, struct journey *);

#endif /* DATAPLANE_STORY_H */
