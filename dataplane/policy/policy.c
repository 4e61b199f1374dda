/*
 * policy.c - a policy document
 *
 * Which elements there must be depends on what the policy is attached to: one
 * of an endpoint or a resource says whom it is for (Principal), one of an
 * identity or an organization does not.
 */

#include "dataplane/policy/policy.h"

#include <string.h>

#include "core/spell.h"
#include "dataplane/load/yaml.h"
#include "dataplane/policy/condition.h"

struct parser {
	struct arena *arena;
	struct errs *errs;
	enum policy_use use;
};

static void
expected(struct parser *p, const struct value *v, const char *what)
{
	char found[VALUE_DESCRIBE];

	errs_add(p->errs, v->where, "expected %s, found %s", what,
	    value_describe(v, found));
}

/* One text, or a list of them. */
static void
read_texts(struct parser *p, const struct value *v, struct texts *into,
    const char *what)
{
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);

		if (value_is_scalar(item))
			*ARENA_PUSH(p->arena, into->v, into->n) =
			    (struct text){ item->text, item->where };
		else
			expected(p, item, what);
	}
}

/* --- elements that are known -------------------------------------------- */

static const char *const statement_keys[] = { "Sid", "Effect", "Principal",
	"NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
	"Condition", NULL };
static const char *const policy_keys[] = { "Version", "Id", "Statement", NULL };

static const char *
nearest(const char *const *words, const char *key)
{
	for (; *words; words++)
		if (spell_near(key, *words))
			return *words;
	return NULL;
}

static bool
is_one_of(const char *const *words, const char *key)
{
	for (; *words; words++)
		if (strcmp(*words, key) == 0)
			return true;
	return false;
}

static void
check_keys(struct parser *p, const struct value *v, const char *const *words,
    const char *of)
{
	for (size_t i = 0; i < v->n; i++) {
		const char *near = nearest(words, v->map[i].key);

		if (!is_one_of(words, v->map[i].key))
			errs_add(p->errs, v->map[i].where,
			    "unknown element \"%s\" of a %s%s%s%s",
			    v->map[i].key, of, near ? "; did you mean \"" : "",
			    near ? near : "", near ? "\"?" : "");
	}
}

/* --- principals --------------------------------------------------------- */

static void
read_aws(struct parser *p, const struct value *v, struct principals *into)
{
	struct texts t = { NULL, 0 };

	read_texts(p, v, &t, "an account or an ARN");
	for (size_t i = 0; i < t.n; i++) {
		if (strcmp(t.v[i].s, "*") == 0)
			into->anyone = true;
		else if (strpbrk(t.v[i].s, "*?"))
			errs_add(p->errs, t.v[i].where,
			    "\"%s\": in a Principal \"*\" stands alone or not "
			    "at all; use a condition on aws:PrincipalArn",
			    t.v[i].s);
		else
			*ARENA_PUSH(p->arena, into->aws.v, into->aws.n) =
			    t.v[i];
	}
}

static void
read_principals(
    struct parser *p, const struct value *v, struct principals *into)
{
	static const char *const kinds[] = { "AWS", "Service", "Federated",
		"CanonicalUser", NULL };
	const struct value *part;

	if (value_is_scalar(v) && strcmp(v->text, "*") == 0) {
		into->anyone = true;
		return;
	}
	if (v->type != VALUE_MAP) {
		expected(
		    p, v, "\"*\" or a map such as {AWS: \"111122223333\"}");
		return;
	}
	check_keys(p, v, kinds, "principal");
	if ((part = value_get(v, "AWS")) != NULL)
		read_aws(p, part, into);
	if ((part = value_get(v, "Service")) != NULL)
		read_texts(p, part, &into->service, "a service");
	if ((part = value_get(v, "Federated")) != NULL)
		read_texts(p, part, &into->other, "a provider");
	if ((part = value_get(v, "CanonicalUser")) != NULL)
		read_texts(p, part, &into->other, "a canonical id");
}

/* --- conditions --------------------------------------------------------- */

static void
add_condition(struct parser *p, const struct value_entry *operator,
    const struct value_entry * key, struct statement *s)
{
	struct condition *c =
	    ARENA_PUSH(p->arena, s->conditions, s->nconditions);

	c->where = key->where;
	c->key = key->key;
	condition_operator_find(operator->key, c);
	read_texts(p, key->value, &c->values, "a text");
}

static void
read_operator(
    struct parser *p, const struct value_entry *e, struct statement *s)
{
	struct condition c = { .operator= NULL };
	const char *near;

	condition_operator_find(e->key, &c);
	if (c.operator== NULL) {
		near = condition_operator_nearest(e->key);
		errs_warn(p->errs, e->where,
		    "\"%s\" is no condition operator that is known%s%s%s",
		    e->key, near ? "; did you mean \"" : "", near ? near : "",
		    near ? "\"?" : "");
	}
	if (e->value->type != VALUE_MAP) {
		expected(p, e->value, "a map from condition keys to values");
		return;
	}
	for (size_t i = 0; i < e->value->n; i++)
		add_condition(p, e, &e->value->map[i], s);
}

static void
read_conditions(struct parser *p, const struct value *v, struct statement *s)
{
	if (v->type != VALUE_MAP) {
		expected(p, v, "a map of condition operators");
		return;
	}
	for (size_t i = 0; i < v->n; i++)
		read_operator(p, &v->map[i], s);
}

/* --- statements --------------------------------------------------------- */

