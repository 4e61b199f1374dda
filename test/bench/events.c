/*
 * events.c - events a second, in the hold model
 *
 * usage: events PENDING
 *
 * Each event that happens puts in the next one of its source; PENDING are
 * always to come.  Prints millions a second, the median of five runs.
 */

#include "core/events.h"

#include <stdio.h>

#include "core/rng.h"
#include "test/bench/timing.h"

enum { TURNS = 2000000 };

static double
hold(uint32_t pending)
{
	struct events *q = events_new(0);
	struct rng r = { 1 };
	struct event e;
	double began;

	for (uint32_t i = 0; i < pending; i++)
		events_push(q,
		    (struct event){
			.at = { rng_below(&r, 2000000) }, .source = i });
	began = seconds();
	for (int i = 0; i < TURNS; i++) {
		events_peek(q, &e);
		e.at.ns += rng_below(&r, 2000000);
		events_replace(q, e);
	}
	began = seconds() - began;
	events_free(q);
	return TURNS / began / 1e6;
}

int
main(int argc, char **argv)
{
	unsigned long pending = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	double run[RUNS];

	if (pending == 0 || pending >= EVENT_SOURCES) {
		fprintf(stderr, "usage: events PENDING\n");
		return 2;
	}
	for (int i = 0; i < RUNS; i++)
		run[i] = hold((uint32_t)pending);
	printf("%.2f\n", median(run));
	return 0;
}
