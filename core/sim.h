#ifndef CORE_SIM_H
#define CORE_SIM_H

/*
 * sim.h - the simulator: a clock, tables, a snapshot
 *
 * The law: every access to state happens in the order (time, rank, sequence).
 * A run is a function of its inputs and its seed.  In a configuration whose
 * links take no time a packet runs to the end of its journey when it is sent;
 * else it waits on them, and what is due earlier comes before it.  Of two links
 * on which packets arrive at one time the one comes first whose packet has been
 * its first for longer.
 */

#include "core/node.h"

struct sim;

enum { WAY_MAX = 24 };

/* What a driver wants to know of the way a packet took. */
struct journey {
	uint32_t nway;
	uint32_t way[WAY_MAX];
	uint32_t exit;  /* the first waypoint that is an exit, or NODE_NONE */
	uint64_t marks; /* of all waypoints */
};

#define JOURNEY_INIT ((struct journey){ .exit = NODE_NONE })

/* What was resolved of a packet before it is sent. */
struct ahead {
	const struct snap *snap;
	struct place at;
	struct flow_key key;
	struct seg seg;
};

struct verdict {
	vtime t;
	uint64_t id;
	struct flow_key key; /* as it was at the end */
	uint16_t mss;        /* so */
	uint32_t node;       /* delivered there, or dropped by it */
	bool delivered;
	drop_code why;       /* when it was dropped */
	struct place answer; /* when delivered: where an answer enters */
	/* When it was dropped: what its sender is sent, which enters at
	 * `answer`, and the size of packet that would have passed. */
	enum message message;
	uint32_t mtu;
};

/*
 * What is done with segments that have been resolved for a packet's memo.  OFF
 * is the definition: nothing is remembered.  VERIFY remembers, resolves all the
 * same, and ends the program (exit status 70) where the two differ.
 */
enum cache_mode { CACHE_ON, CACHE_OFF, CACHE_VERIFY };

/*
 * Called once for each packet sent: before sim_send() returns or, if the packet
 * is on a link then, from a later call for a time when it has arrived.
 */
typedef void verdict_fn(void *aux, const struct verdict *);

/* The snapshot and the state classes outlive the simulation. */
struct sim *sim_new(const struct snap *, const struct state_class *const *,
    size_t nstate, uint64_t seed, verdict_fn *, void *aux);
void sim_free(struct sim *);

/* At the beginning; a new simulation has it on. */
void sim_set_cache(struct sim *, enum cache_mode);

/* From t on, snap is the configuration.  Tables stay: entries name nodes by
 * number, and a number keeps its meaning from one snapshot to the next. */
void sim_install(struct sim *, vtime t, const struct snap *);

/*
 * Lets happen all that is due by t, and makes that the time.  Whoever sends or
 * installs need not call it; at the end VTIME_NEVER empties the links.
 */
void sim_run(struct sim *, vtime t);

/* Lets a packet in at packet->at; what it points to is there till its verdict.  A time before the last one counts as the
 * last one: captures are not always in order, the clock is. */
void sim_send(struct sim *, vtime t, const struct packet *);

/* The same with a packet that nobody needs any more: it is changed on its way,
 * and not copied. */
void sim_send_own(struct sim *, vtime t, struct packet *);

/*
 * A plain packet whose key and place are those of the last packet with this
 * trail meets what that one met, if no hop would look at its length or its time
 * to live with another result, and no entry that the steps found has changed or
 * idled out.
 *
 * If so, it has been sent, at t, and delivered as the last one was; which is no
 * news to sim_verdict().  Else false: send it.
 */
bool
sim_follow(struct sim *, vtime t, const struct packet *, const struct trail *);

/* Forgets what the steps of the last packet with this trail have found, unless
 * it has changed since. */
void sim_forget(struct sim *, const struct trail *);

/* Of the packet whose journey ended last. */
const struct verdict *sim_verdict(const struct sim *);

/*
 * Looks ahead: resolves where the packet stands, into *room, and fetches what
 * it will meet with there.  p->ahead may then be room: it is used for what it
 * was resolved for only.
 */
void sim_look_ahead(const struct sim *, struct packet *, struct ahead *room);

/* Fetches what a packet that follows this trail looks at. */
void sim_prefetch(const struct sim *, const struct trail *);

/* And, when that is there, what a packet looks at that does not. */
void sim_prefetch_entries(const struct sim *, const struct trail *);

/* The simulation's own table of this kind. */
void *sim_table(const struct sim *, size_t state);

vtime sim_now(const struct sim *);
const struct snap *sim_snap(const struct sim *);

#endif /* CORE_SIM_H */
