/*
 * name_index.c - which objects have a name, in one VPC and in all
 *
 * A table for each VPC and one for the whole model, each from a name to the
 * list of what has it.  The lists are short where it matters: names are unique
 * for each kind in a VPC, and a search of the whole model ends at the second
 * that fits.
 */

#include "dataplane/model/name_index.h"

#include <stdlib.h>

#include "core/map.h"

struct entry {
	struct object *object;
	bool tag;
	struct entry *next;
};

struct entries {
	struct entry *first, *last;
};

struct name_index {
	struct arena *arena;
	struct map *all;
	struct map *outside; /* objects in no VPC */
	struct map **in_vpc; /* by the VPC's id; null: nothing is in it */
	size_t n;
};

struct name_index *
name_index_new(struct arena *arena)
{
	struct name_index *x = xcalloc(1, sizeof(*x));

	*x = (struct name_index){
		.arena = arena, .all = map_new(), .outside = map_new()
	};
	return x;
}

void
name_index_free(struct name_index *x)
{
	if (x == NULL)
		return;
	for (size_t i = 0; i < x->n; i++)
		map_free(x->in_vpc[i]);
	free(x->in_vpc);
	map_free(x->outside);
	map_free(x->all);
	free(x);
}

static void
append(struct name_index *x, struct map *m, const char *name, struct entry e)
{
	struct entries *list = map_get(m, name);
	struct entry *last = arena_copy(x->arena, &e, sizeof(e));

	if (list == NULL) {
		list = arena_alloc(x->arena, sizeof(*list));
		map_set(m, name, list);
	}
	*(list->last ? &list->last->next : &list->first) = last;
	list->last = last;
}

static struct map *
map_of(struct name_index *x, const struct vpc *v)
{
	size_t n = x->n;

	if (v == NULL)
		return x->outside;
	if (v->o.id >= n) {
		x->n = 2 * (size_t)v->o.id + 8;
		x->in_vpc = xrealloc(x->in_vpc, x->n * sizeof(struct map *));
		for (; n < x->n; n++)
			x->in_vpc[n] = NULL;
	}
	if (x->in_vpc[v->o.id] == NULL)
		x->in_vpc[v->o.id] = map_new();
	return x->in_vpc[v->o.id];
}

void
name_index_add(
    struct name_index *x, const char *name, bool tag, struct object *o)
{
	struct entry e = { o, tag, NULL };

	append(x, x->all, name, e);
	append(x, map_of(x, o->vpc), name, e);
}

static struct object *
only(const struct entry *e, unsigned kinds, bool tag, bool *several)
{
	struct object *found = NULL;

	for (; e; e = e->next) {
		if (e->tag != tag || (kinds & 1u << e->object->kind) == 0)
			continue;
		if (found && found != e->object) {
			*several = true;
			return NULL;
		}
		found = e->object;
	}
	return found;
}

static struct object *
search(const struct map *m, unsigned kinds, const char *name, bool *several)
{
	const struct entries *list = map_get(m, name);
	struct object *found;

	*several = false;
	if (list == NULL)
		return NULL;
	found = only(list->first, kinds, false, several);
	if (found || *several)
		return found;
	return only(list->first, kinds, true, several);
}

struct object *
name_index_in(const struct name_index *x, const struct vpc *v, unsigned kinds,
    const char *name, bool *several)
{
	const struct map *m = v ? NULL : x->outside;

	*several = false;
	if (v && v->o.id < x->n)
		m = x->in_vpc[v->o.id];
	return m ? search(m, kinds, name, several) : NULL;
}

struct object *
name_index_anywhere(
    const struct name_index *x, unsigned kinds, const char *name, bool *several)
{
	return search(x->all, kinds, name, several);
}
