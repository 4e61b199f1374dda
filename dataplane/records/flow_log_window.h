#ifndef DATAPLANE_RECORDS_FLOW_LOG_WINDOW_H
#define DATAPLANE_RECORDS_FLOW_LOG_WINDOW_H

/*
 * flow_log_window.h - the records of a window of time, as packets add up
 *
 * Windows begin at multiples of their length.  So many records are kept at most;
 * packets that would begin another one are skipped, and their interface is
 * marked as one of which something is missing.
 */

#include "dataplane/records/flow_log_record.h"

enum log_seen { SEEN_NOTHING, SEEN_SOME, SEEN_SKIPPED };

struct flow_log_window {
	struct flow_log_record *v; /* in the order of their first packets */
	size_t n, size, most;
	struct table index; /* of the keys */
	uint64_t seed;
	vtime length, begin;
	bool open;     /* else nothing was added since the last one */
	uint8_t *seen; /* enum log_seen, by number of interface */
	size_t ninterfaces;
};

/* Of each interface it is known whether something passed it. */
void flow_log_window_init(struct flow_log_window *, vtime length,
    size_t ninterfaces, size_t most, uint64_t seed);
void flow_log_window_fini(struct flow_log_window *);

/* Is it open, and over by now? */
bool flow_log_window_is_over(const struct flow_log_window *, vtime now);

/* Opens the window of this time, unless one is open. */
void flow_log_window_open(struct flow_log_window *, vtime now);

/* Forgets all, and is not open any more. */
void flow_log_window_clear(struct flow_log_window *);

/* The record of a key, made if it is the first packet; null: there is no room. */
struct flow_log_record *flow_log_window_record(
    struct flow_log_window *, const struct flow_log_key *, vtime now);

#endif /* DATAPLANE_RECORDS_FLOW_LOG_WINDOW_H */
