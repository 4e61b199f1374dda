#ifndef TOOLS_FLOW_LOG_FILE_H
#define TOOLS_FLOW_LOG_FILE_H

/*
 * flow_log_file.h - flow logs as a file: --flow-logs
 */

#include "dataplane/records/flow_logs.h"
#include "tools/options.h"
#include "tools/out.h"

struct flow_log_options {
	const char *file, *log, *format;
};

#define FLOW_LOG_OPTIONS(type, member)                                          \
	{ "flow-logs", 0, OPTION_TEXT, "FILE",                                  \
		"write flow log records; - is standard output, .gz compressed", \
		.at = offsetof(type, member.file) },                            \
	    { "flow-log", 0, OPTION_TEXT, "NAME",                               \
		    "those of this flow log of the model; all: of all "         \
		    "interfaces",                                               \
		    .at = offsetof(type, member.log) },                         \
	{                                                                       \
		"flow-log-format", 0, OPTION_TEXT, "FORMAT",                    \
		    "their fields: '${srcaddr} ${dstaddr} ...'",                \
		    .at = offsetof(type, member.format)                         \
	}

struct flow_log_file {
	struct out *out; /* null: nothing is written */
	struct flow_logs *logs;
	struct flow_log_format format;
	struct arena *scratch;
};

/*
 * Opens the file that was asked for, if one was: then `logs` is there, to be
 * given to a driver.  -1: go on.  Else an exit status, after a message.
 */
int flow_log_file_open(struct flow_log_file *, const struct flow_log_options *,
    const struct command *, const struct model *, uint64_t seed);

/* Writes what is left.  As out_close(). */
int flow_log_file_close(struct flow_log_file *);

#endif /* TOOLS_FLOW_LOG_FILE_H */
