/*
 * terraform_references.c - which resources an expression of a plan means
 *
 * An expression of the configuration lists what it refers to (Terraform, "JSON
 * Output Format", expression representation): resources, variables of the
 * module, outputs of modules that it calls.  Variables are followed to where
 * the module is called, outputs into the module.  Where an expression has
 * count.index or each.key, of several instances that one is meant which has the
 * key of the one that refers.
 */

#include "dataplane/load/terraform/terraform_references.h"

#include <stdlib.h>
#include <string.h>

#include "core/map.h"
#include "dataplane/load/describe/describe_json.h"

enum { DEEPEST = 24 };

/* A module of the configuration, and where it is called. */
struct module {
	const char *path; /* module.a.module.b, without keys */
	const json_t *config, *call;
	const struct module *outer;
	const struct module *next; /* of all */
	struct map *resources;     /* "aws_subnet.b" -> its configuration */
};

struct tf_references {
	struct tf_document *d;
	struct map *modules;       /* by path */
	const struct module *list; /* all of them */
	struct map *groups;        /* "module.a.aws_subnet.b" -> targets */
	struct map *known;         /* instances of modules */
	const char **instances;
	size_t ninstances;
};

/* From where a reference is looked at. */
struct scope {
	const struct module *module;
	const char *instance; /* module.a["x"] */
	const char *key;      /* count.index or each.key here, or null */
};

/* --- addresses ---------------------------------------------------------- */

static const char *
joined(struct arena *a, const char *path, const char *name)
{
	return arena_printf(a, "%s%s%s", path, *path ? "." : "", name);
}

/* Without what is in brackets. */
static const char *
without_keys(struct arena *a, const char *address)
{
	char *copy = arena_strdup(a, address), *to = copy;
	bool quoted = false, inside = false;

	for (const char *s = address; *s; s++) {
		quoted ^= inside && *s == '"';
		inside |= *s == '[';
		if (!inside)
			*to++ = *s;
		inside &= quoted || *s != ']';
	}
	*to = '\0';
	return copy;
}

/* The key at the end of module.a["x"]; null: it has none. */
static const char *
last_key(struct arena *a, const char *instance)
{
	size_t n = strlen(instance);
	const char *open = NULL;

	if (n && instance[n - 1] == ']')
		open = strrchr(instance, '[');
	if (open == NULL)
		return NULL;
	if (open[1] == '"')
		return arena_strndup(a, open + 2, strcspn(open + 2, "\""));
	return arena_strndup(a, open + 1, strcspn(open + 1, "]"));
}

/* module.a["x"] of module.a["x"].module.b; "" of module.a. */
static const char *
outer_instance(struct arena *a, const char *instance)
{
	static const char word[] = ".module.";
	bool quoted = false;
	size_t cut = 0;

	for (size_t i = 0; instance[i]; i++) {
		quoted ^= instance[i] == '"';
		if (!quoted &&
		    strncmp(instance + i, word, sizeof(word) - 1) == 0)
			cut = i;
	}
	return arena_strndup(a, instance, cut);
}

/* One word of a reference, "b[0]": its name and its key, if it has one. */
struct word {
	const char *name, *key;
};

static struct word
take_word(struct arena *a, const char **at)
{
	size_t n = strcspn(*at, ".[");
	struct word w = { arena_strndup(a, *at, n), NULL };

	*at += n;
	if (**at == '[') {
		bool quote = (*at)[1] == '"';
		const char *begin = *at + 1 + quote;

		n = strcspn(begin, quote ? "\"" : "]");
		w.key = arena_strndup(a, begin, n);
		*at = begin + n;
		*at += strcspn(*at, "]");
		*at += **at == ']';
	}
	*at += **at == '.';
	return w;
}

/* --- what there is ------------------------------------------------------ */

