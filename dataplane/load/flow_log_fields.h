#ifndef DATAPLANE_LOAD_FLOW_LOG_FIELDS_H
#define DATAPLANE_LOAD_FLOW_LOG_FIELDS_H

/*
 * flow_log_fields.h - the scenario language as a table: flow logs
 */

#include "dataplane/load/fields.h"

extern const struct object_type flow_log_type;

/* A record that a test expects: some of its fields. */
extern const struct object_type flow_log_record_type;

#endif /* DATAPLANE_LOAD_FLOW_LOG_FIELDS_H */
