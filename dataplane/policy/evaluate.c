/*
 * evaluate.c - what a policy says of a request
 *
 * A statement matches if its principal, action, resource and all of its
 * conditions do.
 */

#include "dataplane/policy/evaluate.h"

#include <string.h>
#include <strings.h>

#include "dataplane/marks.h"
#include "dataplane/policy/condition.h"
#include "dataplane/policy/pattern.h"

/* --- whom it is for ----------------------------------------------------- */

static bool
is_account(const char *s)
{
	return strlen(s) == 12 && strspn(s, "0123456789") == 12;
}

static bool
is_root(const char *arn)
{
	size_t n = strlen(arn);

	return strncmp(arn, "arn:", 4) == 0 && n > 5 &&
	    strcmp(arn + n - 5, ":root") == 0;
}

/* An account, or its root: "111122223333", arn:aws:iam::111122223333:root. */
static bool
means_account(struct context *c, const char *wanted, bool root_alone)
{
	const char *account =
	    is_account(wanted) ? wanted : arn_account(c->arena, wanted);
	const char *own = arn_account(c->arena, c->principal);

	if (account == NULL || own == NULL || strcmp(account, own) != 0 ||
	    (!is_account(wanted) && !is_root(wanted)))
		return false;
	return !root_alone || is_root(c->principal);
}

static bool
is_principal(struct context *c, const char *wanted, bool root_alone)
{
	return strcmp(wanted, c->principal) == 0 ||
	    strcmp(wanted, principal_of_session(c->arena, c->principal)) == 0 ||
	    means_account(c, wanted, root_alone);
}

static enum truth
principal_is_among(
    const struct principals *p, struct context *c, bool root_alone)
{
	if (p->anyone)
		return TRUTH_YES;
	if (strcmp(c->principal, "*") == 0 || p->other.n) {
		c->marks |= MARK_ASSUMED(ASSUME_POLICY_KEY_UNKNOWN);
		return TRUTH_MAYBE;
	}
	for (size_t i = 0; i < p->service.n; i++)
		if (strcasecmp(p->service.v[i].s, c->principal) == 0)
			return TRUTH_YES;
	for (size_t i = 0; i < p->aws.n; i++)
		if (is_principal(c, p->aws.v[i].s, root_alone))
			return TRUTH_YES;
	return TRUTH_NO;
}

static enum truth
principal_matches(const struct statement *s, struct context *c, bool root_alone)
{
	enum truth t;

	if (!s->has_principal)
		return TRUTH_YES;
	t = principal_is_among(&s->principals, c, root_alone);
	return s->principals.negated ? truth_not(t) : t;
}

/* --- what it is about --------------------------------------------------- */

/* An action's letters may be small or capital; it holds no variables. */
static enum truth
action_matches(const struct statement *s, struct context *c)
{
	enum truth t = TRUTH_NO;
	bool unknown;

	for (size_t i = 0; i < s->actions.n; i++)
		t = truth_or(t,
		    pattern_match(context_expand(c, s->actions.v[i].s, false,
				      true, &unknown),
			c->action, true));
	return s->not_action ? truth_not(t) : t;
}

static enum truth
resource_matches(
    const struct policy *p, const struct statement *s, struct context *c)
{
	enum truth t = TRUTH_NO;

	for (size_t i = 0; i < s->resources.n; i++) {
		bool unknown;
		const char *pattern = context_expand(
		    c, s->resources.v[i].s, p->variables, true, &unknown);

		if (unknown)
			t = truth_or(t, TRUTH_MAYBE);
		else if (pattern)
			t = truth_or(
			    t, pattern_match(pattern, c->resource, false));
	}
	return s->not_resource ? truth_not(t) : t;
}

/* What is certain already is not asked further: it needs no assumption. */
static enum truth
statement_matches(const struct policy *p, const struct statement *s,
    struct context *c, bool root_alone)
{
	enum truth t = action_matches(s, c);

	if (t != TRUTH_NO)
		t = truth_and(t, resource_matches(p, s, c));
	if (t != TRUTH_NO)
		t = truth_and(t, principal_matches(s, c, root_alone));
	for (size_t i = 0; i < s->nconditions && t != TRUTH_NO; i++)
		t = truth_and(
		    t, condition_holds(&s->conditions[i], p->variables, c));
	return t;
}

struct policy_answer
policy_evaluate(const struct policy *p, struct context *c, bool root_alone)
{
	struct policy_answer a = { TRUTH_NO, TRUTH_NO, NULL };

	if (p->unreadable) {
		c->marks |= MARK_ASSUMED(ASSUME_POLICY_KEY_UNKNOWN);
		return (struct policy_answer){ TRUTH_MAYBE, TRUTH_MAYBE, NULL };
	}
	for (size_t i = 0; i < p->nstatements; i++) {
		const struct statement *s = &p->statements[i];
		enum truth t = statement_matches(p, s, c, root_alone);

		if (!s->deny)
			a.allows = truth_or(a.allows, t);
		else
			a.denies = truth_or(a.denies, t);
		if (s->deny && t == TRUTH_YES && a.denial == NULL)
			a.denial = s;
	}
	return a;
}
