/*
 * authorize.c - is a request allowed, by all policies together?
 *
 * Policies that are not given are not evaluated: those of a principal are taken
 * to allow, and so are those of a resource where they must (in another account,
 * or for a service or an anonymous request), and the answer names the
 * assumption.  A list that is given and empty allows nothing.  Of the
 * organization's policies those that only deny stand beside AWS's
 * FullAWSAccess.
 *
 * A permissions boundary and a session's policy limit what the principal's own
 * policies allow, and what a resource's policy in the same account allows a
 * role; what that allows a user they do not (IAM User Guide, "Permissions
 * boundaries", "Session policies").  One that names the session itself is taken
 * as one that names the role.
 */

#include "dataplane/policy/authorize.h"

#include <string.h>

#include "dataplane/marks.h"
#include "dataplane/policy/evaluate.h"

/* Whose policies they are, and what they say together. */
struct voice {
	const char *name;
	const struct policy_list *list; /* null: not given */
	drop_code silence;              /* the code if they do not allow */
	bool root_alone, only_denies;
	struct policy_answer answer;
	struct where where; /* of the first policy */
};

enum {
	SERVICE_CONTROL,
	RESOURCE_CONTROL,
	ENDPOINT,
	RESOURCE,
	IDENTITY,
	BOUNDARY,
	SESSION,
	VOICES
};

struct court {
	const struct policies *policies;
	struct context *context;
	struct voice voice[VOICES];
	enum truth same_account;
};

/* --- hearing ------------------------------------------------------------ */

static bool
only_denies(const struct policy_list *l)
{
	for (size_t i = 0; l && i < l->n; i++)
		for (size_t j = 0; j < l->v[i]->nstatements; j++)
			if (!l->v[i]->statements[j].deny)
				return false;
	return true;
}

static void
hear(struct court *c, struct voice *v)
{
	for (size_t i = 0; v->list && i < v->list->n; i++) {
		struct policy_answer a =
		    policy_evaluate(v->list->v[i], c->context, v->root_alone);

		v->answer.denies = truth_or(v->answer.denies, a.denies);
		v->answer.allows = truth_or(v->answer.allows, a.allows);
		if (v->answer.denial == NULL)
			v->answer.denial = a.denial;
	}
	if (v->list && v->list->n)
		v->where = v->list->v[0]->where;
	if (v->only_denies)
		v->answer.allows = TRUTH_YES;
}

static void
call_organization(struct court *c, const struct organization *o, int which,
    const struct policy_list *list)
{
	c->voice[which] = (struct voice){ .name = o ? o->id : NULL,
		.list = o ? list : NULL,
		.silence = DROP_SCP_NO_ALLOW,
		.only_denies = which == RESOURCE_CONTROL || o == NULL ||
		    only_denies(list) };
}

static void
call_endpoint(struct court *c, const struct endpoint *e)
{
	bool given = e && e->policy.n;

	c->voice[ENDPOINT] = (struct voice){ .name = e ? e->o.name : NULL,
		.list = given ? &e->policy : NULL,
		.silence = DROP_ENDPOINT_POLICY_NO_ALLOW,
		.only_denies = !given,
		.root_alone = e && e->type == ENDPOINT_GATEWAY };
}

static void
call_owner(
    struct court *c, const struct policy_owner *o, int which, drop_code silence)
{
	c->voice[which] = (struct voice){ .name = o ? o->name.s : NULL,
		.list = o ? &o->policies : NULL,
		.silence = silence,
		.where = o ? o->name.where : (struct where){ 0 } };
}

/* What only limits, and does not where it is not given. */
static void
call_limit(
    struct court *c, const struct policy_owner *o, int which, drop_code silence)
{
	call_owner(c, o, which, silence);
	c->voice[which].only_denies = o == NULL;
}

/* --- accounts ----------------------------------------------------------- */

static const char *
told_account(struct context *c)
{
	for (size_t i = 0; i < c->nkeys; i++)
		if (strcmp(c->keys[i].name, "aws:ResourceAccount") == 0 ||
		    strcmp(c->keys[i].name, "s3:ResourceAccount") == 0)
			return c->keys[i].values.v[0].s;
	return NULL;
}

static const char *
resource_account(struct context *c, const struct policy_owner *owner)
{
	const char *told = told_account(c);

	if (owner && owner->account.s)
		return owner->account.s;
	return told ? told : arn_account(c->arena, c->resource);
}

/* Sets same_account, and the keys that follow from accounts. */
static void
find_accounts(struct court *c, const struct policy_owner *owner,
    const struct organization **of_principal,
    const struct organization **of_resource)
{
	struct context *x = c->context;
	const char *own = arn_account(x->arena, x->principal);
	const char *theirs = resource_account(x, owner);

	c->same_account = TRUTH_MAYBE;
	if (theirs == NULL && own) {
		theirs = own;
		x->marks |= MARK_ASSUMED(ASSUME_POLICY_ACCOUNT);
	}
	if (own && theirs)
		c->same_account = truth_of(strcmp(own, theirs) == 0);
	*of_principal = policies_organization(c->policies, own);
	*of_resource = policies_organization(c->policies, theirs);
	context_add_where_missing(x, "aws:ResourceAccount", theirs);
	if (strstr(x->resource, ":s3:"))
		context_add_where_missing(x, "s3:ResourceAccount", theirs);
	if (*of_principal)
		context_add_where_missing(
		    x, "aws:PrincipalOrgID", (*of_principal)->id);
	if (*of_resource)
		context_add_where_missing(
		    x, "aws:ResourceOrgID", (*of_resource)->id);
}

/* --- the judgement ------------------------------------------------------ */

