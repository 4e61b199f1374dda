#ifndef TOOLS_DIFF_CAUSE_H
#define TOOLS_DIFF_CAUSE_H

/*
 * diff_cause.h - why a flow takes another way
 */

#include "tools/diff.h"

/* The first decision that is another one, on the way there or back.  Texts live
 * in the arena of the diff. */
void diff_cause_find(struct diff *, const struct tracing *before,
    const struct tracing *after, struct diff_cause *);

/* One of the models has no such end; why: what it said, or null. */
void diff_cause_missing(
    const bool there[SIDES], const char *const why[SIDES], struct diff_cause *);

#endif /* TOOLS_DIFF_CAUSE_H */
