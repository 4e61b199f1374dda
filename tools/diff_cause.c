/*
 * diff_cause.c - why a flow takes another way
 *
 * Both ways are told hop by hop.  The first hop that differs is the cause: the
 * same resource decides otherwise, by another rule or route, or another
 * resource stands there.  Flows with the same first difference have the same
 * cause, whatever comes of it later.
 */

#include "tools/diff_cause.h"

#include <string.h>

#include "dataplane/drop.h"

/* A hop of one side, or none: the way has ended. */
struct place_of {
	const struct hop *hop;
	const struct node *node;
};

static struct place_of
at(const struct tracing *t, const struct trace *way, size_t i)
{
	if (way == NULL || i >= way->n)
		return (struct place_of){ NULL, NULL };
	return (
	    struct place_of){ &way->hop[i], &t->snap->node[way->hop[i].node] };
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool
same_node(const struct diff *d, struct place_of a, struct place_of b)
{
	return a.hop && b.hop && a.node->class == b.node->class &&
	    strcmp(diff_name(d, BEFORE, a.node->name), b.node->name) == 0;
}

static bool
same_hop(const struct diff *d, struct place_of a, struct place_of b)
{
	return same_node(d, a, b) && a.hop->action == b.hop->action &&
	    a.hop->code == b.hop->code && same_text(a.hop->rule, b.hop->rule);
}

/* --- in words ----------------------------------------------------------- */

/* A group that is not there decides nothing; what it is tells the kind. */
static const char *
decision(struct diff *d, struct place_of p, bool whose)
{
	const char *what, *code;

	if (p.hop == NULL || p.node == NULL)
		return NULL;
	code = p.hop->code ? drop_info(p.hop->code)->code : NULL;
	what = p.hop->rule ? p.hop->rule : code;
	if (what == NULL)
		what = action_name(p.hop->action);
	if (p.hop->rule && code)
		what = arena_printf(d->arena, "%s: %s", code, p.hop->rule);
	return whose ? arena_printf(d->arena, "%s %s: %s", p.node->class->name,
			   p.node->name, what)
		     : arena_strdup(d->arena, what);
}

static const char *
place_text(struct diff *d, struct place_of p)
{
	char text[1024];
	struct where w;

	if (p.hop == NULL || p.node == NULL)
		return NULL;
	w = p.hop->where.file ? p.hop->where : p.node->where;
	w.col = 0;
	return w.file
	    ? arena_strdup(d->arena, where_format(w, text, sizeof(text)))
	    : NULL;
}

static const char *
resource_text(struct diff *d, const struct node *n)
{
	const char *address = n->where.address;
	bool more = address && strcmp(address, n->name) != 0;

	return arena_printf(d->arena, "%s %s%s%s%s", n->class->name, n->name,
	    more ? " (" : "", more ? address : "", more ? ")" : "");
}

/* Whose decision: of the hop itself, or of the last that both have. */
static void
tell(struct diff *d, const struct tracing *t[SIDES], const struct trace *way[],
    size_t i, struct diff_cause *c)
{
	struct place_of p[SIDES], last;
	bool same;

	for (int k = 0; k < SIDES; k++)
		p[k] = at(t[k], way[k], i);
	same = same_node(d, p[BEFORE], p[AFTER]);
	last = same ? p[AFTER] : at(t[AFTER], way[AFTER], i ? i - 1 : 0);
	c->resource = last.node ? resource_text(d, last.node) : "the first hop";
	for (int k = 0; k < SIDES; k++) {
		c->text[k] = decision(d, p[k], !same);
		c->where[k] = place_text(d, p[k]);
	}
}

static bool
find_in(struct diff *d, const struct tracing *t[SIDES],
    const struct trace *way[SIDES], struct diff_cause *c)
{
	size_t n[SIDES] = { way[BEFORE] ? way[BEFORE]->n : 0,
		way[AFTER] ? way[AFTER]->n : 0 };
	size_t most = n[BEFORE] > n[AFTER] ? n[BEFORE] : n[AFTER];

	for (size_t i = 0; i < most; i++) {
		if (same_hop(d, at(t[BEFORE], way[BEFORE], i),
			at(t[AFTER], way[AFTER], i)))
			continue;
		tell(d, t, way, i, c);
		return true;
	}
	return false;
}

void
diff_cause_find(struct diff *d, const struct tracing *before,
    const struct tracing *after, struct diff_cause *c)
{
	const struct tracing *t[SIDES] = { before, after };
	const struct trace *there[SIDES] = { before->there, after->there };
	const struct trace *back[SIDES] = { before->back, after->back };
	struct ip ip[SIDES] = { before->target.ip, after->target.ip };
	char text[IP_STRLEN];

	*c = (struct diff_cause){ 0 };
	if (before->resolved && after->resolved &&
	    (find_in(d, t, there, c) || find_in(d, t, back, c)))
		return;
	c->resource = arena_printf(d->arena, "address of %s", after->to);
	for (int i = 0; i < SIDES; i++)
		c->text[i] = t[i]->resolved
		    ? arena_strdup(d->arena, ip_format(ip[i], text))
		    : drop_info(t[i]->facts.code)->code;
}

void
diff_cause_missing(struct diff *d, const bool there[SIDES],
    const char *const why[SIDES], struct diff_cause *c)
{
	int gone = there[AFTER] ? BEFORE : AFTER;

	*c = (struct diff_cause){
		.resource = why[gone] ? why[gone] : "an end that is missing",
	};
	c->resource = arena_strdup(d->arena, c->resource);
	c->text[!gone] = "there";
	c->text[gone] = "not there";
}
