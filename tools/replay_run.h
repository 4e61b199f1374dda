#ifndef TOOLS_REPLAY_RUN_H
#define TOOLS_REPLAY_RUN_H

/*
 * replay_run.h - captures, or a scenario's traffic, carried through a model
 *
 * What `replay`, `trace --capture` and tests have in common.
 */

#include "core/err.h"
#include "dataplane/shards.h"
#include "pcap/parse.h"
#include "tools/address_map.h"
#include "tools/flow_notes.h"
#include "tools/host_names.h"

struct replay_job {
	const struct snap *snap;
	char *const *captures; /* one after the other, as one run */
	size_t ncaptures;      /* none: the scenario's traffic */
	const char *traffic;   /* then: only the entry of this name, or null */
	const char *filter;    /* a pcap-filter expression, or null */
	const struct address_map *map; /* may be null */
	struct replay_options options;
	double speed; /* of the capture's clock; 0: as fast as it goes */
	bool progress;
	bool tell_aside; /* say each packet left aside, on standard error */
	uint32_t jobs;   /* processors to be used; 0: one */
	/* Who takes packets of captures, as they were captured, in place of a
	 * replay; null: the run's own does. */
	void (*takes)(
	    void *aux, vtime, const struct packet *, const struct parsed *);
	void *takes_aux;
};

struct replay_run {
	const struct snap *snap;
	struct shards *shards;
	struct replay *replay; /* of one shard, if there are several */
	struct host_names *names;
	struct flow_notes *notes;
	bool policies; /* are there any that a server's name might matter to? */
	uint64_t packets;  /* read */
	uint64_t filtered; /* of them, refused by the filter */
	uint64_t parsed[PARSE_RESULTS];
	bool damaged; /* a capture could not be read to its end */
	bool interrupted;
};

/*
 * Runs to the end, or to where the user asks for one.  0; or -1: nothing could
 * be begun (the filter, the traffic), see the errors.  What is wrong with a
 * capture is an error too, but what was before it counts, and the next capture
 * goes on.  *run is to be given to replay_run_fini() in any case.
 */
int replay_run(const struct replay_job *, struct replay_run *, struct errs *);
void replay_run_fini(struct replay_run *);

/* For who carries packets himself: all is there to do so, and to tell what came
 * of it.  To be given to replay_run_fini(). */
void replay_run_begin(const struct replay_job *, struct replay_run *);

/* The facts of a flow, with what became of the request that it carries: an
 * entry of the traffic tells it, or something of it the name of the server. */
void replay_run_facts(const struct replay_run *, const struct flow *,
    struct arena *, struct facts *);

/* The same without what is told of its ends: what sums need of it. */
void replay_run_judge(
    const struct replay_run *, const struct flow *, struct facts *);

/* Packets left aside, for whatever reason but the filter. */
uint64_t replay_run_aside(const struct replay_run *);

/* A flow that makes room: nothing that was noted of it is kept. */
void replay_run_forget(struct replay_run *, const struct flow *);

#endif /* TOOLS_REPLAY_RUN_H */
