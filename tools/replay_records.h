#ifndef TOOLS_REPLAY_RECORDS_H
#define TOOLS_REPLAY_RECORDS_H

/*
 * replay_records.h - sums and lines of many flows, by several threads
 */

#include "tools/replay_json.h"

/*
 * Adds the flows of a view to the sums and, if out is not null, writes a line
 * for each, in their order.  There are as many threads as the run has shards.
 */
void
replay_records(const struct replay_view *, struct replay_sum *, struct out *);

#endif /* TOOLS_REPLAY_RECORDS_H */
