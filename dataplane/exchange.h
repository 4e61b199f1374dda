#ifndef DATAPLANE_EXCHANGE_H
#define DATAPLANE_EXCHANGE_H

/*
 * exchange.h - one packet and its answer, there and back
 *
 * What a trace and a test ask: does the first packet arrive, and does the
 * answer come back?  A replay keeps the same two legs for each of its flows.
 */

#include "core/sim.h"
#include "core/trace.h"
#include "dataplane/hosts.h"

struct leg {
	bool sent;
	bool delivered;
	drop_code code;      /* when it was dropped */
	uint32_t node;       /* by whom; or where it was delivered */
	struct flow_key key; /* as it was at the end */
	struct place answer; /* where an answer to it enters */
};

/* What a hop said to the sender of a packet that it dropped. */
struct told {
	enum message message;
	uint32_t mtu;   /* MESSAGE_TOO_BIG */
	struct leg leg; /* of the message, which may be lost as well */
	uint64_t marks; /* of its way */
};

struct exchange {
	struct leg forward, back;
	struct journey way[2];   /* forward, back */
	enum answer answer;      /* of the far end, when it got the packet */
	vtime arrived, returned; /* if it was delivered; since it was sent */
	struct told told;
	/* Of a packet for a multicast group: to how many it was sent, and how
	 * many got it.  forward is the first copy that arrived. */
	uint32_t copies, copies_delivered;
};

struct exchange_how {
	struct trace *there, *back, *told; /* who explains each way, or null */
	uint32_t fragments; /* the packet is sent in so many; 0: whole */
	struct flow_logs *flow_logs; /* that listen; null: none */
};

static inline struct leg
leg_of(const struct verdict *v)
{
	return (struct leg){ .sent = true,
		.delivered = v->delivered,
		.code = v->why,
		.node = v->node,
		.key = v->key,
		.answer = v->answer };
}

/*
 * Did an answer that was delivered as `back` says reach the sender, as an
 * answer to what it had sent?  Else back becomes a drop.
 */
void leg_check_answer(
    struct leg *back, const struct flow_key *sent, uint32_t sender);

/*
 * The sender of a packet that was dropped, as *drop says, is told if it is.
 * *v is where the simulation leaves its verdicts; trace may be null.
 */
void
told_send(struct sim *, const struct verdict *drop, const struct verdict *v,
    const struct packet *sent, struct trace *, struct told *);

/* Sends a packet in a simulation of its own, and the answer. */
void exchange_run(const struct snap *, uint64_t seed, const struct packet *sent,
    const struct exchange_how *, struct exchange *);

#endif /* DATAPLANE_EXCHANGE_H */
