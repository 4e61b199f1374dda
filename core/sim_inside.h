#ifndef CORE_SIM_INSIDE_H
#define CORE_SIM_INSIDE_H

/*
 * sim_inside.h - what the files of the simulator share; for no others
 */

#include "core/events.h"
#include "core/seg_cache.h"
#include "core/sim.h"

struct sim {
	const struct snap *snap;
	vtime now;
	const struct state_class *const *state;
	size_t nstate;
	void **table;         /* by state class */
	struct pulses pulses; /* of their entries */
	uint64_t seed;
	struct seg_cache *cache; /* null until it is needed */
	enum cache_mode cache_mode;
	uint32_t epoch; /* of the snapshot, from 1 */
	/* VERIFY: the next packet with this trail will follow it. */
	const struct trail *foretold;
	struct trail trail;
	struct link **link; /* as many as the snapshot has */
	struct events *due; /* the links that have packets on them */
	struct verdict last;
	verdict_fn *verdict;
	void *aux;
};

#endif /* CORE_SIM_INSIDE_H */
