/*
 * write.c - a model as a scenario, by the table of the language
 *
 * This file walks: what objects have which parts, and which keys are left out.
 * What a single value looks like is write_value.c's.
 */

#include "dataplane/load/write.h"

#include <string.h>

#include "dataplane/load/scenario.h"
#include "dataplane/load/schema.h"
#include "dataplane/load/yaml_write.h"
#include "dataplane/model/multicast.h"
#include "dataplane/model/site.h"

/* Objects by what they are part of: 0 is the file, else the object's id + 1. */
struct children {
	const struct object **v;
	size_t n;
};

/* --- building values ---------------------------------------------------- */

static struct value *
new_value(struct writer *w, enum value_type type, const char *text)
{
	struct value *v = arena_alloc(w->arena, sizeof(*v));

	v->type = type;
	v->text = text;
	v->size = 1;
	return v;
}

const struct value *
write_plain(struct writer *w, const char *text)
{
	return new_value(w, VALUE_PLAIN, text);
}

const struct value *
write_text(struct writer *w, const char *text)
{
	return new_value(w, VALUE_QUOTED, text);
}

struct value *
write_map(struct writer *w)
{
	return new_value(w, VALUE_MAP, NULL);
}

struct value *
write_list(struct writer *w)
{
	return new_value(w, VALUE_LIST, NULL);
}

void
write_entry(
    struct writer *w, struct value *map, const char *key, const struct value *v)
{
	*ARENA_PUSH(w->arena, map->map, map->n) =
	    (struct value_entry){ .key = key, .value = v };
}

void
write_item(struct writer *w, struct value *list, const struct value *v)
{
	*ARENA_PUSH(w->arena, list->list, list->n) = v;
}

/* --- what belongs to what ----------------------------------------------- */

static size_t
place_of(const struct object *o)
{
	const struct transit_gateway *g = NULL;

	if (o->kind == OBJ_TGW_ATTACHMENT)
		g = ((const struct tgw_attachment *)o)->gateway;
	else if (o->kind == OBJ_TGW_ROUTE_TABLE)
		g = ((const struct tgw_route_table *)o)->gateway;
	else if (o->kind == OBJ_MULTICAST_DOMAIN)
		g = ((const struct multicast_domain *)o)->gateway;
	if (g)
		return g->o.id + 1;
	if (o->kind == OBJ_CONNECTION)
		return ((const struct connection *)o)->site->o.id + 1;
	return o->vpc ? o->vpc->o.id + 1 : 0;
}

static void
find_children(struct writer *w)
{
	const struct model *m = w->model;
	size_t *place = arena_alloc(w->arena, m->nobjects * sizeof(*place));

	w->children =
	    arena_alloc(w->arena, (m->nobjects + 1) * sizeof(*w->children));
	for (size_t i = 0; i < m->nobjects; i++)
		place[i] = place_of(m->objects[i]);
	for (size_t i = 0; i < m->non_premises; i++)
		for (size_t j = 0; j < m->on_premises[i]->nhosts; j++)
			place[m->on_premises[i]->hosts[j]->o.id] =
			    m->on_premises[i]->o.id + 1;
	for (size_t i = 0; i < m->nobjects; i++) {
		struct children *c = &w->children[place[i]];

		*ARENA_PUSH(w->arena, c->v, c->n) = m->objects[i];
	}
}

/* --- fields ------------------------------------------------------------- */

static const struct value *write_fields(struct writer *, const struct source *);

static const struct value *
write_object(
    struct writer *w, const struct object_type *t, const struct object *o)
{
	struct source s = { .type = t, .object = o, .where = o->where };
	const struct value *v = write_fields(w, &s);

	return v ? v : write_map(w);
}

static const struct value *
write_objects(
    struct writer *w, const struct source *outer, const struct object_type *t)
{
	const struct object *o = outer->object;
	size_t place = outer->type->kind == NO_OBJECT ? 0 : o->id + 1;
	const struct children *c = w->children ? &w->children[place] : NULL;
	struct value *map = write_map(w);

