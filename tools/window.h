#ifndef TOOLS_WINDOW_H
#define TOOLS_WINDOW_H

/*
 * window.h - some frames of a capture, for several threads to read
 *
 * Only one thread can find where one frame ends and the next one begins.  With
 * the headers at hand it also sees whose a usual frame is, so that the other
 * shards' threads need not look at its bytes.  Anything else is left to all of
 * them: what two processors write for each other costs more than what both do.
 */

#include <stddef.h>

#include "dataplane/shard_key.h"
#include "pcap/capture.h"
#include "tools/address_map.h"

enum { WINDOW_FRAMES = 1024, ANY_SHARD = UINT32_MAX };

struct walked {
	const uint8_t *bytes;
	vtime t;
	uint32_t caplen, len, link;
	uint32_t shard; /* of a packet that can be read; ANY_SHARD: who knows */
};

/* How frames are divided. */
struct division {
	const struct shard_key *key;
	const struct address_map *map; /* may be null */
};

struct window {
	uint64_t first; /* the number of its first frame, of all captures */
	uint32_t n;
	struct walked frame[WINDOW_FRAMES];
	uint8_t *copies; /* of frames that do not stay where they are */
	size_t size;
};

/* Where frames come from: as capture_next(). */
struct frames {
	int (*next)(void *aux, struct frame *);
	void *aux;
	bool stay; /* bytes are good until the capture is closed */
};

void window_fini(struct window *);

/* Fills it.  1; or what frames->next() has said instead. */
int
window_walk(struct window *, const struct frames *, const struct division *);

static inline struct frame
window_frame(const struct window *w, uint32_t i)
{
	const struct walked *f = &w->frame[i];

	return (struct frame){ .time = f->t,
		.link = f->link,
		.caplen = f->caplen,
		.len = f->len,
		.bytes = f->bytes };
}

#endif /* TOOLS_WINDOW_H */
