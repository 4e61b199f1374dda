/*
 * read.c - values to objects, by the table of the language
 *
 * This file walks: objects in maps, structs in lists, keys that are missing or
 * too many.  What a single value means is read_value.c's.
 */

#include "dataplane/load/read.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "dataplane/load/read_expect.h"
#include "dataplane/load/read_policy.h"
#include "dataplane/load/read_value.h"
#include "dataplane/model/site.h"

enum { MOST_FIELDS = 32 };

void
read_expected(struct reader *r, const struct value *v, const char *expected)
{
	char found[VALUE_DESCRIBE];

	errs_add(r->errs, v->where, "expected %s, found %s", expected,
	    value_describe(v, found));
}

/* "VPC \"app\"", "the route": lives as long as the model. */
static const char *
scope_text(struct reader *r, const struct scope *s)
{
	if (s->name == NULL)
		return arena_printf(r->model->arena, "the %s", s->type->label);
	return arena_printf(
	    r->model->arena, "%s \"%s\"", s->type->label, s->name);
}

void
read_unknown_key(
    struct reader *r, const struct scope *s, const struct value_entry *e)
{
	const char *near = field_nearest(s->type, e->key);

	errs_add(r->errs, e->where, "unknown key \"%s\" in %s%s%s%s", e->key,
	    scope_text(r, s), near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
}

/* --- maps of objects ---------------------------------------------------- */

static bool
name_is_good(
    struct reader *r, const struct object_type *t, const struct value_entry *e)
{
	/* Of a prefix list that is in two Regions: "us-east-1/pl-1"; and AWS may
	 * surprise us. */
	bool slash = t->kind == OBJ_PREFIX_LIST || r->imported;

