/*
 * carrier.c - frames of a window, read and handed to a shard
 *
 * A frame of another shard is read as far as its addresses, but the clock must
 * know that all of it can be read: that is certain of usual ones, and others
 * are read.
 */

#include "tools/carrier.h"

#include <stdlib.h>

#include "core/arena.h"
#include "pcap/parse_usual.h"

enum { AHEAD = 16, /* frames whose bytes are fetched */ NO_SHARD = UINT32_MAX };

/* Of a packet that waits to be carried. */
struct waiting {
	struct carrier *by;
	uint64_t number;
	const uint8_t *payload;
	uint32_t payload_len;
	struct flow_key quote;
};

struct carrier {
	struct carriage with;
	struct replay *replay;
	uint32_t shard;
	vtime clock;       /* INT64_MIN: there was no packet yet */
	struct news *news; /* of the window at hand */
	struct arrival batch[ARRIVALS_MOST];
	struct waiting waiting[ARRIVALS_MOST];
	size_t n;
};

void
news_fini(struct news *news)
{
	free(news->opened);
	free(news->told);
}

struct carrier *
carrier_new(const struct carriage *with, uint32_t shard)
{
	struct carrier *c = xcalloc(1, sizeof(*c));

	*c = (struct carrier){ .with = *with,
		.replay = shards_replay(with->shards, shard),
		.shard = shard,
		.clock = { INT64_MIN } };
	for (size_t i = 0; i < ARRIVALS_MOST; i++) {
		c->waiting[i].by = c;
		c->batch[i].beside = &c->waiting[i];
	}
	return c;
}

void
carrier_free(struct carrier *c)
{
	free(c);
}

vtime
carrier_clock(const struct carrier *c)
{
	return c->clock;
}

void
carrier_set_clock(struct carrier *c, vtime t)
{
	c->clock = t;
}

/* --- news --------------------------------------------------------------- */

/* Room for one more behind n; doubles when there is none. */
static void *
room(void *v, size_t n, size_t *have, size_t size)
{
	if (n < *have)
		return v;
	*have = *have ? 2 * *have : 64;
	return xrealloc(v, *have * size);
}

static void
note_opened(struct news *news, uint64_t packet, uint32_t slot)
{
	news->opened = room(news->opened, news->nopened, &news->opened_room,
	    sizeof(*news->opened));
	news->opened[news->nopened++] = (struct opened){ packet, slot };
}

void
carrier_sees(void *aux, const struct arrival *a)
{
	const struct waiting *w = a->beside;
	struct news *news = w->by->news;

	(void)aux;
	news->told = room(
	    news->told, news->ntold, &news->told_room, sizeof(*news->told));
	news->told[news->ntold].packet = w->number;
	if (name_find(&a->packet.key, w->payload, w->payload_len,
		&news->told[news->ntold].told))
		news->ntold++;
}

/* --- reading ------------------------------------------------------------ */

static void
note_time(struct carrier *c, vtime t)
{
	if (c->clock.ns == INT64_MIN)
		replay_begin(c->replay, t);
	if (vtime_before(c->clock, t))
		c->clock = t;
}

/* Is it surely another shard's, and surely a packet? */
static bool
is_others(const struct carrier *c, const struct frame *f)
{
	struct flow_key ends;

	if (!parse_usual_ends(f, &ends.src, &ends.dst))
		return false;
	address_map_apply(c->with.map, &ends);
	return shard_of(c->with.key, ends.src, ends.dst) != c->shard;
}

/* An ICMP error goes with the packet that it is about. */
static uint32_t
shard_of_packet(const struct carrier *c, const struct packet *p)
{
	const struct flow_key *k = &p->key;

	if (flow_key_is_icmp_error(k)) {
		if (p->quote == NULL)
			return 0;
		k = p->quote;
	}
	return shard_of(c->with.key, k->src, k->dst);
}

/* Reads a frame into the place behind the batch; says whose it is. */
static uint32_t
read_frame(struct carrier *c, const struct frame *f, uint64_t number)
{
	struct arrival *a = &c->batch[c->n];
	struct waiting *w = &c->waiting[c->n];
	struct parsed parsed;
	enum parse_result r = parse_frame(f, &a->packet, &parsed);
	uint32_t shard = 0;

	if (r == PARSE_OK) {
		address_map_apply(c->with.map, &a->packet.key);
		if (parsed.has_quote) {
			w->quote = parsed.quote;
			a->packet.quote = &w->quote;
			address_map_apply(c->with.map, &w->quote);
		}
		note_time(c, f->time);
		a->t = f->time;
		a->clock = c->clock;
		a->look =
		    name_look(&a->packet, parsed.payload, parsed.payload_len);
		w->payload = parsed.payload;
		w->payload_len = parsed.payload_len;
		w->number = number;
		shard = shard_of_packet(c, &a->packet);
	}
	if (shard == c->shard)
		c->news->parsed[r]++;
	return r == PARSE_OK ? shard : NO_SHARD;
}

/* --- carrying ----------------------------------------------------------- */

/* New flows have the numbers that follow. */
static void
send(struct carrier *c)
{
	uint64_t flows = replay_flows(c->replay);

	replay_packets(c->replay, c->batch, c->n);
	for (size_t i = 0; i < c->n; i++)
		if (c->batch[i].placed.flow > flows) {
			flows++;
			note_opened(c->news, c->waiting[i].number,
			    c->batch[i].placed.slot);
		}
	c->n = 0;
}

/* The headers of a usual frame. */
static void
fetch(const uint8_t *bytes)
{
	enum { LAST = 47 };

	__builtin_prefetch(bytes);
	__builtin_prefetch(bytes + LAST);
}

void
carrier_carry(struct carrier *c, const struct window *w, struct news *news)
{
	c->news = news;
	for (uint32_t i = 0; i < w->n; i++) {
		struct frame f = window_frame(w, i);

		if (i + AHEAD < w->n)
			fetch(w->frame[i + AHEAD].bytes);
		if (is_others(c, &f)) {
			note_time(c, f.time);
			continue;
		}
		if (read_frame(c, &f, w->first + i) == c->shard)
			c->n++;
		if (c->n == ARRIVALS_MOST)
			send(c);
	}
	send(c);
}

void
carrier_carry_any(struct carrier *c, const struct window *w, uint32_t frame,
    struct news *news)
{
	struct frame f = window_frame(w, frame);
	uint32_t shard;

	c->news = news;
	shard = read_frame(c, &f, w->first + frame);
	if (shard == NO_SHARD)
		return;
	shards_begin(c->with.shards, f.time);
	shards_carry(c->with.shards, shard, &c->batch[0]);
}
