#ifndef PCAP_SOURCE_H
#define PCAP_SOURCE_H

/*
 * source.h - a window that moves over the bytes of a capture
 *
 * Readers ask for bytes by number and get a pointer to them.  The window is a
 * buffer that source_fill() moves on, which makes pointers that were given out
 * before invalid; memory that is not compressed is a window that has it all.
 *
 *	next <= end;  offset of next = end_offset - (end - next)
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/pages.h"

#include "pcap/input.h"

struct unpack;

struct source {
	const uint8_t *next;
	const uint8_t *end;
	uint64_t end_offset; /* in the capture, decompressed */
	uint8_t *buf;        /* null: the window is the caller's memory */
	size_t size;
	size_t record;            /* the length of the last one */
	struct unpack *unpack;    /* null: not compressed */
	void (*moves)(void *aux); /* before it does; or null */
	void *moves_aux;
	struct input in;
	char error[160]; /* why the bytes ended too early, or empty */
};

/* Path "-" is standard input.  Returns 0, or -1 with errno. */
int source_init(struct source *, const char *path);

/* The caller keeps the memory for as long as the source is in use. */
void source_init_memory(struct source *, const void *, size_t);

void source_fini(struct source *);

/* Moves the window on so that it has n bytes; false: there are not so many. */
bool source_fill(struct source *, size_t n);

/* Passes over n bytes; false: there are not so many. */
bool source_skip(struct source *, uint64_t n);

/*
 * A record of this length is next.  If those that follow are as long, their
 * headers are fetched; if they are not, all that comes is.
 */
static inline void
source_fetch(struct source *s, size_t record)
{
	enum { RECORDS = 8, LINE = 64, BYTES = 4096 };

	if (record == s->record) {
		line_fetch(s->next + RECORDS * record);
		line_fetch(s->next + RECORDS * record + LINE);
		return;
	}
	for (size_t i = 0; i < record && i < BYTES; i += LINE)
		line_fetch(s->next + BYTES + i);
	s->record = record;
}

static inline size_t
source_have(const struct source *s)
{
	return (size_t)(s->end - s->next);
}

/* The next n bytes, or null if there are not so many. */
static inline const uint8_t *
source_need(struct source *s, size_t n)
{
	if (source_have(s) < n && !source_fill(s, n))
		return NULL;
	return s->next;
}

static inline uint64_t
source_offset(const struct source *s)
{
	return s->end_offset - source_have(s);
}

/* Bytes of the file as it is stored that have been used up. */
uint64_t source_used(const struct source *);

#endif /* PCAP_SOURCE_H */
