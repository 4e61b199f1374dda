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

enum { OBJECTS_MOST = 40, ITEMS_MOST = 8, SECTIONS_MOST = 30 };

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

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static const struct object *
shown_side(const struct diff_object *o)
{
	return o->o[AFTER] ? o->o[AFTER] : o->o[BEFORE];
}

/* "route table rtb-1 (aws_route_table.a)" */
static const char *
object_text(struct arena *a, const struct diff_object *o)
{
	const struct object *x = shown_side(o);
	const char *address = x->where.address;
	bool more = address && strcmp(address, x->name) != 0;

	return arena_printf(a, "%s %s%s%s%s", object_kind_text(x->kind),
	    x->name, more ? " (" : "", more ? address : "", more ? ")" : "");
}

/* ", which is changed", of who decides; or what else is another one. */
static const char *
fate_note(struct arena *a, const struct diff_cause *c)
{
	const char *fate, *name;

	if (c->object == NULL)
		return "";
	fate = diff_fate_text(c->object->fate);
	name = shown_side(c->object)->name;
	if (strstr(c->resource, name))
		return arena_printf(a, ", which is %s", fate);
	return arena_printf(
	    a, ", by %s, which is %s", object_text(a, c->object), fate);
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
put_example(const struct writing *w, const struct diff_example *e)
{
	struct out *o = w->out;

	out_string(o, "     ");
	out_text(o, e->ends);
	out_string(o, "\n       ");
	out_text(o, e->outcome[BEFORE]);
	out_string(o, "\n       ");
	style_text(o, e->good ? STYLE_GOOD : STYLE_BAD, e->outcome[AFTER]);
	out_char(o, '\n');
}

static void
put_cause(const struct writing *w, size_t number, const struct diff_cause *c)
{
	struct out *o = w->out;

	out_printf(o, "%2zu ", number);
	style_text(o, STYLE_NAME, c->resource);
	out_printf(o, "%s: %zu flow%s (%s)\n", fate_note(w->arena, c), c->flows,
	    plural(c->flows), diff_changed(w->arena, c->changed));
	put_side(w, c, BEFORE, "before");
	put_side(w, c, AFTER, "after");
	for (size_t i = 0; i < c->flows && i < EXAMPLES; i++)
		put_example(w, &c->example[i]);
	if (c->flows > EXAMPLES)
		out_printf(o, "     and %zu more\n", c->flows - EXAMPLES);
	out_char(o, '\n');
	out_commit(o);
}

/* --- objects ------------------------------------------------------------ */

/* One line of what differs, after its sign: "- routes: {to: ...}". */
typedef void put_line(struct out *, char sign, const char *text);

static void
put_items(const struct writing *w, const struct diff_field *f, int side,
    put_line *put)
{
	const struct texts *t = &f->only[side];
	char sign = side == BEFORE ? '-' : '+';

	for (size_t i = 0; i < t->n && i < ITEMS_MOST; i++)
		put(w->out, sign,
		    arena_printf(w->arena, "%s: %s", f->key, t->v[i].s));
	if (t->n > ITEMS_MOST)
		put(w->out, sign,
		    arena_printf(
			w->arena, "%s: %zu more", f->key, t->n - ITEMS_MOST));
}

/* A list whose items are the same has another order. */
static void
put_field(const struct writing *w, const struct diff_field *f, put_line *put)
{
	bool items = f->is_list && f->only[BEFORE].n + f->only[AFTER].n > 0;

	for (int side = 0; side < SIDES; side++)
		if (items)
			put_items(w, f, side, put);
		else if (f->text[side])
			put(w->out, side == BEFORE ? '-' : '+',
			    arena_printf(
				w->arena, "%s: %s", f->key, f->text[side]));
}

static size_t
count_fate(const struct diff *d, enum diff_fate fate)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nobjects; i++)
		n += d->object[i].fate == fate;
	return n;
}

static void
put_changed_line(struct out *o, char sign, const char *text)
{
	out_printf(o, "           %c ", sign);
	out_text(o, text);
	out_char(o, '\n');
}

static void
put_object(const struct writing *w, const struct diff_object *x)
{
	out_printf(w->out, "%-8s ", diff_fate_text(x->fate));
	style_text(w->out, STYLE_NAME, object_text(w->arena, x));
	out_char(w->out, '\n');
	for (size_t i = 0; i < x->nfields; i++)
		put_field(w, &x->field[i], put_changed_line);
}

static void
put_objects(const struct writing *w)
{
	const struct diff *d = w->d;

	for (size_t i = 0; i < d->nobjects && i < OBJECTS_MOST; i++)
		put_object(w, &d->object[i]);
	if (d->nobjects > OBJECTS_MOST)
		out_printf(w->out, "and %zu more objects\n",
		    d->nobjects - OBJECTS_MOST);
	if (d->nobjects > 0)
		out_char(w->out, '\n');
	out_commit(w->out);
}

void
diff_text(struct out *out, const struct diff *d)
{
	struct writing w = begin(out, d);
	size_t *order = diff_order(w.arena, d);

	for (size_t i = 0; i < d->ncauses; i++)
		put_cause(&w, i + 1, &d->cause[order[i]]);
	put_objects(&w);
	out_printf(out,
	    "%" PRIu64 " of %" PRIu64 " flows change, for %zu reason%s\n",
	    d->changed, d->compared, d->ncauses, plural(d->ncauses));
	if (d->doubtful)
		out_printf(out,
		    "%" PRIu64 " of them rely on something assumed\n",
		    d->doubtful);
	if (d->tried) {
		out_string(out, "tried: ");
		out_text(out, d->tried);
		out_char(out, '\n');
	}
	out_commit(out);
}

