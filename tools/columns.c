/*
 * columns.c - aligned columns of text
 */

#include "tools/columns.h"

#include <stdint.h>
#include <string.h>

#include "tools/out.h"
#include "tools/utf8.h"

enum { GAP = 2 };

static int
cell_width(const struct column *c, const char *text)
{
	int w = text ? utf8_width(text) : 0;

	return c->most && w > c->most ? c->most : w;
}

void
columns_init(struct columns *t, const struct column *column, int n)
{
	*t = (struct columns){ .column = column, .n = n };
	for (int i = 0; i < n; i++)
		t->width[i] = utf8_width(column[i].title);
}

void
columns_measure(struct columns *t, const struct cell *cell)
{
	for (int i = 0; i < t->n; i++) {
		int w = cell_width(&t->column[i], cell[i].text);

		if (w > t->width[i])
			t->width[i] = w;
	}
}

/* As much as fits, the last two columns being "..". */
static void
put_cut(struct out *o, const char *text, int most)
{
	char piece[8];
	int w = 0;

	while (*text && w < most - 2) {
		uint32_t c;
		size_t n = utf8_next(text, &c);

		memcpy(piece, text, n);
		piece[n] = '\0';
		w += utf8_width(piece);
		out_text(o, piece);
		text += n;
	}
	out_string(o, "..");
	out_pad(o, most - 2 - w);
}

static void
put_cell(const struct columns *t, struct out *o, int i, const struct cell *c)
{
	const char *text = c->text ? c->text : "";
	int w = cell_width(&t->column[i], text), pad = t->width[i] - w;

	if (t->column[i].right)
		out_pad(o, pad);
	style_begin(o, c->style);
	if (utf8_width(text) > w)
		put_cut(o, text, w);
	else
		out_text(o, text);
	style_end(o, c->style);
	if (!t->column[i].right && i + 1 < t->n)
		out_pad(o, pad);
}

void
columns_row(const struct columns *t, struct out *o, const struct cell *cell)
{
	for (int i = 0; i < t->n; i++) {
		if (i > 0)
			out_pad(o, GAP);
		put_cell(t, o, i, &cell[i]);
	}
	out_char(o, '\n');
	out_commit(o);
}

void
columns_head(const struct columns *t, struct out *o)
{
	struct cell cell[COLUMNS_MOST];

	for (int i = 0; i < t->n; i++)
		cell[i] = (struct cell){ t->column[i].title, STYLE_BOLD };
	columns_row(t, o, cell);
}
