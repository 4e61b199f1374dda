#ifndef DATAPLANE_RECORDS_FLOW_LOG_TRANSIT_H
#define DATAPLANE_RECORDS_FLOW_LOG_TRANSIT_H

/*
 * flow_log_transit.h - the fields that only transit gateways' records have
 */

#include "dataplane/records/flow_log_record.h"

/* As flow_log_text(). */
const char *flow_log_transit_text(
    const struct flow_log_view *, enum flow_log_field, char *buf);

#endif /* DATAPLANE_RECORDS_FLOW_LOG_TRANSIT_H */
