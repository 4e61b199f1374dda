/*
 * read_value.c - one value to one member of a struct
 *
 * One small function for each kind of value, and a table of them.  Where many
 * values may stand, one may stand alone.
 */

#include "dataplane/load/read_value.h"

#include <inttypes.h>
#include <string.h>

#include "core/spell.h"
#include "dataplane/load/read_rule_value.h"
#include "dataplane/load/read_target.h"
#include "dataplane/load/scalar.h"

const char *
read_word_of(
    const struct read_target *t, const struct value *v, const char *expected)
{
	if (value_is_scalar(v) && *v->text)
		return v->text;
	read_expected(t->r, v, expected);
	return NULL;
}

void
read_store(void *object, struct member m, int64_t value)
{
	char *at = (char *)object + m.offset;
	int8_t i8 = (int8_t)value;
	int16_t i16 = (int16_t)value;
	int32_t i32 = (int32_t)value;

	switch (m.size) {
	case sizeof(i8):
		memcpy(at, &i8, sizeof(i8));
		break;
	case sizeof(i16):
		memcpy(at, &i16, sizeof(i16));
		break;
	case sizeof(i32):
		memcpy(at, &i32, sizeof(i32));
		break;
	case sizeof(value):
		memcpy(at, &value, sizeof(value));
		break;
	default:
		break;
	}
}

void
read_need_items(
    const struct read_target *t, const struct value *v, const char *what)
{
	if (t->field->flags & FIELD_FILLED && value_items(v) == 0 &&
	    !t->r->imported)
		read_expected(t->r, v, what);
}

/* --- words and numbers -------------------------------------------------- */

static void
read_string(const struct read_target *t, const struct value *v)
{
	const char *s = read_word_of(t, v, "a text");

	if (s && t->field->at.size)
		*(const char **)t->at = s;
}

static void
read_text(const struct read_target *t, const struct value *v)
{
	if (read_word_of(t, v, "a text"))
		*(struct text *)t->at = text_of(v);
}

static void
read_bool(const struct read_target *t, const struct value *v)
{
	bool yes;

	if (value_bool(v, &yes))
		*(bool *)t->at = yes;
	else if (v->type == VALUE_QUOTED)
		read_expected(t->r, v, "true or false without quotes");
	else
		read_expected(t->r, v, "true or false");
}

/* "a number", or "a number from 1 to 255". */
static const char *
limited(const struct read_target *t, const char *what, const char *unit)
{
	const struct field *f = t->field;

	if (f->min == 0 && f->max == 0)
		return what;
	return arena_printf(arena_of(t),
	    "%s from %" PRId64 "%s to %" PRId64 "%s", what, f->min, unit,
	    f->max, unit);
}

static bool
within(const struct field *f, int64_t n, int64_t unit)
{
	if (f->min == 0 && f->max == 0)
		return true;
	return n >= f->min * unit && n <= f->max * unit;
}

static void
read_integer(const struct read_target *t, const struct value *v)
{
	const char *expected = limited(t, "a number", "");
	const char *s = read_word_of(t, v, expected);
	int64_t n;

	if (s == NULL)
		return;
	if (scalar_integer(s, &n) && within(t->field, n, 1))
		read_store(t->scope->object, t->field->at, n);
	else
		read_expected(t->r, v, expected);
}

static void
read_duration(const struct read_target *t, const struct value *v)
{
	const char *expected = t->field->max
	    ? limited(t, "a duration", "s")
	    : "a duration with its unit, such as 350s or 10ms";
	const char *s = read_word_of(t, v, expected);
	vtime d;

	if (s == NULL)
		return;
	if (scalar_duration(s, &d) && within(t->field, d.ns, 1000000000))
		*(vtime *)t->at = d;
	else
		read_expected(t->r, v, expected);
}

static void
read_size(const struct read_target *t, const struct value *v)
{
	bool bare = t->field->flags & FIELD_BARE;
	const char *expected = bare
	    ? limited(t, "a number of bytes", "")
	    : "a size with its unit, such as 1KiB or 10MB";
	const char *s = read_word_of(t, v, expected);
	int64_t n = 0;
	uint64_t bytes;

	if (s == NULL)
		return;
	if (!scalar_size(s, &bytes)) {
		if (!bare || !scalar_integer(s, &n) || n < 0) {
			read_expected(t->r, v, expected);
			return;
		}
		bytes = (uint64_t)n;
	}
	if (within(t->field, (int64_t)bytes, 1))
		*(uint64_t *)t->at = bytes;
	else
		read_expected(t->r, v, expected);
}

/* "allow" or "deny": as a list of alternatives. */
static const char *
words_text(struct reader *r, const struct word *w)
{
	const char *s = NULL;

	for (; w->text; w++)
		s = arena_printf(r->model->arena, "%s%s\"%s\"", s ? s : "",
		    s == NULL       ? ""
			: w[1].text ? ", "
				    : " or ",
		    w->text);
	return s;
}