/* --- Markdown ----------------------------------------------------------- */

/* In a cell, in backquotes or in a fence nothing may end it. */
static void
put_safe(struct out *o, const char *text)
{
	for (; *text; text++)
		out_write(o, *text == '`' || *text == '|' ? "'" : text, 1);
}

static void
put_code(struct out *o, const char *text)
{
	if (text == NULL) {
		out_string(o, "nothing");
		return;
	}
	out_char(o, '`');
	put_safe(o, text);
	out_char(o, '`');
}

static void
put_row(const struct writing *w, const struct diff_example *e)
{
	out_string(w->out, "| ");
	put_code(w->out, e->ends);
	out_string(w->out, " | ");
	put_code(w->out, e->outcome[BEFORE]);
	out_string(w->out, " | ");
	put_code(w->out, e->outcome[AFTER]);
	out_string(w->out, " |\n");
}

static void
put_sides(struct out *o, const struct diff_cause *c)
{
	for (int side = 0; side < SIDES; side++) {
		out_string(o, side == BEFORE ? "- before: " : "- after: ");
		put_code(o, c->text[side]);
		if (c->where[side]) {
			out_string(o, " at ");
			put_code(o, c->where[side]);
		}
		out_char(o, '\n');
	}
}

static void
put_section(const struct writing *w, size_t number, const struct diff_cause *c)
{
	struct out *o = w->out;

	out_printf(o, "**%zu. ", number);
	put_code(o, c->resource);
	out_printf(o, "**%s: %zu flow%s (%s)\n\n", fate_note(w->arena, c),
	    c->flows, plural(c->flows), diff_changed(w->arena, c->changed));
	put_sides(o, c);
	out_string(o, "\n| flow | before | after |\n| --- | --- | --- |\n");
	for (size_t i = 0; i < c->flows && i < EXAMPLES; i++)
		put_row(w, &c->example[i]);
	if (c->flows > EXAMPLES)
		out_printf(o, "\nand %zu more\n", c->flows - EXAMPLES);
	out_char(o, '\n');
}

/* What a reviewer wants to know first; what does not happen is left out. */
static void
put_summary(const struct writing *w)
{
	const struct diff *d = w->d;
	const struct {
		const char *what;
		uint64_t n;
	} row[] = {
		{ "are no longer delivered", d->lost },
		{ "are delivered now", d->changes[0] - d->lost },
		{ "take another path", d->changes[1] },
		{ "have another class of path", d->changes[2] },
		{ "leave AWS now", d->changes[3] },
		{ "get another answer of policies", d->changes[5] },
		{ "have an end that is new or gone", d->changes[4] },
		{ "rely on something assumed", d->doubtful },
	};

	if (d->changed == 0)
		return;
	out_string(w->out, "| flows that | |\n| --- | ---: |\n");
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (row[i].n)
			out_printf(w->out, "| %s | %" PRIu64 " |\n",
			    row[i].what, row[i].n);
	out_char(w->out, '\n');
}

static void
put_fenced_line(struct out *o, char sign, const char *text)
{
	out_printf(o, "%c   ", sign);
	put_safe(o, text);
	out_char(o, '\n');
}

/* GitHub colours lines of a diff by their first sign. */
static void
put_fence(const struct writing *w)
{
	static const char signs[] = {
		[OBJECT_GONE] = '-', [OBJECT_NEW] = '+', [OBJECT_CHANGED] = '!'
	};
	const struct diff *d = w->d;

	for (size_t i = 0; i < d->nobjects && i < OBJECTS_MOST; i++) {
		const struct diff_object *x = &d->object[i];

		out_printf(w->out, "%c ", signs[x->fate]);
		put_safe(w->out, object_text(w->arena, x));
		out_char(w->out, '\n');
		for (size_t k = 0; k < x->nfields; k++)
			put_field(w, &x->field[k], put_fenced_line);
	}
	if (d->nobjects > OBJECTS_MOST)
		out_printf(
		    w->out, "  and %zu more\n", d->nobjects - OBJECTS_MOST);
}

static void
put_details(const struct writing *w)
{
	const struct diff *d = w->d;

	if (d->nobjects == 0)
		return;
	out_printf(w->out,
	    "<details><summary>Objects: %zu changed, %zu new, %zu "
	    "gone</summary>\n\n```diff\n",
	    count_fate(d, OBJECT_CHANGED), count_fate(d, OBJECT_NEW),
	    count_fate(d, OBJECT_GONE));
	put_fence(w);
	out_string(w->out, "```\n\n</details>\n\n");
}

void
diff_markdown(struct out *out, const struct diff *d)
{
	struct writing w = begin(out, d);
	size_t *order = diff_order(w.arena, d);

	out_printf(out,
	    "### Network: %" PRIu64 " of %" PRIu64 " flows change\n\n",
	    d->changed, d->compared);
	put_summary(&w);
	for (size_t i = 0; i < d->ncauses && i < SECTIONS_MOST; i++)
		put_section(&w, i + 1, &d->cause[order[i]]);
	if (d->ncauses > SECTIONS_MOST)
		out_printf(out, "and %zu more reasons\n\n",
		    d->ncauses - SECTIONS_MOST);
	put_details(&w);
	if (d->tried)
		out_printf(out, "Tried: %s.\n", d->tried);
	out_commit(out);
}
