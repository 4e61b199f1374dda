/*
 * diff_objects.c - which objects of two models differ, and in what
 *
 * An object of one model is that of the other one which has its name, or its
 * Terraform address.  What it says is compared key by key, as a scenario would
 * write it, so that every key of the language counts; of lists the items that
 * only one side has are told.
 */

#include <stdio.h>
#include <string.h>

#include "core/map.h"
#include "dataplane/load/write.h"
#include "dataplane/load/yaml_write.h"
#include "tools/diff.h"

const char *
diff_fate_text(enum diff_fate f)
{
	static const char *const texts[] = { "gone", "new", "changed" };

	return texts[f];
}

/* --- pairs -------------------------------------------------------------- */

const struct object *
diff_other(struct diff *d, int side, const struct object *o)
{
	const struct model *m = d->in[!side].model;
	const char *name = o->vpc ? arena_printf(d->arena, "%s/%s",
					diff_name(d, side, o->vpc->o.name),
					diff_name(d, side, o->name))
				  : diff_name(d, side, o->name);

	return model_find(m, NULL, 1u << o->kind, name, NULL);
}

/* Two VPCs or gateways may each have a "web"; of such nothing is said. */
static bool
has_several(const struct diff *d, int side, const struct object *o)
{
	bool several = false;

	model_find(d->in[side].model, NULL, 1u << o->kind, o->name, &several);
	return several;
}

/* --- what they say ------------------------------------------------------ */

static const char *
line_of(struct diff *d, const struct value *v)
{
	return v ? yaml_line(d->arena, v) : NULL;
}

static bool
has_item(struct diff *d, const struct value *list, const char *text)
{
	for (size_t i = 0; list && i < value_items(list); i++)
		if (strcmp(yaml_line(d->scratch, value_item(list, i)), text) ==
		    0)
			return true;
	return false;
}

static void
take_items(struct diff *d, const struct value *of, const struct value *other,
    struct texts *to)
{
	for (size_t i = 0; of && i < value_items(of); i++) {
		const char *text = yaml_line(d->arena, value_item(of, i));

		if (!has_item(d, other, text))
			*ARENA_PUSH(d->arena, to->v, to->n) =
			    (struct text){ .s = text };
	}
}

static bool
is_list(const struct value *v)
{
	return v && v->type == VALUE_LIST;
}

static void
compare_key(struct diff *d, struct diff_object *o, const char *key,
    const struct value *const v[SIDES])
{
	struct diff_field f = { .key = key,
		.text = { line_of(d, v[BEFORE]), line_of(d, v[AFTER]) },
		.is_list = is_list(v[BEFORE]) || is_list(v[AFTER]) };

	if (f.text[BEFORE] && f.text[AFTER] &&
	    strcmp(f.text[BEFORE], f.text[AFTER]) == 0)
		return;
	if (f.is_list)
		for (int side = 0; side < SIDES; side++)
			take_items(d, v[side], v[!side], &f.only[side]);
	*ARENA_PUSH(d->arena, o->field, o->nfields) = f;
}

/* What people call it says nothing of what it does. */
static bool
is_name(const char *key)
{
	return strcmp(key, "name") == 0;
}

/* The keys of one side, but for those that the one before has told. */
static void
compare_keys(struct diff *d, struct diff_object *o, int side,
    const struct value *const keys[SIDES])
{
	for (size_t i = 0; i < keys[side]->n; i++) {
		const char *key = keys[side]->map[i].key;
		const struct value *v[SIDES] = {
			value_get(keys[BEFORE], key),
			value_get(keys[AFTER], key),
		};

		if (!is_name(key) && (side == BEFORE || v[BEFORE] == NULL))
			compare_key(d, o, key, v);
	}
}

static void
compare(struct diff *d, struct diff_object *o)
{
	static const struct value nothing = { .type = VALUE_MAP };
	const struct value *keys[SIDES];

	for (int i = 0; i < SIDES; i++) {
		keys[i] =
		    write_object_keys(d->scratch, d->in[i].model, o->o[i]);
		if (keys[i] == NULL || keys[i]->type != VALUE_MAP)
			keys[i] = &nothing;
	}
	for (int i = 0; i < SIDES; i++)
		compare_keys(d, o, i, keys);
}

/* --- all of them -------------------------------------------------------- */

static const char *
fate_key(struct arena *a, int side, const struct object *o)
{
	return arena_printf(a, "%d %u", side, o->id);
}

static void
add(struct diff *d, const struct diff_object *o)
{
	struct diff_object *kept = ARENA_PUSH(d->arena, d->object, d->nobjects);

	*kept = *o;
	for (int i = 0; i < SIDES; i++)
		if (o->o[i])
			map_set(d->fates, fate_key(d->arena, i, o->o[i]),
			    arena_copy(d->arena, o, sizeof(*o)));
}

static void
take(struct diff *d, int side, const struct object *o)
{
	struct diff_object found = { .fate = side == BEFORE ? OBJECT_GONE
							    : OBJECT_NEW };

	arena_reset(d->scratch);
	found.o[side] = o;
	found.o[!side] = diff_other(d, side, o);
	if (found.o[!side] == NULL) {
		if (!has_several(d, !side, o))
			add(d, &found);
		return;
	}
	if (side == BEFORE)
		return;
	found.fate = OBJECT_CHANGED;
	compare(d, &found);
	if (found.nfields > 0)
		add(d, &found);
}

void
diff_objects(struct diff *d)
{
	for (int side = 0; side < SIDES; side++) {
		const struct model *m = d->in[side].model;

		for (size_t i = 0; i < m->nobjects; i++)
			take(d, side, m->objects[i]);
	}
}

const struct diff_object *
diff_object_of(const struct diff *d, int side, const struct object *o)
{
	char key[32];

	snprintf(key, sizeof(key), "%d %u", side, o->id);
	return map_get(d->fates, key);
}
