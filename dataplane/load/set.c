/*
 * set.c - a change to a model in a line of text: what if?
 *
 * The words become values, which are read by the tables of the language as
 * those of a file are: what a scenario can say can be set.
 */

#include "dataplane/load/set.h"

#include <string.h>

#include "core/spell.h"
#include "dataplane/load/set_words.h"
#include "dataplane/load/vpc_fields.h"
#include "dataplane/model/delete.h"
#include "dataplane/model/say.h"

enum {
	ANYTHING = (1u << OBJ_KINDS) - 1,
	TABLES = 1u << OBJ_ROUTE_TABLE | 1u << OBJ_TGW_ROUTE_TABLE,
};

/* --- routes ------------------------------------------------------------- */

static struct routes *
routes_of(struct object *table)
{
	if (table->kind == OBJ_TGW_ROUTE_TABLE)
		return &((struct tgw_route_table *)table)->routes;
	return &((struct route_table *)table)->routes;
}

/* How many static routes to this destination there were. */
static size_t
drop_routes(struct routes *r, const char *to)
{
	size_t kept = 0, n = r->n;

	for (size_t i = 0; i < n; i++)
		if (r->v[i].propagated ||
		    !set_same_place(r->v[i].to.text.s, to))
			r->v[kept++] = r->v[i];
	r->n = kept;
	return n - kept;
}

/* The destination in word i, and in via the column of the target behind it. */
static const char *
split_route(struct set *s, size_t i, const char **via)
{
	const char *word = s->word[i].s;
	const char *is = strrchr(word, '=');

	if (is == NULL || is == word || is[1] == '\0') {
		errs_add(s->errs, set_at(s, s->word[i].col),
		    "expected DESTINATION=TARGET, found \"%s\"", word);
		return NULL;
	}
	*via = is + 1;
	return arena_strndup(s->m->arena, word, (size_t)(is - word));
}

static void
set_route(struct set *s)
{
	struct object *table = set_find(s, 1, TABLES, "route table");
	struct value *map = set_value(s, VALUE_MAP, set_made(s));
	const char *via = NULL, *to = table ? split_route(s, 2, &via) : NULL;
	struct change c = { .kind = CHANGE_REPLACE_ROUTE };
	int col = s->word[2].col;

	if (to == NULL)
		return;
	set_put(s, map, "to", col, set_scalar(s, to, col));
	set_put(s, map, "via", col,
	    set_scalar(s, via, col + (int)(via - s->word[2].s)));
	set_read(s, &changed_route_type, &c, map);
	if (c.route.to.text.s == NULL)
		return;
	drop_routes(routes_of(table), to);
	*ARENA_PUSH(s->m->arena, routes_of(table)->v, routes_of(table)->n) =
	    c.route;
}

static void
delete_route(struct set *s)
{
	struct object *table = set_find(s, 2, TABLES, "route table");

	if (table && drop_routes(routes_of(table), s->word[3].s) == 0)
		errs_add(s->errs, set_at(s, s->word[3].col),
		    "%s has no route to \"%s\" that somebody made", SAY(table),
		    s->word[3].s);
}

/* --- endpoints ---------------------------------------------------------- */

/* The VPC of the first thing that a key names. */
static struct vpc *
vpc_of_key(struct set *s, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	unsigned kinds = 1u << OBJ_ROUTE_TABLE | 1u << OBJ_SUBNET;
	struct object *o;

	if (v == NULL || value_items(v) == 0 ||
	    !value_is_scalar(value_item(v, 0)))
		return NULL;
	o = model_find(s->m, NULL, kinds, value_item(v, 0)->text, NULL);
	return o ? o->vpc : NULL;
}

static struct vpc *
vpc_of_endpoint(struct set *s, const struct value *map)
{
	struct vpc *v = vpc_of_key(s, map, "route_tables");

	if (v == NULL)
		v = vpc_of_key(s, map, "subnets");
	if (v == NULL && s->m->nvpcs == 1)
		v = s->m->vpcs[0];
	if (v == NULL)
		errs_add(
		    s->errs, set_at(s, 1), "in which VPC?  Write vpc=NAME");
	return v;
}

/* Takes the key out of the map: the entry's value as text, or null. */
static const char *
take(struct value *map, const char *key)
{
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->map[i].key, key) == 0) {
			const char *text = map->map[i].value->text;

			map->map[i] = map->map[--map->n];
			return text;
		}
	return NULL;
}

static void
rename_key(struct value *map, const char *from, const char *to)
{
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->map[i].key, from) == 0)
			map->map[i].key = to;
}

static const char *
free_name(struct set *s, const struct vpc *v, const char *service)
{
	const char *dot = strrchr(service, '.');
	const char *base =
	    arena_printf(s->m->arena, "vpce-%s", dot ? dot + 1 : service);
	const char *name = base;

	for (int i = 2; model_find(s->m, v, ANYTHING, name, NULL); i++)
		name = arena_printf(s->m->arena, "%s-%d", base, i);
	return name;
}

