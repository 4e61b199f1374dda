#ifndef DATAPLANE_SHARD_KEY_H
#define DATAPLANE_SHARD_KEY_H

/*
 * shard_key.h - which of several replays carries a packet
 *
 * The law: packets that may meet in a table are carried by the same one.  The
 * shard is a pure function of the model and of the packet's two addresses: both
 * directions of a flow, all its fragments, and the ICMP errors about it have
 * the same; so has a flow that was captured twice, under its private and under
 * its public address.
 *
 * The tables (tables/states.h), and what keeps together what meets there:
 *
 *	connection tracking, sessions	an entry is one flow's at one node: its
 *					addresses.  A limit of an interface
 *					counts all its flows: one shard
 *	NAT bindings			a port is lent for a destination: the
 *					address of the far end alone, where that
 *					is outside.  What else may come to a NAT
 *					gateway or instance is in shard 0
 *	rates				an interface's packets to the services
 *					of its host are counted: shard 0
 *	load balancers of all types	targets, ports and turns are shared by
 *					all who call: one shard
 *
 * A new kind of table has to be thought of here.
 */

#include "core/node.h"

struct arena;
struct shard_key;

/* Why all packets must be carried by one, in a few words; null: they need not. */
const char *shard_key_forbidden(const struct snap *);

/* For n shards; lives in the arena. */
struct shard_key *
shard_key_new(const struct snap *, uint32_t n, struct arena *);

/* From 0 to n - 1, the same for both directions.  Of an ICMP error the ends are
 * those of what it quotes. */
uint32_t shard_of(const struct shard_key *, struct ip, struct ip);

#endif /* DATAPLANE_SHARD_KEY_H */
