#ifndef TOOLS_FLOW_LOG_SEEN_H
#define TOOLS_FLOW_LOG_SEEN_H

/*
 * flow_log_seen.h - the flow log records of a test, kept to be looked at
 */

#include "dataplane/records/flow_logs.h"

struct flow_log_seen {
	struct flow_logs *logs; /* for a driver; null: nothing is kept */
	struct arena *arena;
	struct flow_log_view *v;
	size_t n;
};

/* Those of all flow logs of the model; if it has none, of one of everything. */
void flow_log_seen_begin(struct flow_log_seen *, const struct model *,
    uint64_t seed, struct arena *);

/* The run is over: all records are there. */
void flow_log_seen_finish(struct flow_log_seen *);

/* The records are no good any more. */
void flow_log_seen_end(struct flow_log_seen *);

#endif /* TOOLS_FLOW_LOG_SEEN_H */