	for (size_t i = 0; c && i < c->n; i++)
		if ((int)c->v[i]->kind == t->kind)
			write_entry(
			    w, map, c->v[i]->name, write_object(w, t, c->v[i]));
	map->block = true;
	return map->n ? map : NULL;
}

/* A gateway without anything to say of it is a name. */
static const struct value *
write_gateway(struct writer *w, const struct source *s, const struct field *f)
{
	const struct value *map = write_objects(w, s, f->type);

	if (map == NULL)
		return NULL;
	if (map->n == 1 && map->map[0].value->n == 0)
		return write_text(w, map->map[0].key);
	((struct value *)map)->block = false;
	return map;
}

static const struct value *
write_structs(
    struct writer *w, const struct source *outer, const struct field *f)
{
	const char *at = (const char *)outer->object + f->at.offset;
	struct value *list = write_list(w);
	const char *array;
	size_t n;

	memcpy(&array, at, sizeof(array));
	memcpy(&n, at + sizeof(array), sizeof(n));
	for (size_t i = 0; i < n; i++) {
		struct source s = {
			.type = f->type,
			.object = array + i * f->type->size,
			.initial = f->type->initial,
		};
		const struct value *v;

		if (f->type->place.size)
			memcpy(&s.where,
			    (const char *)s.object + f->type->place.offset,
			    sizeof(s.where));
		v = write_fields(w, &s);
		write_item(w, list, v ? v : write_map(w));
	}
	return list->n ? list : NULL;
}

static const struct value *
write_zones(struct writer *w, const struct source *outer, const struct field *f)
{
	static const struct value nothing = { .type = VALUE_NULL };
	const void *at = (const char *)outer->object + f->at.offset;
	/* The array, and behind it its count. */
	const struct endpoint_subnet *const *list = at;
	size_t n = *(const size_t *)(list + 1);
	struct value *map = write_map(w);

	for (size_t i = 0; i < n; i++) {
		struct source s = { .type = f->type, .object = &(*list)[i] };
		const struct value *v = write_fields(w, &s);

		write_entry(w, map, (*list)[i].subnet.name, v ? v : &nothing);
	}
	return map->n ? map : NULL;
}

static const struct value *
write_group(struct writer *w, const struct source *outer, const struct field *f)
{
	struct source s = *outer;

	s.type = f->type;
	return write_fields(w, &s);
}

static int64_t
load(const void *object, struct member m)
{
	const char *at = (const char *)object + m.offset;
	int8_t i8;
	int32_t i32;
	int64_t i64 = 0;

	if (m.size == sizeof(i8)) {
		memcpy(&i8, at, sizeof(i8));
		return i8;
	}
	if (m.size == sizeof(i32)) {
		memcpy(&i32, at, sizeof(i32));
		return i32;
	}
	memcpy(&i64, at, sizeof(i64));
	return i64;
}

/* Something is there even if it is empty. */
static const struct value *
empty(struct writer *w, const struct field *f)
{
	switch (f->kind) {
	case FIELD_CIDRS:
	case FIELD_LIST:
	case FIELD_LISTENS:
	case FIELD_REFS:
	case FIELD_TEXTS:
		return write_list(w);
	case FIELD_GROUP:
		return f->flags & (FIELD_MARK | FIELD_ONE_OF) ? write_map(w)
							      : NULL;
	default:
		return NULL;
	}
}

static const struct value *
write_field(struct writer *w, const struct source *s, const struct field *f)
{
	switch (f->kind) {
	case FIELD_OBJECTS:
		return write_objects(w, s, f->type);
	case FIELD_GATEWAY:
		return write_gateway(w, s, f);
	case FIELD_LIST:
		return write_structs(w, s, f);
	case FIELD_GROUP:
		return write_group(w, s, f);
	case FIELD_ZONES:
		return write_zones(w, s, f);
	default:
		return write_value(w, s, f);
	}
}

