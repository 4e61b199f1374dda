/*
 * expect.c - what a test expected, held against what came out
 *
 * A fact is about one flow; counts and all, none and any are about all of
 * them.
 */

#include "tools/expect.h"

#include <inttypes.h>
#include <string.h>

#include "tools/expect_fact.h"
#include "tools/expect_flow_log.h"

/* --- what sort of expectation ------------------------------------------- */

static bool
is_count(const struct expectation *e)
{
	return strcmp(e->key, "flows") == 0 || strcmp(e->key, "packets") == 0 ||
	    strcmp(e->key, "dropped") == 0;
}

static bool
is_about_one(const struct expectation *e)
{
	return e->type != EXPECT_MAP && e->type != EXPECT_MAPS && !is_count(e);
}

bool
expect_needs_hops(const struct expectation *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(e[i].key, "via") == 0 ||
		    strcmp(e[i].key, "not_via") == 0 ||
		    (e[i].type == EXPECT_MAP &&
			expect_needs_hops(e[i].map, e[i].nmap)))
			return true;
	return false;
}

bool
expect_needs_flow_logs(const struct expectation *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (e[i].type == EXPECT_MAPS)
			return true;
	return false;
}

/* --- counts ------------------------------------------------------------- */

static void
check_count(const struct expectation *e, const struct observed *o,
    struct differences *d)
{
	uint64_t n = o->dropped;

	if (strcmp(e->key, "flows") == 0)
		n = o->flows;
	else if (strcmp(e->key, "packets") == 0)
		n = o->packets;
	if (!expect_count_holds(e->text, n))
		*ARENA_PUSH(d->arena, d->v, d->n) =
		    (struct difference){ .where = e->where,
			    .key = e->key,
			    .expected = e->text,
			    .actual = arena_printf(d->arena, "%" PRIu64, n) };
}

/* --- facts -------------------------------------------------------------- */

static void
add_fact(const struct expectation *e, const struct tracing *t, uint64_t flow,
    struct differences *d)
{
	*ARENA_PUSH(d->arena, d->v, d->n) =
	    (struct difference){ .where = e->where,
		    .flow = flow,
		    .key = e->key,
		    .expected = expect_fact_expected(e, d->arena),
		    .actual = expect_fact_actual(e, t, d->arena) };
}

/* Each flow must be so; the first that is not is told. */
static void
check_all(const struct expectation *e, size_t n, const struct observed *o,
    struct differences *d)
{
	struct arena *scratch = arena_new();
	uint64_t last = o->first_only && o->flows ? 1 : o->flows;
	size_t before = d->n;
	struct tracing t;

	for (uint64_t i = 1; i <= last && d->n == before; i++) {
		arena_reset(scratch);
		o->flow(o->aux, i, scratch, &t);
		for (size_t k = 0; k < n; k++)
			if (is_about_one(&e[k]) &&
			    !expect_fact_holds(&e[k], &t))
				add_fact(&e[k], &t, o->asked ? 0 : i, d);
	}
	arena_free(scratch);
}

static bool
holds_whole(const struct expectation *e, const struct tracing *t)
{
	for (size_t i = 0; i < e->nmap; i++)
		if (!expect_fact_holds(&e->map[i], t))
			return false;
	return true;
}

/* The first flow for which the whole map holds, or 0. */
static uint64_t
find_flow(const struct expectation *e, const struct observed *o)
{
	struct arena *scratch = arena_new();
	uint64_t found = 0;
	struct tracing t;

	for (uint64_t i = 1; i <= o->flows && found == 0; i++) {
		arena_reset(scratch);
		o->flow(o->aux, i, scratch, &t);
		if (holds_whole(e, &t))
			found = i;
	}
	arena_free(scratch);
	return found;
}

const char *
expect_map_text(const struct expectation *e, struct arena *a)
{
	const char *text = "";

	for (size_t i = 0; i < e->nmap; i++)
		text = arena_printf(a, "%s%s%s: %s", text, i ? ", " : "",
		    e->map[i].key, expect_fact_expected(&e->map[i], a));
	return arena_printf(a, "{%s}", text);
}

static void
check_map(const struct expectation *e, const struct observed *o,
    struct differences *d)
{
	bool any = strcmp(e->key, "any") == 0;
	uint64_t found;

	if (strcmp(e->key, "all") == 0) {
		check_all(e->map, e->nmap, o, d);
		return;
	}
	found = find_flow(e, o);
	if (any == (found != 0))
		return;
	*ARENA_PUSH(
	    d->arena, d->v, d->n) = (struct difference){ .where = e->where,
		.flow = found,
		.key = e->key,
		.expected = expect_map_text(e, d->arena),
		.actual = found
		    ? arena_printf(d->arena, "flow %" PRIu64 " is so", found)
		    : arena_printf(d->arena, "so is none of %" PRIu64 " flows",
			  o->flows) };
}

void
expect_check(const struct expectation *e, size_t n, const struct observed *o,
    struct differences *d)
{
	struct observed plain = *o;

	check_all(e, n, &plain, d);
	plain.first_only = false;
	for (size_t i = 0; i < n; i++) {
		if (e[i].type == EXPECT_MAP)
			check_map(&e[i], &plain, d);
		else if (e[i].type == EXPECT_MAPS)
			expect_flow_log_check(&e[i], o->logged, d);
		else if (is_count(&e[i]))
			check_count(&e[i], o, d);
	}
}
