/*
 * window.c - some frames of a capture, for several threads to read
 */

#include "tools/window.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "pcap/parse_usual.h"

enum {
	COPIES = 1 << 20, /* bytes in a window, when frames are copied */
	FRAME_MOST = 1 << 20,
};

void
window_fini(struct window *w)
{
	free(w->copies);
}

/* Room for any frame is left when a window is closed. */
static const uint8_t *
copy(struct window *w, const struct frame *f)
{
	uint8_t *to;

	assert(f->caplen <= FRAME_MOST);
	if (w->copies == NULL)
		w->copies = xmalloc(COPIES + FRAME_MOST);
	to = w->copies + w->size;
	memcpy(to, f->bytes, f->caplen);
	w->size += f->caplen;
	return to;
}

static uint32_t
shard_of_usual(const struct frame *f, const struct division *d)
{
	struct flow_key ends;

	if (!parse_usual_ends(f, &ends.src, &ends.dst))
		return ANY_SHARD;
	address_map_apply(d->map, &ends);
	return shard_of(d->key, ends.src, ends.dst);
}

int
window_walk(
    struct window *w, const struct frames *frames, const struct division *d)
{
	int more = 1;

	w->n = 0;
	w->size = 0;
	while (w->n < WINDOW_FRAMES && w->size < COPIES) {
		struct frame f;

		more = frames->next(frames->aux, &f);
		if (more <= 0)
			break;
		w->frame[w->n++] = (struct walked){
			.bytes = frames->stay ? f.bytes : copy(w, &f),
			.t = f.time,
			.caplen = f.caplen,
			.len = f.len,
			.link = f.link,
			.shard = shard_of_usual(&f, d),
		};
	}
	return more;
}
