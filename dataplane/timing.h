#ifndef DATAPLANE_TIMING_H
#define DATAPLANE_TIMING_H

/*
 * timing.h - how long the ways between things take
 *
 * AWS publishes no latencies.  These are measured by others, or vpcsim's own
 * guesses (aws-semantics, "Latency and loss defaults"): good for comparing one
 * path with another, not as a promise.
 */

#include "core/arena.h"
#include "core/node.h"

/*
 * The same configuration with links that take time: it lives in the arena and
 * refers to the one given, later configurations included.
 */
const struct snap *timing_add(const struct snap *, struct arena *);

#endif /* DATAPLANE_TIMING_H */
