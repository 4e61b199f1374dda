/*
 * diff_write.c - what differs between two models, for people
 *
 * One part for each cause, in the order of weight, with a few of its flows; then
 * what was compared.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/diff.h"
#include "tools/out.h"
#include "tools/style.h"

enum { EXAMPLES = 3, OBJECTS_MOST = 12 };

struct writing {
	struct out *out;
	const struct diff *d;
	struct arena *arena;
};

static struct writing
begin(struct out *out, const struct diff *d)
{
	return (struct writing){ out, d, d->scratch };
}

/* "a -> b 443/tcp" */
static const char *
ends_text(const struct writing *w, const struct diff_flow *f)
{
	char proto[8];
	const char *p = proto_name((uint8_t)f->proto, proto);

	if (f->port < 0)
		return arena_printf(w->arena, "%s -> %s %s", f->from, f->to, p);
	return arena_printf(
	    w->arena, "%s -> %s:%d/%s", f->from, f->to, f->port, p);
}

/* --- causes in order ---------------------------------------------------- */

static const struct diff *sorted; /* qsort has no place for it */

/* What no longer works or works now comes first, what is new last. */
static int
rank(const struct diff_cause *c)
{
	if (c->changed & CHANGE_OF_EXISTENCE)
		return 2;
	return c->changed & CHANGE_OF_VERDICT ? 0 : 1;
}

static int
by_weight(const void *a, const void *b)
{
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	const struct diff_cause *x = &sorted->cause[i], *y = &sorted->cause[k];

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (x->flows != y->flows)
		return x->flows < y->flows ? 1 : -1;
	return (i > k) - (i < k);
}

size_t *
diff_order(struct arena *a, const struct diff *d)
{
	size_t *v = arena_alloc(a, (d->ncauses + 1) * sizeof(*v));

	for (size_t i = 0; i < d->ncauses; i++)
		v[i] = i;
	sorted = d;
	qsort(v, d->ncauses, sizeof(*v), by_weight);
	return v;
}

/* --- text --------------------------------------------------------------- */

static void
put_side(const struct writing *w, const struct diff_cause *c, int side,
    const char *title)
{
	struct out *o = w->out;

	style_begin(o, STYLE_DIM);
	out_printf(o, "   %-7s ", title);
	style_end(o, STYLE_DIM);
	out_text(o, c->text[side] ? c->text[side] : "nothing: it ends before");
	if (c->where[side]) {
		out_string(o, "  ");
		style_text(o, STYLE_DIM, c->where[side]);
	}
	out_char(o, '\n');
}

static void
put_flow(const struct writing *w, const struct diff_flow *f)
{
	struct out *o = w->out;
	bool good = f->there[AFTER] && f->facts[AFTER].delivered;

	out_string(o, "     ");
	out_text(o, ends_text(w, f));
	out_string(o, "\n       ");
	out_text(o, diff_outcome(w->arena, f, BEFORE));
	out_string(o, "\n       ");
	style_text(
	    o, good ? STYLE_GOOD : STYLE_BAD, diff_outcome(w->arena, f, AFTER));
	out_char(o, '\n');
}

static void
put_cause(const struct writing *w, size_t number, const struct diff_cause *c)
{
	struct out *o = w->out;
	size_t i = c->first;

	out_printf(o, "%2zu ", number);
	style_text(o, STYLE_NAME, c->resource);
	out_printf(o, ": %zu flow%s (%s)\n", c->flows, c->flows == 1 ? "" : "s",
	    diff_changed(w->arena, c->changed));
	put_side(w, c, BEFORE, "before");
	put_side(w, c, AFTER, "after");
	for (size_t n = 0; i && n < EXAMPLES; n++, i = w->d->flow[i].next)
		put_flow(w, &w->d->flow[i]);
	if (i)
		out_printf(o, "     and %zu more\n", c->flows - EXAMPLES);
	out_char(o, '\n');
	out_commit(o);
}

