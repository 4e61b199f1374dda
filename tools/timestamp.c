/*
 * timestamp.c - points in time as text: RFC 3339, UTC, nanoseconds
 */

#include "tools/timestamp.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "core/digits.h"

static const int64_t second = 1000000000;

/* Of the Gregorian calendar, which repeats itself every 400 years; a year that
 * begins in March has its odd day at its end. */
static char *
put_date(char *p, int64_t day)
{
	enum { DAYS_400 = 146097, TO_MARCH_0 = 719468 };
	int64_t since = day + TO_MARCH_0;
	int64_t era = (since >= 0 ? since : since - DAYS_400 + 1) / DAYS_400;
	int64_t in_era = since - era * DAYS_400;
	int64_t year =
	    (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153; /* from March */
	int64_t date = in_year - (153 * month + 2) / 5 + 1;

	year += era * 400 + (month >= 10);
	p = digits_put_wide(p, (uint64_t)year, 4);
	*p++ = '-';
	p = digits_put_wide(
	    p, (uint64_t)(month < 10 ? month + 3 : month - 9), 2);
	*p++ = '-';
	return digits_put_wide(p, (uint64_t)date, 2);
}

static char *
put_time(char *p, int64_t seconds)
{
	p = digits_put_wide(p, (uint64_t)(seconds / 3600), 2);
	*p++ = ':';
	p = digits_put_wide(p, (uint64_t)(seconds / 60 % 60), 2);
	*p++ = ':';
	return digits_put_wide(p, (uint64_t)(seconds % 60), 2);
}

/* Rounded towards the past. */
static int64_t
whole(int64_t n, int64_t unit)
{
	return n / unit - (n % unit < 0);
}

static void
note_second(struct timestamps *s, int64_t seconds)
{
	enum { DAY = 86400 };
	int64_t day = whole(seconds, DAY);
	char *p = put_date(s->text, day);

	*p++ = 'T';
	p = put_time(p, seconds - day * DAY);
	*p++ = '.';
	s->second = seconds;
	s->n = (size_t)(p - s->text);
}

size_t
timestamps_next(struct timestamps *s, vtime t)
{
	int64_t seconds = whole(t.ns, second);
	char *p;

	if (s->n == 0 || seconds != s->second)
		note_second(s, seconds);
	p = digits_put_wide(s->text + s->n,
	    (uint64_t)t.ns - (uint64_t)seconds * (uint64_t)second, 9);
	*p++ = 'Z';
	*p = '\0';
	return (size_t)(p - s->text);
}

const char *
timestamp_format(vtime t, char buf[static TIMESTAMP_STRLEN])
{
	struct timestamps s = { 0 };
	size_t n = timestamps_next(&s, t);

	return memcpy(buf, s.text, n + 1);
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
