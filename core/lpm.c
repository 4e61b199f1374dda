/*
 * lpm.c - longest-prefix match
 *
 * Prefixes nest or are disjoint, never crossing.  Sorted by first address, the
 * wider first, they open and close like brackets: a sweep with a stack of the
 * open ones cuts the address space into intervals, each with the value of the
 * innermost prefix that is open there.
 */

#include "core/lpm.h"

#include <stdlib.h>
#include <string.h>

struct intervals {
	struct ip
	    *start; /* ascending; an interval ends where the next starts */
	uint32_t *value;
	size_t n;
};

struct lpm {
	struct intervals v4, v6;
};

struct sorted {
	struct lpm_entry e;
	size_t order;
};

static int
by_start(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (!ip_eq(x->e.prefix.addr, y->e.prefix.addr))
		return ip_less(x->e.prefix.addr, y->e.prefix.addr) ? -1 : 1;
	if (x->e.prefix.len != y->e.prefix.len)
		return x->e.prefix.len < y->e.prefix.len ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* From `at` on, the value is this.  A later call for the same place wins. */
static void
cut(struct intervals *v, struct ip at, uint32_t value)
{
	if (v->n > 0 && ip_eq(v->start[v->n - 1], at))
		v->n--;
	if (v->n > 0 && v->value[v->n - 1] == value)
		return;
	v->start[v->n] = at;
	v->value[v->n++] = value;
}

/* Closes the open prefixes that end before `next`. */
static size_t
close_before(struct intervals *v, const struct sorted *const *open,
    size_t depth, struct ip next)
{
	while (depth > 0) {
		struct ip last = prefix_last(open[depth - 1]->e.prefix);

		if (!ip_less(last, next))
			break;
		depth--;
		cut(v, ip_add(last, 1),
		    depth ? open[depth - 1]->e.value : LPM_NONE);
	}
	return depth;
}

static void
sweep(struct intervals *v, const struct sorted *s, size_t n)
{
	const struct sorted *open[129];
	size_t depth = 0;

	for (size_t i = 0; i < n; i++) {
		depth = close_before(v, open, depth, s[i].e.prefix.addr);
		if (depth > 0 &&
		    prefix_eq(open[depth - 1]->e.prefix, s[i].e.prefix))
			continue;
		open[depth++] = &s[i];
		cut(v, s[i].e.prefix.addr, s[i].e.value);
	}
	while (depth > 0) {
		struct ip last = prefix_last(open[--depth]->e.prefix);
		struct ip after = ip_add(last, 1);

		if (ip_less(last, after))
			cut(v, after,
			    depth ? open[depth - 1]->e.value : LPM_NONE);
	}
}

static void
build(struct intervals *v, struct arena *a, struct sorted *s, size_t n)
{
	v->start = arena_alloc(a, (2 * n + 1) * sizeof(*v->start));
	v->value = arena_alloc(a, (2 * n + 1) * sizeof(*v->value));
	if (n)
		qsort(s, n, sizeof(*s), by_start);
	sweep(v, s, n);
}

struct lpm *
lpm_new(struct arena *a, const struct lpm_entry *e, size_t n)
{
	struct lpm *t = arena_alloc(a, sizeof(*t));
	struct sorted *s4 = xcalloc(n, sizeof(*s4));
	struct sorted *s6 = xcalloc(n, sizeof(*s6));
	size_t n4 = 0, n6 = 0;

	for (size_t i = 0; i < n; i++)
		if (prefix_is4(e[i].prefix))
			s4[n4++] = (struct sorted){ e[i], i };
		else
			s6[n6++] = (struct sorted){ e[i], i };
	build(&t->v4, a, s4, n4);
	build(&t->v6, a, s6, n6);
	free(s4);
	free(s6);
	return t;
}

uint32_t
lpm_lookup(const struct lpm *t, struct ip ip)
{
	const struct intervals *v = ip_is4(ip) ? &t->v4 : &t->v6;
	size_t lo = 0, n = v->n;

	while (n > 0) {
		size_t half = n / 2;

		if (ip_less(ip, v->start[lo + half])) {
			n = half;
		} else {
			lo += half + 1;
			n -= half + 1;
		}
	}
	return lo == 0 ? LPM_NONE : v->value[lo - 1];
}
