#ifndef TOOLS_REPLAY_JSON_H
#define TOOLS_REPLAY_JSON_H

/*
 * replay_json.h - vpcsim.flow/1 records, and the summary of a replay
 */

#include "tools/emit.h"
#include "tools/replay_sum.h"

struct replay_view {
	const struct replay_run *run;
	const struct replay_sum *sum;
	const uint64_t *flow; /* numbers, in the order to be shown */
	uint64_t nflow;
	bool partial;
	enum private_means private_means;
};

/* A record for each flow, on a line; then, if it is partial, one that says
 * so. */
void replay_json_lines(struct out *, const struct replay_view *);

/* The summary alone, on a line. */
void replay_json_summary(struct out *, const struct replay_view *);

/* All in one document. */
void replay_json_document(struct out *, const struct replay_view *);

#endif /* TOOLS_REPLAY_JSON_H */
