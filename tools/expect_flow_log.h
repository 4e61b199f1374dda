#ifndef TOOLS_EXPECT_FLOW_LOG_H
#define TOOLS_EXPECT_FLOW_LOG_H

/*
 * expect_flow_log.h - the flow log records that a test expects
 */

#include "tools/expect.h"

/* Adds a difference for each entry of which there are not as many records as
 * it wants. */
void expect_flow_log_check(const struct expectation *,
    const struct flow_log_seen *, struct differences *);

#endif /* TOOLS_EXPECT_FLOW_LOG_H */
