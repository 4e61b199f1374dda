#ifndef TOOLS_TIMESTAMP_H
#define TOOLS_TIMESTAMP_H

/*
 * timestamp.h - points in time as text: RFC 3339, UTC, nanoseconds
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/vtime.h"

enum { TIMESTAMP_STRLEN = 48 };

/* "2026-01-01T00:00:00.000000000Z"; returns buf. */
const char *timestamp_format(vtime, char buf[static TIMESTAMP_STRLEN]);

/* The same for many times, of which most are in the same second as the one
 * before; begins as zero.  The length of text. */
struct timestamps {
	int64_t second; /* since 1970, if: */
	size_t n;       /* so much of the text is about it */
	char text[TIMESTAMP_STRLEN];
};

size_t timestamps_next(struct timestamps *, vtime);

/* "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-01-01". */
bool timestamp_parse(const char *, vtime *);

#endif /* TOOLS_TIMESTAMP_H */