static const struct word *
nearest_word(const struct word *w, const char *s)
{
	const struct word *best = NULL;
	unsigned least = ~0u;

	for (; w->text; w++) {
		unsigned d = spell_distance(s, w->text);

		if (d < least && spell_near(s, w->text)) {
			best = w;
			least = d;
		}
	}
	return best;
}

int
read_word(struct reader *r, const struct word *words, const struct value *v,
    int *value)
{
	char found[VALUE_DESCRIBE];
	const struct word *near;

	near = value_is_scalar(v) ? nearest_word(words, v->text) : NULL;
	if (near)
		*value = near->value;
	if (near && strcmp(v->text, near->text) == 0)
		return 0;
	errs_add(r->errs, v->where, "expected %s, found %s%s%s%s",
	    words_text(r, words), value_describe(v, found),
	    near ? "; did you mean \"" : "", near ? near->text : "",
	    near ? "\"?" : "");
	return -1;
}

/* A misspelt word is taken for what was surely meant. */
static void
read_enum(const struct read_target *t, const struct value *v)
{
	int value = -1;

	read_word(t->r, t->field->words, v, &value);
	if (value >= 0)
		read_store(t->scope->object, t->field->at, value);
}

/* --- addresses ---------------------------------------------------------- */

/* Host bits are an error, but which network was meant is clear. */
static int
parse_cidr(const struct read_target *t, const struct value *v, struct prefix *p)
{
	static const char expected[] = "a CIDR such as 10.0.0.0/16";
	const char *s = read_word_of(t, v, expected);
	char network[PREFIX_STRLEN];

	if (s == NULL)
		return -1;
	switch (strchr(s, '/') ? prefix_parse(s, p) : PREFIX_SYNTAX) {
	case PREFIX_OK:
		return 0;
	case PREFIX_HOST_BITS:
		errs_add(t->r->errs, v->where,
		    "%s has host bits set; the network is %s", s,
		    prefix_format(*p, network));
		return 0;
	default:
		read_expected(t->r, v, expected);
		return -1;
	}
}

/* One that cannot be read leaves none, lest what is in it seems outside. */
static void
read_cidrs(const struct read_target *t, const struct value *v)
{
	struct cidrs *into = t->at;
	bool good = true;

	read_need_items(t, v, "a CIDR such as 10.0.0.0/16");
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);
		struct cidr c = { .where = item->where };

		if (parse_cidr(t, item, &c.prefix) == 0)
			*ARENA_PUSH(arena_of(t), into->v, into->n) = c;
		else
			good = false;
	}
	if (!good)
		*into = (struct cidrs){ .v = NULL };
}

/* "none": that of the list which has none. */
static int
parse_address(const struct read_target *t, const struct value *v, struct ip *ip)
{
	bool only4 = t->field->flags & FIELD_IPV4;
	const char *expected = only4
	    ? "an IPv4 address such as 10.0.1.10"
	    : "an address such as 10.0.1.10 or 2600:1f18::10";
	const char *s = read_word_of(t, v, expected);

	if (s == NULL)
		return -1;
	if (only4 && strcmp(s, "none") == 0) {
		*ip = (struct ip){ 0, 0 };
		return 0;
	}
	if (ip_parse(s, ip) && (ip_is4(*ip) || !only4))
		return 0;
	read_expected(t->r, v, expected);
	return -1;
}

static void
read_address(const struct read_target *t, const struct value *v)
{
	parse_address(t, v, t->at);
}

static void
push_addresses(
    const struct read_target *t, struct addrs *into, const struct value *v)
{
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);
		struct addr a = { .where = item->where };

		if (parse_address(t, item, &a.ip) == 0)
			*ARENA_PUSH(arena_of(t), into->v, into->n) = a;
	}
}

static void
read_addresses(const struct read_target *t, const struct value *v)
{
	push_addresses(t, t->at, v);
}

/* --- names -------------------------------------------------------------- */

static struct ref
ref_of(const struct value *v)
{
	return (struct ref){ .name = v->text, .where = v->where };
}

static void
read_ref(const struct read_target *t, const struct value *v)
{
	if (read_word_of(t, v, "a name"))
		*(struct ref *)t->at = ref_of(v);
}

/* So many refs as there must be, though some could not be read. */
static void
fill_refs(const struct read_target *t, struct refs *into)
{
	int64_t most = t->field->max;

	if (most && (int64_t)into->n > most)
		into->n = (size_t)most;
	while ((int64_t)into->n < most)
		ARENA_PUSH(arena_of(t), into->v, into->n)->name = NULL;
}

