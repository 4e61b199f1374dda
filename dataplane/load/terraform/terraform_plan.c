/*
 * terraform_plan.c - what a plan does not know yet, from the configuration
 *
 * Only attributes that name another resource are filled in; what else is
 * unknown (an address that AWS will choose) stays missing.
 */

#include "dataplane/load/terraform/terraform_plan.h"

#include <string.h>

#include "dataplane/load/describe/describe_json.h"
#include "dataplane/load/terraform/terraform_provider.h"
#include "dataplane/load/terraform/terraform_references.h"
#include "dataplane/load/terraform/terraform_unknown.h"

/* Attributes that name resources, and resources of which types. */
static const struct reference {
	const char *attribute, *types;
	bool list;
} references[] = {
#define ONE(attribute, types)  { #attribute, types, false },
#define MANY(attribute, types) { #attribute, types, true },
#include "dataplane/load/terraform/terraform_references.def"
#undef ONE
#undef MANY
};

struct filling {
	struct tf_document *d;
	struct tf_references *rs;
	struct errs *errs;
	const struct tf_resource *r; /* whose attributes they are */
};

static const struct reference *
find_reference(const char *attribute)
{
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++)
		if (strcmp(references[i].attribute, attribute) == 0)
			return &references[i];
	return NULL;
}

