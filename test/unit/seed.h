#ifndef TEST_UNIT_SEED_H
#define TEST_UNIT_SEED_H

/*
 * seed.h - the random numbers of a test, from a seed that it prints
 *
 * VPCSIM_SEED in the environment repeats a run.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/rng.h"

static inline struct rng
seeded(const char *what)
{
	const char *given = getenv("VPCSIM_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);

	printf("%s: VPCSIM_SEED=%" PRIu64 "\n", what, seed);
	return (struct rng){ seed };
}

static inline int
one_in(struct rng *r, uint32_t n)
{
	return rng_below(r, n) == 0;
}

#endif /* TEST_UNIT_SEED_H */
