/*
 * pattern.c - texts with wildcards, held against texts of which parts are not
 * known
 *
 * Row by row of the pattern: which beginnings of the subject can what has been
 * read of the pattern match?  So it takes the product of the two lengths, and no
 * pattern makes it slower.
 */

#include "dataplane/policy/pattern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

enum { ARN_PARTS = 6 };

static const char unknown_run = '*';

static bool
same(char a, char b, bool ignore_case)
{
	if (!ignore_case)
		return a == b;
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Two texts that are not terminated. */
struct match {
	const char *subject;
	size_t length;
	bool ignore_case;
	bool certain; /* only a run of the pattern covers an unknown one */
};

/* row[j]: the pattern so far can match the first j of the subject. */
static void
first_row(const struct match *m, bool *row)
{
	row[0] = true;
	for (size_t j = 1; j <= m->length; j++)
		row[j] = row[j - 1] && !m->certain &&
		    m->subject[j - 1] == unknown_run;
}

static bool
one_matches(
    const struct match *m, char c, size_t j, const bool *row, const bool *next)
{
	char s = m->subject[j - 1];

	if (c == PATTERN_RUN)
		return row[j] || next[j - 1];
	if (s == unknown_run)
		return !m->certain && (row[j] || next[j - 1]);
	return row[j - 1] && (c == PATTERN_ONE || same(c, s, m->ignore_case));
}

static bool
matches(const struct match *m, const char *pattern, size_t n)
{
	bool *row = xcalloc(2 * (m->length + 1), sizeof(*row));
	bool *next = row + m->length + 1, *first = row, *last;
	bool result;

	first_row(m, row);
	for (size_t i = 0; i < n; i++) {
		next[0] = pattern[i] == PATTERN_RUN && row[0];
		for (size_t j = 1; j <= m->length; j++)
			next[j] = one_matches(m, pattern[i], j, row, next);
		last = row;
		row = next;
		next = last;
	}
	result = row[m->length];
	free(first);
	return result;
}

static enum truth
match_parts(const char *pattern, size_t np, const char *subject, size_t ns,
    bool ignore_case)
{
	struct match m = { subject, ns, ignore_case, true };

	if (matches(&m, pattern, np))
		return TRUTH_YES;
	m.certain = false;
	if (memchr(subject, unknown_run, ns) && matches(&m, pattern, np))
		return TRUTH_MAYBE;
	return TRUTH_NO;
}

enum truth
pattern_match(const char *pattern, const char *subject, bool ignore_case)
{
	return match_parts(
	    pattern, strlen(pattern), subject, strlen(subject), ignore_case);
}

/* Up to the next colon, or all of the last part. */
static size_t
part_length(const char *s, int part)
{
	return part == ARN_PARTS - 1 ? strlen(s) : strcspn(s, ":");
}

enum truth
pattern_match_arn(const char *pattern, const char *subject)
{
	enum truth t = TRUTH_YES;

	if (strcmp(subject, "*") == 0)
		return pattern_match(pattern, subject, false);
	for (int i = 0; i < ARN_PARTS; i++) {
		size_t np = part_length(pattern, i);
		size_t ns = part_length(subject, i);

		t = truth_and(t, match_parts(pattern, np, subject, ns, false));
		pattern += np;
		subject += ns;
		if ((*pattern == ':') != (*subject == ':'))
			return TRUTH_NO;
		pattern += *pattern == ':';
		subject += *subject == ':';
	}
	return t;
}
