#ifndef TOOLS_TRACE_TEXT_H
#define TOOLS_TRACE_TEXT_H

/*
 * trace_text.h - a trace as an engineer reads it
 */

#include "tools/tracing.h"

struct out;

struct trace_text_options {
	int width;   /* columns; the places stand at their end */
	size_t most; /* refused routes shown for a hop */
	bool ways;   /* hop by hop; else the facts alone */
};

#define TRACE_TEXT_USUAL ((struct trace_text_options){ 110, 4, true })

/* The columns of the terminal that is the output, else 110; 80 to 140. */
int trace_text_width(void);

void trace_text_write(
    struct out *, const struct tracing *, const struct trace_text_options *);

#endif /* TOOLS_TRACE_TEXT_H */
