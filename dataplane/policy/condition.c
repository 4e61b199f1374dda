/*
 * condition.c - conditions of a statement
 *
 * A condition holds if one of the key's values compares to one of the
 * policy's.  The negated operators hold if none does, which is so of a key that
 * is missing; all others fail then, unless they end in IfExists.  ForAllValues
 * asks it of each value (and holds for none), ForAnyValue of one.
 */

#include "dataplane/policy/condition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/ip.h"
#include "core/spell.h"
#include "dataplane/policy/pattern.h"

enum relation { EQUAL, LESS, AT_MOST, MORE, AT_LEAST };

/* A value of the request beside a value of the policy, as it is written. */
struct pair {
	struct context *context;
	const char *value, *wanted;
	bool variables;
	enum relation relation;
};

typedef enum truth compare_fn(const struct pair *);

struct condition_operator {
	const char *name;
	compare_fn *compare;
	bool negated;
	enum relation relation;
};

/* --- texts -------------------------------------------------------------- */

static enum truth
compare_text(const struct pair *p, bool wild, bool ignore_case)
{
	bool unknown;
	const char *wanted =
	    context_expand(p->context, p->wanted, p->variables, wild, &unknown);

	if (unknown)
		return TRUTH_MAYBE;
	return wanted ? pattern_match(wanted, p->value, ignore_case) : TRUTH_NO;
}

static enum truth
compare_equal(const struct pair *p)
{
	return compare_text(p, false, false);
}

static enum truth
compare_equal_any_case(const struct pair *p)
{
	return compare_text(p, false, true);
}

static enum truth
compare_like(const struct pair *p)
{
	return compare_text(p, true, false);
}

static enum truth
compare_arn(const struct pair *p)
{
	bool unknown;
	const char *wanted =
	    context_expand(p->context, p->wanted, p->variables, true, &unknown);

	if (unknown)
		return TRUTH_MAYBE;
	return wanted ? pattern_match_arn(wanted, p->value) : TRUTH_NO;
}

static enum truth
compare_bool(const struct pair *p)
{
	return truth_of(strcasecmp(p->wanted, p->value) == 0);
}

static enum truth
compare_address(const struct pair *p)
{
	struct prefix wanted;
	struct ip ip;

	if (!ip_parse(p->value, &ip))
		return TRUTH_NO;
	if (prefix_parse(p->wanted, &wanted) == PREFIX_SYNTAX)
		return TRUTH_NO;
	return truth_of(prefix_has(wanted, ip));
}

/* --- numbers and times -------------------------------------------------- */

static enum truth
relate(double value, double wanted, enum relation r)
{
	if (isnan(value) || isnan(wanted))
		return TRUTH_NO;
	switch (r) {
	case LESS:
		return truth_of(value < wanted);
	case AT_MOST:
		return truth_of(value <= wanted);
	case MORE:
		return truth_of(value > wanted);
	case AT_LEAST:
		return truth_of(value >= wanted);
	default:
		return truth_of(value >= wanted && value <= wanted);
	}
}

static double
number_of(const char *s)
{
	char *end;
	double d = strtod(s, &end);

	return *s == '\0' || *end ? NAN : d;
}

static enum truth
compare_number(const struct pair *p)
{
	return relate(number_of(p->value), number_of(p->wanted), p->relation);
}

/* A number of at most four digits and what may follow it; the end may too. */
static bool
take(const char **s, const char *after, int *n)
{
	size_t digits = strspn(*s, "0123456789");

	if (digits == 0 || digits > 4)
		return false;
	*n = (int)strtol(*s, NULL, 10);
	*s += digits;
	if (**s == '\0')
		return true;
	return strchr(after, *(*s)++) != NULL;
}

/* Seconds since 1970: so, or as 2026-11-20T10:00:00Z, or a day. */
static double
time_of(const char *s)
{
	struct tm t = { .tm_mday = 1 };
	const char *rest = s;

	if (!take(&rest, "-", &t.tm_year) || !take(&rest, "-", &t.tm_mon) ||
	    !take(&rest, "T", &t.tm_mday))
		return number_of(s);
	if (*rest &&
	    (!take(&rest, ":", &t.tm_hour) || !take(&rest, ":Z", &t.tm_min) ||
		(*rest && !take(&rest, "Z", &t.tm_sec))))
		return NAN;
	t.tm_year -= 1900;
	t.tm_mon -= 1;
	return (double)timegm(&t);
}

static enum truth
compare_time(const struct pair *p)
{
	return relate(time_of(p->value), time_of(p->wanted), p->relation);
}

/* --- operators ---------------------------------------------------------- */

