/*
 * read_expect.c - what a test expects
 *
 * Facts stay text: the test compares them with the text of the facts that it
 * finds.  Here they are checked for being possible at all, so that a misspelt
 * word is not a test that always fails, or never.
 */

#include "dataplane/load/read_expect.h"

#include <ctype.h>
#include <string.h>

#include "dataplane/load/read_value.h"
#include "dataplane/load/scalar.h"

struct expectations {
	struct expectation *v;
	size_t n;
};

static int
read_text(struct expectation *x, const struct value *v)
{
	x->type = EXPECT_TEXT;
	x->text = v->text;
	return 0;
}

static int
read_yes_no(struct reader *r, const struct field *f, struct expectation *x,
    const struct value *v)
{
	bool yes;
	int ignored;

	if (f->flags & FIELD_YES_NO && value_bool(v, &yes)) {
		x->type = EXPECT_TEXT;
		x->text = yes ? "yes" : "no";
		return 0;
	}
	if (read_word(r, f->words, v, &ignored) != 0)
		return -1;
	return read_text(x, v);
}

static int
read_truth(struct reader *r, struct expectation *x, const struct value *v)
{
	x->type = EXPECT_BOOL;
	if (value_bool(v, &x->yes)) {
		x->text = x->yes ? "true" : "false";
		return 0;
	}
	read_expected(r, v, "true or false");
	return -1;
}

static int
read_name(struct reader *r, struct expectation *x, const struct value *v)
{
	if (value_is_scalar(v) && *v->text)
		return read_text(x, v);
	read_expected(r, v, "a name");
	return -1;
}

static bool
is_code(const char *s)
{
	if (!isupper((unsigned char)*s))
		return false;
	for (; *s; s++)
		if (!isupper((unsigned char)*s) &&
		    !isdigit((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

static int
read_code(struct reader *r, struct expectation *x, const struct value *v)
{
	if (value_is_scalar(v) && is_code(v->text))
		return read_text(x, v);
	read_expected(r, v, "a code such as NO_ROUTE_TO_DESTINATION");
	return -1;
}

/* A number, alone or after one of the signs of a limit. */
static bool
is_count(const char *s)
{
	static const char *const signs[] = { ">=", "<=", ">", "<", "" };
	size_t i = 0;
	int64_t n;

	while (strncmp(s, signs[i], strlen(signs[i])) != 0)
		i++;
	return scalar_integer(s + strlen(signs[i]), &n) && n >= 0;
}

static int
read_count(struct reader *r, struct expectation *x, const struct value *v)
{
	if (value_is_scalar(v) && is_count(v->text))
		return read_text(x, v);
	read_expected(r, v, "a number, or a limit such as \">=3\"");
	return -1;
}

static int
read_names(struct reader *r, struct expectation *x, const struct value *v)
{
	x->type = EXPECT_LIST;
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);

		if (!value_is_scalar(item) || *item->text == '\0') {
			read_expected(r, item, "a name");
			return -1;
		}
		*ARENA_PUSH(r->model->arena, x->list.v, x->list.n) =
		    (struct text){ item->text, item->where };
	}
	return 0;
}

static void read_facts(struct reader *, const struct field *,
    struct expectations *, const struct value *);

static int
read_map(struct reader *r, const struct field *f, struct expectation *x,
    const struct value *v)
{
	struct expectations inner = { NULL, 0 };

	read_facts(r, f, &inner, v);
	x->type = EXPECT_MAP;
	x->map = inner.v;
	x->nmap = inner.n;
	return 0;
}

static int
read_maps(struct reader *r, const struct field *f, struct expectation *x,
    const struct value *v)
{
	x->type = EXPECT_MAPS;
	if (v->type != VALUE_LIST && v->type != VALUE_NULL) {
		read_expected(r, v, "a list of maps");
		return -1;
	}
	for (size_t i = 0; i < value_items(v); i++) {
		struct expectation one = {
			.key = x->key,
			.where = value_item(v, i)->where,
		};

		read_map(r, f, &one, value_item(v, i));
		*ARENA_PUSH(r->model->arena, x->map, x->nmap) = one;
	}
	return 0;
}

static int
read_fact(struct reader *r, const struct field *f, struct expectation *x,
    const struct value *v)
{
	if (v->type == VALUE_NULL && f->flags & FIELD_NULLABLE) {
		x->type = EXPECT_NULL;
		return 0;
	}
	switch (f->kind) {
	case FIELD_ENUM:
		return read_yes_no(r, f, x, v);
	case FIELD_BOOL:
		return read_truth(r, x, v);
	case FIELD_CODE:
		return read_code(r, x, v);
	case FIELD_COUNT:
		return read_count(r, x, v);
	case FIELD_NAMES:
		return read_names(r, x, v);
	case FIELD_EXPECT:
		return read_map(r, f, x, v);
	case FIELD_EXPECTS:
		return read_maps(r, f, x, v);
	default:
		return read_name(r, x, v);
	}
}

static void
read_facts(struct reader *r, const struct field *f, struct expectations *into,
    const struct value *v)
{
	struct scope s = { .type = f->type };

	if (v->type != VALUE_MAP || v->n == 0) {
		read_expected(r, v,
		    f->kind == FIELD_EXPECTS
			? "a map of fields such as {action: ACCEPT}"
			: "a map of facts such as {verdict: delivered}");
		return;
	}
	for (size_t i = 0; i < v->n; i++) {
		const struct value_entry *e = &v->map[i];
		const struct field *fact = field_find(f->type, e->key);
		struct expectation x = { .key = e->key };

		if (fact == NULL) {
			read_unknown_key(r, &s, e);
			continue;
		}
		x.where = e->value->where;
		if (read_fact(r, fact, &x, e->value) == 0)
			*ARENA_PUSH(r->model->arena, into->v, into->n) = x;
	}
}

void
read_expect(
    struct reader *r, const struct field *f, void *at, const struct value *v)
{
	struct expectations x = { NULL, 0 };

	read_facts(r, f, &x, v);
	memcpy(at, &x.v, sizeof(x.v));
	memcpy((char *)at + sizeof(x.v), &x.n, sizeof(x.n));
}