/* One of two elements that exclude each other; null if neither is there. */
static const struct value *
either(struct parser *p, const struct value *v, const char *plain,
    const char *negated, bool * not )
{
	const struct value *a = value_get(v, plain);
	const struct value *b = value_get(v, negated);

	if (a && b)
		errs_add(p->errs, b->where,
		    "a statement has \"%s\" or \"%s\", not both", plain,
		    negated);
	*not = a == NULL && b != NULL;
	return a ? a : b;
}

static void
read_effect(struct parser *p, const struct value *v, struct statement *s)
{
	const struct value *e = value_get(v, "Effect");

	if (e == NULL)
		errs_add(p->errs, v->where, "the statement has no \"Effect\"");
	else if (!value_is_scalar(e) ||
	    (strcmp(e->text, "Allow") != 0 && strcmp(e->text, "Deny") != 0))
		expected(p, e, "\"Allow\" or \"Deny\"");
	else
		s->deny = strcmp(e->text, "Deny") == 0;
}

static void
check_actions(struct parser *p, const struct texts *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->v[i].s, "*") != 0 &&
		    strchr(t->v[i].s, ':') == NULL)
			errs_add(p->errs, t->v[i].where,
			    "\"%s\" is no action such as s3:GetObject",
			    t->v[i].s);
}

static void
read_whom(struct parser *p, const struct value *v, struct statement *s)
{
	bool needed = p->use == POLICY_ENDPOINT || p->use == POLICY_RESOURCE;
	const struct value *e =
	    either(p, v, "Principal", "NotPrincipal", &s->principals.negated);

	s->has_principal = e != NULL;
	if (e && !needed)
		errs_add(p->errs, e->where,
		    "a policy of this kind names no principal: it is for whom "
		    "it is attached to");
	else if (e)
		read_principals(p, e, &s->principals);
	else if (needed)
		errs_add(
		    p->errs, v->where, "the statement has no \"Principal\"");
}

static void
read_what(struct parser *p, const struct value *v, struct statement *s)
{
	const struct value *e =
	    either(p, v, "Action", "NotAction", &s->not_action);

	if (e)
		read_texts(p, e, &s->actions, "an action");
	else
		errs_add(p->errs, v->where, "the statement has no \"Action\"");
	check_actions(p, &s->actions);
	e = either(p, v, "Resource", "NotResource", &s->not_resource);
	if (e)
		read_texts(p, e, &s->resources, "an ARN");
	else
		errs_add(
		    p->errs, v->where, "the statement has no \"Resource\"");
}

static void
read_statement(struct parser *p, const struct value *v, struct statement *s)
{
	const struct value *e;

	s->where = v->where;
	if (v->type != VALUE_MAP) {
		expected(p, v, "a statement");
		return;
	}
	check_keys(p, v, statement_keys, "statement");
	e = value_get(v, "Sid");
	s->sid = e && value_is_scalar(e) ? e->text : NULL;
	read_effect(p, v, s);
	read_whom(p, v, s);
	read_what(p, v, s);
	if ((e = value_get(v, "Condition")) != NULL)
		read_conditions(p, e, s);
}

/* --- documents ---------------------------------------------------------- */

static void
read_version(struct parser *p, const struct value *v, struct policy *policy)
{
	const struct value *e = value_get(v, "Version");

	if (e == NULL)
		return;
	if (value_is_scalar(e) && strcmp(e->text, "2012-10-17") == 0)
		policy->variables = true;
	else if (!value_is_scalar(e) || strcmp(e->text, "2008-10-17") != 0)
		expected(p, e, "the version 2012-10-17 or 2008-10-17");
}

static void
read_document(struct parser *p, const struct value *v, struct policy *policy)
{
	const struct value *list;

	if (v->type != VALUE_MAP) {
		expected(p, v, "a policy document");
		return;
	}
	check_keys(p, v, policy_keys, "policy");
	read_version(p, v, policy);
	list = value_get(v, "Statement");
	if (list == NULL)
		errs_add(p->errs, v->where, "the policy has no \"Statement\"");
	for (size_t i = 0; list && i < value_items(list); i++)
		read_statement(p, value_item(list, i),
		    ARENA_PUSH(
			p->arena, policy->statements, policy->nstatements));
}

static const struct value *
read_json(struct parser *p, const char *text, struct where w)
{
	return yaml_read_memory(
	    w.file ? w.file : "policy", text, strlen(text), p->arena, p->errs);
}

const struct policy *
policy_parse(struct arena *a, const struct value *v, enum policy_use use,
    struct errs *errs)
{
	struct parser p = { a, errs, use };
	struct policy *policy = arena_alloc(a, sizeof(*policy));

	policy->where = v->where;
	if (v->type == VALUE_QUOTED && *v->text == '{')
		v = read_json(&p, v->text, v->where);
	policy->document = v;
	if (v)
		read_document(&p, v, policy);
	return policy;
}

const struct policy *
policy_parse_text(
    struct arena *a, const char *text, struct where where, enum policy_use use)
{
	struct policy *policy = arena_alloc(a, sizeof(*policy));
	struct errs *errs = errs_new();
	struct parser p = { a, errs, use };
	const struct value *v = read_json(&p, text, where);

	policy->document = v;
	if (v)
		read_document(&p, v, policy);
	policy->where = where;
	policy->unreadable = errs_count(errs) > 0;
	for (size_t i = 0; i < policy->nstatements; i++)
		policy->statements[i].where = where;
	errs_free(errs);
	return policy;
}
