/*
 * terraform_objects.c - Terraform resources as records of a describe dump:
 * what all types share
 */

#include "dataplane/load/terraform/terraform_objects.h"

#include <stdarg.h>
#include <string.h>

void
tf_set(json_t *to, const char *key, const char *text)
{
	if (text)
		json_object_set_new(to, key, json_string(text));
}

void
tf_copy(json_t *to, const json_t *values, const struct tf_copy *c)
{
	for (; c->attribute; c++)
		tf_set(to, c->key, json_text(values, c->attribute));
}

json_t *
tf_list(json_t *o, const char *key)
{
	if (json_list(o, key) == NULL)
		json_object_set_new(o, key, json_array());
	return json_list(o, key);
}

json_t *
tf_push(json_t *o, const char *list, const char *key, const char *text,
    const struct tf_resource *r)
{
	json_t *part;

	if (text == NULL)
		return NULL;
	part = json_object();
	tf_set(part, key, text);
	tf_set(part, TF_ADDRESS, r ? r->address : NULL);
	json_array_append_new(tf_list(o, list), part);
	return part;
}

void
tf_push_all(json_t *o, const char *list, const char *key, const json_t *values,
    const char *attribute)
{
	json_t *v;
	size_t i;

	json_array_foreach (json_list(values, attribute), i, v)
		if (json_is_string(v) && json_string_length(v) > 0)
			tf_push(o, list, key, json_string_value(v), NULL);
}

/* --- records ------------------------------------------------------------ */

/* Tags, and where it is: an ARN tells account and Region. */
static void
set_common(json_t *o, const struct tf_resource *r)
{
	static const struct tf_copy common[] = { { "arn", "Arn" },
		{ "owner_id", "OwnerId" }, { "region", "Region" },
		{ NULL, NULL } };
	const json_t *tags = json_part(r->values, "tags");

	if (json_text(tags, "Name") == NULL)
		tags = json_part(r->values, "tags_all");
	tf_copy(o, r->values, common);
	if (json_text(o, "Arn") == NULL && json_text(o, "Region") == NULL)
		tf_set(o, "Region", r->region);
	if (json_text(o, "Arn") == NULL && json_text(o, "OwnerId") == NULL)
		tf_set(o, "OwnerId", r->account);
	tf_set(tf_push(o, "Tags", "Value", json_text(tags, "Name"), NULL),
	    "Key", "Name");
}

struct where
tf_where(const struct tf_resource *r)
{
	return (struct where){ .file = r->file, .address = r->address };
}

void
tf_doubt(json_t *o, const struct tf_resource *r)
{
	if (r->unknown)
		json_object_set_new(o, TF_UNKNOWN, json_true());
}

json_t *
tf_make(struct terraform *t, const struct tf_resource *r, enum record_kind kind,
    const char *key, const char *id)
{
	json_t *o = tf_made(t, kind, id);

	if (o)
		return o;
	o = json_object();
	tf_set(o, key, id);
	set_common(o, r);
	tf_doubt(o, r);
	*ARENA_PUSH(t->arena, t->v, t->n) =
	    (struct tf_object){ kind, id, tf_where(r), o };
	map_set(t->made[kind], id, o);
	return o;
}

json_t *
tf_made(const struct terraform *t, enum record_kind kind, const char *id)
{
	return id ? map_get(t->made[kind], id) : NULL;
}

const char *
tf_vpc_of_subnet(const struct terraform *t, const char *subnet)
{
	return json_text(tf_made(t, RECORD_SUBNET, subnet), "VpcId");
}

const char *
tf_vpc_of_groups(const struct terraform *t, const json_t *groups)
{
	const json_t *v;
	size_t i;

	json_array_foreach (groups, i, v) {
		const char *vpc = json_text(
		    tf_made(t, RECORD_SECURITY_GROUP, json_string_value(v)),
		    "VpcId");

		if (vpc)
			return vpc;
	}
	return NULL;
}

const struct tf_resource *
tf_resource_of(const struct terraform *t, const char *type, const char *id)
{
	return id ? map_get(t->ids, arena_printf(t->arena, "%s %s", type, id))
		  : NULL;
}

void *
tf_add_object(struct terraform *t, struct model *m, const struct tf_resource *r,
    enum object_kind kind, struct vpc *vpc)
{
	const char *name = json_text(r->values, "name");
	struct object *o = model_add(m, kind, arena_strdup(m->arena, tf_id(r)),
	    vpc, tf_where(r), t->errs);

	model_alias(m, o, r->address);
	if (name)
		model_alias(m, o, arena_strdup(m->arena, name));
	return o;
}

struct ref
tf_ref(struct model *m, const struct tf_resource *r, const char *id)
{
	return (struct ref){ .name = id ? arena_strdup(m->arena, id) : NULL,
		.where = tf_where(r) };
}

void
tf_warn(struct terraform *t, const struct tf_resource *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	errs_warn(t->errs, tf_where(r), "%s", arena_vprintf(t->arena, fmt, ap));
	va_end(ap);
}
