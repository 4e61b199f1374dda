/*
 * out.c - what the program writes: standard output, or a file (-o)
 *
 * Records gather in a buffer and go out in large pieces.  The invariant:
 * buf[0 .. whole) are complete records, buf[whole .. n) is the one in hand.
 */

#include "tools/out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "core/arena.h"
#include "tools/exit.h"
#include "tools/message.h"
#include "tools/utf8.h"

enum { PIECE = 64 * 1024 };

static struct out *
out_new(int fd, const char *name, bool color)
{
	struct out *o = xcalloc(1, sizeof(*o));

	o->fd = fd;
	o->name = name;
	o->color = color;
	o->size = 4096;
	o->buf = xmalloc(o->size);
	return o;
}

struct out *
out_open(const char *path, bool color)
{
	int fd;

	if (path == NULL || strcmp(path, "-") == 0)
		return out_new(STDOUT_FILENO, "standard output", color);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		message_error("cannot write %s: %s", path, strerror(errno));
		return NULL;
	}
	return out_new(fd, path, color);
}

struct out *
out_open_gzip(const char *path)
{
	struct out *o = out_open(path, false);

	if (o == NULL)
		return NULL;
	o->gz = gzdopen(o->fd, "wb");
	if (o->gz)
		return o;
	message_error("cannot write %s: %s", path, strerror(errno));
	out_close(o);
	return NULL;
}

struct out *
out_open_memory(bool color)
{
	return out_new(OUT_MEMORY, "memory", color);
}

const char *
out_memory(struct out *o, size_t *len)
{
	out_char(o, '\0');
	o->n--;
	*len = o->n;
	return o->buf;
}

bool
out_is_colored(const struct out *o)
{
	return o->color;
}

/* --- to the file -------------------------------------------------------- */

/* A plain file ends after its last whole record. */
static void
cut_back(const struct out *o, size_t written)
{
	struct stat st;
	off_t end;
	size_t half = written;

	while (half > 0 && o->buf[half - 1] != '\n')
		half--;
	half = written - half;
	if (half == 0 || o->gz || fstat(o->fd, &st) != 0 ||
	    !S_ISREG(st.st_mode))
		return;
	end = lseek(o->fd, 0, SEEK_CUR);
	if (end >= (off_t)half && ftruncate(o->fd, end - (off_t)half) != 0)
		message_error("the last line of %s is not whole", o->name);
}

/* Zlib says 0 where there was an error. */
static ssize_t
write_some(const struct out *o, const char *from, size_t bytes)
{
	int n;

	if (o->gz == NULL)
		return write(o->fd, from, bytes);
	errno = EIO;
	n = gzwrite(o->gz, from, bytes < INT_MAX ? (unsigned)bytes : INT_MAX);
	return n > 0 ? n : -1;
}

static void
write_out(struct out *o, size_t bytes)
{
	size_t done = 0;

	while (done < bytes && o->error == 0) {
		ssize_t n = write_some(o, o->buf + done, bytes - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			o->error = errno;
	}
	if (o->error)
		cut_back(o, done);
	memmove(o->buf, o->buf + bytes, o->n - bytes);
	o->n -= bytes;
	o->whole -= bytes;
}

void
out_flush(struct out *o)
{
	if (o->fd != OUT_MEMORY && o->whole > 0)
		write_out(o, o->whole);
}

/* After a failure nothing is kept. */
void
out_commit(struct out *o)
{
	if (o->error)
		o->n = 0;
	o->whole = o->n;
	if (o->whole >= PIECE)
		out_flush(o);
}

bool
out_failed(const struct out *o)
{
	return o->error != 0;
}

/* Whatever the file was; standard output stays open. */
static int
close_file(const struct out *o)
{
	if (o->gz) {
		errno = EIO;
		return gzclose(o->gz) == Z_OK ? 0 : -1;
	}
	return o->fd > STDERR_FILENO ? close(o->fd) : 0;
}

int
out_close(struct out *o)
{
	int status = EXIT_DONE;

	if (o == NULL)
		return EXIT_DONE;
	out_commit(o);
	out_flush(o);
	if (close_file(o) != 0 && o->error == 0)
		o->error = errno;
	if (o->error) {
		message_error(
		    "cannot write to %s: %s", o->name, strerror(o->error));
		status = EXIT_ENVIRONMENT;
	}
	free(o->buf);
	free(o);
	return status;
}

/* --- to the buffer ------------------------------------------------------ */

void
out_grow(struct out *o, size_t bytes)
{
	while (o->size - o->n < bytes)
		o->size *= 2;
	o->buf = xrealloc(o->buf, o->size);
}

void
out_write(struct out *o, const void *data, size_t n)
{
	memcpy(out_room(o, n), data, n);
	o->n += n;
}

void
out_move(struct out *memory, struct out *to)
{
	if (to->n == 0) {
		char *buf = to->buf;
		size_t size = to->size;

		to->buf = memory->buf;
		to->size = memory->size;
		to->n = memory->n;
		memory->buf = buf;
		memory->size = size;
	} else {
		out_write(to, memory->buf, memory->n);
	}
	memory->n = memory->whole = 0;
}

void
out_string(struct out *o, const char *s)
{
	out_write(o, s, strlen(s));
}

void
out_char(struct out *o, char c)
{
	out_write(o, &c, 1);
}

void
out_pad(struct out *o, int spaces)
{
	for (; spaces > 0; spaces--)
		out_char(o, ' ');
}

void
out_vprintf(struct out *o, const char *fmt, va_list ap)
{
	char small[512];
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		out_write(o, small, (size_t)n);
	} else if (n >= 0) {
		vsnprintf(
		    out_room(o, (size_t)n + 1), (size_t)n + 1, fmt, again);
		o->n += (size_t)n;
	}
	va_end(again);
}

void
out_printf(struct out *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	out_vprintf(o, fmt, ap);
	va_end(ap);
}

void
out_text(struct out *o, const char *s)
{
	while (*s != '\0') {
		uint32_t c;
		size_t n = utf8_next(s, &c);

		if (utf8_is_control(c))
			out_char(o, '?');
		else
			out_write(o, s, n);
		s += n;
	}
}
