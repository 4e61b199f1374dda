#ifndef DATAPLANE_RECORDS_FLOW_LOGS_H
#define DATAPLANE_RECORDS_FLOW_LOGS_H

/*
 * flow_logs.h - the flow logs that listen to a simulation
 *
 * A driver that is given some calls flow_logs_watch() when it begins and
 * flow_logs_verdict() for each verdict; whoever has made them adds the logs and
 * tells when it is over.
 */

#include "dataplane/records/flow_logger.h"

struct flow_logs;

/* The model must be watched, or nothing will be seen. */
struct flow_logs *flow_logs_new(const struct model *, uint64_t seed);
void flow_logs_free(struct flow_logs *);

/* A flow log (null: one of all interfaces), whose records go to `tell`. */
void flow_logs_add(struct flow_logs *, const struct flow_log *,
    unsigned version, flow_log_fn *tell, void *aux);

void flow_logs_watch(struct flow_logs *, struct sim *);
void
flow_logs_verdict(struct flow_logs *, struct sim *, const struct verdict *);

/* What was seen up to now is in no log. */
void flow_logs_forget(struct sim *);

/* Tells what is left. */
void flow_logs_finish(struct flow_logs *);

#endif /* DATAPLANE_RECORDS_FLOW_LOGS_H */