	if (*e->key == '\0') {
		errs_add(r->errs, e->where, "a name cannot be empty");
		return false;
	}
	for (const char *c = e->key; *c; c++)
		if ((*c == '/' && !slash) || iscntrl((unsigned char)*c)) {
			errs_add(r->errs, e->where,
			    "a name cannot hold a \"/\" or a control "
			    "character");
			return false;
		}
	return true;
}

/* The VPC of an included file that an entry adds to; null if it makes one. */
static void *
vpc_again(struct reader *r, const struct value_entry *e)
{
	if (value_get(e->value, "cidr"))
		return NULL;
	return model_find(r->model, NULL, 1u << OBJ_VPC, e->key, NULL);
}

static void
add_to_site(struct arena *a, struct on_premises *site, struct object *o)
{
	if (o->kind == OBJ_CONNECTION) {
		struct connection *c = (struct connection *)o;

		c->site = site;
		*ARENA_PUSH(a, site->connections, site->nconnections) = c;
	} else {
		*ARENA_PUSH(a, site->hosts, site->nhosts) =
		    (struct named_host *)o;
	}
}

static void *
make_object(struct reader *r, const struct scope *outer, struct scope *s)
{
	enum object_kind kind = (enum object_kind)s->type->kind;
	void *o;

	if (outer->type->kind == OBJ_TRANSIT_GATEWAY)
		return model_add_part(
		    r->model, kind, s->name, outer->object, s->where, r->errs);
	o = model_add(r->model, kind, s->name, s->vpc, s->where, r->errs);
	if (outer->type->kind == OBJ_ON_PREMISES)
		add_to_site(r->model->arena, outer->object, o);
	return o;
}

static void read_field(struct reader *, const struct scope *,
    const struct field *, const struct value *);

/* A host without an address that can be read is not made. */
static bool
host_is_good(struct reader *r, const struct scope *s, const struct value *v)
{
	struct named_host h = { .ip = { 0, 0 } };
	struct scope trial = *s;
	size_t before = errs_count(r->errs);
	const struct value *address = value_get(v, s->type->fields[0].name);

	trial.object = &h;
	if (address)
		read_field(r, &trial, &s->type->fields[0], address);
	else
		read_fields(r, &trial, v);
	return errs_count(r->errs) == before;
}

static void
read_object(struct reader *r, const struct scope *outer,
    const struct object_type *t, const struct value_entry *e)
{
	struct scope s = {
		.type = t,
		.name = e->key,
		.where = e->where,
		.vpc = outer->vpc,
	};

	if (!name_is_good(r, t, e) ||
	    (t->kind == OBJ_HOST && !host_is_good(r, &s, e->value)))
		return;
	if (t->kind == OBJ_VPC) {
		s.object = vpc_again(r, e);
		s.again = s.object != NULL;
	}
	if (s.object == NULL)
		s.object = make_object(r, outer, &s);
	if (t->kind == OBJ_VPC)
		s.vpc = s.object;
	read_fields(r, &s, e->value);
}

static void
read_objects(struct reader *r, const struct scope *outer,
    const struct object_type *t, const struct value *v)
{
	if (v->type != VALUE_MAP && v->type != VALUE_NULL) {
		read_expected(r, v, "a map from names to objects");
		return;
	}
	for (size_t i = 0; i < v->n; i++)
		read_object(r, outer, t, &v->map[i]);
}

/* --- lists of structs --------------------------------------------------- */

/* An array and its count, wherever they are in a struct. */
static void
push(struct reader *r, void *at, const void *item, size_t size)
{
	char *array;
	size_t n;

	memcpy(&array, at, sizeof(array));
	memcpy(&n, (char *)at + sizeof(array), sizeof(n));
	array = arena_grow(r->model->arena, array, n, size);
	memcpy(array + n * size, item, size);
	n++;
	memcpy(at, &array, sizeof(array));
	memcpy((char *)at + sizeof(array), &n, sizeof(n));
}

static const char *
item_name(const struct object_type *t, const struct value *v)
{
	const struct value *name = value_get(v, "name");

	if (name == NULL || !field_find(t, "name") || !value_is_scalar(name))
		return NULL;
	return name->text;
}

/* An item with a mistake is left out, lest what it lacks be a mistake too. */
static void
read_item(struct reader *r, const struct scope *outer, const struct field *f,
    const struct value *v)
{
	const struct object_type *t = f->type;
	size_t before = errs_count(r->errs);
	struct scope s = {
		.type = t,
		.name = item_name(t, v),
		.where = v->where,
		.object = arena_alloc(r->model->arena, t->size),
		.vpc = outer->vpc,
	};

	if (t->initial)
		memcpy(s.object, t->initial, t->size);
	read_fields(r, &s, v);
	if (errs_count(r->errs) == before)
		push(
		    r, (char *)outer->object + f->at.offset, s.object, t->size);
}

static void
read_list(struct reader *r, const struct scope *outer, const struct field *f,
    const struct value *v)
{
	bool alone = f->flags & FIELD_ALONE &&
	    (f->type->is_value || v->type == VALUE_MAP);

	if (v->type != VALUE_LIST && v->type != VALUE_NULL && !alone) {
		read_expected(r, v, "a list of maps");
		return;
	}
	for (size_t i = 0; i < value_items(v); i++)
		read_item(r, outer, f, value_item(v, i));
}

/* A map from subnets to what is there, or the subnets alone. */
static void
read_zones(struct reader *r, const struct scope *outer, const struct field *f,
    const struct value *v)
{
	struct value nothing = { .type = VALUE_NULL, .where = v->where };
	bool map = v->type == VALUE_MAP;

	for (size_t i = 0; i < (map ? v->n : value_items(v)); i++) {
		const struct value *item = map ? NULL : value_item(v, i);
		struct endpoint_subnet zone = { .ip = { 0 } };
		struct scope s = { .type = f->type, .object = &zone };

		zone.subnet = map
		    ? (struct ref){ v->map[i].key, v->map[i].where, NULL }
		    : (struct ref){ item->text, item->where, NULL };
		s.where = zone.subnet.where;
		if (!map && (!value_is_scalar(item) || *item->text == '\0')) {
			read_expected(r, item, "the name of a subnet");
			continue;
		}
		read_fields(r, &s, map ? v->map[i].value : &nothing);
		push(r, (char *)outer->object + f->at.offset, &zone,
		    sizeof(zone));
	}
}

/* --- fields ------------------------------------------------------------- */

static void
read_group(struct reader *r, const struct scope *outer, const struct field *f,
    const struct value *v)
{
	struct scope s = *outer;

	s.type = f->type;
	s.name = NULL;
	s.where = v->where;
	read_fields(r, &s, v);
}

static void
read_include(struct reader *r, const struct value *v)
{
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *name = value_item(v, i);

		if (value_is_scalar(name) && *name->text)
			r->include(r, name);
		else
			read_expected(r, name, "the name of a file");
	}
}

static void
read_field(struct reader *r, const struct scope *s, const struct field *f,
    const struct value *v)
{
	switch (f->kind) {
	case FIELD_OBJECTS:
		read_objects(r, s, f->type, v);
		break;
	case FIELD_LIST:
		read_list(r, s, f, v);
		break;
	case FIELD_GROUP:
		read_group(r, s, f, v);
		break;
	case FIELD_ZONES:
		read_zones(r, s, f, v);
		break;
	case FIELD_INCLUDE:
		read_include(r, v);
		break;
	case FIELD_GATEWAY:
		if (v->type == VALUE_MAP)
			read_objects(r, s, f->type, v);
		else
			read_value(r, s, f, v);
		break;
	case FIELD_EXPECT:
		read_expect(r, f, (char *)s->object + f->at.offset, v);
		break;
	default:
		if (read_policy_is(f))
			read_policy(r, f, (char *)s->object + f->at.offset, v);
		else
			read_value(r, s, f, v);
		break;
	}
	if (f->seen.size)
		read_store(s->object, f->seen, f->seen_value);
	if (f->place.size)
		memcpy((char *)s->object + f->place.offset, &v->where,
		    sizeof(v->where));
}

