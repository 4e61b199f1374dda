/*
 * terraform_types.c - which types of resources are read, and why others are not
 *
 * The list is terraform_types.def.
 */

#include "dataplane/load/terraform/terraform_types.h"

#include <string.h>

#include "dataplane/model/intake.h"

enum { TYPES_NAMED = 8 };

static const struct tf_type types[] = {
#define TYPE(name, step, translate) { #name, step, tf_##translate },
#define BELONGS(name)               { #name, STEPS, NULL },
#define NOT_NEEDED(beginning, why)
#define LEFT_OUT(beginning, why)
#include "dataplane/load/terraform/terraform_types.def"
#undef TYPE
#undef BELONGS
#undef NOT_NEEDED
#undef LEFT_OUT
};

static const struct family {
	const char *beginning;
	enum intake_fate fate;
	const char *why;
} families[] = {
#define TYPE(name, step, translate)
#define BELONGS(name)
#define NOT_NEEDED(beginning, why) { beginning, INTAKE_NOT_NEEDED, why },
#define LEFT_OUT(beginning, why)   { beginning, INTAKE_NOT_MODELLED, why },
#include "dataplane/load/terraform/terraform_types.def"
#undef TYPE
#undef BELONGS
#undef NOT_NEEDED
#undef LEFT_OUT
};

const struct tf_type *
tf_type_find(const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

/* That with the longest beginning; every name has one. */
static const struct family *
family_of(const char *name)
{
	const struct family *best = NULL;
	size_t length = 0;

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		const struct family *f = &families[i];
		size_t n = strlen(f->beginning);

		if (strncmp(name, f->beginning, n) != 0 || (best && n < length))
			continue;
		best = f;
		length = n;
	}
	return best;
}

/* --- what is left out --------------------------------------------------- */

struct count {
	const char *type;
	size_t n;
};

static struct count *
count_of(struct arena *a, struct count **v, size_t *n, const char *type)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*v)[i].type, type) == 0)
			return &(*v)[i];
	*ARENA_PUSH(a, *v, *n) = (struct count){ type, 0 };
	return &(*v)[*n - 1];
}

static const char *
listed(struct arena *a, const struct count *v, size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n && i < TYPES_NAMED; i++)
		text = arena_printf(
		    a, "%s%s%zu %s", text, i ? ", " : "", v[i].n, v[i].type);
	if (n > TYPES_NAMED)
		text = arena_printf(
		    a, "%s and %zu more types", text, n - TYPES_NAMED);
	return text;
}

static void
leave_out(struct terraform *t, struct intake *in, const struct tf_resource *r)
{
	*ARENA_PUSH(t->arena, in->left, in->nleft) = (struct intake_left){
		{ .file = r->file, .address = r->address },
		family_of(r->type)->why,
	};
}

/* Data sources tell of what exists anyhow; one that is not known is nothing
 * that the network lacks. */
void
tf_take_stock(
    struct terraform *t, struct intake *in, const struct tf_document *d)
{
	struct count *v = NULL, *left = NULL;
	size_t n = 0, nleft = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct tf_resource *r = &d->v[i];
		bool known = tf_type_find(r->type) != NULL;

		if (!r->data || known)
			count_of(t->arena, &v, &n, r->type)->n++;
		if (!r->data && !known &&
		    family_of(r->type)->fate == INTAKE_NOT_MODELLED)
			leave_out(t, in, r);
	}
	for (size_t i = 0; i < n; i++) {
		enum intake_fate fate = tf_type_find(v[i].type)
		    ? INTAKE_READ
		    : family_of(v[i].type)->fate;

		*ARENA_PUSH(t->arena, in->answers, in->nanswers) =
		    (struct intake_answer){ v[i].type, d->file, v[i].n, fate };
		if (fate == INTAKE_NOT_MODELLED)
			*ARENA_PUSH(t->arena, left, nleft) = v[i];
	}
	if (nleft > 0)
		errs_warn(t->errs, (struct where){ .file = d->file },
		    "left out, for vpcsim does not read such things: %s",
		    listed(t->arena, left, nleft));
}
