#ifndef CORE_NODE_H
#define CORE_NODE_H

/*
 * node.h - nodes, and the segments they resolve to
 * ================================================
 *
 * A packet's journey is decided in two halves.
 *
 * RESOLVE asks: given the configuration, where would a packet with this key
 * go from this place?  The answer is a segment, a short list of ops.  It is a
 * pure function of (snapshot, place, key).  It sees no packet, no clock and no
 * table that changes, so its answer holds for as long as the snapshot lives.
 *
 * EXECUTE carries the ops out for one packet at one instant (sim.h).  Whatever
 * depends on the past (tracked connections, bindings) or on the time (expiry)
 * is a step, and is never remembered.
 *
 * A segment ends where resolve would have to know something it cannot:
 *
 *	- a table rewrites the key (a step that answers REWRITTEN);
 *	- time passes (OP_LINK): what then is, nobody knows yet;
 *	- the journey is over (OP_DELIVER, OP_DROP).
 *
 * A kind of node is a file: a node_class with its resolve, and the steps that
 * resolve emits.  What a resolve says is written in the r_ words below.
 */

#include "core/err.h"
#include "core/link.h"
#include "core/packet.h"
#include "core/pulses.h"
#include "core/vtime.h"

struct resolver;
struct hop;

enum { NODE_NONE = UINT32_MAX };

/*
 * Why a packet was dropped.  Zero is "it was not"; the kernel itself knows LOOP
 * and QUEUE_FULL; the codes from DROP_MODEL on belong to the room that has the
 * nodes.
 */
typedef uint16_t drop_code;
enum { DROP_NONE, DROP_LOOP, DROP_QUEUE_FULL, DROP_MODEL };

/* What the sender of a refused packet is sent. */
enum message {
	MESSAGE_NONE,
	MESSAGE_TOO_BIG,       /* ICMP; the step's arg is the MTU */
	MESSAGE_TIME_EXCEEDED, /* ICMP */
	MESSAGE_RESET,         /* TCP RST, as if from the far end */
};

/* What a step may find, in words for a trace. */
struct fact {
	const char *text; /* null: passed, and there is nothing to tell */
	drop_code code;   /* if refused for this; 0: the op's own code */
	bool instead;     /* decided instead of the rules that resolve found */
	uint8_t tells;    /* if refused: enum message */
};

/* What a step found.  The fact is an index into the step's own list. */
struct outcome {
	enum { PASS, REWRITTEN, REFUSED } what;
	uint16_t fact;
};

struct node;

/* All that a step may consult: its table, and one packet at one instant. */
struct step_call {
	void *table;             /* of step->state */
	const struct node *self; /* the node that emitted the step */
	uint32_t node;           /* its number */
	uint32_t arg;
	vtime now;
	struct packet *packet;
	struct hint *hint; /* of this step, for such a packet; or null */
	/* By how many bytes a longer packet would meet the same: a step that
	 * looks at the length may lower it.  Null: nobody asks. */
	uint32_t *room;
	/* Would the next such packet, which is plain, meet the same?  A step may
	 * deny it.  Null: nobody asks. */
	bool *alike;
	/* Where the packet stands if it is rewritten; a table that chooses
	 * among ways may change it. */
	uint16_t *side;
};

typedef struct outcome step_fn(const struct step_call *);

static inline void
step_room(const struct step_call *c, uint32_t room)
{
	if (c->room && room < *c->room)
		*c->room = room;
}

static inline void
step_not_alike(const struct step_call *c)
{
	if (c->alike)
		*c->alike = false;
}

enum { STATE_NONE = 255 };

struct step {
	const char *name;
	step_fn *run;
	const struct fact *fact;
	uint8_t state; /* index of the table it uses, or STATE_NONE */
};

/* A kind of table.  A simulation has one of each; entries name their node. */
struct state_class {
	const char *name;
	/* The pulses of its entries are among these, which outlive it. */
	void *(*table_new)(uint64_t seed, struct pulses *);
	void (*table_free)(void *);
	/* Fetches the entry in this slot; null: nothing. */
	void (*prefetch)(const void *, uint32_t slot);
	/* The entry of this pulse is over.  Null: entries have no pulses. */
	void (*forget)(void *, uint32_t pulse, vtime now);
	/* Fetches what a step will look at for a packet that is the first of
	 * its kind, as far as that is easily told.  Null: nothing. */
	void (*fetch)(const struct step_call *);
};

enum opcode { OP_STEP, OP_LINK, OP_DELIVER, OP_DROP };

struct op {
	uint8_t code; /* enum opcode */
	uint8_t
	    message_side;  /* OP_STEP: by which a message to the sender goes */
	drop_code why;     /* OP_DROP, and OP_STEP, OP_LINK if refused */
	uint32_t node;     /* whose step it is; whose decision a drop is */
	struct place next; /* OP_STEP: if rewritten; OP_LINK: at its end;
			    * OP_DELIVER: for answers */
	uint32_t arg;      /* OP_STEP: for the step; OP_LINK: its number */
	const struct step *step;
};