static void
add_module(struct tf_references *rs, const struct module *outer,
    const char *path, const json_t *call, int depth)
{
	struct arena *a = rs->d->arena;
	struct module *m = arena_alloc(a, sizeof(*m));
	const char *name;
	json_t *o;
	size_t i;

	*m = (struct module){
		.path = path,
		.config = json_part(call, "module"),
		.call = call,
		.outer = outer,
		.next = rs->list,
		.resources = map_new(),
	};
	if (outer == NULL)
		m->config = json_part(call, "root_module");
	rs->list = m;
	map_set(rs->modules, path, m);
	json_array_foreach (json_list(m->config, "resources"), i, o)
		if (json_text(o, "address"))
			map_set(m->resources, json_text(o, "address"), o);
	if (depth == DEEPEST)
		return;
	json_object_foreach (json_part(m->config, "module_calls"), name, o)
		add_module(rs, m,
		    joined(a, path, arena_printf(a, "module.%s", name)), o,
		    depth + 1);
}

static void
add_instance(struct tf_references *rs, const char *instance)
{
	for (; *instance && map_get(rs->known, instance) == NULL;
	     instance = outer_instance(rs->d->arena, instance)) {
		map_set(rs->known, instance, rs);
		*ARENA_PUSH(rs->d->arena, rs->instances, rs->ninstances) =
		    instance;
	}
}

static const char *
name_of(struct arena *a, const struct tf_resource *r)
{
	return arena_printf(
	    a, "%s%s.%s", r->data ? "data." : "", r->type, r->name);
}

static void
add_resource(struct tf_references *rs, struct tf_resource *r)
{
	struct arena *a = rs->d->arena;
	const char *name = joined(a, r->module, name_of(a, r));
	struct tf_targets *g = map_get(rs->groups, name);

	if (g == NULL) {
		g = arena_alloc(a, sizeof(*g));
		map_set(rs->groups, name, g);
	}
	*ARENA_PUSH(a, g->v, g->n) = (struct tf_target){ .r = r };
	add_instance(rs, r->module);
}

struct tf_references *
tf_references_new(struct tf_document *d)
{
	struct tf_references *rs = arena_alloc(d->arena, sizeof(*rs));

	*rs = (struct tf_references){
		.d = d,
		.modules = map_new(),
		.groups = map_new(),
		.known = map_new(),
	};
	add_module(rs, NULL, "", json_part(d->root, "configuration"), 0);
	for (size_t i = 0; i < d->n; i++)
		add_resource(rs, &d->v[i]);
	return rs;
}

void
tf_references_free(struct tf_references *rs)
{
	for (const struct module *m = rs->list; m; m = m->next)
		map_free(m->resources);
	map_free(rs->modules);
	map_free(rs->groups);
	map_free(rs->known);
}

static const struct module *
module_of(const struct tf_references *rs, const char *instance)
{
	return map_get(rs->modules, without_keys(rs->d->arena, instance));
}

const json_t *
tf_configuration(const struct tf_references *rs, const struct tf_resource *r)
{
	const struct module *m = module_of(rs, r->module);

	return m ? map_get(m->resources, name_of(rs->d->arena, r)) : NULL;
}

/* --- following ---------------------------------------------------------- */

struct following {
	const struct tf_references *rs;
	struct tf_targets *to;
	int depth;
};

static void
follow(struct following, const struct scope *, const json_t *expression);

/* Of those from the first on the one with this key, or which an index counts
 * to; null: there is none. */
static const struct tf_target *
with_key(const struct tf_targets *g, size_t first, const char *key)
{
	char *end;
	unsigned long n;

	for (size_t i = first; i < g->n; i++)
		if (g->v[i].r->key && strcmp(g->v[i].r->key, key) == 0)
			return &g->v[i];
	n = strtoul(key, &end, 10);
	return *end == '\0' && *key && g->n > first
	    ? &g->v[first + n % (g->n - first)]
	    : NULL;
}

/* Of the targets from the first on only the one of this key stays. */
static void
keep_one(struct tf_targets *to, size_t first, const char *key)
{
	const struct tf_target *one;

	if (key == NULL || to->n == first)
		return;
	one = with_key(to, first, key);
	if (one == NULL)
		return;
	to->v[first] = *one;
	to->n = first + 1;
}

