/*
 * write_value.c - one member of a struct to one value
 *
 * One small function for each kind of value, and a table of them: the inverse
 * of read_value.c.
 */

#include <inttypes.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/load/scalar.h"
#include "dataplane/load/write.h"

/* What is written, by which field, and where it is. */
struct origin {
	struct writer *w;
	const struct source *source;
	const struct field *field;
	const void *at;
};

/* One may stand alone where many may. */
static const struct value *
one_or_list(const struct value *list)
{
	if (list->n == 0)
		return NULL;
	return list->n == 1 ? list->list[0] : list;
}

/* --- words and numbers -------------------------------------------------- */

static const struct value *
text_or_nothing(struct writer *w, const char *s)
{
	return s ? write_text(w, s) : NULL;
}

static const struct value *
write_string(const struct origin *o)
{
	const char *s = o->field->at.size ? *(const char *const *)o->at : NULL;

	if (s && o->field->flags & FIELD_INHERITED && o->w->model->region &&
	    strcmp(s, o->w->model->region) == 0)
		return NULL;
	return text_or_nothing(o->w, s);
}

/* The file as it is called from the folder of what is written; by its whole
 * name if it is not below that. */
static const char *
file_from_there(const struct origin *o, const struct text *t)
{
	const char *slash = t->where.file ? strrchr(t->where.file, '/') : NULL;
	char *path, *folder;
	size_t n;
	const char *result = t->s;

	if (*t->s == '/' || t->where.file == NULL)
		return t->s;
	path = realpath(slash
		? arena_printf(o->w->arena, "%.*s/%s",
		      (int)(slash - t->where.file), t->where.file, t->s)
		: t->s,
	    NULL);
	folder = realpath(o->w->folder, NULL);
	n = folder ? strlen(folder) : 0;
	if (path && folder && strncmp(path, folder, n) == 0 && path[n] == '/')
		result = arena_strdup(o->w->arena, path + n + 1);
	else if (path)
		result = arena_strdup(o->w->arena, path);
	free(path);
	free(folder);
	return result;
}

static const struct value *
write_word_of_text(const struct origin *o)
{
	const struct text *t = o->at;

	if (t->s && o->field->flags & FIELD_FILE)
		return write_text(o->w, file_from_there(o, t));
	return text_or_nothing(o->w, t->s);
}

static const struct value *
write_texts(const struct origin *o)
{
	const struct texts *t = o->at;
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < t->n; i++)
		write_item(o->w, list, write_text(o->w, t->v[i].s));
	list->block = true;
	return list->n ? list : NULL;
}

static const struct value *
write_bool(const struct origin *o)
{
	return write_plain(o->w, *(const bool *)o->at ? "true" : "false");
}

static int64_t
number(const struct origin *o)
{
	int64_t n = 0;
	size_t size = o->field->at.size;

	memcpy(&n, o->at, size);
	if (size < sizeof(n) && o->field->min < 0 &&
	    n >= (int64_t)1 << (8 * size - 1))
		n -= (int64_t)1 << (8 * size);
	return n;
}

/* A number outside of the limits stands for "not written". */
static const struct value *
write_integer(const struct origin *o)
{
	const struct field *f = o->field;
	int64_t n = number(o);

	if ((f->min || f->max) && (n < f->min || n > f->max))
		return NULL;
	return write_plain(o->w, arena_printf(o->w->arena, "%" PRId64, n));
}

static const struct value *
write_enum(const struct origin *o)
{
	const struct word *w = o->field->words;
	size_t size = o->field->at.size;
	int value = 0;

	if (size == 0)
		return write_text(o->w, w->text);
	memcpy(&value, o->at, size);
	while (w->text && w->value != value)
		w++;
	return text_or_nothing(o->w, w->text);
}

static const struct value *
write_duration(const struct origin *o)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	int64_t n = ((const vtime *)o->at)->ns;
	int unit = 0;

	while (unit < 3 && n % 1000 == 0) {
		n /= 1000;
		unit++;
	}
	return write_plain(
	    o->w, arena_printf(o->w->arena, "%" PRId64 "%s", n, units[unit]));
}

static const struct value *
write_size(const struct origin *o)
{
	static const struct {
		const char *name;
		uint64_t worth;
	} units[] = { { "GiB", 1 << 30 }, { "MiB", 1 << 20 },
		{ "KiB", 1 << 10 }, { "GB", 1000000000 }, { "MB", 1000000 },
		{ "KB", 1000 }, { "B", 1 } };
	uint64_t n = *(const uint64_t *)o->at;
	size_t i = 0;

	if (o->field->flags & FIELD_BARE)
		return write_plain(
		    o->w, arena_printf(o->w->arena, "%" PRIu64, n));
	while (n == 0 ? units[i].worth > 1 : n % units[i].worth != 0)
		i++;
	return write_plain(o->w,
	    arena_printf(o->w->arena, "%" PRIu64 "%s", n / units[i].worth,
		units[i].name));
}

/* --- addresses ---------------------------------------------------------- */