static bool
is_of(const struct reference *ref, const struct tf_resource *r)
{
	const char *at = strstr(ref->types, r->type);
	size_t n = strlen(r->type);

	for (; at; at = strstr(at + 1, r->type))
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

/* What the attribute of the target is, or will be. */
static const char *
value_of(const struct filling *f, const struct tf_target *t)
{
	const char *known =
	    t->attribute ? json_text(t->r->values, t->attribute) : NULL;

	if (known)
		return known;
	if (t->attribute == NULL || strcmp(t->attribute, "id") == 0 ||
	    strcmp(t->attribute, "arn") == 0 ||
	    strcmp(t->attribute, "name") == 0 ||
	    strcmp(t->attribute, "service_name") == 0 ||
	    strcmp(t->attribute, "allocation_id") == 0)
		return tf_id(t->r);
	return tf_part_id(f->d->arena, t->r, t->attribute);
}

/* The only resource of this module that it can be; null: there are several. */
static const struct tf_resource *
only_one(const struct filling *f, const struct reference *ref)
{
	const struct tf_resource *found = NULL;

	for (size_t i = 0; i < f->d->n; i++) {
		const struct tf_resource *r = &f->d->v[i];

		if (!is_of(ref, r) || strcmp(r->module, f->r->module) != 0)
			continue;
		if (found)
			return NULL;
		found = r;
	}
	return found;
}

static json_t *
guess(const struct filling *f, const struct reference *ref)
{
	const struct tf_resource *one = only_one(f, ref);

	if (one == NULL)
		return NULL;
	errs_warn(f->errs,
	    (struct where){ .file = f->r->file, .address = f->r->address },
	    "%s is not known before the plan is applied: it is taken to be %s, "
	    "for the module has no other",
	    ref->attribute, one->address);
	return json_string(tf_id(one));
}

/* --- attributes --------------------------------------------------------- */

static bool
is_known(const json_t *v)
{
	const json_t *part;
	size_t i;

	if (!json_is_array(v))
		return v && !json_is_null(v) &&
		    !(json_is_string(v) && json_string_length(v) == 0);
	json_array_foreach (v, i, part)
		if (json_is_null(part))
			return false;
	return json_array_size(v) > 0;
}

static bool
has_text(const json_t *list, const char *text)
{
	const json_t *v;
	size_t i;

	json_array_foreach (list, i, v)
		if (json_is_string(v) &&
		    strcmp(json_string_value(v), text) == 0)
			return true;
	return false;
}

/* What was known of the list, and what it refers to. */
static json_t *
complete_list(const struct filling *f, const struct reference *ref,
    const json_t *known, const struct tf_targets *to)
{
	json_t *list = json_array(), *v;
	size_t i;

	json_array_foreach (known, i, v)
		if (json_is_string(v))
			json_array_append(list, v);
	for (i = 0; i < to->n; i++)
		if (is_of(ref, to->v[i].r) &&
		    !has_text(list, value_of(f, &to->v[i])))
			json_array_append_new(
			    list, json_string(value_of(f, &to->v[i])));
	return list;
}

static json_t *
first_of(const struct filling *f, const struct reference *ref,
    const struct tf_targets *to)
{
	for (size_t i = 0; i < to->n; i++)
		if (is_of(ref, to->v[i].r))
			return json_string(value_of(f, &to->v[i]));
	return NULL;
}

static void
fill(const struct filling *f, json_t *values, const char *attribute,
    const json_t *expression)
{
	const struct reference *ref = find_reference(attribute);
	const json_t *known = json_object_get(values, attribute);
	struct tf_targets to;
	json_t *v;

	if (ref == NULL || is_known(known) ||
	    json_list(expression, "references") == NULL)
		return;
	to = tf_follow(f->rs, f->r, expression);
	if (ref->list) {
		v = complete_list(f, ref, known, &to);
	} else {
		v = first_of(f, ref, &to);
		if (v == NULL)
			v = guess(f, ref);
	}
	if (v)
		json_object_set_new(values, attribute, v);
}

static bool
is_made_of(const json_t *block, const json_t *config)
{
	const json_t *expression;
	const char *attribute;

	json_object_foreach ((json_t *)config, attribute, expression) {
		const json_t *constant =
		    json_object_get(expression, "constant_value");

		if (constant &&
		    !json_equal(constant, json_object_get(block, attribute)))
			return false;
	}
	return true;
}

/* Takes the configuration of a block out of those that are left, but for the
 * last; null: there is none. */
static json_t *
take_config(json_t *left, const json_t *block)
{
	json_t *config;
	size_t i;

	json_array_foreach (left, i, config) {
		if (!is_made_of(block, config))
			continue;
		json_incref(config);
		if (json_array_size(left) > 1)
			json_array_remove(left, i);
		return config;
	}
	return NULL;
}

static void fill_block(const struct filling *, json_t *, const json_t *config);

/* Blocks, each with expressions of its own; in a plan they are in any order.
 * Of two that say the same in constants, each is once the first. */
static void
fill_blocks(const struct filling *f, json_t *blocks, const json_t *configs)
{
	json_t *left = json_copy((json_t *)configs), *block;
	size_t i;

	json_array_foreach (blocks, i, block) {
		json_t *config = take_config(left, block);

		fill_block(f, block, config);
		json_decref(config);
	}
	json_decref(left);
}

/* The target that comes next and may stand in an attribute. */
static const struct tf_target *
take_target(
    const struct tf_targets *to, const struct reference *ref, bool *taken)
{
	for (size_t i = 0; i < to->n; i++)
		if (!taken[i] && is_of(ref, to->v[i].r)) {
			taken[i] = true;
			return &to->v[i];
		}
	return NULL;
}

/* Attributes of routes and rules that name resources. */
static const char *const in_lists[] = { "gateway_id", "nat_gateway_id",
	"network_interface_id", "vpc_peering_connection_id",
	"transit_gateway_id", "egress_only_gateway_id", "vpc_endpoint_id",
	"security_groups" };

static void
fill_object(const struct filling *f, json_t *o, const struct tf_targets *to,
    bool *taken)
{
	for (size_t i = 0; i < sizeof(in_lists) / sizeof(in_lists[0]); i++) {
		const struct reference *ref = find_reference(in_lists[i]);
		const struct tf_target *t;
		json_t *v;

		if (json_object_get(o, in_lists[i]))
			continue;
		t = take_target(to, ref, taken);
		if (t == NULL)
			continue;
		v = json_string(value_of(f, t));
		json_object_set_new(
		    o, in_lists[i], ref->list ? json_pack("[o]", v) : v);
	}
}

/*
 * Blocks that were written as one list (route = [...]) have one expression for
 * all of them.  An object in it tells what is not set as null, and what is
 * unknown not at all; that gets what the expression refers to, in its order.
 */
static void
fill_list(const struct filling *f, json_t *objects, const json_t *expression)
{
	struct tf_targets to = tf_follow(f->rs, f->r, expression);
	bool *taken = arena_alloc(f->d->arena, to.n + 1);
	size_t i;
	json_t *o;

	json_array_foreach (objects, i, o)
		if (json_is_object(o))
			fill_object(f, o, &to, taken);
}

static void
fill_block(const struct filling *f, json_t *values, const json_t *config)
{
	json_t *expression;
	const char *attribute;

	json_object_foreach ((json_t *)config, attribute, expression) {
		json_t *list = json_list(values, attribute);

		if (json_is_array(expression))
			fill_blocks(f, list, expression);
		else if (json_is_object(json_array_get(list, 0)))
			fill_list(f, list, expression);
		else
			fill(f, values, attribute, expression);
	}
}

static void
fill_resource(struct filling *f, struct tf_resource *r)
{
	f->r = r;
	fill_block(
	    f, r->values, json_part(tf_configuration(f->rs, r), "expressions"));
}

/* What is filled in tells where the rest is. */
static void
complete(struct filling *f, struct tf_resource *r)
{
	const json_t *config = tf_configuration(f->rs, r);

	fill_resource(f, r);
	tf_provider_place(f->d, r, json_text(config, "provider_config_key"));
	if (!r->data)
		tf_unknown_note(r, json_part(config, "expressions"), f->errs);
}

/*
 * What AWS makes with a VPC is there with the VPC, and a resource only takes it
 * over: it goes by the id that the VPC tells, not by one of its own.
 */
static void
adopt(struct filling *f, struct tf_resource *r)
{
	static const struct {
		const char *type, *attribute;
	} of_vpc[] = {
		{ "aws_default_route_table", "default_route_table_id" },
		{ "aws_default_network_acl", "default_network_acl_id" },
		{ "aws_default_security_group", "default_security_group_id" },
	};

	for (size_t i = 0; i < sizeof(of_vpc) / sizeof(of_vpc[0]); i++) {
		const char *attribute = of_vpc[i].attribute, *id;

		if (strcmp(r->type, of_vpc[i].type) != 0 ||
		    json_text(r->values, "id"))
			continue;
		fill_resource(f, r);
		id = json_text(r->values, attribute);
		if (id == NULL && json_text(r->values, "vpc_id"))
			id = arena_printf(f->d->arena, "%s.%s",
			    json_text(r->values, "vpc_id"), attribute);
		if (id)
			json_object_set_new(r->values, "id", json_string(id));
	}
}

void
tf_plan_fill(struct tf_document *d, struct errs *errs)
{
	struct filling f = { .d = d, .errs = errs };

	f.rs = tf_references_new(d);
	for (size_t i = 0; i < d->n; i++)
		adopt(&f, &d->v[i]);
	for (size_t i = 0; i < d->n; i++)
		complete(&f, &d->v[i]);
	tf_references_free(f.rs);
}
