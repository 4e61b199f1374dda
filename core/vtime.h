#ifndef CORE_VTIME_H
#define CORE_VTIME_H

/*
 * vtime.h - the simulator's clock, in nanoseconds
 *
 * A point in time counts from the Unix epoch (captures) or from the start of a
 * scenario; which one is the same for a whole run.  The value is wrapped in a
 * struct so that the compiler keeps it apart from wall clock time, from
 * durations read out of a file and from plain integers.
 */

#include <stdbool.h>
#include <stdint.h>

typedef struct {
	int64_t ns;
} vtime;

#define VTIME_NEVER            ((vtime){ INT64_MAX })
#define VTIME_MILLISECONDS(ms) ((vtime){ (int64_t)(ms)*1000000 })
#define VTIME_SECONDS(s)       ((vtime){ (int64_t)(s)*1000000000 })

static inline bool
vtime_before(vtime a, vtime b)
{
	return a.ns < b.ns;
}

static inline vtime
vtime_add(vtime a, vtime b)
{
	return (vtime){ a.ns + b.ns };
}

static inline vtime
vtime_sub(vtime a, vtime b)
{
	return (vtime){ a.ns - b.ns };
}

#endif /* CORE_VTIME_H */
