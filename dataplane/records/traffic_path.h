#ifndef DATAPLANE_RECORDS_TRAFFIC_PATH_H
#define DATAPLANE_RECORDS_TRAFFIC_PATH_H

/*
 * traffic_path.h - by which way a packet leaves its VPC, as AWS numbers them
 */

#include "dataplane/records/flow_log_record.h"

/* Of what this interface sends, in this configuration (VPC User Guide, "Flow
 * log records": traffic-path). */
enum traffic_path traffic_path_of(
    const struct snap *, const struct log_interface *, const struct flow_key *);

#endif /* DATAPLANE_RECORDS_TRAFFIC_PATH_H */
