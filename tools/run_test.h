#ifndef TOOLS_RUN_TEST_H
#define TOOLS_RUN_TEST_H

/*
 * run_test.h - one test of a scenario
 */

#include "tools/expect.h"

struct test_result {
	const char *file;   /* that was given */
	const char *name;   /* of the test; of an invalid file null */
	struct where where; /* of the test */
	bool passed;
	bool invalid; /* it could not be run: see problems */
	bool assumed; /* behaviour was assumed that AWS does not document */
	struct difference *differences;
	size_t ndifferences;
	const char *problems; /* text, or null */
	const char *trace;    /* of a failed one: text, or null */
	double seconds;
};

struct test_options {
	uint64_t seed;
	enum private_means private_means;
	enum cache_mode cache; /* of replays */
	bool color;            /* of the trace */
	int width;
};

/* Runs in a simulation of its own; texts live in the arena. */
void run_test(const struct snap *, const struct test *,
    const struct test_options *, struct arena *, struct test_result *);

#endif /* TOOLS_RUN_TEST_H */
