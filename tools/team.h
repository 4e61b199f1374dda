#ifndef TOOLS_TEAM_H
#define TOOLS_TEAM_H

/*
 * team.h - several threads that carry the packets of captures
 *
 * What comes out is what one thread would get that carries one packet after the
 * other: see shards.h, shard_key.h.
 */

#include "dataplane/shards.h"
#include "tools/carrier.h"
#include "tools/window.h"

struct team;

struct team_plan {
	/* The replays tell carrier_sees() of names; the key is for as many. */
	struct carriage with;
	struct flow_notes *notes;
	struct host_names *names;
	uint64_t *parsed; /* PARSE_RESULTS of them, to be counted */
	uint32_t threads; /* the caller's is one of them */
};

struct team *team_new(const struct team_plan *);
void team_free(struct team *);

/* Carries all frames, and is back when all is done.  Returns what ended them:
 * as capture_next(). */
int team_carry(struct team *, const struct frames *);

/* After the last: replays have come to the time of the last packet. */
void team_end(struct team *);

#endif /* TOOLS_TEAM_H */
