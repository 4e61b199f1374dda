/*
 * link_ref.c - from a name to its object, and what is said when there is none
 */

#include "dataplane/model/link/link_ref.h"

#include <string.h>

#include "dataplane/model/say.h"

enum { ANYTHING = (1u << OBJ_KINDS) - 1 };

static struct where
place_of(const struct ref *ref, const struct object *by)
{
	return ref->where.file ? ref->where : by->where;
}

/* "app/web" for what is in a VPC.  The text is the model's. */
static const char *
full_name(struct model *m, const struct object *o)
{
	if (o->vpc == NULL)
		return o->name;
	return arena_printf(m->arena, "%s/%s", o->vpc->o.name, o->name);
}

static bool
is_called(const struct object *o, const char *name)
{
	return strcmp(o->name, name) == 0 ||
	    (o->alias && strcmp(o->alias, name) == 0);
}

static void
report_several(
    struct linker *l, const struct ref *ref, const struct reference *r)
{
	const struct object *two[2] = { NULL, NULL };
	size_t n = 0;

	for (size_t i = 0; i < l->m->nobjects && n < 2; i++) {
		const struct object *o = l->m->objects[i];

		if ((r->kinds & 1u << o->kind) && is_called(o, ref->name))
			two[n++] = o;
	}
	if (n == 2)
		errs_add(l->errs, place_of(ref, r->by),
		    "%s %s \"%s\", which may be %s \"%s\" or %s \"%s\"",
		    SAY(r->by), r->does, ref->name,
		    object_kind_text(two[0]->kind), full_name(l->m, two[0]),
		    object_kind_text(two[1]->kind), full_name(l->m, two[1]));
	else
		errs_add(l->errs, place_of(ref, r->by),
		    "%s %s \"%s\", which is the name of several", SAY(r->by),
		    r->does, ref->name);
}

static void
report_unknown(
    struct linker *l, const struct ref *ref, const struct reference *r)
{
	const struct object *other =
	    model_find(l->m, r->by->vpc, ANYTHING, ref->name, NULL);
	const char *near = model_nearest(l->m, r->kinds, ref->name);

	if (other)
		errs_add(l->errs, place_of(ref, r->by),
		    "%s %s \"%s\", but %s is no %s", SAY(r->by), r->does,
		    ref->name, SAY(other), r->what);
	else
		errs_add(l->errs, place_of(ref, r->by),
		    "%s %s \"%s\", but there is no such %s%s%s%s", SAY(r->by),
		    r->does, ref->name, r->what,
		    near ? "; did you mean \"" : "", near ? near : "",
		    near ? "\"?" : "");
}

void
link_ref(struct linker *l, struct ref *ref, struct reference r)
{
	bool several;

	if (ref->name == NULL)
		return;
	ref->object = model_find(l->m, r.by->vpc, r.kinds, ref->name, &several);
	if (several)
		report_several(l, ref, &r);
	else if (ref->object == NULL)
		report_unknown(l, ref, &r);
}

void
link_refs(struct linker *l, struct refs *refs, struct reference r)
{
	for (size_t i = 0; i < refs->n; i++)
		link_ref(l, &refs->v[i], r);
}

void
link_groups(struct linker *l, const struct object *by, struct refs *groups)
{
	link_refs(l, groups,
	    (struct reference){ by, "uses security group",
		1u << OBJ_SECURITY_GROUP, "security group" });
}

void
link_in_subnet(struct linker *l, const struct object *by, struct ref *subnet)
{
	link_ref(l, subnet,
	    (struct reference){
		by, "is in subnet", 1u << OBJ_SUBNET, "subnet" });
}
