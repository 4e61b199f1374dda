/*
 * source.c - a window that moves over the bytes of a capture
 *
 * The buffer grows to the largest request; readers bound what they ask for.
 */

#include "pcap/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "pcap/unpack.h"

enum { WINDOW = 1 << 18 };

static void
start(struct source *s)
{
	s->unpack = unpack_new(&s->in);
	if (s->unpack == NULL && s->in.whole) {
		s->next = s->in.next;
		s->end = s->next + s->in.left;
		s->end_offset = s->in.left;
		return;
	}
	s->size = WINDOW;
	s->buf = xmalloc(s->size);
	s->next = s->end = s->buf;
}

int
source_init(struct source *s, const char *path)
{
	memset(s, 0, sizeof(*s));
	if (input_init(&s->in, path) != 0)
		return -1;
	start(s);
	return 0;
}

void
source_init_memory(struct source *s, const void *p, size_t n)
{
	memset(s, 0, sizeof(*s));
	input_init_memory(&s->in, p, n);
	start(s);
}

void
source_fini(struct source *s)
{
	unpack_free(s->unpack);
	input_fini(&s->in);
	free(s->buf);
}

/* Why there is no more input, if that is not simply the end. */
static size_t
ended(struct source *s, bool too_early)
{
	if (s->in.error)
		snprintf(s->error, sizeof(s->error), "reading failed: %s",
		    strerror(s->in.error));
	else if (too_early)
		snprintf(s->error, sizeof(s->error),
		    "the %s data is cut off after %llu compressed bytes",
		    unpack_name(s->unpack), (unsigned long long)s->in.passed);
	return 0;
}

static size_t
copy(struct source *s, uint8_t *out, size_t room)
{
	size_t n = input_read(&s->in, out, room);

	return n ? n : ended(s, false);
}

static size_t
inflate_some(struct source *s, uint8_t *out, size_t room)
{
	for (;;) {
		ssize_t n = unpack_run(s->unpack, &s->in, out, room);

		if (n > 0)
			return (size_t)n;
		if (n < 0) {
			snprintf(s->error, sizeof(s->error),
			    "the %s data is damaged near compressed byte %llu",
			    unpack_name(s->unpack),
			    (unsigned long long)source_used(s));
			return 0;
		}
		if (s->in.left == 0 && !input_more(&s->in))
			return ended(s, !unpack_whole(s->unpack));
	}
}

bool
source_fill(struct source *s, size_t n)
{
	size_t have = source_have(s), got;

	if (s->buf == NULL)
		return false;
	if (s->moves)
		s->moves(s->moves_aux);
	memmove(s->buf, s->next, have);
	if (n > s->size) {
		s->size = n;
		s->buf = xrealloc(s->buf, n);
	}
	while (have < n && *s->error == '\0') {
		got = s->unpack ? inflate_some(s, s->buf + have, s->size - have)
				: copy(s, s->buf + have, s->size - have);
		if (got == 0)
			break;
		have += got;
		s->end_offset += got;
	}
	s->next = s->buf;
	s->end = s->buf + have;
	return have >= n;
}

bool
source_skip(struct source *s, uint64_t n)
{
	while (source_have(s) < n) {
		n -= source_have(s);
		s->next = s->end;
		if (!source_fill(s, 1))
			return false;
	}
	s->next += n;
	return true;
}

uint64_t
source_used(const struct source *s)
{
	if (s->buf == NULL)
		return source_offset(s);
	return s->in.passed - s->in.left;
}
