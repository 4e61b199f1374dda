#ifndef TOOLS_EXPECT_FACT_H
#define TOOLS_EXPECT_FACT_H

/*
 * expect_fact.h - one expected fact, held against one flow
 */

#include "tools/tracing.h"

/* Does it hold? */
bool expect_fact_holds(const struct expectation *, const struct tracing *);

/* Is n as "42", ">=3" or "<10" says? */
bool expect_count_holds(const char *wanted, uint64_t n);

/* "*" in a pattern stands for any run of characters. */
bool expect_glob(const char *pattern, const char *s);

/* What is so instead, in the arena. */
const char *expect_fact_actual(
    const struct expectation *, const struct tracing *, struct arena *);

/* What was expected, in the arena. */
const char *expect_fact_expected(const struct expectation *, struct arena *);

#endif /* TOOLS_EXPECT_FACT_H */
