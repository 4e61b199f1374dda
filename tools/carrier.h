#ifndef TOOLS_CARRIER_H
#define TOOLS_CARRIER_H

/*
 * carrier.h - packets of a window, handed to a shard
 *
 * What comes of it for others than the shard (flows that have begun, names that
 * packets told) is gathered for each window and shard, and made known in the
 * order of packets once all shards have carried theirs.
 */

#include "dataplane/shards.h"
#include "tools/name_look.h"
#include "tools/window.h"

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
};

void news_fini(struct news *);

/* By one thread at a time for each shard. */
struct carrier;

struct carrier *carrier_new(struct shards *, uint32_t shard);
void carrier_free(struct carrier *);

/* For replay_options: names go to the news. */
void carrier_sees(void *aux, const struct arrival *);

/* All packets of the shard. */
void carrier_carry(struct carrier *, struct window *, struct news *);

/* One, by its place in the window; it may make another flow go. */
void carrier_carry_one(
    struct carrier *, struct window *, uint32_t place, struct news *);

#endif /* TOOLS_CARRIER_H */
