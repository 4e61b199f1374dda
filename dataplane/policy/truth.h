#ifndef DATAPLANE_POLICY_TRUTH_H
#define DATAPLANE_POLICY_TRUTH_H

/*
 * truth.h - yes, no, or it depends on what is not known
 *
 * Kleene's logic: an answer is certain only if whatever is not known could not
 * change it.
 */

enum truth { TRUTH_NO, TRUTH_MAYBE, TRUTH_YES };

static inline enum truth
truth_of(int yes)
{
	return yes ? TRUTH_YES : TRUTH_NO;
}

static inline enum truth
truth_not(enum truth a)
{
	return (enum truth)(TRUTH_YES - a);
}

static inline enum truth
truth_and(enum truth a, enum truth b)
{
	return a < b ? a : b;
}

static inline enum truth
truth_or(enum truth a, enum truth b)
{
	return a > b ? a : b;
}

#endif /* DATAPLANE_POLICY_TRUTH_H */
