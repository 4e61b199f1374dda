#ifndef TOOLS_EMIT_H
#define TOOLS_EMIT_H

/*
 * emit.h - JSON, written as it comes
 *
 * On one line (JSON Lines), or indented for readers.  Bytes that are not UTF-8
 * become U+FFFD.  That brackets match and that keys stand only in objects is
 * the caller's affair.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct form;
struct out;

struct emit {
	struct out *out;
	struct form *form; /* null: no form is made (form.h) */
	bool pretty;
	bool first; /* nothing has been written in this bracket yet */
	bool keyed; /* a key has been written, its value is due */
	int depth;
};

void emit_init(struct emit *, struct out *, bool pretty);

/* After the document: ends the line and commits it. */
void emit_done(struct emit *);

void emit_object(struct emit *);
void emit_object_end(struct emit *);
void emit_array(struct emit *);
void emit_array_end(struct emit *);

/* The key, which needs no escapes, of the value that comes next. */
void emit_key(struct emit *, const char *);

void emit_string(struct emit *, const char *); /* null is written as null */
/* n characters that need no escapes. */
void emit_plain(struct emit *, const char *, size_t n);
void emit_int(struct emit *, int64_t);
void emit_uint(struct emit *, uint64_t);
void emit_bool(struct emit *, bool);
void emit_null(struct emit *);
/* A value that is JSON already. */
void emit_raw(struct emit *, const char *);

/* A value in parts that are JSON together; between two of them comes one value
 * that belongs to it. */
void emit_begin(struct emit *);
void emit_part(struct emit *, const char *, size_t n);
void emit_end(struct emit *);

/* A key and its value. */
void emit_put_string(struct emit *, const char *key, const char *);
void emit_put_uint(struct emit *, const char *key, uint64_t);
void emit_put_bool(struct emit *, const char *key, bool);
void emit_put_null(struct emit *, const char *key);

#endif /* TOOLS_EMIT_H */
