#ifndef TOOLS_LINES_H
#define TOOLS_LINES_H

/*
 * lines.h - a file or standard input, line by line
 */

#include <stdbool.h>
#include <stddef.h>

struct lines;

/* Path "-" is standard input.  Null, with errno, if it cannot be opened. */
struct lines *lines_open(const char *path);
void lines_close(struct lines *);

/*
 * The next line without its end, valid until the next call; null at the end
 * of the file, on an error, and when the user asks for an end.
 */
char *lines_next(struct lines *, size_t *len);

/* Will the next call have to wait for more input? */
bool lines_would_read(const struct lines *);

/* errno of what went wrong, or 0. */
int lines_error(const struct lines *);

#endif /* TOOLS_LINES_H */
