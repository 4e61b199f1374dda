#ifndef DATAPLANE_REPLAY_H
#define DATAPLANE_REPLAY_H

/*
 * replay.h - captured packets, carried through a snapshot
 *
 * Each packet enters where its source is.  The first packet of a flow that
 * names both ends decides who opened it; the opener's packets are sent as they
 * were captured.  The other side's are sent only if what they answer was
 * delivered, from where and as whom the far end of the model saw it, so that
 * translations fit.  A flow that was captured from its middle on is handled as
 * established: its opening is sent first, uncounted (unless strict).
 *
 * A TCP segment that is larger than its receiver has announced, as hops on the
 * way have lowered that, is one that the sender's interface splits, and counts
 * as so many of the size that fits.  An ICMP error goes the way of answers to
 * the packet that it quotes.
 *
 * So many flows are kept at a time.  When one more comes, the one that has been
 * idle longest makes room for it, and what steps remember of it is forgotten
 * (sim_forget()); a later packet of it would begin a new flow.
 */

#include "core/sim.h"
#include "core/trace.h"
#include "dataplane/exchange.h"
#include "dataplane/flow_table.h"
#include "dataplane/place.h"
#include "dataplane/records/facts.h"
#include "dataplane/records/flow_logs.h"

struct arrival;
struct flow;
struct replay;

struct replay_options {
	bool midstream_strict;
	uint64_t seed;
	enum cache_mode cache;
	uint64_t explain; /* the flow (from 1) to be traced; 0: none */
	bool explain_all; /* trace every flow's first packets (for tests) */
	bool has_epoch;   /* else the first packet's time is it */
	vtime epoch;      /* from when the model's changes are counted */
	/* That listen, to one replay and in its thread; null: none. */
	struct flow_logs *flow_logs;
	uint32_t max_flows; /* kept at a time; 0: FLOWS_USUAL */
	uint32_t shard;     /* its number among those of a capture */
	/* Told of a flow that is to make room. */
	void (*forgets)(void *aux, const struct flow *);
	void *forgets_aux;
	/* Of several replays with one bound: called before each new flow, to
	 * make room (shards.h); null: the replay does so itself. */
	void (*make_room)(void *aux);
	void *make_room_aux;
	/* Told of packets that are worth a look, once each is where it goes. */
	void (*sees)(void *aux, const struct arrival *);
	void *sees_aux;
};

/* The first packet that was dropped after others had passed the same way. */
struct cut {
	bool is; /* else there is none */
	bool back;
	drop_code code;
	uint32_t node;
	vtime at;
};

struct flow {
	uint64_t number;     /* from 1 */
	struct flow_key key; /* as captured (and mapped), from the opener */
	vtime start, end;
	uint64_t packets, bytes;               /* of the opener */
	uint64_t return_packets, return_bytes; /* sent by the other side */
	uint64_t unsent_packets;  /* captured answers to what was dropped */
	uint64_t dropped_packets; /* both ways */
	uint64_t icmp_errors;     /* about packets of the flow, both ways */
	uint64_t dropped_icmp_errors;
	struct exchange exchange; /* its ways: of the first packet each way */
	uint32_t story[2];        /* of these ways: numbers of its replay's */
	uint32_t shard;           /* the replay's */
	struct cut cut;
	bool has_return; /* the capture has packets back */
	bool midstream;  /* captured from the middle on */
	bool offloaded;  /* packets of it were larger than on the wire */
	const char *src_resource, *dst_resource; /* names, or null */
	struct trace *there, *back; /* if it is explained; else null */
};

struct replay *replay_new(const struct snap *, const struct replay_options *);
void replay_free(struct replay *);

/* Where a packet went: its flow (from 1), or 0 and why it was left aside. */
struct placed {
	uint64_t flow;
	uint32_t slot; /* where the flow is kept */
	uint8_t aside; /* enum aside */
	bool dropped;
	bool early; /* one of the first of its flow in its direction */
};

/* Of the packet place, id, journey, trace and memo are not used; what it quotes
 * is not changed. */
struct placed replay_packet(struct replay *, vtime now, const struct packet *);

/* The same for several packets in turn, which takes less time for each. */
enum { ARRIVALS_MOST = 48 };

/* Is replay_options.sees() told of a packet?  EARLY: if it is one of the first
 * few of its flow in its direction. */
enum look { LOOK_NEVER, LOOK_EARLY, LOOK_ALWAYS };
enum { EARLY = 6 };

struct opening;

struct arrival {
	vtime t;
	vtime clock; /* the latest time so far, this one or one before */
	enum look look;
	const void *beside; /* the sender's own, for sees() */
	struct packet packet;
	struct placed placed; /* where it went */
	/* For the replay itself: */
	struct flow_probe probe;
	struct flow_key whole; /* of a first fragment */
	const struct opening *opening;
};

void replay_packets(struct replay *, struct arrival *, size_t n);

/*
 * For who has several replays of one capture.  Before the first packet: when
 * that of the capture is; and without a packet: the time has come to this.
 */
void replay_begin(struct replay *, vtime);
void replay_advance(struct replay *, vtime clock);

/* The flow that has been idle longest, since when; false: there is none. */
bool replay_oldest(struct replay *, uint32_t *slot, vtime *since);
/* That one goes. */
void replay_drop_oldest(struct replay *);

/* Flows that there were; they have the numbers from 1. */
uint64_t replay_flows(const struct replay *);
/* Of them those that had to make room, and are not kept. */
uint64_t replay_forgotten(const struct replay *);
/* The lowest number of a kept flow that is above n; 0: there is none. */
uint64_t replay_next(struct replay *, uint64_t n);
/* Null if it is not kept.  Good until the next call. */
const struct flow *replay_flow(struct replay *, uint64_t n);
uint64_t replay_aside(const struct replay *, enum aside);

/* The same for all that are kept: each is in a slot, of so many. */
uint32_t replay_slots(const struct replay *);
/* The number of the flow in it, or 0. */
uint64_t replay_number(const struct replay *, uint32_t slot);
/* Null if nobody is in it; else *room, which others do not write to. */
const struct flow *
replay_in_slot(const struct replay *, uint32_t slot, struct flow *room);

/* Do packets with its key go to it, and not to one that began later? */
bool replay_is_latest(const struct replay *, const struct flow *);

/* The name of who cut the flow; null: nobody. */
const char *replay_cut_at(const struct replay *, const struct flow *);

/* The facts that follow from its ways (facts_of_ways()). */
void replay_judge(struct replay *, const struct flow *, struct facts *);

/* All its facts. */
void replay_facts(
    struct replay *, const struct flow *, struct arena *, struct facts *);

#endif /* DATAPLANE_REPLAY_H */
