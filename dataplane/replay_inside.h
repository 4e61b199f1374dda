#ifndef DATAPLANE_REPLAY_INSIDE_H
#define DATAPLANE_REPLAY_INSIDE_H

/*
 * replay_inside.h - what the files of the replay share; for no others
 */

#include "core/table.h"
#include "dataplane/fates.h"
#include "dataplane/replay.h"
#include "dataplane/story.h"

/* Of track.closed: who has closed; a reset is CLOSED. */
enum { CLOSED_FORWARD = 1, CLOSED_BACK = 2, CLOSED = 4 };

/* What few flows have. */
struct more {
	uint64_t number;    /* the key */
	struct ip src, dst; /* in the model, if the flow is mapped */
	uint64_t icmp_errors, dropped_icmp_errors;
	struct told told;
};

/* Of a flow that is explained. */
struct traces {
	uint64_t number; /* the key */
	struct trace *way[2];
};

/* What there is to say of a packet that may open a flow, before its turn. */
struct opening {
	const struct snap *snap;
	struct placement where;
	enum aside why;
	int status; /* of place_opener() */
	struct ahead ahead;
};

struct replay {
	const struct snap *first; /* knows of the later ones */
	const struct snap *snap;  /* in force */
	struct replay_options options;
	struct sim *sim;
	struct arena *arena; /* of the traces */
	struct flow_table flows;
	struct stories stories;
	struct fates fates;
	struct table fragments, traces, more;
	struct flow *shown;
	struct opening *opening; /* ARRIVALS_MOST */
	uint64_t n, forgotten;
	uint64_t aside[ASIDES];
	bool begun;
	bool imagined; /* what is sent now has not been captured */
	vtime begin, clock;
	vtime change;  /* when the next snapshot is due */
	size_t nlater; /* snapshots of later that have come into force */
};

/* --- replay_send.c ------------------------------------------------------ */

/* What few flows have of this one; it is made. */
struct more *replay_more(struct replay *, const struct track *);

/* The same, or null if it has none. */
struct more *replay_more_if_any(const struct replay *, const struct track *);

/* The opener's packets as they are in the model. */
struct flow_key replay_sent_key(const struct replay *, const struct track *);

/* Sends a packet of the opener, or of the other side after one has arrived.
 * False if it was dropped. */
bool replay_send_forward(
    struct replay *, struct track *, vtime now, const struct packet *captured);
bool replay_send_back(
    struct replay *, struct track *, vtime now, const struct packet *captured);

/* --- replay_find.c ------------------------------------------------------ */

/* What a packet is looked for by. */
void replay_probe(const struct replay *, struct arrival *);

/* The flow that the packet belongs to, or null; *back: it is an answer in it. */
struct track *replay_find(struct replay *, const struct arrival *, bool *back);

/* Later fragments of this first one will be found with its flow. */
void replay_lead_fragments(
    struct replay *, const struct arrival *, const struct track *, bool back);

/* For packets of no known flow: looks ahead as far as this one needs it. */
void replay_foresee(struct replay *, struct arrival *, struct opening *);

/* A new flow for a packet; null, and why: it has no place in the model. */
struct track *replay_open(
    struct replay *, const struct arrival *, bool *back, enum aside *why);

/* --- replay_error.c ----------------------------------------------------- */

/* Carries an ICMP error in the flow of the packet that it quotes. */
struct placed replay_error(struct replay *, const struct arrival *);

#endif /* DATAPLANE_REPLAY_INSIDE_H */
