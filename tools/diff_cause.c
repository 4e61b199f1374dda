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
		what = arena_printf(d->scratch, "%s: %s", code, p.hop->rule);
	return whose ? arena_printf(d->scratch, "%s %s: %s",
			   p.node->class->name, p.node->name, what)
		     : what;
}

static const char *
where_text(struct diff *d, struct where w)
{
	char text[1024];

	w.col = 0;
	return w.file
	    ? arena_strdup(d->scratch, where_format(w, text, sizeof(text)))
	    : NULL;
}

static const char *
place_text(struct diff *d, struct place_of p)
{
	if (p.hop == NULL || p.node == NULL)
		return NULL;
	return where_text(d, p.hop->where.file ? p.hop->where : p.node->where);
}

static const char *
resource_text(struct diff *d, const struct node *n)
{
	const char *address = n->where.address;
	bool more = address && strcmp(address, n->name) != 0;

	return arena_printf(d->scratch, "%s %s%s%s%s", n->class->name, n->name,
	    more ? " (" : "", more ? address : "", more ? ")" : "");
}

/* What became of the object that decides; null: nothing, or it is none. */
static const struct diff_object *
object_at(const struct diff *d, int side, struct place_of p)
{
	const struct model *m = d->in[side].model;
	uint32_t node = p.hop ? p.hop->node : 0;

	return node > 0 && node <= m->nobjects
	    ? diff_object_of(d, side, m->objects[node - 1])
	    : NULL;
}

/* Of the object that has brought the rule or route along by which it decides. */
static const struct diff_object *
object_behind(const struct diff *d, int side, struct place_of p)
{
	const char *address = p.hop ? p.hop->where.address : NULL;
	const struct object *o = address
	    ? model_find(d->in[side].model, NULL, ~0u, address, NULL)
	    : NULL;

	return o ? diff_object_of(d, side, o) : NULL;
}

static const struct diff_object *
object_of(const struct diff *d, const struct place_of p[], struct place_of last)
{
	const struct diff_object *o = object_at(d, AFTER, last);

	for (int side = AFTER; o == NULL && side >= BEFORE; side--)
		o = object_behind(d, side, p[side]);
	return o;
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
	c->object = object_of(d, p, last);
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

/* The way is the same; policies decide otherwise. */
static bool
tell_request(
    struct diff *d, const struct tracing *t[SIDES], struct diff_cause *c)
{
	const struct authorization *r[SIDES] = { &t[BEFORE]->facts.request,
		&t[AFTER]->facts.request };
	const char *by =
	    r[AFTER]->denied_by ? r[AFTER]->denied_by : r[BEFORE]->denied_by;

	if (r[BEFORE]->result == r[AFTER]->result &&
	    r[BEFORE]->code == r[AFTER]->code)
		return false;
	c->resource = arena_printf(
	    d->scratch, "policies%s%s", by ? " of " : "", by ? by : "");
	for (int i = 0; i < SIDES; i++) {
		const char *result = request_result_name(r[i]->result);

		c->text[i] = arena_printf(d->scratch, "%s%s%s",
		    result ? result : "no request", r[i]->code ? ": " : "",
		    r[i]->code ? drop_info(r[i]->code)->code : "");
		c->where[i] = where_text(d, r[i]->where);
	}
	return true;
}

/* Of a captured flow whose first packet would go the same way now: tables, or
 * the size of its packets, have made the difference. */
static void
tell_state(struct diff *d, const struct tracing *t[SIDES], struct diff_cause *c)
{
	const char *at = t[AFTER]->facts.dropped_at;

	if (at == NULL)
		at = t[BEFORE]->facts.dropped_at;
	c->resource = at ? at : "what was before";
	for (int i = 0; i < SIDES; i++)
		c->text[i] = diff_outcome(d->scratch, &t[i]->facts);
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
	if (tell_request(d, t, c))
		return;
	if (before->replayed) {
		tell_state(d, t, c);
		return;
	}
	c->resource = arena_printf(d->scratch, "address of %s", after->to);
	for (int i = 0; i < SIDES; i++)
		c->text[i] = t[i]->resolved
		    ? arena_strdup(d->scratch, ip_format(ip[i], text))
		    : drop_info(t[i]->facts.code)->code;
}

void
diff_cause_missing(
    const bool there[SIDES], const char *const why[SIDES], struct diff_cause *c)
{
	int gone = there[AFTER] ? BEFORE : AFTER;

	*c = (struct diff_cause){
		.resource = why[gone] ? why[gone] : "an end that is missing",
	};
	c->text[!gone] = "there";
	c->text[gone] = "not there";
}
