#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

/*
 * progress.h - how far long work is: a bar on standard error
 *
 * Only where that is a terminal; drawn at most ten times a second, and not in
 * the first half second.
 */

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool on;
	bool drawn;
	const char *what;    /* "packets" */
	int64_t begin, next; /* monotonic nanoseconds */
};

void progress_init(struct progress *, const char *what, bool wanted);

/* items: done so far; done of total: the same as a share, total 0: unknown. */
void
progress_show(struct progress *, uint64_t items, uint64_t done, uint64_t total);

/* Takes the bar away. */
void progress_fini(struct progress *);

#endif /* TOOLS_PROGRESS_H */
