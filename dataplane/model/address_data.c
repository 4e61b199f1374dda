/*
 * address_data.c - which service and Region of AWS a public address is of
 *
 * The prefixes of the data nest: of any two, one contains the other or they
 * are apart.  So a walk over them in order, with a stack of those that contain
 * the place reached, cuts each family's addresses into intervals of one owner
 * each.  A look-up is a binary search for the interval that begins last at or
 * before the address.
 *
 * The invariant: intervals begin in ascending order, no two at the same
 * address, and from each beginning to the next one, the entry that an interval
 * names is the longest, and among equals the most specific, prefix over every
 * address of it.
 *
 * Nothing here knows of private addresses or of those that a model gives out.
 */

#include "dataplane/model/address_data.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <threads.h>

#include "core/map.h"
#include "dataplane/model/service_names.h"

/* One service in one Region. */
struct group {
	const char *service;
	const char *region;
	int rank; /* of equal prefixes the lower one decides */
};

struct entry {
	struct prefix prefix;
	const struct group *group;
};

struct interval {
	struct ip start;
	const struct entry *entry; /* null: nobody's */
};

/* The data of one family. */
struct table {
	struct entry *entries; /* in the order of entry_order() */
	size_t nentries;
	struct interval *intervals;
	size_t nintervals;
};

struct address_data {
	struct arena *arena;
	const char *date;
	struct table table[2]; /* by enum ip_family */
	const char **regions;
	size_t nregions;
};

extern const char address_data_text[], address_data_text_end[];

static int
service_rank(const char *service)
{
	if (strcmp(service, "AMAZON") == 0)
		return 2;
	return strcmp(service, "EC2") == 0 ? 1 : 0;
}

static struct address_data *
data_new(void)
{
	struct arena *arena = arena_new();
	struct address_data *d = arena_alloc(arena, sizeof(*d));

	d->arena = arena;
	return d;
}

static void
add_region(struct address_data *d, const char *region)
{
	if (strcmp(region, "GLOBAL") == 0)
		return;
	for (size_t i = 0; i < d->nregions; i++)
		if (strcmp(d->regions[i], region) == 0)
			return;
	*ARENA_PUSH(d->arena, d->regions, d->nregions) = region;
}

static struct group *
add_group(struct address_data *d, const char *service, const char *region)
{
	struct group *g = arena_alloc(d->arena, sizeof(*g));

	g->service = arena_strdup(d->arena, service);
	g->region = arena_strdup(d->arena, region);
	g->rank = service_rank(service);
	add_region(d, g->region);
	return g;
}

static void
add_entry(struct address_data *d, struct prefix p, const struct group *g)
{
	struct table *t = &d->table[prefix_is4(p) ? FAMILY_IPV4 : FAMILY_IPV6];

	*ARENA_PUSH(d->arena, t->entries, t->nentries) = (struct entry){ p, g };
}

/* A prefix comes before those in it; of equal ones the deciding one first. */
static int
entry_order(const void *va, const void *vb)
{
	const struct entry *a = va, *b = vb;
	int c;

	if (!ip_eq(a->prefix.addr, b->prefix.addr))
		return ip_less(a->prefix.addr, b->prefix.addr) ? -1 : 1;
	if (a->prefix.len != b->prefix.len)
		return a->prefix.len - b->prefix.len;
	if (a->group->rank != b->group->rank)
		return a->group->rank - b->group->rank;
	c = strcmp(a->group->service, b->group->service);
	return c ? c : strcmp(a->group->region, b->group->region);
}

/* From here on it is e's; what was said of the same address before is void. */
static void
begin_interval(struct arena *arena, struct table *t, struct ip start,
    const struct entry *e)
{
	struct interval new = { start, e };

	if (t->nintervals &&
	    ip_eq(t->intervals[t->nintervals - 1].start, start))
		t->intervals[t->nintervals - 1] = new;
	else
		*ARENA_PUSH(arena, t->intervals, t->nintervals) = new;
}

struct nest {
	const struct entry *in[129]; /* one of each length */
	size_t depth;
};

/* Leaves the innermost prefix: what follows is of the one around it. */
static void
leave(struct arena *arena, struct table *t, struct nest *nest)
{
	struct ip last = prefix_last(nest->in[--nest->depth]->prefix);
	struct ip next = ip_add(last, 1);

	if (!ip_is_zero(next))
		begin_interval(arena, t, next,
		    nest->depth ? nest->in[nest->depth - 1] : NULL);
}

