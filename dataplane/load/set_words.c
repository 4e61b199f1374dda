/*
 * set_words.c - the words of a change, and the values that they stand for
 */

#include "dataplane/load/set_words.h"

#include <string.h>

#include "dataplane/load/read.h"

/* --- words -------------------------------------------------------------- */

struct where
set_at(const struct set *s, int col)
{
	return (struct where){
		.file = arena_printf(
		    s->m->arena, "--set '%s', column %d", s->text, col),
	};
}

struct where
set_made(const struct set *s)
{
	struct where w = set_at(s, 1);

	w.address =
	    arena_printf(s->m->arena, "set on the command line: %s", s->text);
	return w;
}

/* One word, quotes taken off; null after an error. */
static const char *
take_word(struct set *s, const char **p)
{
	char *word = arena_alloc(s->m->arena, strlen(*p) + 1);
	size_t n = 0;
	bool quoted = false;

	for (; **p && (quoted || **p != ' '); ++*p)
		if (**p == '"')
			quoted = !quoted;
		else
			word[n++] = **p;
	if (!quoted && n > 0)
		return word;
	errs_add(s->errs, set_at(s, (int)(*p - s->text) + 1),
	    quoted ? "a quote is not closed" : "an empty word");
	return NULL;
}

bool
set_split(struct set *s)
{
	const char *p = s->text;

	for (;;) {
		p += strspn(p, " ");
		if (*p == '\0')
			break;
		if (s->n == SET_WORDS) {
			errs_add(s->errs, set_at(s, (int)(p - s->text) + 1),
			    "more than %d words", SET_WORDS);
			return false;
		}
		s->word[s->n].col = (int)(p - s->text) + 1;
		s->word[s->n].s = take_word(s, &p);
		if (s->word[s->n++].s == NULL)
			return false;
	}
	if (s->n == 0)
		errs_add(s->errs, set_at(s, 1), "nothing is said");
	return s->n > 0;
}

/* --- words to values ---------------------------------------------------- */

struct value *
set_value(struct set *s, enum value_type type, struct where where)
{
	struct value *v = arena_alloc(s->m->arena, sizeof(*v));

	*v = (struct value){ .type = type, .where = where, .size = 1 };
	return v;
}

void
set_put(struct set *s, struct value *map, const char *key, int col,
    const struct value *v)
{
	*ARENA_PUSH(s->m->arena, map->map, map->n) = (struct value_entry){
		.key = key, .where = set_at(s, col), .value = v
	};
}

struct value *
set_scalar(struct set *s, const char *text, int col)
{
	struct value *v = set_value(s, VALUE_PLAIN, set_at(s, col));

	v->text = text;
	return v;
}

/* "a,b" is a list, "a" a value, "" nothing. */
struct value *
set_values(struct set *s, const char *text, int col)
{
	struct value *list;

	if (*text == '\0')
		return set_value(s, VALUE_NULL, set_at(s, col));
	if (strchr(text, ',') == NULL)
		return set_scalar(s, text, col);
	list = set_value(s, VALUE_LIST, set_at(s, col));
	for (const char *p = text;; p++) {
		size_t n = strcspn(p, ",");

		if (n > 0)
			*ARENA_PUSH(s->m->arena, list->list, list->n) =
			    set_scalar(s, arena_strndup(s->m->arena, p, n),
				col + (int)(p - text));
		p += n;
		if (*p == '\0')
			return list;
	}
}

/* The keys of the words from the i-th on; false after an error. */
bool
set_put_keys(struct set *s, struct value *map, size_t i)
{
	for (; i < s->n; i++) {
		const char *word = s->word[i].s;
		const char *is = strchr(word, '=');
		int col = s->word[i].col;

		if (is == NULL || is == word) {
			errs_add(s->errs, set_at(s, col),
			    "expected KEY=VALUE, found \"%s\"", word);
			return false;
		}
		set_put(s, map,
		    arena_strndup(s->m->arena, word, (size_t)(is - word)), col,
		    set_values(s, is + 1, col + (int)(is + 1 - word)));
	}
	return true;
}

/* Only what is written is read: nothing is missing in a change. */
void
set_read(struct set *s, const struct object_type *t, void *object,
    const struct value *map)
{
	struct reader r = { .model = s->m, .errs = s->errs, .root = map };
	struct object *o = t->kind == NO_OBJECT ? NULL : object;
	struct scope scope = {
		.type = t,
		.name = o ? o->name : NULL,
		.where = set_made(s),
		.object = object,
		.vpc = o && o->kind == OBJ_VPC ? object
		    : o                        ? o->vpc
					       : NULL,
		.again = true,
	};

	read_fields(&r, &scope, map);
}

/* --- the tables of the language ----------------------------------------- */

static const struct object_type *
type_in(const struct object_type *t, int kind)
{
	const struct object_type *found = t->kind == kind ? t : NULL;

	for (size_t i = 0; found == NULL && i < t->nfields; i++)
		if (t->fields[i].kind == FIELD_OBJECTS ||
		    t->fields[i].kind == FIELD_GATEWAY)
			found = type_in(t->fields[i].type, kind);
	return found;
}

const struct object_type *
set_type(enum object_kind kind)
{
	return type_in(&scenario_type, (int)kind);
}

/* --- finding what is meant ---------------------------------------------- */

struct object *
set_find_text(
    struct set *s, const char *name, int col, unsigned kinds, const char *what)
{
	bool several;
	struct object *o = model_find(s->m, NULL, kinds, name, &several);
	const char *near;

	if (o)
		return o;
	near = model_nearest(s->m, kinds, name);
	if (several)
		errs_add(s->errs, set_at(s, col),
		    "\"%s\" is the name of several; write VPC/NAME, or the "
		    "kind before it",
		    name);
	else
		errs_add(s->errs, set_at(s, col), "there is no %s \"%s\"%s%s%s",
		    what, name, near ? "; did you mean \"" : "",
		    near ? near : "", near ? "\"?" : "");
	return NULL;
}

struct object *
set_find(struct set *s, size_t i, unsigned kinds, const char *what)
{
	return set_find_text(s, s->word[i].s, s->word[i].col, kinds, what);
}

bool
set_same_place(const char *a, const char *b)
{
	struct prefix pa, pb;

	if (prefix_parse(a, &pa) == PREFIX_OK &&
	    prefix_parse(b, &pb) == PREFIX_OK)
		return prefix_eq(pa, pb);
	return strcmp(a, b) == 0;
}
