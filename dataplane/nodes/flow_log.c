/*
 * flow_log.c - flow logs (AWS::EC2::FlowLog)
 *
 * No packet meets one: it is told what passes interfaces (sighted.h).
 */

#include "dataplane/classes.h"

const struct object_class flow_log_class = {
	.node = { "flow-log", NULL },
	.kind = OBJ_FLOW_LOG,
};
