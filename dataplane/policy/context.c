/*
 * context.c - what a policy may ask about a request
 */

#include "dataplane/policy/context.h"

#include <string.h>
#include <strings.h>

#include "dataplane/marks.h"
#include "dataplane/policy/pattern.h"

/* --- keys --------------------------------------------------------------- */

/*
 * What it means that a key is not there.  Some are surely absent then: they
 * follow from the way or the principal, or belong to calls that a service makes
 * onward.  Others are about what users seldom tell, and are taken to be absent.
 */
static const struct {
	const char *name; /* with a slash at the end: all that begin so */
	bool assumed;
	bool of_way; /* follows from the way: known without being told */
} missing[] = {
	{ "aws:SourceVpce", false, true },
	{ "aws:SourceVpc", false, true },
	{ "aws:SourceIp", false, true },
	{ "aws:VpcSourceIp", false, true },
	{ "aws:ViaAWSService", false, false },
	{ "aws:CalledVia", false, false },
	{ "aws:CalledViaFirst", false, false },
	{ "aws:CalledViaLast", false, false },
	{ "aws:SourceArn", false, false },
	{ "aws:SourceAccount", false, false },
	{ "aws:SourceOrgID", false, false },
	{ "aws:SourceOrgPaths", false, false },
	{ "aws:PrincipalArn", false, false },
	{ "aws:PrincipalAccount", false, false },
	{ "aws:PrincipalType", false, false },
	{ "aws:PrincipalServiceName", false, false },
	{ "aws:PrincipalServiceNamesList", false, false },
	{ "aws:username", false, false },
	{ "aws:PrincipalOrgID", true, false },
	{ "aws:PrincipalOrgPaths", true, false },
	{ "aws:ResourceAccount", true, false },
	{ "s3:ResourceAccount", true, false },
	{ "aws:ResourceOrgID", true, false },
	{ "aws:ResourceOrgPaths", true, false },
	{ "aws:VpceAccount", true, false },
	{ "aws:VpceOrgID", true, false },
	{ "aws:VpceOrgPaths", true, false },
	{ "aws:SourceVpcArn", true, false },
	{ "aws:TagKeys", true, false },
	{ "aws:PrincipalTag/", true, false },
	{ "aws:RequestTag/", true, false },
	{ "aws:ResourceTag/", true, false },
	{ "aws:MultiFactorAuthPresent", true, false },
	{ "aws:MultiFactorAuthAge", true, false },
};

static struct context_key *
find(const struct context *c, const char *key)
{
	for (size_t i = 0; i < c->nkeys; i++)
		if (strcasecmp(c->keys[i].name, key) == 0)
			return &c->keys[i];
	return NULL;
}

void
context_add(struct context *c, const char *key, const char *value)
{
	struct context_key *k = find(c, key);

	if (k == NULL) {
		k = ARENA_PUSH(c->arena, c->keys, c->nkeys);
		k->name = key;
	}
	ARENA_PUSH(c->arena, k->values.v, k->values.n)->s = value;
}

void
context_add_where_missing(struct context *c, const char *key, const char *value)
{
	if (value && find(c, key) == NULL)
		context_add(c, key, value);
}

static bool
is_key(const char *name, const char *key)
{
	size_t n = strlen(name);

	if (name[n - 1] == '/')
		return strncasecmp(name, key, n) == 0;
	return strcasecmp(name, key) == 0;
}

/* Of somebody unknown neither the account is known nor anything else. */
static bool
is_told(const struct context *c)
{
	return c->told && strcmp(c->principal, "*") != 0;
}

static enum key_state
state_of_missing(struct context *c, const char *key)
{
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		if (!is_key(missing[i].name, key))
			continue;
		if (!missing[i].of_way && !is_told(c))
			break;
		if (missing[i].assumed)
			c->marks |= MARK_ASSUMED(ASSUME_POLICY_KEY_ABSENT);
		return KEY_ABSENT;
	}
	c->marks |= MARK_ASSUMED(ASSUME_POLICY_KEY_UNKNOWN);
	return KEY_UNKNOWN;
}

enum key_state
context_find(struct context *c, const char *key, const struct texts **values)
{
	const struct context_key *k = find(c, key);

	*values = k ? &k->values : NULL;
	return k ? KEY_PRESENT : state_of_missing(c, key);
}

/* --- principals --------------------------------------------------------- */

/* Part number `part` of an ARN, counted from 0; null: it has none. */
static const char *
arn_part(struct arena *a, const char *arn, int part)
{
	size_t n;

	for (; part > 0; part--) {
		arn = strchr(arn, ':');
		if (arn == NULL)
			return NULL;
		arn++;
	}
	n = strcspn(arn, ":");
	return n ? arena_strndup(a, arn, n) : NULL;
}

