/*
 * style.c - colours of text on a terminal
 *
 * The 16 colours that every terminal has and its owner has chosen.
 */

#include "tools/style.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/out.h"

static const char *const codes[] = {
	[STYLE_PLAIN] = "",
	[STYLE_BOLD] = "1",
	[STYLE_DIM] = "2",
	[STYLE_GOOD] = "32",
	[STYLE_BAD] = "1;31",
	[STYLE_WARN] = "33",
	[STYLE_NAME] = "1",
	[STYLE_INSIDE] = "32",
	[STYLE_SERVICE] = "36",
	[STYLE_AWS] = "34",
	[STYLE_OUTSIDE] = "33",
};

bool
style_wanted(enum color_when when, int fd)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	return isatty(fd) && (no == NULL || *no == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

void
style_begin(struct out *o, enum style s)
{
	if (out_is_colored(o) && s != STYLE_PLAIN)
		out_printf(o, "\033[%sm", codes[s]);
}

void
style_end(struct out *o, enum style s)
{
	if (out_is_colored(o) && s != STYLE_PLAIN)
		out_string(o, "\033[0m");
}

void
style_text(struct out *o, enum style s, const char *text)
{
	style_begin(o, s);
	out_text(o, text);
	style_end(o, s);
}

enum style
style_of_class(enum path_class c)
{
	switch (c) {
	case CLASS_NONE:
		return STYLE_BAD;
	case CLASS_INTERFACE_ENDPOINT:
	case CLASS_GATEWAY_ENDPOINT:
		return STYLE_SERVICE;
	case CLASS_AWS_PUBLIC:
		return STYLE_AWS;
	case CLASS_INTERNET:
	case CLASS_ON_PREMISES:
		return STYLE_OUTSIDE;
	default:
		return STYLE_INSIDE;
	}
}
