/*
 * read_policy.c - policies, and what a request tells
 *
 * A policy is one document or a list of them.  A resource may tell its account
 * beside it: {account: "111122223333", policy: ...}.
 */

#include "dataplane/load/read_policy.h"

#include <string.h>

#include "dataplane/load/read_value.h"
#include "dataplane/model/policies.h"
#include "dataplane/policy/policy.h"

struct into {
	struct reader *r;
	const struct field *field;
};

static void
read_documents(
    const struct into *x, struct policy_list *list, const struct value *v)
{
	struct arena *a = x->r->model->arena;

	for (size_t i = 0; i < value_items(v); i++)
		*ARENA_PUSH(a, list->v, list->n) =
		    policy_parse(a, value_item(v, i),
			(enum policy_use)x->field->policy, x->r->errs);
}

static void
read_texts(const struct into *x, struct texts *texts, const struct value *v)
{
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);

		if (value_is_scalar(item))
			*ARENA_PUSH(x->r->model->arena, texts->v, texts->n) =
			    (struct text){ item->text, item->where };
		else
			read_expected(x->r, item, "a text");
	}
}

static bool
need_map(const struct into *x, const struct value *v, const char *expected)
{
	if (v->type != VALUE_MAP && v->type != VALUE_NULL)
		read_expected(x->r, v, expected);
	return v->type == VALUE_MAP;
}

/* --- owners ------------------------------------------------------------- */

static void
read_account(
    const struct into *x, struct policy_owner *o, const struct value *v)
{
	if (value_is_scalar(v) && strlen(v->text) == 12 &&
	    strspn(v->text, "0123456789") == 12)
		o->account = (struct text){ v->text, v->where };
	else
		read_expected(x->r, v, "an account such as \"111122223333\"");
}

static void
read_wrapped(
    const struct into *x, struct policy_owner *o, const struct value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct value_entry *e = &v->map[i];

		if (strcmp(e->key, "account") == 0)
			read_account(x, o, e->value);
		else if (strcmp(e->key, "policy") == 0)
			read_documents(x, &o->policies, e->value);
		else
			errs_add(x->r->errs, e->where,
			    "unknown key \"%s\" of \"%s\", which has "
			    "\"account\" and \"policy\"",
			    e->key, o->name.s);
	}
}

static void
read_owners(
    const struct into *x, struct policy_owners *owners, const struct value *v)
{
	struct arena *a = x->r->model->arena;

	if (!need_map(x, v, "a map from ARNs to policies"))
		return;
	for (size_t i = 0; i < v->n; i++) {
		const struct value_entry *e = &v->map[i];
		struct policy_owner *o = ARENA_PUSH(a, owners->v, owners->n);

		o->name = (struct text){ e->key, e->where };
		if (value_get(e->value, "account") ||
		    value_get(e->value, "policy"))
			read_wrapped(x, o, e->value);
		else
			read_documents(x, &o->policies, e->value);
	}
}

/* --- requests ----------------------------------------------------------- */

/* The array, and behind it its count. */
struct keys {
	struct request_key *v;
	size_t n;
};

static void
read_keys(const struct into *x, struct keys *keys, const struct value *v)
{
	if (!need_map(x, v, "a map from condition keys to values"))
		return;
	for (size_t i = 0; i < v->n; i++) {
		struct request_key *k =
		    ARENA_PUSH(x->r->model->arena, keys->v, keys->n);

		k->name = (struct text){ v->map[i].key, v->map[i].where };
		read_texts(x, &k->values, v->map[i].value);
	}
}

bool
read_policy_is(const struct field *f)
{
	return f->kind >= FIELD_POLICY && f->kind <= FIELD_KEYS;
}

void
read_policy(
    struct reader *r, const struct field *f, void *at, const struct value *v)
{
	struct into x = { r, f };

	switch (f->kind) {
	case FIELD_POLICY:
		read_documents(&x, at, v);
		break;
	case FIELD_POLICIES:
		read_owners(&x, at, v);
		break;
	default:
		read_keys(&x, at, v);
		break;
	}
}
