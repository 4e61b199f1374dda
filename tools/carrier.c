/*
 * carrier.c - frames of a window, read and handed to a shard
 *
 * The clock knows of all frames that can be read, those of other shards among
 * them: certain ones have been counted by who walked, and of the others each
 * carrier reads all.
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
	_Alignas(CACHE_LINE) struct carriage with;
	struct replay *replay;
	uint32_t shard;
	/* Of uncertain frames the latest; when the first packet of all was.
	 * INT64_MIN: there was none yet. */
	vtime latest, begin;
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
	struct carrier *c = pages_alloc(sizeof(*c));

	*c = (struct carrier){ .with = *with,
		.replay = shards_replay(with->shards, shard),
		.shard = shard,
		.latest = { INT64_MIN },
		.begin = { INT64_MIN } };
	for (size_t i = 0; i < ARRIVALS_MOST; i++) {
		c->waiting[i].by = c;
		c->batch[i].beside = &c->waiting[i];
	}
	return c;
}

void
carrier_free(struct carrier *c)
{
	pages_free(c, sizeof(*c));
}

vtime
carrier_latest(const struct carrier *c)
{
	return c->latest;
}

void
carrier_set_latest(struct carrier *c, vtime t)
{
	c->latest = t;
}

bool
carrier_begin(const struct carrier *c, vtime *t)
{
	*t = c->begin;
	return c->begin.ns != INT64_MIN;
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

/* The first packet of all may be an uncertain frame, which is in all lists. */
static vtime
clock_at(struct carrier *c, const struct window *w, const struct walked *f)
{
	if (c->begin.ns == INT64_MIN) {
		c->begin = f->clock.ns == INT64_MIN ? f->t : w->begin;
		replay_begin(c->replay, c->begin);
	}
	if (!f->certain && vtime_before(c->latest, f->t))
		c->latest = f->t;
	return vtime_before(f->clock, c->latest) ? c->latest : f->clock;
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

/* Makes what has been read the packet behind the batch. */
static void
place(struct carrier *c, const struct window *w, const struct walked *f,
    const struct parsed *parsed)
{
	const struct address_map *map = c->with.map;
	struct arrival *a = &c->batch[c->n];
	struct waiting *wait = &c->waiting[c->n];

	address_map_apply(map, &a->packet.key);
	if (parsed->has_quote) {
		wait->quote = parsed->quote;
		a->packet.quote = &wait->quote;
		address_map_apply(map, &wait->quote);
	}
	a->t = f->t;
	a->clock = clock_at(c, w, f);
	a->look = name_look(&a->packet, parsed->payload, parsed->payload_len);
	wait->payload = parsed->payload;
	wait->payload_len = parsed->payload_len;
	wait->number = w->first + f->place;
}

static enum parse_result
read_frame(struct carrier *c, const struct window *w, const struct walked *from)
{
	struct frame f = { .link = from->link,
		.caplen = from->caplen,
		.len = from->len,
		.bytes = from->bytes };
	struct parsed parsed;
	enum parse_result r = parse_frame(&f, &c->batch[c->n].packet, &parsed);

	if (r == PARSE_OK)
		place(c, w, from, &parsed);
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

/* What cannot be read is the first shard's. */
static void
take(struct carrier *c, const struct window *w, const struct walked *f)
{
	enum parse_result r = read_frame(c, w, f);
	uint32_t shard = 0;

	if (f->certain)
		shard = c->shard;
	else if (r == PARSE_OK)
		shard = shard_of_packet(c, &c->batch[c->n].packet);
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
	enum { LAST = 47 /* byte of the headers of a usual frame */ };
	const struct walked *list = w->list[c->shard];
	uint32_t n = w->nlist[c->shard];

	c->news = news;
	for (uint32_t i = 0; i < n; i++) {
		if (i + AHEAD < n) {
			line_fetch(list[i + AHEAD].bytes);
			line_fetch(list[i + AHEAD].bytes + LAST);
		}
		take(c, w, &list[i]);
	}
	send(c);
}

void
carrier_carry_any(struct carrier *c, const struct window *w,
    const struct walked *f, struct news *news)
{
	struct arrival *a = &c->batch[0];
	enum parse_result r = read_frame(c, w, f);

	c->news = news;
	news->parsed[r]++;
	if (r != PARSE_OK)
		return;
	shards_begin(c->with.shards, c->begin);
	shards_carry(c->with.shards, shard_of_packet(c, &a->packet), a);
}
