#ifndef TOOLS_DIFF_H
#define TOOLS_DIFF_H

/*
 * diff.h - which flows change between two models, and why
 *
 * A question is asked of both models.  What differs in the answers is told at
 * once, and noted with its cause: the first decision on the way that is another
 * one.  Of a cause only a few flows are kept as examples.
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
	CHANGE_OF_REQUEST = 1 << 5,   /* whether policies allow it */
};

enum { CHANGES = 6, EXAMPLES = 3 };

/* A flow in words. */
struct diff_example {
	const char *ends;           /* "a -> b:443/tcp" */
	const char *outcome[SIDES]; /* "dropped at acl-1: CODE" */
	bool good;                  /* what comes of it */
};

/* A decision that is another one; all flows with the same one share it. */
struct diff_cause {
	const char *resource;    /* whose decision */
	const char *text[SIDES]; /* what was decided; null: nothing */
	const char *where[SIDES];
	/* The object whose decision it is, and is another one; or null. */
	const struct diff_object *object;
	size_t flows;
	unsigned changed; /* what changes, of any of them */
	struct diff_example example[EXAMPLES];
};

struct diff_flow {
	const char *id; /* JSON, or null */
	const char *from, *to;
	int proto, port;
	bool there[SIDES];         /* else the model has no such end */
	struct facts facts[SIDES]; /* where it is there */
	unsigned changed;
	size_t cause; /* its number, from 0 */
};

/* A key of an object that says something else; null: nothing. */
struct diff_field {
	const char *key;
	const char *text[SIDES];
	/* Of a list: what only one of them has. */
	struct texts only[SIDES];
	bool is_list;
};

enum diff_fate { OBJECT_GONE, OBJECT_NEW, OBJECT_CHANGED };

struct diff_object {
	enum diff_fate fate;
	const struct object *o[SIDES]; /* null: it is not there */
	struct diff_field *field;
	size_t nfields;
};

struct diff {
	struct arena *arena, *scratch;
	struct model_in in[SIDES];
	struct question ask[SIDES];
	struct diff_cause *cause;
	size_t ncauses;
	struct map *causes;
	struct diff_object *object; /* after diff_objects() */
	size_t nobjects;
	struct map *fates; /* of objects: "side id" */
	uint64_t compared, invalid;
	uint64_t changed, changes[CHANGES]; /* flows; by what */
	uint64_t lost;                      /* no longer delivered */
	uint64_t doubtful; /* change, and rely on something assumed */
	/* Told of each flow that changes; null: nobody is. */
	void (*tells)(void *aux, const struct diff *, const struct diff_flow *);
	void *tells_aux;
	bool assumed;
	bool partial, interrupted; /* not all of a capture was read */
	const char *tried;         /* which flows, in words */
};

/* How the answer of a side comes about, in hops too if it is to be explained.
 * false: there is none, and *why it is not may be told. */
struct diff_asker {
	bool (*ask)(void *aux, int side, bool explain, struct tracing *,
	    const char **why);
	void *aux; /* what is told lives in the diff's scratch */
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

/* The object of the other model that this one is, or null. */
const struct object *diff_other(struct diff *, int side, const struct object *);

/* Which objects only one of the models has, and which say something else. */
void diff_objects(struct diff *);

/* What became of an object of one side; null: nothing. */
const struct diff_object *
diff_object_of(const struct diff *, int side, const struct object *);

/* --- where questions come from ------------------------------------------- */

/* Flows between what is in the models, at most this many. */
void diff_generate(struct diff *, size_t most);

/* JSON Lines as for trace --batch.  -1, or an exit status after a message. */
int diff_batch(struct diff *, const char *path);

/* The flows of captures, which are read once for both: each job is that of a
 * side.  As replay_run(); *run tells what was read. */
struct replay_job;
struct replay_run;
int diff_captures(struct diff *, const struct replay_job job[SIDES],
    struct replay_run *run, struct errs *);

/* --- what becomes of it --------------------------------------------------- */

struct out;

void diff_text(struct out *, const struct diff *);
void diff_markdown(struct out *, const struct diff *);
/* Records of flows are written as they are told, the rest at the end. */
void diff_json_flow(void *out, const struct diff *, const struct diff_flow *);
void diff_json(struct out *, const struct diff *);

/* Numbers of the causes, the weightiest first; in the arena. */
size_t *diff_order(struct arena *, const struct diff *);

/* "delivered: aws-public by igw-1", "dropped at acl-1: CODE"; in the arena. */
const char *diff_outcome(struct arena *, const struct facts *);

/* "verdict, path", in the arena. */
const char *diff_changed(struct arena *, unsigned changed);

/* The words for each change, of JSON too. */
extern const char *const diff_change_id[CHANGES];

/* "new", "gone" or "changed". */
const char *diff_fate_text(enum diff_fate);

#endif /* TOOLS_DIFF_H */