static const struct condition_operator operators[] = {
	{ "StringEquals", compare_equal, false, EQUAL },
	{ "StringNotEquals", compare_equal, true, EQUAL },
	{ "StringEqualsIgnoreCase", compare_equal_any_case, false, EQUAL },
	{ "StringNotEqualsIgnoreCase", compare_equal_any_case, true, EQUAL },
	{ "StringLike", compare_like, false, EQUAL },
	{ "StringNotLike", compare_like, true, EQUAL },
	{ "ArnEquals", compare_arn, false, EQUAL },
	{ "ArnLike", compare_arn, false, EQUAL },
	{ "ArnNotEquals", compare_arn, true, EQUAL },
	{ "ArnNotLike", compare_arn, true, EQUAL },
	{ "IpAddress", compare_address, false, EQUAL },
	{ "NotIpAddress", compare_address, true, EQUAL },
	{ "Bool", compare_bool, false, EQUAL },
	{ "BinaryEquals", compare_equal, false, EQUAL },
	{ "NumericEquals", compare_number, false, EQUAL },
	{ "NumericNotEquals", compare_number, true, EQUAL },
	{ "NumericLessThan", compare_number, false, LESS },
	{ "NumericLessThanEquals", compare_number, false, AT_MOST },
	{ "NumericGreaterThan", compare_number, false, MORE },
	{ "NumericGreaterThanEquals", compare_number, false, AT_LEAST },
	{ "DateEquals", compare_time, false, EQUAL },
	{ "DateNotEquals", compare_time, true, EQUAL },
	{ "DateLessThan", compare_time, false, LESS },
	{ "DateLessThanEquals", compare_time, false, AT_MOST },
	{ "DateGreaterThan", compare_time, false, MORE },
	{ "DateGreaterThanEquals", compare_time, false, AT_LEAST },
	{ "Null", NULL, false, EQUAL }, /* asks for the key, not its value */
};

enum { OPERATORS = sizeof(operators) / sizeof(operators[0]) };

static const char *
skip(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) == 0 ? s + n : NULL;
}

void
condition_operator_find(const char *text, struct condition *c)
{
	const char *all = skip(text, "ForAllValues:");
	const char *any = skip(text, "ForAnyValue:");
	size_t n;

	c->set = all ? SET_ALL : any ? SET_ANY : SET_NONE;
	text = all ? all : any ? any : text;
	n = strlen(text);
	c->if_exists = n > 8 && strcmp(text + n - 8, "IfExists") == 0;
	if (c->if_exists)
		n -= 8;
	c->operator= NULL;
	for (size_t i = 0; i < OPERATORS; i++)
		if (strlen(operators[i].name) == n &&
		    strncmp(operators[i].name, text, n) == 0)
			c->operator= & operators[i];
}

const char *
condition_operator_nearest(const char *text)
{
	const char *best = NULL;
	unsigned least = ~0u;

	for (size_t i = 0; i < OPERATORS; i++) {
		unsigned d = spell_distance(text, operators[i].name);

		if (d < least && spell_near(text, operators[i].name)) {
			best = operators[i].name;
			least = d;
		}
	}
	return best;
}

/* --- does it hold? ------------------------------------------------------ */

static enum truth
value_holds(const struct condition *c, const char *value, bool variables,
    struct context *x)
{
	enum truth t = TRUTH_NO;
	struct pair p = { x, value, NULL, variables, c->operator->relation };

	for (size_t i = 0; i < c->values.n; i++) {
		p.wanted = c->values.v[i].s;
		t = truth_or(t, c->operator->compare(&p));
	}
	return t;
}

static enum truth
values_hold(const struct condition *c, const struct texts *values,
    bool variables, struct context *x)
{
	bool negated = c->operator->negated;
	/* One that is refused refuses all: of a negated operator without a
	 * set, none of the values may compare. */
	bool each = c->set == SET_ALL || (c->set == SET_NONE && negated);
	enum truth t = truth_of(each);

	for (size_t i = 0; i < values->n; i++) {
		enum truth one = value_holds(c, values->v[i].s, variables, x);

		if (negated)
			one = truth_not(one);
		t = each ? truth_and(t, one) : truth_or(t, one);
	}
	return t;
}

static enum truth
holds_without(const struct condition *c)
{
	if (c->set == SET_ANY)
		return TRUTH_NO;
	return truth_of(
	    c->if_exists || c->set == SET_ALL || c->operator->negated);
}

/* {"Null": {key: "true"}}: the key is absent. */
static enum truth
null_holds(const struct condition *c, enum key_state state)
{
	bool absent = false;

	if (state == KEY_UNKNOWN)
		return TRUTH_MAYBE;
	for (size_t i = 0; i < c->values.n; i++)
		absent |= strcasecmp(c->values.v[i].s, "true") == 0;
	return truth_of(absent == (state == KEY_ABSENT));
}

enum truth
condition_holds(const struct condition *c, bool variables, struct context *x)
{
	const struct texts *values;
	enum key_state state = context_find(x, c->key, &values);

	if (c->operator== NULL)
		return TRUTH_MAYBE;
	if (c->operator->compare == NULL)
		return null_holds(c, state);
	switch (state) {
	case KEY_ABSENT:
		return holds_without(c);
	case KEY_UNKNOWN:
		return TRUTH_MAYBE;
	default:
		return values_hold(c, values, variables, x);
	}
}
