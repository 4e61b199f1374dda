#ifndef DATAPLANE_FATES_H
#define DATAPLANE_FATES_H

/*
 * fates.h - the facts of flows whose packets fared alike, judged once
 *
 * What follows from the ways of a flow alone (facts_of_ways()) is the same for
 * all flows with the same two stories in the same configuration.
 */

#include "core/table.h"
#include "dataplane/records/facts.h"

struct fates {
	struct table known;
	uint64_t seed;
	uint32_t n; /* that there ever were */
};

void fates_init(struct fates *, uint64_t seed);
void fates_fini(struct fates *);

/* Two stories, whose they are, and which of the model's configurations says
 * what they mean. */
struct fate_key {
	uint32_t story[2], shard;
	uint32_t snap;
};

/* The facts, whose .alike is this fate's number; the exchange is that of a flow
 * with these stories, whose sender was told nothing. */
void fates_judge(struct fates *, const struct fate_key *, const struct snap *,
    const struct exchange *, struct facts *);

#endif /* DATAPLANE_FATES_H */