static void
set_endpoint(struct set *s)
{
	struct value *map = set_value(s, VALUE_MAP, set_made(s));
	const char *name, *vpc;
	struct vpc *v;

	set_put(s, map, "service", s->word[1].col,
	    set_scalar(s, s->word[1].s, s->word[1].col));
	set_put(s, map, "type", s->word[2].col,
	    set_scalar(s, s->word[2].s, s->word[2].col));
	if (!set_put_keys(s, map, 3))
		return;
	rename_key(map, "routes", "route_tables");
	rename_key(map, "groups", "security_groups");
	name = take(map, "name");
	vpc = take(map, "vpc");
	v = vpc ? (struct vpc *)set_find_text(s, vpc, 1, 1u << OBJ_VPC, "VPC")
		: vpc_of_endpoint(s, map);
	if (v == NULL)
		return;
	if (name == NULL)
		name = free_name(s, v, s->word[1].s);
	set_read(s, set_type(OBJ_ENDPOINT),
	    model_add(s->m, OBJ_ENDPOINT, name, v, set_made(s), s->errs), map);
}

/* --- any object --------------------------------------------------------- */

/* What is read into a list is added to it: a new value takes its place. */
static void
forget(const struct object_type *t, struct object *o, const struct value *map)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct field *f = field_find(t, map->map[i].key);
		char *at = (char *)o + (f ? f->at.offset : 0);

		if (f == NULL)
			continue;
		switch (f->kind) {
		case FIELD_LISTENS:
		case FIELD_ZONES:
			memset(at, 0, sizeof(void *) + sizeof(size_t));
			break;
		case FIELD_CIDRS:
		case FIELD_ADDRESSES:
		case FIELD_REFS:
			memset(at, 0, f->at.size);
			break;
		default:
			break;
		}
	}
}

static void
set_keys(struct set *s)
{
	struct object *o = set_find(s, 0, ANYTHING, "object");
	struct value *map = set_value(s, VALUE_MAP, set_made(s));
	const struct object_type *t;

	if (o == NULL || !set_put_keys(s, map, 1))
		return;
	t = set_type(o->kind);
	forget(t, o, map);
	set_read(s, t, o, map);
}

static void
delete_object(struct set *s)
{
	unsigned kinds = ANYTHING;
	struct object *o;

	for (int k = 0; s->n > 2 && k < OBJ_KINDS; k++)
		if (strcmp(object_kind_id((enum object_kind)k), s->word[1].s) ==
		    0)
			kinds = 1u << k;
	if (s->n > 2 && kinds == ANYTHING)
		errs_add(s->errs, set_at(s, s->word[1].col),
		    "\"%s\" is no kind of object, such as nat-gateway",
		    s->word[1].s);
	else if ((o = set_find(s, s->n - 1, kinds, "object")))
		model_delete(
		    s->m, o, set_at(s, s->word[s->n - 1].col), s->errs);
}

/* --- what the first words mean ------------------------------------------ */

static const struct verb {
	const char *first, *second;
	size_t least, most; /* words */
	const char *usage;
	void (*apply)(struct set *);
} verbs[] = {
	{ "route", NULL, 3, 3, "route TABLE DESTINATION=TARGET", set_route },
	{ "delete", "route", 4, 4, "delete route TABLE DESTINATION",
	    delete_route },
	{ "rule", NULL, 4, SET_WORDS,
	    "rule GROUP|ACL ingress|egress PROTOCOL/PORTS from=PEER",
	    set_rule },
	{ "delete", "rule", 5, SET_WORDS,
	    "delete rule GROUP|ACL ingress|egress PROTOCOL/PORTS",
	    set_delete_rule },
	{ "endpoint", NULL, 3, SET_WORDS,
	    "endpoint SERVICE gateway|interface KEY=VALUE", set_endpoint },
	{ "delete", NULL, 2, 3, "delete NAME", delete_object },
};

static const struct verb *
find_verb(const struct set *s)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		const struct verb *v = &verbs[i];

		if (strcmp(s->word[0].s, v->first) == 0 &&
		    (v->second == NULL ||
			(s->n > 1 && strcmp(s->word[1].s, v->second) == 0)))
			return v;
	}
	return NULL;
}

/* A word that is no object's name may be a misspelt verb. */
static bool
is_misspelt(struct set *s)
{
	const char *word = s->word[0].s;

	if (model_find(s->m, NULL, ANYTHING, word, NULL))
		return false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (spell_near(word, verbs[i].first)) {
			errs_add(s->errs, set_at(s, 1),
			    "\"%s\" is neither an object nor one of route, "
			    "rule, endpoint, delete; did you mean \"%s\"?",
			    word, verbs[i].first);
			return true;
		}
	return false;
}

static void
apply(struct set *s)
{
	const struct verb *v = find_verb(s);

	if (v && (s->n < v->least || s->n > v->most))
		errs_add(s->errs, set_at(s, s->word[s->n - 1].col),
		    "expected: %s", v->usage);
	else if (v)
		v->apply(s);
	else if (is_misspelt(s))
		return;
	else if (s->n < 2)
		errs_add(s->errs, set_at(s, 1),
		    "expected: NAME KEY=VALUE, or one of route, rule, "
		    "endpoint, delete");
	else
		set_keys(s);
}

void
model_set(struct model *m, const char *text, struct errs *errs)
{
	struct set s = { .m = m, .errs = errs, .text = text };

	if (set_split(&s))
		apply(&s);
}
