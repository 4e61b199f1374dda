#ifndef TEST_BENCH_TIMING_H
#define TEST_BENCH_TIMING_H

/*
 * timing.h - seconds of the wall clock, and the median of several runs
 */

#include <stdlib.h>
#include <time.h>

enum { RUNS = 5 };

static inline double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline int
ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static inline double
median(double run[static RUNS])
{
	qsort(run, RUNS, sizeof(*run), ascending);
	return run[RUNS / 2];
}

#endif /* TEST_BENCH_TIMING_H */
