#ifndef TOOLS_WINDOW_H
#define TOOLS_WINDOW_H

/*
 * window.h - some frames of a capture, for several threads to read
 *
 * Only one thread can find where one frame ends and the next one begins, so
 * that is all that walking does.  Every thread reads all frames of a window, as
 * far as it must to know which are its own: what two processors write for each
 * other costs more than what both do.
 */

#include <stddef.h>

#include "pcap/capture.h"

enum { WINDOW_FRAMES = 1024 };

struct walked {
	const uint8_t *bytes;
	vtime t;
	uint32_t caplen, len, link;
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
int window_walk(struct window *, const struct frames *);

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
