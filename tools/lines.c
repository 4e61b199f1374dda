/*
 * lines.c - a file or standard input, line by line
 *
 * Not stdio, because the reader must know when it is about to wait: what has
 * been answered so far is written before.
 */

#include "tools/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "tools/stop.h"

struct lines {
	int fd, error;
	char *buf;
	size_t begin, end, size; /* what is read and not yet given out */
	bool eof;
};

struct lines *
lines_open(const char *path)
{
	struct lines *l;
	int fd = STDIN_FILENO;

	if (strcmp(path, "-") != 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	l = xcalloc(1, sizeof(*l));
	l->fd = fd;
	l->size = 65536;
	l->buf = xmalloc(l->size);
	return l;
}

void
lines_close(struct lines *l)
{
	if (l->fd != STDIN_FILENO)
		close(l->fd);
	free(l->buf);
	free(l);
}

int
lines_error(const struct lines *l)
{
	return l->error;
}

static char *
find_end(const struct lines *l)
{
	return memchr(l->buf + l->begin, '\n', l->end - l->begin);
}

bool
lines_would_read(const struct lines *l)
{
	return find_end(l) == NULL && !l->eof;
}

/* One byte stays free, for the zero behind a last line without an end. */
static void
make_room(struct lines *l)
{
	memmove(l->buf, l->buf + l->begin, l->end - l->begin);
	l->end -= l->begin;
	l->begin = 0;
	if (l->size - l->end < 2) {
		l->size *= 2;
		l->buf = xrealloc(l->buf, l->size);
	}
}

static void
fill(struct lines *l)
{
	ssize_t n;

	make_room(l);
	do {
		n = read(l->fd, l->buf + l->end, l->size - l->end - 1);
	} while (n < 0 && errno == EINTR && !stop_wanted());
	if (n > 0) {
		l->end += (size_t)n;
		return;
	}
	l->eof = true;
	if (n < 0 && errno != EINTR)
		l->error = errno;
}

static char *
give(struct lines *l, char *end, size_t *len)
{
	char *line = l->buf + l->begin;

	*len = (size_t)(end - line);
	l->begin += *len + (end < l->buf + l->end);
	*end = '\0';
	return line;
}

char *
lines_next(struct lines *l, size_t *len)
{
	while (lines_would_read(l))
		fill(l);
	if (stop_wanted() || (l->eof && l->begin == l->end))
		return NULL;
	if (find_end(l))
		return give(l, find_end(l), len);
	return give(l, l->buf + l->end, len);
}
