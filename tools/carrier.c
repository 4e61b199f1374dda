/*
 * carrier.c - frames of a window, read and handed to a shard
 *
 * The clock must know of all frames that can be read, those of other shards
 * among them.
 */

#include "tools/carrier.h"

#include <stdlib.h>

#include "core/arena.h"

enum { AHEAD = 16 /* frames whose bytes are fetched */ };

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
	return shard_of(c->with.division.key, k->src, k->dst);
}

/* Makes what has been read the packet behind the batch. */
static void
place(struct carrier *c, const struct walked *f, uint64_t number,
    const struct parsed *parsed)
{
	const struct address_map *map = c->with.division.map;
	struct arrival *a = &c->batch[c->n];
	struct waiting *w = &c->waiting[c->n];

	address_map_apply(map, &a->packet.key);
	if (parsed->has_quote) {
		w->quote = parsed->quote;
		a->packet.quote = &w->quote;
		address_map_apply(map, &w->quote);
	}
	note_time(c, f->t);
	a->t = f->t;
	a->clock = c->clock;
	a->look = name_look(&a->packet, parsed->payload, parsed->payload_len);
	w->payload = parsed->payload;
	w->payload_len = parsed->payload_len;
	w->number = number;
}

/* What cannot be read is the first shard's. */
static enum parse_result
read_frame(
    struct carrier *c, const struct window *w, uint32_t i, uint32_t *shard)
{
	struct frame f = window_frame(w, i);
	struct packet *p = &c->batch[c->n].packet;
	struct parsed parsed;
	enum parse_result r = parse_frame(&f, p, &parsed);

	*shard = 0;
	if (r != PARSE_OK)
		return r;
	place(c, &w->frame[i], w->first + i, &parsed);
	*shard = w->frame[i].shard;
	if (*shard == ANY_SHARD)
		*shard = shard_of_packet(c, p);
	return r;
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
fetch(const struct carrier *c, const struct walked *f)
{
	enum { LAST = 47 };

	if (f->shard != c->shard)
		return;
	__builtin_prefetch(f->bytes);
	__builtin_prefetch(f->bytes + LAST);
}

static void
take(struct carrier *c, const struct window *w, uint32_t i)
{
	uint32_t shard;
	enum parse_result r = read_frame(c, w, i, &shard);

	if (shard != c->shard)
		return;
	c->news->parsed[r]++;
	c->n += r == PARSE_OK;
	if (c->n == ARRIVALS_MOST)
		send(c);
}

void
carrier_carry(struct carrier *c, const struct window *w, struct news *news)
{
	c->news = news;
	for (uint32_t i = 0; i < w->n; i++) {
		const struct walked *f = &w->frame[i];

		if (i + AHEAD < w->n)
			fetch(c, f + AHEAD);
		if (f->shard == c->shard || f->shard == ANY_SHARD)
			take(c, w, i);
		else
			note_time(c, f->t);
	}
	send(c);
}

void
carrier_carry_any(struct carrier *c, const struct window *w, uint32_t frame,
    struct news *news)
{
	uint32_t shard;
	enum parse_result r;

	c->news = news;
	r = read_frame(c, w, frame, &shard);
	news->parsed[r]++;
	if (r != PARSE_OK)
		return;
	shards_begin(c->with.shards, w->frame[frame].t);
	shards_carry(c->with.shards, shard, &c->batch[0]);
}