static void
cut(struct arena *arena, struct table *t)
{
	struct nest nest = { .depth = 0 };

	for (const struct entry *e = t->entries; e < t->entries + t->nentries;
	     e++) {
		while (nest.depth &&
		    !prefix_covers(nest.in[nest.depth - 1]->prefix, e->prefix))
			leave(arena, t, &nest);
		if (nest.depth &&
		    prefix_eq(nest.in[nest.depth - 1]->prefix, e->prefix))
			continue;
		nest.in[nest.depth++] = e;
		begin_interval(arena, t, e->prefix.addr, e);
	}
	while (nest.depth)
		leave(arena, t, &nest);
}

static void
seal(struct address_data *d)
{
	for (int i = 0; i < 2; i++) {
		struct table *t = &d->table[i];

		if (t->nentries == 0)
			continue;
		qsort(
		    t->entries, t->nentries, sizeof(*t->entries), entry_order);
		cut(d->arena, t);
	}
}

/* One blank-separated word of [*s, end), or false at the end. */
static bool
next_word(const char **s, const char *end, char *word, size_t size)
{
	const char *p = *s;
	size_t n = 0;

	while (p < end && *p == ' ')
		p++;
	while (p + n < end && p[n] != ' ')
		n++;
	*s = p + n;
	if (n == 0)
		return false;
	assert(n < size);
	memcpy(word, p, n);
	word[n] = '\0';
	return true;
}

/* The format is told in the head of ip-ranges.txt. */
static void
read_line(struct address_data *d, const char *s, const char *end,
    const struct group **group)
{
	char first[64], second[64];
	struct prefix p;

	if (*s == ' ') {
		while (next_word(&s, end, first, sizeof(first))) {
			if (prefix_parse(first, &p) != PREFIX_OK)
				abort(); /* not what make-ip-ranges wrote */
			add_entry(d, p, *group);
		}
		return;
	}
	if (*s == '#' || !next_word(&s, end, first, sizeof(first)) ||
	    !next_word(&s, end, second, sizeof(second)))
		return;
	if (strcmp(first, "created") == 0)
		d->date = arena_strdup(d->arena, second);
	else
		*group = add_group(d, first, second);
}

static struct address_data *builtin;

static void
read_builtin(void)
{
	struct address_data *d = data_new();
	const struct group *group = NULL;

	for (const char *s = address_data_text, *end; s < address_data_text_end;
	     s = end + 1) {
		end = memchr(s, '\n', (size_t)(address_data_text_end - s));
		read_line(d, s, end, &group);
	}
	seal(d);
	builtin = d;
}

const struct address_data *
address_data_builtin(void)
{
	static once_flag once = ONCE_FLAG_INIT;

	call_once(&once, read_builtin);
	return builtin;
}

/* The state of reading a JSON file. */
struct load {
	struct address_data *data;
	struct map *groups; /* by "SERVICE REGION" */
	struct arena *key;  /* of one entry at a time */
	struct where where;
	struct errs *errs;
};

static const struct list {
	const char *name, *key;
	const char *family;
	bool is4;
} lists[] = {
	{ "prefixes", "ip_prefix", "an IPv4", true },
	{ "ipv6_prefixes", "ipv6_prefix", "an IPv6", false },
};

static const struct group *
find_group(struct load *l, const char *service, const char *region)
{
	char *key = arena_printf(l->key, "%s %s", service, region);
	struct group *g = map_get(l->groups, key);

	if (g == NULL) {
		g = add_group(l->data, service, region);
		map_set(l->groups, key, g);
	}
	arena_reset(l->key);
	return g;
}

/* Text that is there and not empty, or null and a problem. */
static const char *
member(struct load *l, const struct list *list, size_t i, const json_t *object,
    const char *key)
{
	const json_t *v = json_object_get(object, key);

	if (json_is_string(v) && json_string_length(v) > 0)
		return json_string_value(v);
	errs_add(l->errs, l->where, "%s[%zu]: %s is %s", list->name, i, key,
	    v == NULL ? "missing" : "not a text");
	return NULL;
}

static void
load_entry(struct load *l, const struct list *list, size_t i, const json_t *v)
{
	const char *text, *service, *region;
	enum prefix_error error;
	struct prefix p;

	if (!json_is_object(v)) {
		errs_add(
		    l->errs, l->where, "%s[%zu]: not an object", list->name, i);
		return;
	}
	text = member(l, list, i, v, list->key);
	service = member(l, list, i, v, "service");
	region = member(l, list, i, v, "region");
	if (text == NULL || service == NULL || region == NULL)
		return;
	error = prefix_parse(text, &p);
	if (error == PREFIX_SYNTAX || prefix_is4(p) != list->is4)
		errs_add(l->errs, l->where, "%s[%zu]: '%s' is not %s prefix",
		    list->name, i, text, list->family);
	else if (error == PREFIX_HOST_BITS)
		errs_add(l->errs, l->where, "%s[%zu]: '%s' has host bits set",
		    list->name, i, text);
	else
		add_entry(l->data, p, find_group(l, service, region));
}

