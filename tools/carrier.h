#ifndef TOOLS_CARRIER_H
#define TOOLS_CARRIER_H

/*
 * carrier.h - frames of a window, read and handed to a shard
 *
 * What comes of it for others than the shard (flows that have begun, names that
 * packets told) is gathered for each window and shard, and made known in the
 * order of packets once all shards have carried theirs.
 */

#include "core/pages.h"
#include "dataplane/shards.h"
#include "pcap/parse.h"
#include "tools/name_look.h"
#include "tools/window.h"

struct told_at {
	uint64_t packet;
	struct name_told told;
};

/* Of one window and one shard, in the order of packets.  On cache lines of its
 * own, for other threads write to the others' all the time. */
struct news {
	_Alignas(CACHE_LINE) struct opened *opened;
	struct told_at *told;
	size_t nopened, opened_room;
	size_t ntold, told_room;
	uint64_t parsed[PARSE_RESULTS];
};

void news_fini(struct news *);

/* What all carriers have in common. */
struct carriage {
	struct shards *shards;
	const struct shard_key *key;   /* for as many */
	const struct address_map *map; /* may be null */
};

/* By one thread at a time for each shard. */
struct carrier;

struct carrier *carrier_new(const struct carriage *, uint32_t shard);
void carrier_free(struct carrier *);

/* For replay_options: names go to the news. */
void carrier_sees(void *aux, const struct arrival *);

/* All packets of the shard.  What cannot be read is the first shard's. */
void carrier_carry(struct carrier *, const struct window *, struct news *);

/* One packet, whatever its shard; it may make another flow go. */
void carrier_carry_any(struct carrier *, const struct window *,
    const struct walked *, struct news *);

/* Of uncertain frames that are packets the latest; another one may have seen
 * more of them. */
vtime carrier_latest(const struct carrier *);
void carrier_set_latest(struct carrier *, vtime);

/* False: it has had no packet.  Else when the first one of all was. */
bool carrier_begin(const struct carrier *, vtime *);

#endif /* TOOLS_CARRIER_H */
