#ifndef TOOLS_STYLE_H
#define TOOLS_STYLE_H

/*
 * style.h - colours of text on a terminal
 */

#include <stdbool.h>

#include "dataplane/records/facts.h"

struct out;

enum style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_WARN,
	STYLE_NAME,
	STYLE_INSIDE,  /* stays in the VPC or goes to another one */
	STYLE_SERVICE, /* by an endpoint */
	STYLE_AWS,     /* by public addresses to AWS */
	STYLE_OUTSIDE, /* leaves AWS */
};

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Auto: on a terminal that is not dumb, unless NO_COLOR is set. */
bool style_wanted(enum color_when, int fd);

/* Nothing at all unless the output is coloured. */
void style_begin(struct out *, enum style);
void style_end(struct out *, enum style);

/* Cleaned text in a style. */
void style_text(struct out *, enum style, const char *);

enum style style_of_class(enum path_class);

#endif /* TOOLS_STYLE_H */
