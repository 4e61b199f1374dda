#ifndef TOOLS_DIFF_H
#define TOOLS_DIFF_H

/*
 * diff.h - which flows change between two models, and why
 *
 * A question is asked of both models.  What differs in the answers is noted
 * with its cause: the first decision on the way that is another one.
 */

#include "tools/model_in.h"
#include "tools/tracing.h"

enum { BEFORE, AFTER, SIDES };

/* What is another one after; bits. */
enum diff_change {
	CHANGE_OF_VERDICT = 1 << 0,   /* delivered or dropped */
	CHANGE_OF_PATH = 1 << 1,      /* by which resources */
	CHANGE_OF_CLASS = 1 << 2,     /* path_class */
	CHANGE_TO_OUTSIDE = 1 << 3,   /* it leaves AWS and did not */
	CHANGE_OF_EXISTENCE = 1 << 4, /* one of the models has no such end */
};

/* A decision that is another one; all flows with the same one share it. */
struct diff_cause {
	const char *resource;    /* whose decision */
	const char *text[SIDES]; /* what was decided; null: nothing */
	const char *where[SIDES];
	size_t flows, first, last; /* of struct diff */
	unsigned changed;          /* what changes, of any of them */
};

struct diff_flow {
	const char *id; /* JSON, or null */
	const char *from, *to;
	int proto, port;
	bool there[SIDES];         /* else the model has no such end */
	struct facts facts[SIDES]; /* where it is there */
	unsigned changed;
	size_t cause, next; /* the next flow of the cause; 0: none */
};

struct diff {
	struct arena *arena, *scratch;
	struct model_in in[SIDES];
	struct question ask[SIDES];
	struct diff_flow *flow; /* those that change; 0 is none */
	size_t nflows;
	struct diff_cause *cause;
	size_t ncauses;
	struct map *causes;
	uint64_t compared, invalid;
	bool assumed;
	const char *tried; /* which flows, in words */
};

/* How the answer of a side comes about.  false: there is none, and *why it is
 * not may be told. */
struct diff_asker {
	bool (*ask)(void *aux, int side, struct arena *, struct tracing *,
	    const char **why);
	void *aux;
};

/* The models in `in` must be there. */
void diff_init(struct diff *, uint64_t seed, enum private_means);
void diff_fini(struct diff *);

/* Asks both sides, and notes what differs.  id may be null. */
void diff_compare(struct diff *, const char *id, const struct diff_asker *);

/* The same of a question that each side is asked in its own words; null: that
 * model has no such end, but the other one has, and missing says what. */
void diff_ask(struct diff *, const char *id,
    const struct flow_spec *const spec[SIDES], const char *missing);

/* The name that an object of one model has in the other: the same, or that of
 * what has the same address.  The name itself if there is none. */
const char *diff_name(const struct diff *, int side, const char *name);

/* What people call an object: its address, or its name. */
const char *diff_shown(const struct object *);

/* --- where questions come from ------------------------------------------- */

/* Flows between what is in the models, at most this many. */
void diff_generate(struct diff *, size_t most);

/* JSON Lines as for trace --batch.  -1, or an exit status after a message. */
int diff_batch(struct diff *, const char *path);

/* The flows of two replays of the same captures. */
struct replay_run;
void diff_replays(struct diff *, const struct replay_run *const run[SIDES]);

/* --- what becomes of it --------------------------------------------------- */

struct out;

void diff_text(struct out *, const struct diff *);
void diff_markdown(struct out *, const struct diff *);
void diff_json(struct out *, const struct diff *);

/* Numbers of the causes, the weightiest first; in the arena. */
size_t *diff_order(struct arena *, const struct diff *);

/* "delivered: aws-public by igw-1", "dropped at acl-1: CODE"; in the arena. */
const char *diff_outcome(struct arena *, const struct diff_flow *, int side);

/* "verdict, path", in the arena. */
const char *diff_changed(struct arena *, unsigned changed);

/* Objects that only one of the models has, one after the other; null: no more.
 * *i begins at 0. */
const struct object *diff_object(const struct diff *, int side, size_t *i);

#endif /* TOOLS_DIFF_H */
