/*
 * marks.c - what nodes note of a way: facts for the flow's record
 */

#include "dataplane/marks.h"

const char *const assumption_text[] = {
#define ASSUMPTION(NAME, TEXT) [ASSUME_##NAME] = TEXT,
#include "dataplane/assumptions.def"
#undef ASSUMPTION
};

_Static_assert(
    ASSUMPTIONS <= 64 - MARKS_OF_FACTS, "each assumption has a bit of its own");