/* "added: ..." or nothing. */
static const char *
objects_text(const struct writing *w, int side)
{
	const struct object *o;
	const char *text = "";
	size_t i = 0, n = 0;

	while ((o = diff_object(w->d, side, &i)))
		if (n++ < OBJECTS_MOST)
			text = arena_printf(w->arena, "%s%s%s %s", text,
			    *text ? ", " : "", object_kind_text(o->kind),
			    diff_shown(o));
	if (n > OBJECTS_MOST)
		text = arena_printf(
		    w->arena, "%s and %zu more", text, n - OBJECTS_MOST);
	return text;
}

static void
put_objects(const struct writing *w, int side, const char *title)
{
	const char *text = objects_text(w, side);

	if (*text == '\0')
		return;
	out_printf(w->out, "%s ", title);
	out_text(w->out, text);
	out_char(w->out, '\n');
}

void
diff_text(struct out *out, const struct diff *d)
{
	struct writing w = begin(out, d);
	size_t *order = diff_order(w.arena, d);

	for (size_t i = 0; i < d->ncauses; i++)
		put_cause(&w, i + 1, &d->cause[order[i]]);
	put_objects(&w, BEFORE, "gone: ");
	put_objects(&w, AFTER, "new:  ");
	out_printf(out, "%zu of %" PRIu64 " flows change, for %zu reason%s\n",
	    d->nflows - 1, d->compared, d->ncauses, d->ncauses == 1 ? "" : "s");
	if (d->tried) {
		out_string(out, "tried: ");
		out_text(out, d->tried);
		out_char(out, '\n');
	}
	out_commit(out);
}

/* --- Markdown ----------------------------------------------------------- */

/* In a cell or in backquotes nothing may end it. */
static void
put_code(struct out *o, const char *text)
{
	if (text == NULL) {
		out_string(o, "nothing");
		return;
	}
	out_char(o, '`');
	for (; *text; text++)
		out_write(o, *text == '`' || *text == '|' ? "'" : text, 1);
	out_char(o, '`');
}

static void
put_row(const struct writing *w, const struct diff_flow *f)
{
	out_string(w->out, "| ");
	put_code(w->out, ends_text(w, f));
	out_string(w->out, " | ");
	put_code(w->out, diff_outcome(w->arena, f, BEFORE));
	out_string(w->out, " | ");
	put_code(w->out, diff_outcome(w->arena, f, AFTER));
	out_string(w->out, " |\n");
}

static void
put_section(const struct writing *w, size_t number, const struct diff_cause *c)
{
	struct out *o = w->out;
	size_t i = c->first;

	out_printf(o, "**%zu. ", number);
	put_code(o, c->resource);
	out_printf(o, "**: %zu flow%s (%s)\n\n- before: ", c->flows,
	    c->flows == 1 ? "" : "s", diff_changed(w->arena, c->changed));
	for (int side = 0; side < SIDES; side++) {
		put_code(o, c->text[side]);
		if (c->where[side]) {
			out_string(o, " at ");
			put_code(o, c->where[side]);
		}
		out_string(o, side == BEFORE ? "\n- after: " : "\n\n");
	}
	out_string(o, "| flow | before | after |\n| --- | --- | --- |\n");
	for (size_t n = 0; i && n < EXAMPLES; n++, i = w->d->flow[i].next)
		put_row(w, &w->d->flow[i]);
	if (i)
		out_printf(o, "\nand %zu more\n", c->flows - EXAMPLES);
	out_char(o, '\n');
}

static void
put_list(const struct writing *w, int side, const char *title)
{
	const char *text = objects_text(w, side);

	if (*text == '\0')
		return;
	out_printf(w->out, "%s: ", title);
	put_code(w->out, text);
	out_string(w->out, "\n\n");
}

void
diff_markdown(struct out *out, const struct diff *d)
{
	struct writing w = begin(out, d);
	size_t *order = diff_order(w.arena, d);

	out_printf(out, "### Network: %zu of %" PRIu64 " flows change\n\n",
	    d->nflows - 1, d->compared);
	for (size_t i = 0; i < d->ncauses; i++)
		put_section(&w, i + 1, &d->cause[order[i]]);
	put_list(&w, BEFORE, "Gone");
	put_list(&w, AFTER, "New");
	if (d->tried)
		out_printf(out, "Tried: %s.\n", d->tried);
	out_commit(out);
}
