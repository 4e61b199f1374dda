#ifndef TOOLS_REPLAY_JSON_H
#define TOOLS_REPLAY_JSON_H

/*
 * replay_json.h - vpcsim.flow/1 records, and the summary of a replay
 */

#include "core/table.h"
#include "tools/emit.h"
#include "tools/replay_sum.h"
#include "tools/timestamp.h"

struct replay_view {
	const struct replay_run *run;
	const struct replay_sum *sum;
	const struct kept *flow; /* in the order to be shown */
	size_t nflow;
	bool partial;
	enum private_means private_means;
};

/* Forms that are kept, of some 2 KB each. */
enum { FORMS_MOST = 1 << 12 };

/* Records as they come: one on each line, or all in one document. */
struct replay_json {
	struct emit j;
	const struct replay_view *view;
	struct arena *scratch, *kept;
	struct table forms; /* of records that are alike, in kept */
	struct timestamps times;
	bool document;
};

/* Of the view only the run and private_means need be there before the end. */
void replay_json_begin(struct replay_json *, struct out *,
    const struct replay_view *, bool document);
void replay_json_flow(struct replay_json *, const struct flow *);
/* Then the summary: in a document, and on a line of its own if the run is
 * partial. */
void replay_json_end(struct replay_json *);

/* The summary alone, on a line. */
void replay_json_summary(struct out *, const struct replay_view *);

#endif /* TOOLS_REPLAY_JSON_H */
