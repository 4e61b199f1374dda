#ifndef TOOLS_CAPTURE_OPTIONS_H
#define TOOLS_CAPTURE_OPTIONS_H

/*
 * capture_options.h - how captures are read: --map, --filter, ...
 */

#include "tools/cache_option.h"
#include "tools/options.h"
#include "tools/replay_run.h"

struct capture_options {
	struct words map;
	const char *filter;
	const char *midstream;
	const char *cache;
};

#define CAPTURE_OPTIONS(type, member)                                          \
	{ "map", 0, OPTION_LIST, "FROM=TO",                                    \
		"an address or block of the capture is this one of the model", \
		.at = offsetof(type, member.map) },                            \
	    { "filter", 'f', OPTION_TEXT, "EXPR",                              \
		    "only packets that match (pcap-filter(7))",                \
		    .at = offsetof(type, member.filter) },                     \
	    CACHE_OPTION(offsetof(type, member.cache)),                        \
	{                                                                      \
		"midstream", 0, OPTION_TEXT, "HOW",                            \
		    "flows captured from their middle on: established "        \
		    "(usual) or strict",                                       \
		    .at = offsetof(type, member.midstream)                     \
	}

/*
 * Fills in a job; its map lives in the options' arena.  -1: go on.  Else an
 * exit status: something is wrong and has been said.
 */
int
capture_options_apply(const struct capture_options *, const struct options *,
    const struct snap *, const struct command *, struct replay_job *);

/* Can all of these be opened?  -1, or an exit status after a message. */
int capture_options_files(const struct words *captures);

#endif /* TOOLS_CAPTURE_OPTIONS_H */
