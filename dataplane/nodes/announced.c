/*
 * announced.c - routes that connections announce: which of equal prefixes counts
 */

#include "dataplane/nodes/announced.h"

#include <stdlib.h>

enum { MED_DIRECT_CONNECT = 0, MED_OTHER = 100 };

int64_t
announced_med(const struct connection_terms *t)
{
	if (t->has_med)
		return t->med;
	return t->type == CONNECT_DIRECT_CONNECT ? MED_DIRECT_CONNECT
						 : MED_OTHER;
}

void
announced_add(struct arena *a, struct announcements *all,
    const struct cidrs *prefixes, const struct announced *like)
{
	for (size_t i = 0; i < prefixes->n; i++) {
		struct announced *new = ARENA_PUSH(a, all->v, all->n);

		*new = *like;
		new->route.prefix = prefixes->v[i].prefix;
		new->route.to =
		    route_list_prefix_text(a, prefixes->v[i].prefix);
		new->route.where = prefixes->v[i].where;
	}
}

static int
order(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int
by_prefix(const struct announced *a, const struct announced *b)
{
	struct prefix p = a->route.prefix, q = b->route.prefix;

	if (!ip_eq(p.addr, q.addr))
		return ip_less(p.addr, q.addr) ? -1 : 1;
	return order(p.len, q.len);
}

/* 0: the one is as good as the other. */
static int
by_preference(const struct announced *a, const struct announced *b)
{
	int d = order(a->rank, b->rank);

	if (d == 0)
		d = order(a->as_path, b->as_path);
	return d ? d : order(a->med, b->med);
}

/* As they were added: their index stands in nequal until they are sorted. */
static int
compare(const void *x, const void *y)
{
	const struct announced *a = x, *b = y;
	int d = by_prefix(a, b);

	if (d == 0)
		d = by_preference(a, b);
	return d ? d : order(a->route.nequal, b->route.nequal);
}

static void
group(struct announced *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		v[i].route.nequal = (uint32_t)n;
		v[i].route.equal = (uint32_t)i;
		v[i].route.shares = v[0].shares;
	}
}

void
announced_append(struct arena *a, struct announcements *all,
    struct route_cfg **route, size_t *n)
{
	for (uint32_t i = 0; i < all->n; i++)
		all->v[i].route.nequal = i;
	if (all->n)
		qsort(all->v, all->n, sizeof(*all->v), compare);
	for (size_t i = 0, j; i < all->n; i = j) {
		for (j = i + 1; j < all->n &&
		     by_prefix(&all->v[i], &all->v[j]) == 0 &&
		     by_preference(&all->v[i], &all->v[j]) == 0;)
			j++;
		group(&all->v[i], j - i);
	}
	for (size_t i = 0; i < all->n; i++)
		*ARENA_PUSH(a, *route, *n) = all->v[i].route;
}