static struct authorization
denied(const struct voice *v, drop_code code)
{
	const struct statement *s = v->answer.denial;
	bool by_statement = code == DROP_EXPLICIT_DENY;

	return (struct authorization){ .result = REQUEST_DENIED,
		.code = code,
		.denied_by = v->name,
		.statement = by_statement ? s->sid : NULL,
		.where = by_statement ? s->where : v->where };
}

/* What an owner says who need not be asked: null lists are not given. */
static enum truth
allows_or_assumed(const struct voice *v, bool *assumed)
{
	if (v->list)
		return v->answer.allows;
	*assumed = true;
	return TRUTH_YES;
}

/* Is the principal a user or role, whose own policies count? */
static bool
is_identity(const struct context *c)
{
	return strcmp(c->principal, "anonymous") != 0 &&
	    !principal_is_service(c->principal);
}

/* Within the boundary, and what the session was given? */
static enum truth
limits_allow(const struct court *c)
{
	return truth_and(
	    c->voice[BOUNDARY].answer.allows, c->voice[SESSION].answer.allows);
}

static bool
is_user(const struct context *c)
{
	return strstr(c->principal, ":user/") != NULL;
}

/* What the resource's policy allows a principal of its own account. */
static enum truth
granted(const struct court *c)
{
	enum truth allows = c->voice[RESOURCE].answer.allows;

	return is_user(c->context) ? allows
				   : truth_and(allows, limits_allow(c));
}

/* The principal's policies, the resource's, or both. */
static enum truth
owners_allow(struct court *c)
{
	const struct voice *resource = &c->voice[RESOURCE];
	bool assumed = false, assumed_both = false;
	enum truth own, theirs, both, t;

	if (!is_identity(c->context)) {
		t = allows_or_assumed(resource, &assumed);
	} else if (c->same_account == TRUTH_YES && granted(c) == TRUTH_YES) {
		t = TRUTH_YES;
	} else {
		own = truth_and(limits_allow(c),
		    allows_or_assumed(&c->voice[IDENTITY], &assumed));
		theirs = allows_or_assumed(resource, &assumed_both);
		both = truth_and(own, theirs);
		t = truth_or(own, granted(c));
		if (c->same_account == TRUTH_NO)
			t = both;
		else if (c->same_account == TRUTH_MAYBE && both != t)
			t = TRUTH_MAYBE;
		assumed |= assumed_both && c->same_account != TRUTH_YES;
	}
	if (assumed)
		c->context->marks |= MARK_ASSUMED(ASSUME_POLICY_ALLOWS);
	return t;
}

/* The owner to be named when the two do not allow. */
static const struct voice *
silent_owner(const struct court *c)
{
	const struct voice *identity = &c->voice[IDENTITY];

	for (int i = BOUNDARY; is_identity(c->context) && i <= SESSION; i++)
		if (c->voice[i].answer.allows != TRUTH_YES)
			return &c->voice[i];
	if (is_identity(c->context) && identity->list &&
	    identity->answer.allows != TRUTH_YES)
		return identity;
	return &c->voice[RESOURCE];
}

static struct authorization
judge(struct court *c)
{
	enum truth all = TRUTH_YES, owners;

	for (int i = 0; i < VOICES; i++) {
		const struct voice *v = &c->voice[i];

		if (v->answer.denies == TRUTH_YES)
			return denied(v, DROP_EXPLICIT_DENY);
		all = truth_and(all, truth_not(v->answer.denies));
	}
	for (int i = 0; i <= ENDPOINT; i++) {
		const struct voice *v = &c->voice[i];

		if (v->answer.allows == TRUTH_NO)
			return denied(v, v->silence);
		all = truth_and(all, v->answer.allows);
	}
	owners = owners_allow(c);
	if (owners == TRUTH_NO)
		return denied(silent_owner(c), silent_owner(c)->silence);
	all = truth_and(all, owners);
	return (struct authorization){
		.result = all == TRUTH_YES ? REQUEST_ALLOWED : REQUEST_UNKNOWN
	};
}

struct authorization
authorize(const struct policies *p, const struct endpoint *e, struct context *x)
{
	struct court c = { .policies = p, .context = x };
	const struct policy_owner *owner = policies_of_resource(p, x->resource);
	const char *own = principal_of_session(x->arena, x->principal);
	const struct organization *ours, *theirs;
	struct authorization a;

	context_add_principal(x);
	find_accounts(&c, owner, &ours, &theirs);
	call_organization(
	    &c, ours, SERVICE_CONTROL, ours ? &ours->service_control : NULL);
	call_organization(&c, theirs, RESOURCE_CONTROL,
	    theirs ? &theirs->resource_control : NULL);
	call_endpoint(&c, e);
	call_owner(&c, owner, RESOURCE, DROP_RESOURCE_POLICY_NO_ALLOW);
	call_owner(&c, policies_of_principal(&p->identity, own), IDENTITY,
	    DROP_IDENTITY_POLICY_NO_ALLOW);
	call_limit(&c, policies_of_principal(&p->boundary, own), BOUNDARY,
	    DROP_BOUNDARY_NO_ALLOW);
	call_limit(&c, policies_of_principal(&p->session, x->principal),
	    SESSION, DROP_SESSION_NO_ALLOW);
	for (int i = 0; i < VOICES; i++)
		hear(&c, &c.voice[i]);
	a = judge(&c);
	if (a.result != REQUEST_UNKNOWN)
		x->marks &= ~MARK_ASSUMED(ASSUME_POLICY_KEY_UNKNOWN);
	return a;
}

const char *
request_result_name(enum request_result r)
{
	static const char *const names[] = {
		[REQUEST_NONE] = NULL,
		[REQUEST_ALLOWED] = "allowed",
		[REQUEST_DENIED] = "denied",
		[REQUEST_UNKNOWN] = "unknown",
	};

	return names[r];
}
