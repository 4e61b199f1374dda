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
	COPIES = 1 << 18, /* bytes in a window, before the last frame */
	FRAME_MOST = 1 << 20,
};

void
window_init(struct window *w, uint32_t nshards)
{
	*w = (struct window){ .nshards = nshards };
	for (uint32_t i = 0; i < nshards; i++)
		w->list[i] = xmalloc(WINDOW_FRAMES * sizeof(*w->list[i]));
	w->copies = xmalloc(COPIES + FRAME_MOST);
}

void
window_fini(struct window *w)
{
	for (uint32_t i = 0; i < w->nshards; i++)
		free(w->list[i]);
	free(w->copies);
}

/* Room for any frame is left when a window is closed. */
static const uint8_t *
copy(struct window *w, const struct frame *f)
{
	uint8_t *to;

	assert(f->caplen <= FRAME_MOST);
	to = w->copies + w->size;
	memcpy(to, f->bytes, f->caplen);
	w->size += f->caplen;
	return to;
}

/* False: who knows. */
static bool
is_usual(const struct frame *f, const struct division *d, uint32_t *shard)
{
	struct flow_key ends;

	if (!parse_usual_ends(f, &ends.src, &ends.dst))
		return false;
	address_map_apply(d->map, &ends);
	*shard = shard_of(d->key, ends.src, ends.dst);
	return true;
}

static void
note_time(struct division *d, vtime t)
{
	if (d->clock.ns == INT64_MIN)
		d->begin = t;
	if (vtime_before(d->clock, t))
		d->clock = t;
}

static void
list(struct window *w, const struct frame *f, const uint8_t *bytes,
    struct division *d)
{
	uint32_t first = 0, last = w->nshards - 1;
	struct walked walked = {
		.bytes = bytes,
		.t = f->time,
		.caplen = f->caplen,
		.len = f->len,
		.link = f->link,
		.place = (uint16_t)w->n++,
	};

	walked.certain = is_usual(f, d, &first);
	if (walked.certain) {
		note_time(d, f->time);
		last = first;
	}
	walked.clock = d->clock;
	for (uint32_t i = first; i <= last; i++)
		w->list[i][w->nlist[i]++] = walked;
}

int
window_walk(struct window *w, const struct frames *frames, struct division *d)
{
	int more = 1;

	w->n = 0;
	w->size = 0;
	memset(w->nlist, 0, sizeof(w->nlist));
	while (w->n < WINDOW_FRAMES && w->size < COPIES) {
		struct frame f;

		more = frames->next(frames->aux, &f);
		if (more <= 0)
			break;
		list(w, &f, copy(w, &f), d);
	}
	w->begin = d->begin;
	return more;
}

/* Of the nth frame of a list; WINDOW_FRAMES: it has no such frame. */
static uint32_t
place_of(const struct window *w, uint32_t shard, uint32_t n)
{
	return n < w->nlist[shard] ? w->list[shard][n].place : WINDOW_FRAMES;
}

const struct walked *
window_next(const struct window *w, uint32_t at[static SHARDS_MOST])
{
	uint32_t first = WINDOW_FRAMES, of = 0;
	const struct walked *next;

	for (uint32_t i = 0; i < w->nshards; i++)
		if (place_of(w, i, at[i]) < first) {
			first = place_of(w, i, at[i]);
			of = i;
		}
	if (first == WINDOW_FRAMES)
		return NULL;
	next = &w->list[of][at[of]];
	for (uint32_t i = 0; i < w->nshards; i++)
		at[i] += place_of(w, i, at[i]) == first;
	return next;
}
