#ifndef TOOLS_TRACE_BATCH_H
#define TOOLS_TRACE_BATCH_H

/*
 * trace_batch.h - many questions on one load of the model (trace --batch)
 *
 * JSON Lines in, one vpcsim.trace/1 record for each in the same order; for a
 * line that cannot be traced a vpcsim.error/1 record.
 */

#include "tools/tracing.h"

struct out;

struct trace_batch {
	uint64_t lines, errors;
	bool assumed;
};

/* What a line asks, in the arena.  Null, or what is wrong with it.  *id is the
 * id as JSON, the caller's to free, or null. */
const char *trace_batch_read(const char *line, size_t len, struct flow_spec *,
    char **id, struct arena *);

/* An exit status: EXIT_DONE also if there were errors in lines, which the
 * caller judges. */
int trace_batch_run(const struct question *, const char *path, struct out *,
    struct trace_batch *);

#endif /* TOOLS_TRACE_BATCH_H */
