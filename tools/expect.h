#ifndef TOOLS_EXPECT_H
#define TOOLS_EXPECT_H

/*
 * expect.h - what a test expected, held against what came out
 */

#include "tools/flow_log_seen.h"
#include "tools/tracing.h"

/* What came out of a test: one flow, or all flows of a replay. */
struct observed {
	const struct snap *snap;
	uint64_t flows;
	uint64_t packets; /* of flows */
	uint64_t dropped; /* flows */
	bool asked;       /* a flow without a number */
	bool first_only;  /* plain facts are about the first flow, not each */
	const struct flow_log_seen *logged; /* null: nobody looked */
	/* Flow number n, from 1; what it needs lives in the arena. */
	void (*flow)(void *aux, uint64_t n, struct arena *, struct tracing *);
	void *aux;
};

struct difference {
	struct where where; /* of the expectation */
	uint64_t flow;      /* 0: not about a single one */
	const char *key, *expected, *actual;
};

struct differences {
	struct arena *arena; /* of the texts; set by the caller */
	struct difference *v;
	size_t n;
};

/* Adds a difference for each expectation that does not hold. */
void expect_check(const struct expectation *, size_t n, const struct observed *,
    struct differences *);

/* Do any of them ask for hops (via, not_via)? */
bool expect_needs_hops(const struct expectation *, size_t n);

/* Do any of them ask for records of flow logs? */
bool expect_needs_flow_logs(const struct expectation *, size_t n);

/* A map of facts as it is written, in the arena. */
const char *expect_map_text(const struct expectation *, struct arena *);

#endif /* TOOLS_EXPECT_H */