static void
load_list(struct load *l, const struct list *list, const json_t *root)
{
	const json_t *array = json_object_get(root, list->name);

	if (!json_is_array(array)) {
		errs_add(l->errs, l->where, "%s is %s", list->name,
		    array == NULL ? "missing" : "not a list");
		return;
	}
	if (json_array_size(array) == 0)
		errs_add(l->errs, l->where, "%s is empty", list->name);
	for (size_t i = 0; i < json_array_size(array); i++)
		load_entry(l, list, i, json_array_get(array, i));
}

static void
load_root(struct load *l, const json_t *root)
{
	const json_t *date = json_object_get(root, "createDate");

	if (!json_is_object(root)) {
		errs_add(l->errs, l->where,
		    "not an object as ip-ranges.json is one");
		return;
	}
	if (json_is_string(date))
		l->data->date =
		    arena_strdup(l->data->arena, json_string_value(date));
	else
		errs_add(l->errs, l->where, "createDate is %s",
		    date == NULL ? "missing" : "not a text");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		load_list(l, &lists[i], root);
}

static json_t *
read_json(const char *path, struct errs *errs)
{
	struct where where = { .file = path };
	FILE *f = fopen(path, "rb");
	json_error_t error;
	json_t *root;

	if (f == NULL) {
		errs_add(errs, where, "%s", strerror(errno));
		return NULL;
	}
	root = json_loadf(f, 0, &error);
	fclose(f);
	if (root == NULL) {
		where.line = error.line > 0 ? error.line : 0;
		where.col = error.column > 0 ? error.column : 0;
		errs_add(errs, where, "%s", error.text);
	}
	return root;
}

struct address_data *
address_data_load(const char *path, struct errs *errs)
{
	size_t before = errs_count(errs);
	json_t *root = read_json(path, errs);
	struct load l = { .where = { .file = path }, .errs = errs };

	if (root == NULL)
		return NULL;
	l.data = data_new();
	l.groups = map_new();
	l.key = arena_new();
	load_root(&l, root);
	arena_free(l.key);
	map_free(l.groups);
	json_decref(root);
	if (errs_count(errs) > before) {
		address_data_free(l.data);
		return NULL;
	}
	seal(l.data);
	return l.data;
}

void
address_data_free(struct address_data *d)
{
	if (d)
		arena_free(d->arena);
}

const char *const *
address_data_regions(const struct address_data *d, size_t *n)
{
	*n = d->nregions;
	return d->regions;
}

const char *
address_data_date(const struct address_data *d)
{
	return d->date;
}

/* The entry that decides, or null. */
static const struct entry *
find(const struct address_data *d, struct ip a)
{
	const struct table *t =
	    &d->table[ip_is4(a) ? FAMILY_IPV4 : FAMILY_IPV6];
	size_t lo = 0, hi = t->nintervals;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ip_less(a, t->intervals[mid].start))
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo ? t->intervals[lo - 1].entry : NULL;
}

bool
address_data_lookup(
    const struct address_data *d, struct ip a, struct address_owner *out)
{
	const struct entry *e = find(d, a);

	if (e == NULL)
		return false;
	*out = (struct address_owner){ e->group->service, e->group->region,
		e->prefix };
	return true;
}

/* AMAZON is every service's other name. */
static bool
is_of(const struct group *g, const char *service, const char *region)
{
	return strcmp(g->region, region) == 0 &&
	    (strcasecmp(service, "AMAZON") == 0 ||
		strcasecmp(service, g->service) == 0);
}

/* Both halves of one prefix, a the lower. */
static bool
are_halves(struct prefix a, struct prefix b)
{
	return a.len == b.len && a.len > 0 &&
	    ip_eq(ip_add(prefix_last(a), 1), b.addr) &&
	    ip_eq(prefix_of(b.addr, a.len - 1).addr, a.addr);
}

/* Adds p, which is not before the last of the n in list; returns the new n. */
static size_t
merge(struct prefix *list, size_t n, struct prefix p)
{
	if (n && prefix_covers(list[n - 1], p))
		return n;
	list[n++] = p;
	for (; n > 1 && are_halves(list[n - 2], list[n - 1]); n--)
		list[n - 2].len--;
	return n;
}

struct prefix *
address_data_prefixes(const struct address_data *d, const char *service,
    const char *region, enum ip_family family, struct arena *arena, size_t *n)
{
	const struct table *t = &d->table[family];
	struct prefix *list;
	size_t max = 0;

	for (size_t i = 0; i < t->nentries; i++)
		max += is_of(t->entries[i].group, service, region);
	*n = 0;
	if (max == 0)
		return NULL;
	list = arena_alloc(arena, max * sizeof(*list));
	for (size_t i = 0; i < t->nentries; i++)
		if (is_of(t->entries[i].group, service, region))
			*n = merge(list, *n, t->entries[i].prefix);
	return list;
}