static const struct value *
write_cidrs(const struct origin *o)
{
	const struct cidrs *c = o->at;
	struct value *list = write_list(o->w);
	char buf[PREFIX_STRLEN];

	for (size_t i = 0; i < c->n; i++)
		write_item(o->w, list,
		    write_text(o->w,
			arena_strdup(
			    o->w->arena, prefix_format(c->v[i].prefix, buf))));
	return one_or_list(list);
}

static const struct value *
address(const struct origin *o, struct ip ip)
{
	char buf[IP_STRLEN];

	if (ip_is_zero(ip) && o->field->flags & FIELD_IPV4)
		return write_text(o->w, "none");
	return write_text(o->w, arena_strdup(o->w->arena, ip_format(ip, buf)));
}

static const struct value *
addresses(const struct origin *o, const struct addrs *a)
{
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < a->n; i++)
		write_item(o->w, list, address(o, a->v[i].ip));
	return one_or_list(list);
}

static const struct value *
write_addresses(const struct origin *o)
{
	return addresses(o, o->at);
}

static const struct value *
write_address(const struct origin *o)
{
	return address(o, *(const struct ip *)o->at);
}

/* --- names -------------------------------------------------------------- */

static const struct value *
write_ref(const struct origin *o)
{
	return text_or_nothing(o->w, ((const struct ref *)o->at)->name);
}

static const struct value *
write_refs(const struct origin *o)
{
	const struct refs *r = o->at;
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].name)
			write_item(o->w, list, write_text(o->w, r->v[i].name));
	return list->n ? list : NULL;
}

static const struct value *
write_via(const struct origin *o)
{
	const struct route *r = o->source->object;

	if (r->via.name)
		return write_text(o->w, r->via.name);
	return text_or_nothing(o->w,
	    r->local           ? "local"
		: r->blackhole ? "blackhole"
			       : NULL);
}

/* "via: blackhole" has said it already. */
static const struct value *
write_state(const struct origin *o)
{
	const struct route *r = o->source->object;

	if (r->missing)
		return write_text(o->w, "missing");
	if (!r->blackhole || r->via.name == NULL ||
	    strcmp(r->via.name, "blackhole") == 0)
		return NULL;
	return write_text(o->w, "blackhole");
}

static const struct value *
write_aliases(const struct origin *o)
{
	const struct object *object = o->source->object;
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < object->naliases; i++)
		write_item(o->w, list, write_text(o->w, object->aliases[i].s));
	return one_or_list(list);
}

/* --- rules -------------------------------------------------------------- */

static const char *
protocol(struct writer *w, int proto)
{
	switch (proto) {
	case -1:
		return "all";
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "icmpv6";
	default:
		return arena_printf(w->arena, "%d", proto);
	}
}

static const struct value *
write_protocol(const struct origin *o)
{
	int proto = *(const int *)o->at;

	if (proto == -1 && !(o->field->flags & FIELD_ALL))
		return NULL;
	return write_text(o->w, protocol(o->w, proto));
}

static const struct value *
write_ports(const struct origin *o)
{
	const struct rule *r = o->source->object;
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < r->nports; i++) {
		struct port_range p = r->ports[i];

		write_item(o->w, list,
		    write_plain(o->w,
			p.lo == p.hi
			    ? arena_printf(o->w->arena, "%u", p.lo)
			    : arena_printf(o->w->arena, "%u-%u", p.lo, p.hi)));
	}
	return one_or_list(list);
}

static const struct value *
write_listens(const struct origin *o)
{
	const struct listens *l = o->at;
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < l->n; i++) {
		const char *proto = protocol(o->w, l->v[i].proto);

		write_item(o->w, list,
		    write_text(o->w,
			l->v[i].port ? arena_printf(o->w->arena, "%s/%u", proto,
					   l->v[i].port)
				     : proto));
	}
	return list->n ? list : NULL;
}

static const struct value *
write_peer(const struct origin *o)
{
	return text_or_nothing(o->w, ((const struct peer *)o->at)->text.s);
}

static const struct value *
write_peers(const struct origin *o)
{
	const struct peers *p = o->at;
	struct value *list = write_list(o->w);

	for (size_t i = 0; i < p->n; i++)
		write_item(o->w, list, write_text(o->w, p->v[i].text.s));
	return one_or_list(list);
}

/* --- maps and anything ------------------------------------------------- */

static const struct value *
write_mappings(const struct origin *o)
{
	/* The array, and behind it its count. */
	const struct mapping *const *list = o->at;
	size_t n = *(const size_t *)(list + 1);
	struct value *map = write_map(o->w);

	for (size_t i = 0; i < n; i++)
		write_entry(o->w, map, (*list)[i].from.s,
		    write_text(o->w, (*list)[i].to.s));
	return map->n ? map : NULL;
}

const struct value *
write_copy(struct writer *w, const struct value *v)
{
	struct value *to;
	bool yes;

	if (value_is_scalar(v))
		return value_bool(v, &yes) ? v : write_text(w, v->text);
	if (v->type == VALUE_NULL)
		return v;
	to = v->type == VALUE_MAP ? write_map(w) : write_list(w);
	for (size_t i = 0; i < v->n; i++)
		if (v->type == VALUE_MAP)
			write_entry(w, to, v->map[i].key,
			    write_copy(w, v->map[i].value));
		else
			write_item(w, to, write_copy(w, v->list[i]));
	return to;
}

