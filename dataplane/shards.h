#ifndef DATAPLANE_SHARDS_H
#define DATAPLANE_SHARDS_H

/*
 * shards.h - the flows of one capture, divided among several replays
 *
 * Each replay has tables of its own and carries the packets of its flows in
 * their order, so several threads can carry at once.  What packets may meet in
 * a table is in one of them (shard_key.h), so that a flow fares as it would in
 * one replay of all.  Numbers of flows are those of the one: by the order of
 * their first packets.
 *
 * There are two ways to carry.  As long as there is room for as many flows as
 * there are packets, each replay goes on by itself, and who has let it tells
 * afterwards which flows have begun (shards_number()).  Where one flow may have
 * to make room for another, whatever replay has it, packets go one after the
 * other (shards_carry()).
 */

#include "dataplane/replay.h"

struct shards;

/* Where a flow is kept. */
struct kept {
	uint32_t shard, slot;
};

/* The snapshot outlives them; the options are those of the one replay. */
struct shards *
shards_new(const struct snap *, const struct replay_options *, uint32_t n);
void shards_free(struct shards *);

uint32_t shards_n(const struct shards *);
struct replay *shards_replay(const struct shards *, uint32_t shard);

/* Before the first packet: when that is. */
void shards_begin(struct shards *, vtime);

/* After the last one: all have the configuration and the time of the last. */
void shards_end(struct shards *, vtime clock);

/* --- carrying ----------------------------------------------------------- */

/* A flow that began with the nth packet. */
struct opened {
	uint64_t packet;
	uint32_t slot;
};

struct openings {
	const struct opened *v; /* in the order of packets */
	size_t n;
};

/* Of each shard the flows that have begun since the last call. */
void shards_number(struct shards *, struct openings *);

/* For so many flows there is room beside those that have a number. */
uint64_t shards_room(const struct shards *);

/* Carries one packet, and makes room if it is the first of a flow. */
void shards_carry(struct shards *, uint32_t shard, struct arrival *);

/* --- all flows ---------------------------------------------------------- */

uint64_t shards_flows(const struct shards *);
uint64_t shards_forgotten(const struct shards *);
uint64_t shards_aside(const struct shards *, enum aside);

/* The flows that are kept, by their numbers; to be freed. */
struct kept *shards_kept(const struct shards *, size_t *n);

/* *room, which others do not write to; many may read at once. */
const struct flow *
shards_flow(const struct shards *, struct kept, struct flow *room);

#endif /* DATAPLANE_SHARDS_H */
