#ifndef CORE_RNG_H
#define CORE_RNG_H

/*
 * rng.h - random numbers that a seed decides (SplitMix64)
 *
 * Whatever a run leaves to chance comes from here, so that a run is a function
 * of its inputs and its seed.
 */

#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t
rng_mix(uint64_t z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static inline uint64_t
rng_next(struct rng *r)
{
	return rng_mix(r->state += 0x9e3779b97f4a7c15u);
}

/* Evenly in 0 .. n-1, for n small beside 2^64. */
static inline uint32_t
rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(rng_next(r) % n);
}

#endif /* CORE_RNG_H */
