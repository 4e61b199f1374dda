/*
 * window.c - some packets of a capture, read and sorted by shard
 */

#include "tools/window.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "tools/name_look.h"

enum {
	COPIES = 1 << 20, /* bytes in a window, when frames are copied */
	FRAME_MOST = 1 << 20,
	AHEAD = 4, /* frames whose bytes are fetched */
};

static const vtime never_yet = { INT64_MIN };

void
window_init(struct window *w)
{
	w->copies = NULL;
	w->size = 0;
}

void
window_fini(struct window *w)
{
	free(w->copies);
}

/* --- walking ------------------------------------------------------------ */

/* Room for any frame is left when a window is closed. */
static const uint8_t *
copy(struct window *w, const struct frame *f)
{
	uint8_t *to;

	if (w->copies == NULL)
		w->copies = xmalloc(COPIES + FRAME_MOST);
	to = w->copies + w->size;
	memcpy(to, f->bytes, f->caplen);
	w->size += f->caplen;
	return to;
}

int
window_walk(struct window *w, const struct frames *frames)
{
	int more = 1;

	w->n = 0;
	w->size = 0;
	while (w->n < WINDOW_PACKETS && w->size < COPIES) {
		struct frame f;

		more = frames->next(frames->aux, &f);
		if (more <= 0)
			break;
		w->walked[w->n++] = (struct walked){
			.bytes = frames->stay ? f.bytes : copy(w, &f),
			.t = f.time,
			.caplen = f.caplen,
			.len = f.len,
			.link = f.link,
		};
	}
	w->nslices = (w->n + SLICE_PACKETS - 1) / SLICE_PACKETS;
	return more;
}

/* --- parsing ------------------------------------------------------------ */

static enum parse_result
parse(struct window *w, uint32_t i, const struct address_map *map)
{
	const struct walked *from = &w->walked[i];
	struct frame f = { .link = from->link,
		.bytes = from->bytes,
		.caplen = from->caplen,
		.len = from->len };
	struct window_packet *to = &w->packet[i];
	struct parsed parsed;
	struct packet p;
	enum parse_result r = parse_frame(&f, &p, &parsed);

	if (r != PARSE_OK)
		return r;
	*to = (struct window_packet){ .key = p.key,
		.t = from->t,
		.payload = parsed.payload,
		.payload_len = parsed.payload_len,
		.len = p.len,
		.fragment_id = p.fragment_id,
		.mss = p.mss,
		.tcp_flags = p.tcp_flags,
		.ttl = p.ttl,
		.look = name_look(&p, parsed.payload_len),
		.dont_fragment = p.dont_fragment,
		.has_quote = parsed.has_quote };
	address_map_apply(map, &to->key);
	if (parsed.has_quote) {
		w->quote[i] = parsed.quote;
		address_map_apply(map, &w->quote[i]);
	}
	return r;
}

/* An ICMP error goes with the packet that it is about. */
static uint8_t
shard_of_packet(const struct window *w, uint32_t i, const struct shard_key *key)
{
	const struct window_packet *p = &w->packet[i];
	const struct flow_key *k = &p->key;

	if (flow_key_is_icmp_error(k)) {
		if (!p->has_quote)
			return 0;
		k = &w->quote[i];
	}
	return (uint8_t)shard_of(key, k);
}

static void
note_time(struct slice *s, struct window_packet *p)
{
	if (s->n++ == 0)
		s->first = s->latest = p->t;
	if (vtime_before(s->latest, p->t))
		s->latest = p->t;
	p->clock = s->latest;
}

/* shard[i]: of the ith packet of the slice, which begins there. */
static void
sort(struct slice *s, uint32_t nshards, const uint8_t *shard, uint32_t from,
    uint32_t n)
{
	uint16_t next[SHARDS_MOST + 1] = { 0 };

	for (uint32_t i = 0; i < n; i++)
		if (shard[i] != NO_SHARD)
			next[shard[i] + 1]++;
	for (uint32_t i = 0; i < nshards; i++) {
		next[i + 1] = (uint16_t)(next[i + 1] + next[i]);
		s->begin[i] = next[i];
	}
	s->begin[nshards] = next[nshards];
	for (uint32_t i = 0; i < n; i++)
		if (shard[i] != NO_SHARD)
			s->place[next[shard[i]]++] = (uint16_t)(from + i);
}

void
window_parse(struct window *w, uint32_t slice, uint32_t nshards,
    const struct shard_key *key, const struct address_map *map)
{
	struct slice *s = &w->slice[slice];
	uint32_t from = slice * SLICE_PACKETS;
	uint32_t n = w->n - from < SLICE_PACKETS ? w->n - from : SLICE_PACKETS;
	uint8_t shard[SLICE_PACKETS];

	s->n = 0;
	s->latest = never_yet;
	memset(s->parsed, 0, sizeof(s->parsed));
	for (uint32_t i = 0; i < n; i++) {
		enum parse_result r;

		if (i + AHEAD < n)
			__builtin_prefetch(w->walked[from + i + AHEAD].bytes);
		r = parse(w, from + i, map);
		s->parsed[r]++;
		shard[i] = NO_SHARD;
		if (r != PARSE_OK) {
			w->packet[from + i].shard = NO_SHARD;
			continue;
		}
		note_time(s, &w->packet[from + i]);
		shard[i] = shard_of_packet(w, from + i, key);
		w->packet[from + i].shard = shard[i];
	}
	sort(s, nshards, shard, from, n);
}

/* --- the clock ---------------------------------------------------------- */

void
window_settle(struct window *w, vtime *clock)
{
	for (uint32_t i = 0; i < w->nslices; i++) {
		struct slice *s = &w->slice[i];

		s->clock = *clock;
		if (vtime_before(*clock, s->latest))
			*clock = s->latest;
	}
}

bool
window_first(const struct window *w, vtime *t)
{
	for (uint32_t i = 0; i < w->nslices; i++)
		if (w->slice[i].n) {
			*t = w->slice[i].first;
			return true;
		}
	return false;
}
