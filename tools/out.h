#ifndef TOOLS_OUT_H
#define TOOLS_OUT_H

/*
 * out.h - what the program writes: standard output, or a file (-o)
 *
 * Every write is checked.  The unit is the record, which ends where
 * out_commit() is called: a record reaches the file whole or not at all, as far
 * as the file can be cut back.  After a failure nothing more is written; the
 * one message about it comes from out_close().
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Its first members are known here so that small pieces cost little. */
struct out {
	char *buf;
	size_t n, size;
	size_t whole;
	int fd;              /* or OUT_MEMORY */
	struct gzFile_s *gz; /* zlib's; null: it is not compressed */
	int error;
	bool color;
	const char *name;
};

enum { OUT_MEMORY = -1 };

/*
 * Path null or "-" is standard output; a file is emptied.  Null after a
 * message if it cannot be opened.  color: may styles be written?
 */
struct out *out_open(const char *path, bool color);

/* The same, compressed.  Never standard output. */
struct out *out_open_gzip(const char *path);

/* In memory, for output that is kept or thrown away as a whole. */
struct out *out_open_memory(bool color);
const char *out_memory(struct out *, size_t *len);

bool out_is_colored(const struct out *);

/*
 * For many small pieces: room for n more bytes, and how far it has been filled.
 * Nothing else is written in between.
 */
static inline char *out_room(struct out *, size_t n);
static inline void out_fill(struct out *, const char *end);

void out_write(struct out *, const void *, size_t);
void out_string(struct out *, const char *);
void out_char(struct out *, char);
void out_pad(struct out *, int spaces);
void out_printf(struct out *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void out_vprintf(struct out *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/* Text of unknown origin: control characters and bytes that are not UTF-8
 * come out as '?'. */
void out_text(struct out *, const char *);

/* All that is in memory goes there, as if it had been written there. */
void out_move(struct out *memory, struct out *to);

/* A record is complete. */
void out_commit(struct out *);

/* All complete records go out now: before waiting for input. */
void out_flush(struct out *);

/* Has writing failed?  Then long work can end early. */
bool out_failed(const struct out *);

/* Writes the rest and frees.  EXIT_DONE, or EXIT_ENVIRONMENT after a
 * message. */
int out_close(struct out *);

/* --- inline -------------------------------------------------------------- */

void out_grow(struct out *, size_t bytes);

static inline char *
out_room(struct out *o, size_t n)
{
	if (__builtin_expect(o->size - o->n < n, 0))
		out_grow(o, n);
	return o->buf + o->n;
}

static inline void
out_fill(struct out *o, const char *end)
{
	o->n = (size_t)(end - o->buf);
}

#endif /* TOOLS_OUT_H */
