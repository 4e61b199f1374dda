/*
 * test/unit/policy_pattern.c - texts with wildcards
 *
 * The twin tries every way to read a wildcard.  Of a subject of which a part is
 * not known it tries texts in its place: a certain answer must be that of each.
 */

#include "dataplane/policy/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/seed.h"

enum { LONGEST = 7 };

static bool
twin(const char *p, const char *s)
{
	if (*p == '\0')
		return *s == '\0';
	if (*p == PATTERN_RUN)
		return twin(p + 1, s) || (*s && twin(p, s + 1));
	return *s && (*p == PATTERN_ONE || *p == *s) && twin(p + 1, s + 1);
}

static void
random_text(struct rng *r, const char *letters, char *to)
{
	size_t n = rng_below(r, LONGEST);

	for (size_t i = 0; i < n; i++)
		to[i] = letters[rng_below(r, (uint32_t)strlen(letters))];
	to[n] = '\0';
}

static void
known_subjects(void **state)
{
	struct rng r = seeded("known subjects");
	char p[LONGEST + 1], s[LONGEST + 1];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		random_text(&r, "ab\1\2", p);
		random_text(&r, "ab", s);
		assert_int_equal(
		    pattern_match(p, s, false), truth_of(twin(p, s)));
	}
}

/* s with what stands in the place of each "*". */
static void
fill(const char *s, const char *with, char *to)
{
	for (; *s; s++) {
		if (*s == '*')
			to = stpcpy(to, with);
		else
			*to++ = *s;
	}
	*to = '\0';
}

static void
unknown_subjects(void **state)
{
	static const char *const fills[] = { "", "a", "b", "ab", "ba", "aab",
		"c", "ca" };
	struct rng r = seeded("unknown subjects");
	char p[LONGEST + 1], s[LONGEST + 1], full[4 * LONGEST + 1];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		enum truth t;

		random_text(&r, "ab\1\2", p);
		random_text(&r, "ab*", s);
		t = pattern_match(p, s, false);
		for (size_t k = 0; k < sizeof(fills) / sizeof(fills[0]); k++) {
			fill(s, fills[k], full);
			if (t != TRUTH_MAYBE)
				assert_int_equal(truth_of(twin(p, full)), t);
		}
	}
}

static void
unknown_parts(void **state)
{
	(void)state;
	assert_int_equal(pattern_match("\1", "*", false), TRUTH_YES);
	assert_int_equal(pattern_match("a\1", "*", false), TRUTH_MAYBE);
	assert_int_equal(pattern_match("a\1", "a*", false), TRUTH_YES);
	assert_int_equal(pattern_match("a\1", "b*", false), TRUTH_NO);
	assert_int_equal(pattern_match("ab", "a*", false), TRUTH_MAYBE);
	assert_int_equal(pattern_match("A\1", "ab", true), TRUTH_YES);
	/* A star that is none of the pattern's own. */
	assert_int_equal(pattern_match("a*", "ab", false), TRUTH_NO);
}

static void
arns(void **state)
{
	static const struct {
		const char *pattern, *arn;
		enum truth t;
	} row[] = {
		{ "arn:aws:iam::1:role/\1", "arn:aws:iam::1:role/a/b",
		    TRUTH_YES },
		{ "arn:\1:role/app", "arn:aws:iam::1:role/app", TRUTH_NO },
		{ "arn:aws:iam::\1:role/app", "arn:aws:iam::1:role/app",
		    TRUTH_YES },
		{ "arn:aws:sqs:\1:1:q", "arn:aws:sqs:a:1:q:r", TRUTH_NO },
		{ "arn:aws:logs:a:1:\1", "arn:aws:logs:a:1:group:x",
		    TRUTH_YES },
		{ "\1", "arn:aws:iam::1:role/app", TRUTH_NO },
		{ "arn:aws:iam::1:role/app", "*", TRUTH_MAYBE },
		{ "arn:aws:iam::1:role/app", "nothing", TRUTH_NO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_int_equal(
		    pattern_match_arn(row[i].pattern, row[i].arn), row[i].t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_subjects),
		cmocka_unit_test(unknown_subjects),
		cmocka_unit_test(unknown_parts),
		cmocka_unit_test(arns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
