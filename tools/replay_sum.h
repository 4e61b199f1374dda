#ifndef TOOLS_REPLAY_SUM_H
#define TOOLS_REPLAY_SUM_H

/*
 * replay_sum.h - a replay in figures: by path class and by drop code
 */

#include "core/arena.h"
#include "dataplane/records/facts.h"
#include "tools/replay_run.h"

struct sum {
	uint64_t flows;
	uint64_t packets, bytes; /* both ways */
};

/* Why packets were left aside, for people and for programs. */
struct aside_sum {
	const char *id, *text;
	uint64_t packets;
};

enum { ASIDE_SUMS = ASIDES + PARSE_RESULTS };

struct code_sum {
	drop_code code;
	struct sum sum;
	uint64_t dropped; /* packets; the rest got through */
};

struct replay_sum {
	struct arena *arena; /* of the codes */
	struct sum all;
	struct sum by_class[CLASSES]; /* CLASS_NONE: dropped */
	struct code_sum *code;        /* those that occur, most flows first */
	size_t ncode;
	struct aside_sum aside[ASIDE_SUMS]; /* those that occur */
	size_t naside;
	uint64_t denied;    /* delivered flows whose request policies refuse */
	uint64_t offloaded; /* flows with packets larger than on the wire */
	bool assumed;
};

/* One more flow; sums begin with nothing but an arena. */
void replay_sum_add(
    struct replay_sum *, const struct replay_run *, const struct flow *);

/* Adds the other's flows. */
void replay_sum_merge(struct replay_sum *, const struct replay_sum *);

/* At the end: flows that are kept, and what was left aside. */
void replay_sum_kept(struct replay_sum *, const struct replay_run *,
    const struct kept *, size_t n);
void replay_sum_finish(struct replay_sum *, const struct replay_run *);

#endif /* TOOLS_REPLAY_SUM_H */
