#ifndef DATAPLANE_NODES_FLOW_HASH_H
#define DATAPLANE_NODES_FLOW_HASH_H

/*
 * flow_hash.h - one of several ways for a flow
 *
 * A pure function of the key: both directions of a flow, and its fragments,
 * have the same hash.  Of our own making: AWS says no more than that it is one.
 */

#include "core/packet.h"

/* Choices of different kinds take different seeds, lest they agree. */
enum flow_hash_seed { HASH_ZONE, HASH_ECMP, HASH_TUNNEL };

uint64_t flow_hash(const struct flow_key *, enum flow_hash_seed);

#endif /* DATAPLANE_NODES_FLOW_HASH_H */