static bool
is_seen(const struct source *s, const struct field *f)
{
	return f->seen.size && load(s->object, f->seen) == f->seen_value;
}

/* Of alternatives that go to the same place, was it another one? */
static bool
was_another(const struct source *s, const struct field *f)
{
	const struct field *fields = s->type->fields;

	if (!(f->flags & FIELD_ONE_OF) || f->seen.size || f->at.size == 0)
		return false;
	for (size_t i = 0; i < s->type->nfields; i++)
		if (fields[i].flags & FIELD_ONE_OF &&
		    fields[i].at.offset == f->at.offset &&
		    is_seen(s, &fields[i]))
			return true;
	return false;
}

static const struct value *
write_present(struct writer *w, const struct source *s, const struct field *f)
{
	const struct value *v;

	if (f->flags & (FIELD_LATER | FIELD_MEANT) || was_another(s, f))
		return NULL;
	if (f->seen.size && !is_seen(s, f))
		return NULL;
	v = write_field(w, s, f);
	if (v == NULL && (f->seen.size || f->flags & FIELD_REQUIRED))
		v = empty(w, f);
	if (v && v->text && f->fallback && !(f->flags & FIELD_REQUIRED) &&
	    strcmp(v->text, f->fallback) == 0)
		return NULL;
	return v;
}

/* Null: there is nothing to say. */
static const struct value *
write_fields(struct writer *w, const struct source *s)
{
	struct value *map = write_map(w);
	const struct field *fields = s->type->fields;

	for (size_t i = 0; i < s->type->nfields; i++) {
		const struct value *v = write_present(w, s, &fields[i]);

		if (v)
			write_entry(w, map, fields[i].name, v);
	}
	if (s->type->is_value && map->n == 1 &&
	    strcmp(map->map[0].key, fields[0].name) == 0)
		return map->map[0].value;
	return map->n ? map : NULL;
}

/* --- one object --------------------------------------------------------- */

/* The type of a kind of objects, among those in this one; null: not here. */
static const struct object_type *
type_of(const struct object_type *t, int kind)
{
	const struct object_type *found = t->kind == kind ? t : NULL;

	for (size_t i = 0; found == NULL && i < t->nfields; i++)
		if (t->fields[i].kind == FIELD_OBJECTS ||
		    t->fields[i].kind == FIELD_GATEWAY)
			found = type_of(t->fields[i].type, kind);
	return found;
}

/* A value that stands for an object is that of its first key. */
static const struct value *
named(struct writer *w, const struct source *s, const struct value *v)
{
	struct value *map = write_map(w);

	write_entry(w, map, s->type->fields[0].name, v);
	return map;
}

const struct value *
write_object_keys(
    struct arena *a, const struct model *m, const struct object *o)
{
	struct writer w = { .model = m, .arena = a, .folder = "" };
	struct source s = { .type = type_of(&scenario_type, o->kind),
		.object = o,
		.where = o->where };
	const struct value *v;

	if (s.type == NULL)
		return NULL;
	w.errs = errs_new();
	v = write_fields(&w, &s);
	errs_free(w.errs);
	return v && v->type != VALUE_MAP ? named(&w, &s, v) : v;
}

int
write_scenario(
    FILE *out, const struct model *m, const char *folder, struct errs *errs)
{
	struct writer w = {
		.model = m,
		.arena = arena_new(),
		.folder = folder,
		.errs = errs,
	};
	struct model *fresh = model_new(m->addresses);
	struct scenario_file file = scenario_file_of(m);
	struct scenario_file initial = scenario_file_of(fresh);
	struct source s = {
		.type = &scenario_type, .object = &file, .initial = &initial
	};

	find_children(&w);
	fprintf(out, "# yaml-language-server: $schema=%s\n", SCHEMA_ID);
	yaml_write(out, write_fields(&w, &s));
	model_free(fresh);
	arena_free(w.arena);
	return ferror(out) ? -1 : 0;
}
