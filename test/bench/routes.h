#ifndef TEST_BENCH_ROUTES_H
#define TEST_BENCH_ROUTES_H

/*
 * routes.h - the same routes and addresses for every program that looks up
 *
 * Routes of 8 to 24 bits; addresses without end, so that no cache knows them.
 */

#include "core/rng.h"

enum { BULK = 64, LOOKUPS = 1 << 23, ROUTES_MOST = 100000 };

struct bench_route {
	uint32_t addr;
	uint8_t len;
};

static inline struct bench_route
some_route(struct rng *r)
{
	uint8_t len = (uint8_t)(8 + rng_below(r, 17));

	return (struct bench_route){
		(uint32_t)rng_next(r) & UINT32_MAX << (32 - len), len
	};
}

#endif /* TEST_BENCH_ROUTES_H */