/* Could the value of a misspelt key be one of this field? */
static bool
fits(const struct field *f, const struct value *v)
{
	switch (f->kind) {
	case FIELD_OBJECTS:
	case FIELD_GROUP:
	case FIELD_EXPECT:
	case FIELD_MAPPINGS:
	case FIELD_POLICIES:
	case FIELD_KEYS:
		return v->type == VALUE_MAP;
	case FIELD_GATEWAY:
		return v->type != VALUE_LIST;
	case FIELD_POLICY:
		return true;
	case FIELD_LIST:
		return v->type == VALUE_LIST || f->flags & FIELD_ALONE;
	default:
		return v->type != VALUE_MAP;
	}
}

static void
read_missing(struct reader *r, const struct scope *s, const struct field *f)
{
	struct value v = {
		.type = VALUE_PLAIN,
		.where = s->where,
		.text = f->fallback,
		.size = 1,
	};

	if (s->again)
		return;
	if (f->flags & FIELD_REQUIRED && !r->imported)
		errs_add(r->errs, s->where,
		    "required key \"%s\" is missing in %s", f->name,
		    scope_text(r, s));
	else if (f->fallback)
		read_value(r, s, f, &v);
}

/* "flow", "replay" or "traffic": the alternatives of a type, as words. */
static const char *
alternatives(struct reader *r, const struct object_type *t)
{
	const char *list = NULL;

	for (size_t i = 0; i < t->nfields; i++)
		if (t->fields[i].flags & FIELD_ONE_OF)
			list = arena_printf(r->model->arena, "%s%s\"%s\"",
			    list ? list : "", list ? ", " : "",
			    t->fields[i].name);
	return list;
}

/* Exactly one of the keys that exclude each other must be there. */
static void
check_alternatives(struct reader *r, const struct scope *s,
    const struct value_entry *const *found)
{
	const struct value_entry *first = NULL;
	const char *words = alternatives(r, s->type);

	for (size_t i = 0; i < s->type->nfields; i++) {
		if (!(s->type->fields[i].flags & FIELD_ONE_OF) || !found[i])
			continue;
		if (first)
			errs_add(r->errs, found[i]->where,
			    "\"%s\" cannot stand beside \"%s\"", found[i]->key,
			    first->key);
		else
			first = found[i];
	}
	if (words && first == NULL && !r->imported)
		errs_add(r->errs, s->where, "%s needs one of the keys %s",
		    scope_text(r, s), words);
}

/*
 * Which entry is for which field.  One with a misspelt key is reported, and
 * then taken for what was surely meant, so that one mistake is not also the
 * lack of something, and of all that is in it.
 */
static void
match_keys(struct reader *r, const struct scope *s, const struct value *v,
    const struct value_entry **found)
{
	const struct field *fields = s->type->fields;

	for (size_t i = 0; i < v->n; i++) {
		const struct field *f = field_find(s->type, v->map[i].key);

		if (f)
			found[f - fields] = &v->map[i];
	}
	for (size_t i = 0; i < v->n; i++) {
		const struct field *f = field_find(s->type, v->map[i].key);
		const char *near;

		if (f && !(f->flags & FIELD_MEANT))
			continue;
		read_unknown_key(r, s, &v->map[i]);
		near = field_nearest(s->type, v->map[i].key);
		f = near ? field_find(s->type, near) : NULL;
		if (f && found[f - fields] == NULL)
			found[f - fields] = &v->map[i];
	}
}

static void
read_entry(struct reader *r, const struct scope *s, const struct field *f,
    const struct value_entry *e)
{
	bool exact = strcmp(e->key, f->name) == 0;

	if (f->flags & FIELD_LATER) {
		if (exact)
			errs_add(r->errs, e->where,
			    "\"%s\" is not modelled yet", f->name);
	} else if (exact || fits(f, e->value)) {
		read_field(r, s, f, e->value);
	}
}

void
read_fields(struct reader *r, const struct scope *s, const struct value *v)
{
	const struct value_entry *found[MOST_FIELDS] = { NULL };
	const struct object_type *t = s->type;
	size_t before = errs_count(r->errs);

	if (t->is_value && v->type != VALUE_MAP) {
		read_field(r, s, &t->fields[0], v);
		return;
	}
	if (v->type != VALUE_MAP && v->type != VALUE_NULL) {
		read_expected(r, v, "a map");
		return;
	}
	if (t->place.size)
		memcpy((char *)s->object + t->place.offset, &s->where,
		    sizeof(s->where));
	assert(t->nfields <= MOST_FIELDS);
	match_keys(r, s, v, found);
	for (size_t i = 0; i < t->nfields; i++) {
		if (found[i] == NULL)
			read_missing(r, s, &t->fields[i]);
		else if (!(t->fields[i].flags & FIELD_MEANT))
			read_entry(r, s, &t->fields[i], found[i]);
	}
	check_alternatives(r, s, found);
	if (t->check && errs_count(r->errs) == before)
		t->check(s->object, s->where, r->errs);
}
