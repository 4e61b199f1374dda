/*
 * route_list.c - the routes of a table, whoever's table it is
 *
 * The longest prefix wins; of equally long ones the first in the list, which
 * is in the order of priority of the kind of table; of those that are equal in
 * that too, and share their traffic, the one that the flow's hash says.  A
 * blackhole takes part like any other route and then drops.
 */

#include "dataplane/nodes/route_list.h"

#include <string.h>

#include "core/trace.h"
#include "dataplane/nodes/flow_hash.h"
#include "dataplane/nodes/missing.h"

const struct route_cfg *
route_list_lookup(const struct route_list *l, const struct flow_key *k)
{
	uint32_t i = lpm_lookup(l->lpm, k->dst);
	const struct route_cfg *route;

	if (i == LPM_NONE)
		return NULL;
	route = &l->route[i];
	return route->shares && route->nequal > 1
	    ? route + flow_hash(k, HASH_ECMP) % route->nequal
	    : route;
}

static const char *
route_text(struct resolver *r, const struct route_cfg *route)
{
	char prefix[PREFIX_STRLEN];

	prefix_format(route->prefix, prefix);
	return r_text(r, "%s%s%s%s via %s%s", prefix,
	    strcmp(prefix, route->to) == 0 ? "" : " (",
	    strcmp(prefix, route->to) == 0 ? "" : route->to,
	    strcmp(prefix, route->to) == 0 ? "" : ")", route->via,
	    route->origin == ROUTE_PROPAGATED ? " (propagated)" : "");
}

static bool
are_equal(const struct route_cfg *a, const struct route_cfg *b)
{
	return a->nequal > 1 && a - a->equal == b - b->equal;
}

static const char *
why_not(const struct route_cfg *lost, const struct route_cfg *won,
    const struct route_words *words)
{
	if (lost->unused)
		return lost->unused;
	if (are_equal(lost, won))
		return lost->shares
		    ? "of routes that share the traffic a hash of the flow "
		      "takes another"
		    : "of equal routes the first is taken";
	return lost->prefix.len < won->prefix.len ? words->shorter
						  : words->later;
}

static void
tell(struct resolver *r, uint32_t table, const struct route_list *l,
    const struct route_cfg *won, const struct route_words *words)
{
	struct hop *h = r_hop(r, table, ACT_ROUTE);

	if (h == NULL)
		return;
	if (won == NULL) {
		h->action = ACT_DROP;
		h->code = words->no_route;
		return;
	}
	h->rule = route_text(r, won);
	h->where = won->where;
	for (size_t i = 0; i < l->n; i++) {
		const struct route_cfg *lost = &l->route[i];

		if (lost == won || !prefix_has(lost->prefix, r_key(r)->dst))
			continue;
		r_considered(r, h,
		    (struct considered){ route_text(r, lost),
			why_not(lost, won, words), lost->where });
	}
	if (won->blackhole) {
		h->action = ACT_DROP;
		h->code = words->blackhole;
	}
}

static bool
is_default(struct prefix p)
{
	return p.len == (prefix_is4(p) ? 96 : 0);
}

/* What is not known of would be a longer prefix. */
static bool
is_doubtful(const struct route_list *l, const struct route_cfg *won)
{
	return l->incomplete && (won == NULL || is_default(won->prefix));
}

bool
route_list_decide(struct resolver *r, uint32_t table,
    const struct route_list *l, const struct route_cfg *won,
    const struct route_words *words)
{
	r_way(r, table);
	missing_mark(r, table);
	tell(r, table, l, won, words);
	missing_mark_if(r, (won && won->missing) || is_doubtful(l, won));
	if (won && won->nequal > 1)
		r_mark(r, words->equal);
	if (won == NULL)
		r_drop_told(r, words->no_route, table);
	else if (won->blackhole)
		r_drop_told(r, words->blackhole, table);
	return won && !won->blackhole;
}

struct route_list
route_list_new(struct arena *a, const struct route_cfg *route, size_t n)
{
	struct lpm_entry *e = NULL;
	size_t used = 0;

	for (uint32_t i = 0; i < n; i++)
		if (route[i].unused == NULL)
			*ARENA_PUSH(a, e, used) =
			    (struct lpm_entry){ route[i].prefix, i };
	return (struct route_list){ route, n, lpm_new(a, e, used), false };
}

const char *
route_list_prefix_text(struct arena *a, struct prefix p)
{
	char text[PREFIX_STRLEN];

	return arena_strdup(a, prefix_format(p, text));
}
