#ifndef TEST_BENCH_ROUTES_H
#define TEST_BENCH_ROUTES_H

/*
 * routes.h - the same routes and addresses for every program that looks up
 *
 * Routes of 8 to 24 bits; addresses without end, so that no cache knows them.
 */

#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "test/bench/timing.h"

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

/* Looks up the BULK addresses from the i-th on. */
typedef void look_up_fn(const void *table, size_t i, uint32_t *value);

/* Millions a second, the median of five runs. */
static inline double
lookup_rate(const void *table, look_up_fn *look_up)
{
	static volatile uint32_t sink;
	double run[RUNS];

	for (int i = 0; i < RUNS; i++) {
		double began = seconds();
		uint32_t value[BULK];

		for (size_t at = 0; at < LOOKUPS; at += BULK) {
			look_up(table, at, value);
			sink = value[0];
		}
		run[i] = LOOKUPS / (seconds() - began) / 1e6;
	}
	(void)sink;
	return median(run);
}

#endif /* TEST_BENCH_ROUTES_H */