static const struct value *
write_free(const struct origin *o)
{
	const struct value *v = NULL;

	if (o->field->at.size)
		v = *(const struct value *const *)o->at;
	if (v == NULL && o->field->seen.size)
		errs_warn(o->w->errs, o->source->where,
		    "the %s of %s is known to be there, but not what it says: "
		    "it is left out",
		    o->field->name, o->source->type->label);
	return v ? write_copy(o->w, v) : NULL;
}

static const struct value *
write_policies(const struct origin *o)
{
	return write_policy(o->w, o->field, o->at);
}

static const struct value *
write_expectations(const struct origin *o)
{
	return write_expect(o->w, o->at);
}

/* What is not there: these are read, and leave nothing behind. */
static const struct value *
write_nothing(const struct origin *o)
{
	(void)o;
	return NULL;
}

static const struct value *(*const writers[FIELD_KINDS])(
    const struct origin *) = {
	[FIELD_STRING] = write_string,
	[FIELD_TEXT] = write_word_of_text,
	[FIELD_BOOL] = write_bool,
	[FIELD_INTEGER] = write_integer,
	[FIELD_ENUM] = write_enum,
	[FIELD_DURATION] = write_duration,
	[FIELD_SIZE] = write_size,
	[FIELD_CIDRS] = write_cidrs,
	[FIELD_ADDRESSES] = write_addresses,
	[FIELD_ADDRESS] = write_address,
	[FIELD_REF] = write_ref,
	[FIELD_REFS] = write_refs,
	[FIELD_VIA] = write_via,
	[FIELD_PROTOCOL] = write_protocol,
	[FIELD_PORTS] = write_ports,
	[FIELD_LISTENS] = write_listens,
	[FIELD_PEER] = write_peer,
	[FIELD_PEERS] = write_peers,
	[FIELD_SERVICE] = write_word_of_text,
	[FIELD_MAPPINGS] = write_mappings,
	[FIELD_ALIASES] = write_aliases,
	[FIELD_TEXTS] = write_texts,
	[FIELD_STATE] = write_state,
	[FIELD_INCLUDE] = write_nothing,
	[FIELD_POLICY] = write_policies,
	[FIELD_POLICIES] = write_policies,
	[FIELD_KEYS] = write_policies,
	[FIELD_FREE] = write_free,
	[FIELD_EXPECT] = write_expectations,
};

bool
write_knows(enum field_kind kind)
{
	switch (kind) {
	case FIELD_OBJECTS:
	case FIELD_LIST:
	case FIELD_GROUP:
	case FIELD_GATEWAY:
	case FIELD_ZONES:
		return true;
	default:
		return writers[kind] != NULL;
	}
}

/* What is as it was when the object was made has not been written. */
static bool
is_untouched(const struct source *s, const struct field *f)
{
	const char *at = (const char *)s->object + f->at.offset;
	const char *initial = s->initial;

	if (f->fallback || f->seen.size || f->flags & FIELD_REQUIRED ||
	    f->at.size == 0)
		return false;
	for (size_t i = 0; i < f->at.size; i++)
		if (at[i] != (initial ? initial[f->at.offset + i] : 0))
			return false;
	return true;
}

const struct value *
write_value(struct writer *w, const struct source *s, const struct field *f)
{
	struct origin o = {
		.w = w,
		.source = s,
		.field = f,
		.at = (const char *)s->object + f->at.offset,
	};

	return is_untouched(s, f) ? NULL : writers[f->kind](&o);
}

/* --- what a test expects ------------------------------------------------ */

static const struct value *
write_facts(struct writer *, const struct expectation *, size_t n);

static const struct value *
write_fact(struct writer *w, const struct expectation *x)
{
	static const struct value nothing = { .type = VALUE_NULL };
	struct value *list;

	switch (x->type) {
	case EXPECT_NULL:
		return &nothing;
	case EXPECT_BOOL:
		return write_plain(w, x->text);
	case EXPECT_MAP:
		return write_facts(w, x->map, x->nmap);
	case EXPECT_MAPS:
		list = write_list(w);
		for (size_t i = 0; i < x->nmap; i++)
			write_item(w, list, write_fact(w, &x->map[i]));
		return list;
	case EXPECT_LIST:
		list = write_list(w);
		for (size_t i = 0; i < x->list.n; i++)
			write_item(w, list, write_text(w, x->list.v[i].s));
		return list;
	case EXPECT_TEXT:
		break;
	}
	return write_text(w, x->text);
}

static const struct value *
write_facts(struct writer *w, const struct expectation *x, size_t n)
{
	struct value *map = write_map(w);

	for (size_t i = 0; i < n; i++)
		write_entry(w, map, x[i].key, write_fact(w, &x[i]));
	return map;
}

const struct value *
write_expect(struct writer *w, const void *at)
{
	const struct expectation *const *x = at;

	return write_facts(w, *x, *(const size_t *)(x + 1));
}
