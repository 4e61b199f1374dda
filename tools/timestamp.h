#ifndef TOOLS_TIMESTAMP_H
#define TOOLS_TIMESTAMP_H

/*
 * timestamp.h - points in time as text: RFC 3339, UTC, nanoseconds
 */

#include <stdbool.h>

#include "core/vtime.h"

enum { TIMESTAMP_STRLEN = 48 };

/* "2026-01-01T00:00:00.000000000Z"; returns buf. */
const char *timestamp_format(vtime, char buf[static TIMESTAMP_STRLEN]);

/* "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-01-01". */
bool timestamp_parse(const char *, vtime *);

#endif /* TOOLS_TIMESTAMP_H */