/*
 * A place on the way, passed when `ops` ops of the segment have been carried
 * out.  Marks are bits of the model's.
 */
struct waypoint {
	uint32_t node;
	uint16_t ops;
	bool listed; /* counts as part of the path */
	bool exit;   /* here the packet leaves the network it came from */
	uint64_t marks;
};

enum { SEG_OPS = 32, SEG_WAY = 24, HOPS_MAX = 32 };

struct seg {
	uint32_t nop, nway;
	struct op op[SEG_OPS];
	struct waypoint way[SEG_WAY];
};

struct node_class {
	const char *name; /* "internet-gateway" */
	void (*resolve)(struct resolver *, const void *cfg);
};

struct node {
	const struct node_class *class;
	const char *name;
	struct where where; /* in the file that describes it */
	const void *cfg;    /* the class's own */
};

struct snap;

enum { LINK_NONE = UINT32_MAX };
typedef uint32_t link_fn(const struct snap *, const struct place *to);

/* A compiled configuration.  Immutable from the moment it is installed. */
struct snap {
	const struct node *node;
	uint32_t nnode;
	const void *world; /* what the nodes share */
	/* Links that take time; none: every packet runs to its end at once. */
	const struct link_spec *link;
	uint32_t nlink;
	/* Which of them leads to a place from where a packet comes to it, or
	 * LINK_NONE. */
	link_fn *link_to;
};

enum action {
	ACT_SEND,
	ACT_ALLOW,
	ACT_DENY,
	ACT_ROUTE,
	ACT_TRANSLATE,
	ACT_FORWARD,
	ACT_DELIVER,
	ACT_DROP,
};

/* --- the words a resolve is written in --------------------------------- */

const struct flow_key *r_key(const struct resolver *);
struct place r_at(const struct resolver *);
const struct node *r_node(const struct resolver *, uint32_t node);
const void *r_cfg(const struct resolver *, uint32_t node);
const void *r_world(const struct resolver *);

/* This node counts as part of the path from here on. */
void r_way(struct resolver *, uint32_t node);
/* Marks, or the exit: of this node, if the packet gets as far as this. */
void r_mark(struct resolver *, uint64_t marks);
void r_exit(struct resolver *);

/* A hop for the trace, or null when nobody is told (see trace.h). */
struct hop *r_hop(struct resolver *, uint32_t node, enum action);

/*
 * A step of the current node.  If it refuses, the packet is dropped with this
 * code (unless the fact has one), and what its sender is told starts at
 * message_side of this node; if it rewrites, the packet stands at
 * side_if_rewritten.  hop, which may be null, is told the fact.
 */
struct step_words {
	const struct step *step;
	uint32_t arg;
	drop_code if_refused;
	uint16_t side_if_rewritten;
	uint8_t message_side; /* of this node; 0: the sender is not told */
	struct hop *hop;
};
void r_step(struct resolver *, struct step_words);

/*
 * A rewrite that the configuration alone decides: the step must do to a packet
 * what turns the current key into `after`, with which resolution goes on.
 */
void r_rewrite(struct resolver *, const struct step *, uint32_t arg,
    const struct flow_key *after);

/*
 * A tunnel: the packet becomes what another one with the key `outer` carries,
 * until r_unwrap().  The steps must do likewise: packet_swap_tunnel(), and one
 * that wraps then makes the key the outer one.  A packet leaves its tunnel in
 * the segment in which it entered, so no step in between may rewrite it.
 */
void r_wrap(struct resolver *, const struct step *, uint32_t arg,
    const struct flow_key *outer);
void r_unwrap(struct resolver *, const struct step *, uint32_t arg);

/* Where the packet first entered a tunnel, while it is in one; else null. */
const struct place *r_tunnel(const struct resolver *);

/* From here on the packet bears these tags, among which r_at() has them; or
 * bears none any more. */
void r_tag(struct resolver *, uint16_t tags);
void r_untag(struct resolver *);

/* On to another node, along the link if there is one between them; it has come
 * from the current one, or from `from`. */
void r_goto(struct resolver *, uint32_t node, uint16_t side);
void
r_goto_from(struct resolver *, uint32_t from, uint32_t node, uint16_t side);

/* The end: an answer enters at `answer_side` of this node, or of another one.
 * Tells a hop. */
void r_deliver(struct resolver *, uint16_t answer_side);
void r_deliver_answered_at(
    struct resolver *, uint32_t answer_node, uint16_t answer_side);

/* The end: decided by `node`.  Tells a hop; r_drop_told: that has been done. */
void r_drop(struct resolver *, drop_code, uint32_t node);
void r_drop_told(struct resolver *, drop_code, uint32_t node);

/* The whole of resolution.  A null trace says nothing. */
void resolve(const struct snap *, struct place, const struct flow_key *,
    struct trace *, struct seg *);

#endif /* CORE_NODE_H */
