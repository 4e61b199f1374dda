/*
 * carrier.c - packets of a window, handed to a shard
 */

#include "tools/carrier.h"

#include <stdlib.h>

#include "core/arena.h"

/* Of a packet that waits to be carried. */
struct waiting {
	struct carrier *by;
	const struct window_packet *packet;
	uint64_t number;
};

struct carrier {
	struct shards *shards;
	struct replay *replay;
	uint32_t shard;
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
carrier_new(struct shards *shards, uint32_t shard)
{
	struct carrier *c = xcalloc(1, sizeof(*c));

	*c = (struct carrier){ .shards = shards,
		.replay = shards_replay(shards, shard),
		.shard = shard };
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
	if (name_find(&a->packet.key, w->packet->payload,
		w->packet->payload_len, &news->told[news->ntold].told))
		news->ntold++;
}

static void
add(struct carrier *c, struct window *w, uint32_t place)
{
	const struct window_packet *p = &w->packet[place];
	vtime before = w->slice[place / SLICE_PACKETS].clock;
	struct arrival *a = &c->batch[c->n];

	a->t = p->t;
	a->clock = vtime_before(before, p->clock) ? p->clock : before;
	a->look = p->look;
	a->packet = (struct packet){ .key = p->key,
		.len = p->len,
		.fragment_id = p->fragment_id,
		.mss = p->mss,
		.tcp_flags = p->tcp_flags,
		.ttl = p->ttl,
		.dont_fragment = p->dont_fragment,
		.quote = p->has_quote ? &w->quote[place] : NULL };
	c->waiting[c->n].packet = p;
	c->waiting[c->n].number = w->first + place;
	c->n++;
}

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

void
carrier_carry(struct carrier *c, struct window *w, struct news *news)
{
	c->news = news;
	for (uint32_t i = 0; i < w->nslices; i++) {
		const struct slice *s = &w->slice[i];

		for (uint32_t j = s->begin[c->shard];
		     j < s->begin[c->shard + 1]; j++) {
			add(c, w, s->place[j]);
			if (c->n == ARRIVALS_MOST)
				send(c);
		}
	}
	send(c);
}

void
carrier_carry_one(
    struct carrier *c, struct window *w, uint32_t place, struct news *news)
{
	c->news = news;
	add(c, w, place);
	shards_carry(c->shards, c->shard, &c->batch[0]);
	c->n = 0;
}