static void
read_refs(const struct read_target *t, const struct value *v)
{
	const struct field *f = t->field;
	struct refs *into = t->at;

	if (f->max && (int64_t)value_items(v) != f->max)
		errs_add(t->r->errs, v->where,
		    "expected %" PRId64 " names, found %zu", f->max,
		    value_items(v));
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);

		if (read_word_of(t, item, "a name"))
			*ARENA_PUSH(arena_of(t), into->v, into->n) =
			    ref_of(item);
	}
	fill_refs(t, into);
}

static void
read_via(const struct read_target *t, const struct value *v)
{
	struct route *route = t->scope->object;

	if (read_word_of(t, v, "the name of a target, local or blackhole") ==
	    NULL)
		return;
	route->via = ref_of(v);
	route->local = strcmp(v->text, "local") == 0;
	route->blackhole = strcmp(v->text, "blackhole") == 0;
}

static void
read_gateway(const struct read_target *t, const struct value *v)
{
	bool yes;
	const char *name = read_word_of(t, v, "a name");

	if (name == NULL)
		return;
	if (value_bool(v, &yes))
		read_expected(t->r, v, "the name of the gateway");
	else
		model_add(t->r->model, (enum object_kind)t->field->type->kind,
		    name, t->scope->vpc, v->where, t->r->errs);
}

static void
read_aliases(const struct read_target *t, const struct value *v)
{
	for (size_t i = 0; i < value_items(v); i++) {
		const char *s = read_word_of(t, value_item(v, i), "a name");

		if (s)
			model_alias(t->r->model, t->scope->object, s);
	}
}

static void
read_texts(const struct read_target *t, const struct value *v)
{
	struct texts *into = t->at;

	for (size_t i = 0; i < value_items(v); i++)
		if (read_word_of(t, value_item(v, i), "a text"))
			*ARENA_PUSH(arena_of(t), into->v, into->n) =
			    text_of(value_item(v, i));
}

static void
read_state(const struct read_target *t, const struct value *v)
{
	struct route *route = t->scope->object;
	int state = ROUTE_ACTIVE;

	read_word(t->r, t->field->words, v, &state);
	route->missing = state == ROUTE_MISSING;
	route->blackhole |= state != ROUTE_ACTIVE;
}

static void
read_service(const struct read_target *t, const struct value *v)
{
	if (read_word_of(t, v, "the name of a service such as s3"))
		*(struct text *)t->at = text_of(v);
}

/* --- lists and maps of texts ---------------------------------------------- */

static void
read_mappings(const struct read_target *t, const struct value *v)
{
	/* The array, and behind it its count. */
	struct mapping **list = (struct mapping **)t->at;
	size_t *n = (size_t *)(list + 1);

	if (v->type != VALUE_MAP && v->type != VALUE_NULL) {
		read_expected(t->r, v, "a map of addresses");
		return;
	}
	for (size_t i = 0; i < v->n; i++) {
		const struct value_entry *e = &v->map[i];
		struct mapping m = { .from = { e->key, e->where } };

		if (read_word_of(t, e->value,
			"an address or the name of an "
			"interface") == NULL)
			continue;
		m.to = text_of(e->value);
		*ARENA_PUSH(arena_of(t), *list, *n) = m;
	}
}

static void
read_free(const struct read_target *t, const struct value *v)
{
	if (t->field->at.size)
		*(const struct value **)t->at = v;
}

static void (*const readers[FIELD_KINDS])(
    const struct read_target *, const struct value *) = {
	[FIELD_STRING] = read_string,
	[FIELD_TEXT] = read_text,
	[FIELD_BOOL] = read_bool,
	[FIELD_INTEGER] = read_integer,
	[FIELD_ENUM] = read_enum,
	[FIELD_DURATION] = read_duration,
	[FIELD_SIZE] = read_size,
	[FIELD_CIDRS] = read_cidrs,
	[FIELD_ADDRESSES] = read_addresses,
	[FIELD_ADDRESS] = read_address,
	[FIELD_REF] = read_ref,
	[FIELD_REFS] = read_refs,
	[FIELD_VIA] = read_via,
	[FIELD_PROTOCOL] = read_protocol,
	[FIELD_PORTS] = read_ports,
	[FIELD_LISTENS] = read_listens,
	[FIELD_PEER] = read_peer,
	[FIELD_PEERS] = read_peers,
	[FIELD_SERVICE] = read_service,
	[FIELD_MAPPINGS] = read_mappings,
	[FIELD_GATEWAY] = read_gateway,
	[FIELD_FREE] = read_free,
	[FIELD_ALIASES] = read_aliases,
	[FIELD_TEXTS] = read_texts,
	[FIELD_STATE] = read_state,
};

void
read_value(struct reader *r, const struct scope *s, const struct field *f,
    const struct value *v)
{
	struct read_target t = {
		.r = r,
		.scope = s,
		.field = f,
		.at = (char *)s->object + f->at.offset,
	};

	readers[f->kind](&t, v);
}
