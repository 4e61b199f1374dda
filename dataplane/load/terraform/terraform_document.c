/*
 * terraform_document.c - the resources that a Terraform file tells of
 *
 * Four shapes: a state as `terraform show -json` prints it (values), a plan
 * (planned_values and prior_state, each of the same shape), and the raw states
 * of version 4 (resources with instances) and 3 (modules with flat maps).
 */

#include "dataplane/load/terraform/terraform_document.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/load/describe/describe_json.h"
#include "dataplane/load/terraform/terraform_flatmap.h"

enum { STATE_WITH_FLATMAPS = 3, DEEPEST_MODULE = 64 };

bool
tf_is_key(const char *key)
{
	static const char *const keys[] = { "terraform_version",
		"planned_values", "resource_changes", "prior_state" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static const char *
copy(struct tf_document *d, const char *text)
{
	return text ? arena_strdup(d->arena, text) : "";
}

static void
add(struct tf_document *d, const struct tf_resource *r)
{
	if (json_is_object(r->values) && *r->type && *r->name)
		*ARENA_PUSH(d->arena, d->v, d->n) = *r;
}

/* count gives numbers, for_each texts. */
static const char *
key_of(struct tf_document *d, const json_t *index)
{
	if (json_is_integer(index))
		return arena_printf(
		    d->arena, "%lld", (long long)json_integer_value(index));
	return json_is_string(index) ? copy(d, json_string_value(index)) : NULL;
}

static const char *
address_of(
    struct tf_document *d, const struct tf_resource *r, const json_t *index)
{
	const char *quote = json_is_string(index) ? "\"" : "";

	return arena_printf(d->arena, "%s%s%s%s.%s%s%s%s%s%s", r->module,
	    *r->module ? "." : "", r->data ? "data." : "", r->type, r->name,
	    r->key ? "[" : "", quote, r->key ? r->key : "", quote,
	    r->key ? "]" : "");
}

/* --- terraform show -json ----------------------------------------------- */

/* A part of a plan, of one kind of resources or of both. */
struct part {
	bool managed, data;
	const json_t *forgotten; /* of managed ones those in it; null: all */
};

static void
add_shown(struct tf_document *d, const json_t *o, const char *module,
    struct part part)
{
	struct tf_resource r = {
		.address = copy(d, json_text(o, "address")),
		.module = module,
		.type = copy(d, json_text(o, "type")),
		.name = copy(d, json_text(o, "name")),
		.key = key_of(d, json_object_get(o, "index")),
		.data = json_is(o, "mode", "data"),
		.values = json_part(o, "values"),
	};

	if (!r.data && part.forgotten &&
	    json_object_get(part.forgotten, r.address) == NULL)
		return;
	if (r.data ? part.data : part.managed)
		add(d, &r);
}

static void
add_module(
    struct tf_document *d, const json_t *module, struct part part, int depth)
{
	const char *address = copy(d, json_text(module, "address"));
	json_t *o;
	size_t i;

	json_array_foreach (json_list(module, "resources"), i, o)
		add_shown(d, o, address, part);
	if (depth < DEEPEST_MODULE)
		json_array_foreach (json_list(module, "child_modules"), i, o)
			add_module(d, o, part, depth + 1);
}

static void
add_values(struct tf_document *d, const json_t *values, struct part part)
{
	add_module(d, json_part(values, "root_module"), part, 0);
}

/* The addresses of what Terraform is to forget, and AWS keeps: the keys of an
 * object. */
static json_t *
forgotten(const struct tf_document *d)
{
	json_t *set = json_object(), *o;
	size_t i;

	json_array_foreach (json_list(d->root, "resource_changes"), i, o) {
		const json_t *actions =
		    json_list(json_part(o, "change"), "actions");
		const char *action =
		    json_string_value(json_array_get(actions, 0));

		if (action && strcmp(action, "forget") == 0 &&
		    json_text(o, "address"))
			json_object_set_new(
			    set, json_text(o, "address"), json_true());
	}
	return set;
}

/* What is planned does not say again what data sources have told. */
static void
add_plan(struct tf_document *d, enum terraform_side side)
{
	const struct part all = { true, true, NULL };
	const json_t *before =
	    json_part(json_part(d->root, "prior_state"), "values");
	struct part kept = all;

	if (side == TERRAFORM_BEFORE) {
		add_values(d, before, all);
		return;
	}
	d->planned = true;
	kept.forgotten = forgotten(d);
	add_values(d, before, kept);
	json_decref((json_t *)kept.forgotten);
	add_values(d, json_part(d->root, "planned_values"), all);
}

/* --- raw states --------------------------------------------------------- */

static json_t *
unflatten(struct tf_document *d, const json_t *flat)
{
	json_t *values = flat ? tf_unflatten(flat) : NULL;

	if (values)
		json_array_append_new(d->made, values);
	return values;
}

/* A state that was brought to version 4 has flat maps of what is old in it. */
static json_t *
attributes_of(struct tf_document *d, const json_t *instance)
{
	json_t *values = json_part(instance, "attributes");

	return values ? values
		      : unflatten(d, json_part(instance, "attributes_flat"));
}

static void
add_instances(struct tf_document *d, const json_t *resource)
{
	struct tf_resource r = {
		.module = copy(d, json_text(resource, "module")),
		.type = copy(d, json_text(resource, "type")),
		.name = copy(d, json_text(resource, "name")),
		.data = json_is(resource, "mode", "data"),
	};
	json_t *o;
	size_t i;

	json_array_foreach (json_list(resource, "instances"), i, o) {
		const json_t *index = json_object_get(o, "index_key");

		if (json_text(o, "deposed"))
			continue;
		r.key = key_of(d, index);
		r.address = address_of(d, &r, index);
		r.values = attributes_of(d, o);
		add(d, &r);
	}
}

/* ["root", "a"] is module.a. */
static const char *
module_of_path(struct tf_document *d, const json_t *path)
{
	const char *module = "";
	json_t *v;
	size_t i;

	json_array_foreach (path, i, v)
		if (i > 0 && json_is_string(v))
			module = arena_printf(d->arena, "%s%smodule.%s", module,
			    *module ? "." : "", json_string_value(v));
	return module;
}

/* "data.aws_vpc.main.0": mode, type, name, index of count. */
static void
add_flat(struct tf_document *d, const char *module, const char *key,
    const json_t *resource)
{
	struct tf_resource r = { .module = module };
	const json_t *flat =
	    json_part(json_part(resource, "primary"), "attributes");
	json_t *index = NULL;
	const char *dot;

	r.data = strncmp(key, "data.", 5) == 0;
	key += r.data ? 5 : 0;
	dot = strchr(key, '.');
	if (dot == NULL || flat == NULL)
		return;
	r.type = arena_strndup(d->arena, key, (size_t)(dot - key));
	r.name = arena_strndup(d->arena, dot + 1, strcspn(dot + 1, "."));
	dot = strchr(dot + 1, '.');
	if (dot) {
		index = json_integer(strtol(dot + 1, NULL, 10));
		r.key = copy(d, dot + 1);
	}
	r.address = address_of(d, &r, index);
	json_decref(index);
	r.values = unflatten(d, flat);
	add(d, &r);
}

static void
add_flat_modules(struct tf_document *d)
{
	json_t *m, *o;
	const char *key;
	size_t i;

	json_array_foreach (json_list(d->root, "modules"), i, m) {
		const char *module = module_of_path(d, json_list(m, "path"));

		json_object_foreach (json_part(m, "resources"), key, o)
			add_flat(d, module, key, o);
	}
}

/* --- all of them -------------------------------------------------------- */

static void
add_all(struct tf_document *d, enum terraform_side side)
{
	json_t *o;
	size_t i;

	if (json_part(d->root, "planned_values"))
		add_plan(d, side);
	else if (json_part(d->root, "values"))
		add_values(d, json_part(d->root, "values"),
		    (struct part){ true, true, NULL });
	else if (tf_number(d->root, "version", 0) == STATE_WITH_FLATMAPS)
		add_flat_modules(d);
	else
		json_array_foreach (json_list(d->root, "resources"), i, o)
			add_instances(d, o);
}

bool
tf_document_read(struct tf_document *d, json_t *root, enum terraform_side side)
{
	const char *key;
	json_t *v;
	bool known = false;

	d->root = root;
	d->made = json_array();
	json_object_foreach (root, key, v)
		known |= tf_is_key(key);
	add_all(d, side);
	for (size_t i = 0; i < d->n; i++) {
		d->v[i].file = d->file;
		d->v[i].planned = d->planned;
	}
	return known;
}

void
tf_document_free(struct tf_document *d)
{
	json_decref(d->made);
	json_decref(d->root);
}

/* --- attributes --------------------------------------------------------- */

const char *
tf_id(const struct tf_resource *r)
{
	const char *id = json_text(r->values, "id");

	return id ? id : r->address;
}

/* The main table is the default one until another takes its place.  The first
 * network interface of an instance goes by the instance's address. */
const char *
tf_part_id(struct arena *a, const struct tf_resource *r, const char *attribute)
{
	if (strcmp(attribute, "primary_network_interface_id") == 0)
		return r->address;
	if (strcmp(attribute, "main_route_table_id") == 0)
		attribute = "default_route_table_id";
	return arena_printf(a, "%s.%s", r->address, attribute);
}

bool
tf_flag(const json_t *o, const char *key, bool otherwise)
{
	if (json_text(o, key))
		return json_is(o, key, "true");
	return json_flag(o, key, otherwise);
}

int
tf_number(const json_t *o, const char *key, int otherwise)
{
	const char *text = json_text(o, key);
	char *end;
	long n;

	if (text == NULL)
		return json_number(o, key, otherwise);
	n = strtol(text, &end, 10);
	return *end == '\0' && n >= -1 && n <= INT32_MAX ? (int)n : otherwise;
}