const char *
arn_account(struct arena *a, const char *arn)
{
	const char *account =
	    strncmp(arn, "arn:", 4) == 0 ? arn_part(a, arn, 4) : NULL;

	return account && strspn(account, "0123456789") == strlen(account)
	    ? account
	    : NULL;
}

bool
principal_is_service(const char *p)
{
	size_t n = strlen(p);

	return strncmp(p, "arn:", 4) != 0 && n > 14 &&
	    strcmp(p + n - 14, ".amazonaws.com") == 0;
}

const char *
principal_of_session(struct arena *a, const char *principal)
{
	static const char mark[] = ":assumed-role/";
	const char *role = strstr(principal, mark), *account, *partition;
	size_t n;

	if (strncmp(principal, "arn:", 4) != 0 || role == NULL)
		return principal;
	account = arn_account(a, principal);
	partition = arn_part(a, principal, 1);
	role += sizeof(mark) - 1;
	n = strcspn(role, "/");
	if (account == NULL || partition == NULL || n == 0)
		return principal;
	return arena_printf(
	    a, "arn:%s:iam::%s:role/%.*s", partition, account, (int)n, role);
}

/* aws:PrincipalType (IAM User Guide, global condition keys). */
static const char *
principal_type(const char *principal)
{
	const char *own = strrchr(principal, ':');

	if (strstr(principal, ":assumed-role/") || strstr(principal, ":role/"))
		return "AssumedRole";
	if (own && strcmp(own, ":root") == 0)
		return "Account";
	return strstr(principal, ":user/") ? "User" : NULL;
}

static const char *
user_name(const char *principal)
{
	return strstr(principal, ":user/") ? strrchr(principal, '/') + 1 : NULL;
}

void
context_add_principal(struct context *c)
{
	const char *p = c->principal;
	bool service = principal_is_service(p);

	if (strcmp(p, "*") == 0)
		return;
	context_add_where_missing(
	    c, "aws:PrincipalIsAWSService", service ? "true" : "false");
	if (c->told)
		context_add_where_missing(c, "aws:ViaAWSService", "false");
	if (service) {
		context_add_where_missing(c, "aws:PrincipalServiceName", p);
		return;
	}
	if (strcmp(p, "anonymous") == 0) {
		context_add_where_missing(c, "aws:PrincipalType", "Anonymous");
		return;
	}
	context_add_where_missing(
	    c, "aws:PrincipalArn", principal_of_session(c->arena, p));
	context_add_where_missing(
	    c, "aws:PrincipalAccount", arn_account(c->arena, p));
	context_add_where_missing(c, "aws:PrincipalType", principal_type(p));
	context_add_where_missing(c, "aws:username", user_name(p));
}

/* --- texts of policies -------------------------------------------------- */

struct expansion {
	struct context *context;
	char *to;
	size_t n;
	bool wild, unknown, absent;
};

static void
put(struct expansion *x, char c)
{
	*ARENA_PUSH(x->context->arena, x->to, x->n) = c;
}

static void
put_text(struct expansion *x, const char *s, bool wild)
{
	for (; *s; s++) {
		if (wild && *s == '*')
			put(x, PATTERN_RUN);
		else if (wild && *s == '?')
			put(x, PATTERN_ONE);
		else
			put(x, *s);
	}
}

/* Cuts "key, 'otherwise'" in two; null: it is a key alone. */
static const char *
split_default(char *name)
{
	char *s = strchr(name, ',');

	if (s == NULL)
		return NULL;
	*s++ = '\0';
	s += strspn(s, " '");
	s[strcspn(s, "'")] = '\0';
	return s;
}

/* ${key}, ${key, 'otherwise'}, or one of the three characters ${*}. */
static void
put_variable(struct expansion *x, char *name)
{
	const char *otherwise = split_default(name);
	const struct texts *values;
	enum key_state state;

	if (strlen(name) == 1 && strchr("*?$", *name)) {
		put(x, *name);
		return;
	}
	state = context_find(x->context, name, &values);
	if (state == KEY_UNKNOWN) {
		x->unknown = true;
		return;
	}
	if (values && values->n == 1)
		otherwise = values->v[0].s;
	put_text(x, otherwise ? otherwise : "", false);
	x->absent |= otherwise == NULL;
}

const char *
context_expand(struct context *c, const char *text, bool variables, bool wild,
    bool *unknown)
{
	struct expansion x = { .context = c, .wild = wild };
	const char *end;

	*unknown = false;
	while (*text) {
		char one[2] = { *text, '\0' };

		end = variables && strncmp(text, "${", 2) == 0
		    ? strchr(text, '}')
		    : NULL;
		if (end) {
			put_variable(&x,
			    arena_strndup(
				c->arena, text + 2, (size_t)(end - text - 2)));
			text = end + 1;
		} else {
			put_text(&x, one, wild);
			text++;
		}
	}
	put(&x, '\0');
	*unknown = x.unknown;
	return x.absent ? NULL : x.to;
}
