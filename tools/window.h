#ifndef TOOLS_WINDOW_H
#define TOOLS_WINDOW_H

/*
 * window.h - some frames of a capture, listed for the shards that read them
 *
 * Only one thread can find where one frame ends and the next one begins.  With
 * the headers at hand it also sees whose a usual frame is, so that the other
 * shards' threads need not even pass over it.  Anything else is in all lists:
 * what two processors write for each other costs more than what both do.
 */

#include <stddef.h>

#include "dataplane/shard_key.h"
#include "pcap/capture.h"
#include "tools/address_map.h"

enum { WINDOW_FRAMES = 1024, SHARDS_MOST = 64 };

struct walked {
	const uint8_t *bytes;
	vtime t;
	vtime clock; /* the latest time of certain frames so far */
	uint32_t caplen, len, link;
	uint16_t place; /* in the window */
	bool certain;   /* a packet that can be read, and this shard's */
};

struct window {
	uint64_t first; /* the number of its first frame, of all captures */
	uint32_t n, nshards;
	vtime begin; /* of the first certain frame so far */
	struct walked *list[SHARDS_MOST];
	uint32_t nlist[SHARDS_MOST];
	uint8_t *copies; /* of the bytes of frames, which do not stay */
	size_t size;
};

/* Where frames come from: as capture_next(). */
struct frames {
	int (*next)(void *aux, struct frame *);
	void *aux;
};

/* How frames are divided, and what is known of all that have been. */
struct division {
	const struct shard_key *key;
	const struct address_map *map; /* may be null */
	vtime begin, clock;            /* INT64_MIN: there was none */
};

void window_init(struct window *, uint32_t nshards);
void window_fini(struct window *);

/* Fills it.  1; or what frames->next() has said instead. */
int window_walk(struct window *, const struct frames *, struct division *);

/* The next frame of all lists, as they were walked; null at the end.  *at is how
 * far each list has been gone through, zero at first. */
const struct walked *
window_next(const struct window *, uint32_t at[static SHARDS_MOST]);

#endif /* TOOLS_WINDOW_H */
