#ifndef CORE_TRACE_H
#define CORE_TRACE_H

/*
 * trace.h - the explanation of one packet's journey, hop by hop
 *
 * A trace is resolve run with somewhere to tell: the same function, so that it
 * cannot drift from what it explains.  Resolve makes the hops of a segment;
 * execute fills in what the steps found, and takes back the hops that a
 * refused packet did not reach.  Everything lives in the trace's arena.
 */

#include "core/arena.h"
#include "core/node.h"

/* A route, endpoint or rule that was looked at and lost. */
struct considered {
	const char *what;
	const char *why;
	struct where where;
};

struct hop {
	vtime at; /* when it was decided */
	uint32_t node;
	enum action action;
	drop_code code;     /* ACT_DENY, ACT_DROP */
	const char *rule;   /* what decided, as text; may be null */
	const char *fact;   /* what a table found; may be null */
	const char *note;   /* an assumption that was made; may be null */
	struct where where; /* of what decided; the node's own if nowhere */
	struct flow_key before, after; /* equal unless it translates */
	struct considered *considered;
	size_t nconsidered;
	uint32_t ops; /* ops of the segment before it */
	bool step;    /* stands for the step that is op number `ops` */
};

struct trace {
	struct arena *arena;
	struct hop *hop;
	size_t n;
	size_t segment; /* the first hop of the segment in hand */
	vtime now;      /* whoever executes keeps it */
};

void trace_init(struct trace *, struct arena *);

/* A new last hop, zeroed but for its key. */
struct hop *
trace_hop(struct trace *, uint32_t node, enum action, const struct flow_key *);

/* Text for a hop's rule, fact or note. */
char *trace_text(struct trace *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Text for the hop of a resolver that is being traced (its hop is not null). */
char *r_text(struct resolver *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds to the hop's list; strings are the trace's. */
void r_considered(struct resolver *, struct hop *, struct considered);

/*
 * execute: op number i of the segment, a step, found this, and the packet is
 * now so.  A refusal that no hop stands for gets one.
 */
void trace_step(struct trace *, uint32_t i, const struct op *, struct outcome,
    const struct packet *);

/* execute: the link that op number i is has no room for the packet. */
void trace_refused(
    struct trace *, uint32_t i, const struct op *, const struct packet *);

/* execute: the journey along this segment ended after op number i. */
void trace_cut(struct trace *, uint32_t op);

/* "send", "allow", ... */
const char *action_name(enum action);

#endif /* CORE_TRACE_H */
