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

struct exchange {
	struct leg forward, back;
	struct journey way[2]; /* forward, back */
	enum answer answer;    /* of the far end, when it got the packet */
};

struct leg leg_of(const struct verdict *);

/*
 * Did an answer that was delivered as `back` says reach the sender, as an
 * answer to what it had sent?  Else back becomes a drop.
 */
void
leg_check_answer(struct leg *back, const struct packet *sent, uint32_t sender);

/*
 * Sends a packet in a simulation of its own, and the answer.  traces, which may be
 * null, are those of the way there and of the way back.
 */
void exchange_run(const struct snap *, uint64_t seed, const struct packet *sent,
    struct trace *there, struct trace *back, struct exchange *);

#endif /* DATAPLANE_EXCHANGE_H */
