/*
 * timestamp.c - points in time as text: RFC 3339, UTC, nanoseconds
 */

#include "tools/timestamp.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const int64_t second = 1000000000;

const char *
timestamp_format(vtime t, char buf[static TIMESTAMP_STRLEN])
{
	int64_t rest = (t.ns % second + second) % second;
	time_t seconds = (time_t)(t.ns / second - (t.ns % second < 0));
	struct tm tm;

	gmtime_r(&seconds, &tm);
	snprintf(buf, TIMESTAMP_STRLEN, "%04d-%02d-%02dT%02d:%02d:%02d.%09dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec, (int)rest);
	return buf;
}

/* Exactly n digits, and the character behind them unless that is 0; moves past
 * them. */
static bool
parse_digits(const char **s, int n, char behind, int *value)
{
	*value = 0;
	for (; n > 0; n--, ++*s) {
		if (!isdigit((unsigned char)**s))
			return false;
		*value = *value * 10 + (**s - '0');
	}
	if (behind == '\0')
		return true;
	return *(*s)++ == behind;
}

/* ".5": nanoseconds; moves past it. */
static bool
parse_fraction(const char **s, int64_t *ns)
{
	int64_t unit = second;

	*ns = 0;
	if (**s != '.')
		return true;
	for (++*s; isdigit((unsigned char)**s) && unit > 1; ++*s) {
		unit /= 10;
		*ns += (**s - '0') * unit;
	}
	return unit < second;
}

static bool
parse_clock(const char *s, struct tm *tm, int64_t *ns)
{
	return *s++ == 'T' && parse_digits(&s, 2, ':', &tm->tm_hour) &&
	    parse_digits(&s, 2, ':', &tm->tm_min) &&
	    parse_digits(&s, 2, '\0', &tm->tm_sec) && parse_fraction(&s, ns) &&
	    strcmp(s, "Z") == 0;
}

static bool
is_possible(const struct tm *tm)
{
	return tm->tm_year >= 70 && tm->tm_year < 362 && tm->tm_mon >= 0 &&
	    tm->tm_mon < 12 && tm->tm_mday >= 1 && tm->tm_mday <= 31 &&
	    tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 61;
}

bool
timestamp_parse(const char *s, vtime *t)
{
	struct tm tm = { 0 };
	int64_t ns = 0;

	if (!parse_digits(&s, 4, '-', &tm.tm_year) ||
	    !parse_digits(&s, 2, '-', &tm.tm_mon) ||
	    !parse_digits(&s, 2, '\0', &tm.tm_mday))
		return false;
	if (*s != '\0' && !parse_clock(s, &tm, &ns))
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	if (!is_possible(&tm))
		return false;
	t->ns = (int64_t)timegm(&tm) * second + ns;
	return true;
}
