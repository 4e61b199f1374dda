/*
 * blocks.c - which blocks of addresses overlap
 *
 * Two prefixes either have nothing in common or one covers the other.  Sorted,
 * a block is therefore covered by an earlier one if and only if it is by the
 * last one that is itself not covered.
 */

#include "dataplane/model/blocks.h"

#include <stdlib.h>

#include "core/arena.h"

void
blocks_add(struct blocks *b, struct prefix p, struct where where,
    const struct object *of)
{
	if (b->n == b->room) {
		b->room = b->room ? 2 * b->room : 16;
		b->v = xrealloc(b->v, b->room * sizeof(*b->v));
	}
	b->v[b->n] = (struct block){ p, where, of, b->n };
	b->n++;
}

static int
compare(const void *pa, const void *pb)
{
	const struct block *a = pa, *b = pb;

	if (prefix_is4(a->prefix) != prefix_is4(b->prefix))
		return prefix_is4(a->prefix) ? -1 : 1;
	if (!ip_eq(a->prefix.addr, b->prefix.addr))
		return ip_less(a->prefix.addr, b->prefix.addr) ? -1 : 1;
	if (a->prefix.len != b->prefix.len)
		return a->prefix.len < b->prefix.len ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

void
blocks_sort(struct blocks *b)
{
	if (b->n > 1)
		qsort(b->v, b->n, sizeof(*b->v), compare);
}

void
blocks_overlaps(const struct blocks *b, blocks_fn *f, void *aux)
{
	const struct block *outer = NULL;

	for (size_t i = 0; i < b->n; i++) {
		if (outer && prefix_covers(outer->prefix, b->v[i].prefix))
			f(aux, outer, &b->v[i]);
		else
			outer = &b->v[i];
	}
}
