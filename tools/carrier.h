#ifndef TOOLS_CARRIER_H
#define TOOLS_CARRIER_H

/*
 * carrier.h - frames of a window, read and handed to a shard
 *
 * What comes of it for others than the shard (flows that have begun, names that
 * packets told) is gathered for each window and shard, and made known in the
 * order of packets once all shards have carried theirs.
 */

#include "dataplane/shards.h"
#include "pcap/parse.h"
#include "tools/name_look.h"
#include "tools/window.h"

enum { SHARDS_MOST = 64 };

struct told_at {
	uint64_t packet;
	struct name_told told;
};

/* Of one window and one shard, in the order of packets. */
struct news {
	struct opened *opened;
	struct told_at *told;
	size_t nopened, opened_room;
	size_t ntold, told_room;
	uint64_t parsed[PARSE_RESULTS];
};

void news_fini(struct news *);

/* What all carriers have in common. */
struct carriage {
	struct shards *shards;
	struct division division; /* the key is for as many */
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
void carrier_carry_any(
    struct carrier *, const struct window *, uint32_t frame, struct news *);

/* The latest time that it has seen; another one may have seen more. */
vtime carrier_clock(const struct carrier *);
void carrier_set_clock(struct carrier *, vtime);

#endif /* TOOLS_CARRIER_H */
