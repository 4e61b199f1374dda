#ifndef TOOLS_TRACING_H
#define TOOLS_TRACING_H

/*
 * tracing.h - a question, its answer, and how it came about
 *
 * What `trace` shows, be it of a flow that was asked for or of one in a
 * capture, and what a failed test shows.
 */

#include "core/trace.h"
#include "dataplane/model/model.h"
#include "dataplane/records/facts.h"
#include "dataplane/replay.h"
#include "tools/replay_run.h"

struct tracing {
	const struct snap *snap;
	const char *from, *to; /* as the user wrote them, or addresses */
	int proto, port;       /* -1: none */
	struct flow_key key;   /* of the packet sent */
	bool resolved;         /* false: the name has no address, no packet */
	struct target target;
	struct exchange exchange;
	struct trace *there, *back; /* empty if no packet went that way */
	struct trace *told;         /* of the message to the sender */
	struct facts facts;
	enum private_means private_means;
	uint64_t flow;               /* of a capture: its number, else 0 */
	const struct flow *replayed; /* of a capture, else null */
	const char *cut_at;          /* name, or null */
	bool midstream;
};

struct question {
	const struct snap *snap;
	uint64_t seed;
	enum private_means private_means;
	bool hops;                   /* is the way itself wanted? */
	struct flow_logs *flow_logs; /* that listen; null: none */
};

/* Asks; everything lives in the arena.  0, or -1 with errors added. */
int tracing_ask(const struct question *, const struct flow_spec *,
    struct arena *, struct errs *, struct tracing *);

/* Of a flow of a run, with its hops if they were explained. */
void tracing_of_flow(const struct question *, const struct replay_run *,
    const struct flow *, struct arena *, struct tracing *);

/* Was behaviour assumed that AWS does not document? */
bool tracing_assumed(const struct facts *);

#endif /* TOOLS_TRACING_H */
