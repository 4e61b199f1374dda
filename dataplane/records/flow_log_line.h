#ifndef DATAPLANE_RECORDS_FLOW_LOG_LINE_H
#define DATAPLANE_RECORDS_FLOW_LOG_LINE_H

/*
 * flow_log_line.h - flow log records as lines of text, as AWS delivers them
 */

#include "dataplane/records/flow_log_record.h"

/* The format of a log (null: of all interfaces), which has been checked. */
void flow_log_format_of(const struct flow_log *, struct flow_log_format *);

/* The line before the records of a file: the names of the fields. */
const char *flow_log_header(const struct flow_log_format *, struct arena *);

/* Fields have a space between them; one inside a name is "%20".  No newline. */
const char *flow_log_line(const struct flow_log_view *,
    const struct flow_log_format *, struct arena *);

#endif /* DATAPLANE_RECORDS_FLOW_LOG_LINE_H */
