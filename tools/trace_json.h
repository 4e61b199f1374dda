#ifndef TOOLS_TRACE_JSON_H
#define TOOLS_TRACE_JSON_H

/*
 * trace_json.h - vpcsim.trace/1 records
 */

#include "tools/emit.h"
#include "tools/tracing.h"

/* One record.  id: JSON of the question's id, or null; hops may be left out. */
void
trace_json(struct emit *, const struct tracing *, const char *id, bool hops);

#endif /* TOOLS_TRACE_JSON_H */
