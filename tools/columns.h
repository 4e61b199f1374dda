#ifndef TOOLS_COLUMNS_H
#define TOOLS_COLUMNS_H

/*
 * columns.h - aligned columns of text
 *
 * Rows are not kept: the caller shows each row twice, first to be measured and
 * then to be written, so that a table of a million flows needs no memory.
 */

#include <stdbool.h>

#include "tools/style.h"

struct out;

enum { COLUMNS_MOST = 16 };

struct column {
	const char *title;
	bool right; /* numbers */
	int most;   /* wider text is cut, with a dot dot dot; 0: never */
};

struct cell {
	const char *text; /* null: empty */
	enum style style;
};

struct columns {
	const struct column *column;
	int n;
	int width[COLUMNS_MOST];
};

void columns_init(struct columns *, const struct column *, int n);
void columns_measure(struct columns *, const struct cell *);

/* The line of titles; then the rows. */
void columns_head(const struct columns *, struct out *);
void columns_row(const struct columns *, struct out *, const struct cell *);

#endif /* TOOLS_COLUMNS_H */
