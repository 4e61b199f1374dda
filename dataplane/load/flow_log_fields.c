/*
 * flow_log_fields.c - the scenario language as a table: flow logs
 */

#include "dataplane/load/flow_log_fields.h"

#include "dataplane/model/flow_log.h"

static const struct word traffic_types[] = {
	{ "all", FLOW_LOG_ALL },
	{ "accept", FLOW_LOG_ACCEPTED },
	{ "reject", FLOW_LOG_REJECTED },
	{ NULL, 0 },
};

static const struct field flow_log_fields[] = {
	OBJECT_FIELDS,
	KEY("resource",
	    "What is logged: a VPC, a subnet, what has network interfaces, a "
	    "transit gateway or one of its attachments.",
	    FIELD_REF, .flags = FIELD_REQUIRED, AT(struct flow_log, resource)),
	KEY("traffic_type", "Which packets are logged.", FIELD_ENUM,
	    AT(struct flow_log, traffic), .words = traffic_types,
	    .fallback = "all"),
	KEY("format",
	    "The fields of a record, as ${srcaddr} ${dstaddr}; left out: "
	    "AWS's default format.",
	    FIELD_TEXT, AT(struct flow_log, format)),
	KEY("max_aggregation_interval",
	    "How long the packets of a flow are added up in one record: 60s "
	    "or 600s; on Nitro 60s at most.",
	    FIELD_DURATION, AT(struct flow_log, interval), .min = 60,
	    .max = 600),
};

const struct object_type flow_log_type = {
	.id = "flow_log",
	.label = "flow log",
	.doc = "A flow log: records of what passes network interfaces.",
	.kind = OBJ_FLOW_LOG,
	FIELDS(flow_log_fields),
};

static const struct field flow_log_record_fields[] = {
	KEY("log", "The flow log that has the record.", FIELD_STRING),
	KEY("line", "The record as that log writes it.", FIELD_STRING),
	KEY("count",
	    "How many records are so: a number or a limit; left out: one or "
	    "more.",
	    FIELD_COUNT),
#define FIELD(ID, NAME, VERSION, OF, NEEDS) \
	KEY(NAME, "The field of the record, as text.", FIELD_STRING),
#include "dataplane/model/flow_log_fields.def"
#undef FIELD
};

const struct object_type flow_log_record_type = {
	.id = "flow_log_record",
	.label = "flow log record",
	.doc = "Fields of a record, by the names that AWS gives them.",
	.kind = NO_OBJECT,
	FIELDS(flow_log_record_fields),
};
