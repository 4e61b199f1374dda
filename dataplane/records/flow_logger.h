#ifndef DATAPLANE_RECORDS_FLOW_LOGGER_H
#define DATAPLANE_RECORDS_FLOW_LOGGER_H

/*
 * flow_logger.h - one flow log at work: from what packets met with to records
 *
 * A packet is accepted by every interface at which it was seen but the last
 * one, and by that too unless its groups, an ACL or Block Public Access refused
 * it there.  Whatever else loses a packet, flow logs know nothing of (VPC User
 * Guide, "Flow log records": action).
 */

#include "core/sim.h"
#include "dataplane/records/flow_log_record.h"
#include "dataplane/tables/sightings.h"

struct flow_logger;

/* Told of records when their window is over, in the order of their beginning.
 * The view is good for the call. */
typedef void flow_log_fn(void *aux, const struct flow_log_view *);

struct flow_logger_terms {
	const struct log_interfaces *interfaces;
	const struct flow_log *log; /* null: of all interfaces */
	unsigned version;           /* of its format */
	size_t most;                /* records kept; 0: the usual number */
	uint64_t seed;
	flow_log_fn *tell;
	void *aux;
};

/* How many packets a window can tell apart by itself. */
enum { FLOW_LOG_RECORDS = 1 << 20 };

struct flow_logger *
flow_logger_new(const struct model *, const struct flow_logger_terms *);
void flow_logger_free(struct flow_logger *);

/* The journey of a packet is over: where it was seen on it, in order. */
void flow_logger_packet(struct flow_logger *, const struct snap *,
    const struct sighting *, size_t n, const struct verdict *);

/* Tells what is left. */
void flow_logger_finish(struct flow_logger *);

#endif /* DATAPLANE_RECORDS_FLOW_LOGGER_H */