static uint64_t
hash_text(const char *s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h ^ h >> 29;
}

/*
 * An address of e that no longer prefix takes away, well inside where e is
 * large enough; the seed tells services apart that share the ranges.
 */
static bool
inside(const struct address_data *d, const struct entry *e, uint64_t seed,
    struct ip *out)
{
	unsigned bits = 128u - e->prefix.len;
	uint64_t span = bits > 16 ? 1u << 16 : 1u << bits;

	for (uint64_t try = 0; try < 64; try++) {
		uint64_t offset = (seed + try * 257) % span;
		struct ip a = ip_add(e->prefix.addr, offset);

		if (find(d, a) == e) {
			*out = a;
			return true;
		}
	}
	return false;
}

/* In the widest prefix of exactly this service that has room. */
static bool
pick(const struct address_data *d, const struct table *t, const char *service,
    const char *region, uint64_t seed, struct ip *out)
{
	unsigned best = 129;

	for (size_t i = 0; i < t->nentries; i++) {
		const struct entry *e = &t->entries[i];

		if (e->prefix.len < best &&
		    strcmp(e->group->service, service) == 0 &&
		    strcmp(e->group->region, region) == 0 &&
		    inside(d, e, seed, out))
			best = e->prefix.len;
	}
	return best <= 128;
}

bool
address_data_service_address(const struct address_data *d, const char *service,
    const char *region, enum ip_family family, struct ip *out)
{
	const struct table *t = &d->table[family];
	const char *owner = service_owner_name(service);

	if (strcmp(owner, "AMAZON") != 0 &&
	    (pick(d, t, owner, region, 10, out) ||
		pick(d, t, owner, "GLOBAL", 10, out)))
		return true;
	return pick(d, t, "AMAZON", region, hash_text(service), out);
}

/*
 * As published where people list what they met; AWS has no list of them.
 * Regions of which only doubtful reports exist are left out.
 */
static const struct prefix_list_ids {
	const char *region, *s3, *dynamodb;
} prefix_list_ids[] = {
	{ "ap-northeast-1", "pl-61a54008", "pl-78a54011" },
	{ "ap-northeast-2", "pl-78a54011", "pl-48a54021" },
	{ "ap-northeast-3", "pl-a4a540cd", NULL },
	{ "ap-south-1", "pl-78a54011", "pl-66a7420f" },
	{ "ap-southeast-1", "pl-6fa54006", "pl-67a5400e" },
	{ "ap-southeast-2", "pl-6ca54005", "pl-62a5400b" },
	{ "ca-central-1", "pl-7da54014", "pl-4ea54027" },
	{ "eu-central-1", "pl-6ea54007", "pl-66a5400f" },
	{ "eu-north-1", "pl-c3aa4faa", "pl-adae4bc4" },
	{ "eu-south-2", "pl-64a5400d", NULL },
	{ "eu-west-1", "pl-6da54004", "pl-6fa54006" },
	{ "eu-west-2", "pl-7ca54015", "pl-b3a742da" },
	{ "eu-west-3", "pl-23ad484a", "pl-abb451c2" },
	{ "sa-east-1", "pl-6aa54003", "pl-60a54009" },
	{ "us-east-1", "pl-63a5400a", "pl-02cd2c6b" },
	{ "us-east-2", "pl-7ba54012", "pl-4ca54025" },
	{ "us-west-1", "pl-6ba54002", "pl-6ea54007" },
	{ "us-west-2", "pl-68a54001", "pl-00a54069" },
};

static const struct prefix_list_ids *
ids_of_region(const char *region)
{
	size_t n = sizeof(prefix_list_ids) / sizeof(prefix_list_ids[0]);

	for (size_t i = 0; i < n; i++)
		if (strcmp(prefix_list_ids[i].region, region) == 0)
			return &prefix_list_ids[i];
	return NULL;
}

const char *
address_data_prefix_list_id(const char *region, const char *service)
{
	const struct prefix_list_ids *ids = ids_of_region(region);

	if (ids && strcmp(service, "s3") == 0)
		return ids->s3;
	if (ids && strcmp(service, "dynamodb") == 0)
		return ids->dynamodb;
	return NULL;
}

const char *
address_data_prefix_list_service(const char *region, const char *id)
{
	const struct prefix_list_ids *ids = ids_of_region(region);

	if (ids && strcmp(ids->s3, id) == 0)
		return "s3";
	if (ids && ids->dynamodb && strcmp(ids->dynamodb, id) == 0)
		return "dynamodb";
	return NULL;
}
