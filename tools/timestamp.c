/*
 * timestamp.c - points in time as text: RFC 3339, UTC, nanoseconds
 */

/* strptime */
#define _XOPEN_SOURCE 700

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
	time_t seconds = (time_t)((t.ns - rest) / second);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	snprintf(buf, TIMESTAMP_STRLEN, "%04d-%02d-%02dT%02d:%02d:%02d.%09dZ",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec, (int)rest);
	return buf;
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

bool
timestamp_parse(const char *s, vtime *t)
{
	struct tm tm = { 0 };
	int64_t ns = 0;
	const char *rest = strptime(s, "%Y-%m-%d", &tm);

	if (rest == NULL)
		return false;
	if (*rest != '\0') {
		rest = strptime(rest, "T%H:%M:%S", &tm);
		if (rest == NULL || !parse_fraction(&rest, &ns) ||
		    strcmp(rest, "Z") != 0)
			return false;
	}
	if (tm.tm_year < 70 || tm.tm_year > 300)
		return false;
	t->ns = (int64_t)timegm(&tm) * second + ns;
	return true;
}