/* Resources of one name in this instance of the module.  rest: "b[0].id". */
static void
follow_resource(struct following f, const struct scope *s, const char *type,
    const char *rest, const char *index)
{
	struct arena *a = f.rs->d->arena;
	struct word name = take_word(a, &rest);
	struct word attribute = take_word(a, &rest);
	const struct tf_targets *g = map_get(f.rs->groups,
	    joined(a, s->instance, arena_printf(a, "%s.%s", type, name.name)));
	size_t first = f.to->n;

	for (size_t i = 0; g && i < g->n; i++)
		*ARENA_PUSH(a, f.to->v, f.to->n) = (struct tf_target){
			g->v[i].r,
			*attribute.name ? attribute.name : NULL,
		};
	keep_one(f.to, first, name.key ? name.key : index);
}

static void
follow_variable(struct following f, const struct scope *s, const char *name)
{
	struct arena *a = f.rs->d->arena;
	struct scope outer = {
		s->module->outer,
		outer_instance(a, s->instance),
		last_key(a, s->instance),
	};

	if (outer.module)
		follow(f, &outer,
		    json_object_get(
			json_part(s->module->call, "expressions"), name));
}

/* rest: "vpc[0].subnet_ids". */
static void
follow_output(struct following f, const struct scope *s, const char *rest,
    const char *index)
{
	struct arena *a = f.rs->d->arena;
	struct word call = take_word(a, &rest);
	struct word output = take_word(a, &rest);
	struct scope in = { .key = s->key };
	const char *path =
	    joined(a, s->module->path, arena_printf(a, "module.%s", call.name));
	size_t first = f.to->n;

	in.module = map_get(f.rs->modules, path);
	for (size_t i = 0; in.module && i < f.rs->ninstances; i++) {
		const char *key;

		in.instance = f.rs->instances[i];
		key = last_key(a, in.instance);
		if (strcmp(without_keys(a, in.instance), path) != 0 ||
		    strcmp(outer_instance(a, in.instance), s->instance) != 0 ||
		    (call.key && key && strcmp(call.key, key) != 0))
			continue;
		follow(f, &in,
		    json_part(json_part(json_part(in.module->config, "outputs"),
				  output.name),
			"expression"));
	}
	keep_one(f.to, first, output.key ? output.key : index);
}

static void
follow_one(struct following f, const struct scope *s, const char *reference,
    const char *index)
{
	struct arena *a = f.rs->d->arena;
	const char *rest = reference;
	struct word first = take_word(a, &rest);

	if (strcmp(first.name, "var") == 0)
		follow_variable(f, s, take_word(a, &rest).name);
	else if (strcmp(first.name, "module") == 0)
		follow_output(f, s, rest, index);
	else if (strcmp(first.name, "data") == 0)
		follow_resource(f, s,
		    arena_printf(a, "data.%s", take_word(a, &rest).name), rest,
		    index);
	else
		follow_resource(f, s, first.name, rest, index);
}

/* After aws_vpc.a.id there comes aws_vpc.a, which says less. */
static bool
is_begun(const char *longer, const char *reference)
{
	size_t n = strlen(reference);

	return longer && strncmp(longer, reference, n) == 0 &&
	    (longer[n] == '.' || longer[n] == '[' || longer[n] == '\0');
}

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static void
follow(struct following f, const struct scope *s, const json_t *expression)
{
	json_t *list = json_list(expression, "references"), *v;
	const char *last = NULL, *index = NULL;
	size_t i;

	if (++f.depth > DEEPEST)
		return;
	json_array_foreach (list, i, v) {
		const char *text = json_string_value(v);

		if (text && (begins(text, "count.") || begins(text, "each.")))
			index = s->key;
	}
	json_array_foreach (list, i, v) {
		const char *text = json_string_value(v);

		if (text && !is_begun(last, text)) {
			follow_one(f, s, text, index);
			last = text;
		}
	}
}

struct tf_targets
tf_follow(const struct tf_references *rs, const struct tf_resource *r,
    const json_t *expression)
{
	struct tf_targets to = { NULL, 0 };
	struct following f = { rs, &to, 0 };
	struct scope s = { module_of(rs, r->module), r->module, r->key };

	if (s.module)
		follow(f, &s, expression);
	return to;
}
