/*
 * address_map.c - traffic that was captured elsewhere, put into the model
 */

#include "tools/address_map.h"

#include <string.h>

#include "dataplane/party.h"

struct map_entry {
	struct prefix from, to;
};

struct address_map {
	struct arena *arena;
	struct map_entry *v; /* longest first */
	size_t n;
};

struct address_map *
address_map_new(struct arena *a)
{
	struct address_map *m = arena_alloc(a, sizeof(*m));

	m->arena = a;
	return m;
}

static int
parse_from(const char *s, struct where w, struct prefix *p, struct errs *errs)
{
	switch (prefix_parse(s, p)) {
	case PREFIX_OK:
		return 0;
	case PREFIX_HOST_BITS:
		errs_add(errs, w, "map: %s has host bits set", s);
		return -1;
	default:
		errs_add(errs, w, "map: \"%s\" is no address and no CIDR", s);
		return -1;
	}
}

/* A name: the first address of the family. */
static int
parse_name(const struct address_map *m, const struct snap *snap, struct text to,
    struct map_entry *e, struct errs *errs)
{
	struct party p;
	struct ip ip;

	if (party_find(snap, to, (struct text){ NULL }, m->arena, &p, errs) !=
	    0)
		return -1;
	ip = party_source(&p, e->from.addr);
	if (ip_is_zero(ip)) {
		errs_add(errs, to.where, "map: \"%s\" has no %s address", to.s,
		    ip_is4(e->from.addr) ? "IPv4" : "IPv6");
		return -1;
	}
	if (e->from.len != 128) {
		errs_add(errs, to.where,
		    "map: a block goes to a block, not to \"%s\"", to.s);
		return -1;
	}
	e->to = prefix_of(ip, 128);
	return 0;
}

static int
parse_to(const struct address_map *m, const struct snap *snap, struct text to,
    struct map_entry *e, struct errs *errs)
{
	switch (prefix_parse(to.s, &e->to)) {
	case PREFIX_HOST_BITS:
		errs_add(errs, to.where, "map: %s has host bits set", to.s);
		return -1;
	case PREFIX_OK:
		break;
	default:
		return parse_name(m, snap, to, e, errs);
	}
	if (prefix_is4(e->from) == prefix_is4(e->to) &&
	    e->from.len == e->to.len)
		return 0;
	errs_add(errs, to.where,
	    "map: a block goes to one of the same family and length, not to "
	    "%s",
	    to.s);
	return -1;
}

static int
insert(struct address_map *m, struct map_entry e, struct where w,
    struct errs *errs)
{
	char text[PREFIX_STRLEN];
	size_t i = m->n;

	for (size_t k = 0; k < m->n; k++)
		if (prefix_eq(m->v[k].from, e.from)) {
			errs_add(errs, w, "map: %s is mapped twice",
			    prefix_format(e.from, text));
			return -1;
		}
	ARENA_PUSH(m->arena, m->v, m->n);
	for (; i > 0 && m->v[i - 1].from.len < e.from.len; i--)
		m->v[i] = m->v[i - 1];
	m->v[i] = e;
	return 0;
}

int
address_map_add(struct address_map *m, const struct snap *snap,
    const char *from, const char *to, struct where w, struct errs *errs)
{
	struct map_entry e = { 0 };

	if (parse_from(from, w, &e.from, errs) != 0 ||
	    parse_to(m, snap, (struct text){ to, w }, &e, errs) != 0)
		return -1;
	return insert(m, e, w, errs);
}

int
address_map_add_text(struct address_map *m, const struct snap *snap,
    const char *text, struct errs *errs)
{
	struct where none = { 0 };
	char *from = arena_strdup(m->arena, text), *equals = strchr(from, '=');

	if (equals == NULL) {
		errs_add(
		    errs, none, "map: \"%s\" is not of the form FROM=TO", text);
		return -1;
	}
	*equals = '\0';
	return address_map_add(m, snap, from, equals + 1, none, errs);
}

static void
apply(const struct address_map *m, struct ip *ip)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct map_entry *e = &m->v[i];

		if (!prefix_has(e->from, *ip))
			continue;
		ip->hi = e->to.addr.hi | (ip->hi ^ e->from.addr.hi);
		ip->lo = e->to.addr.lo | (ip->lo ^ e->from.addr.lo);
		return;
	}
}

void
address_map_apply(const struct address_map *m, struct flow_key *k)
{
	if (m == NULL || m->n == 0)
		return;
	apply(m, &k->src);
	apply(m, &k->dst);
}
