#ifndef TOOLS_TRACE_INPUT_H
#define TOOLS_TRACE_INPUT_H

/*
 * trace_input.h - the far end of a flow as it is written on a command line
 */

#include "core/arena.h"
#include "dataplane/model/model.h"

/* A flow of which nothing has been said yet. */
#define FLOW_SPEC_INIT \
	((struct flow_spec){ .proto = -1, .port = -1, .sport = -1, .ttl = -1 })

/*
 * HOST[:PORT][/PROTO]; an IPv6 address with a port stands in brackets.  What
 * follows the last "/" is a protocol if there is one of that name, else it is
 * part of the name ("app/web-1").  Sets to.s, and proto and port if they are
 * there.  Null, or what is wrong with it, in the arena.
 */
const char *
trace_input_to(const char *text, struct flow_spec *, struct arena *);

#endif /* TOOLS_TRACE_INPUT_H */
