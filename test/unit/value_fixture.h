#ifndef TEST_UNIT_VALUE_FIXTURE_H
#define TEST_UNIT_VALUE_FIXTURE_H

/*
 * value_fixture.h - for each test an arena, and errors to be told
 */

#include <stdlib.h>

#include "core/arena.h"
#include "core/err.h"

struct fixture {
	struct arena *arena;
	struct errs *errs;
};

static inline int
setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	f->arena = arena_new();
	f->errs = errs_new();
	*state = f;
	return 0;
}

static inline int
teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	errs_free(f->errs);
	free(f);
	return 0;
}

#endif /* TEST_UNIT_VALUE_FIXTURE_H */
