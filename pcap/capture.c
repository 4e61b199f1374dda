/*
 * capture.c - the frames of a capture, one after the other
 *
 * Decides by the first bytes which reader a capture gets, and keeps what all
 * readers have in common.
 */

#include "pcap/capture.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/err.h"
#include "pcap/bytes.h"
#include "pcap/odd.h"
#include "pcap/pcap_classic.h"
#include "pcap/pcapng.h"
#include "pcap/reader.h"
#include "pcap/unpack.h"

enum { NAMES_MOST = 1 << 20, NAME_MOST = 255 };

int
reader_fail(struct capture *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(c->error, sizeof(c->error), fmt, ap);
	va_end(ap);
	return -1;
}

bool
reader_at_end(const struct capture *c)
{
	return source_have(&c->source) == 0 && *c->source.error == '\0';
}

int
reader_cut(struct capture *c, const char *what, uint64_t offset, uint64_t have,
    uint64_t need)
{
	if (c->source.in.stopped)
		return 0;
	if (*c->source.error)
		return reader_fail(c, "%s, in the middle of %s at offset %llu",
		    c->source.error, what, (unsigned long long)offset);
	return reader_fail(c,
	    "cut in the middle of %s at offset %llu: %llu of %llu bytes are "
	    "there",
	    what, (unsigned long long)offset, (unsigned long long)have,
	    (unsigned long long)need);
}

int
reader_cut_packet(
    struct capture *c, uint64_t offset, uint64_t have, uint64_t need)
{
	char what[32];

	snprintf(what, sizeof(what), "packet %llu",
	    (unsigned long long)c->packets + 1);
	return reader_cut(c, what, offset, have, need);
}

struct capture_interface *
reader_add_interface(struct capture *c)
{
	return ARENA_PUSH(c->arena, c->interface, c->ninterface);
}

void
reader_add_name(struct capture *c, struct ip addr, const char *s, size_t len)
{
	struct capture_name *n;

	if (c->nname == NAMES_MOST || len > NAME_MOST)
		return;
	n = ARENA_PUSH(c->arena, c->name, c->nname);
	n->addr = addr;
	n->name = arena_strndup(c->arena, s, len);
}

/* A format that we do not read; libpcap needs a file that it can open. */
static int
other_format(struct capture *c, const char *path, const uint8_t *magic)
{
	if (path && c->source.in.total > 0 && c->source.unpack == NULL &&
	    strcmp(path, "-") != 0)
		return odd_open(c, path);
	return reader_fail(c,
	    "not a capture: begins with %02x %02x %02x %02x, which is neither "
	    "pcap nor pcapng",
	    magic[0], magic[1], magic[2], magic[3]);
}

static int
recognise(struct capture *c, const char *path)
{
	const uint8_t *magic = source_need(&c->source, 4);

	if (magic == NULL) {
		if (reader_at_end(c) && !c->source.in.stopped)
			reader_fail(c, "not a capture: it is empty");
		else
			reader_cut(c, "the file header", 0,
			    source_have(&c->source), 4);
		return -1;
	}
	if (pcapng_is(magic))
		return pcapng_open(c);
	if (pcap_classic_is(magic))
		return pcap_classic_open(c);
	return other_format(c, path, magic);
}

static struct capture *
begin(struct capture *c, const char *path, struct errs *errs)
{
	c->arena = arena_new();
	c->over = 1;
	if (recognise(c, path) == 0)
		return c;
	errs_add(errs, (struct where){ .file = path }, "%s",
	    *c->error ? c->error : "stopped before its header was there");
	capture_close(c);
	return NULL;
}

struct capture *
capture_open(const char *path, struct errs *errs)
{
	struct capture *c = xcalloc(1, sizeof(*c));

	if (source_init(&c->source, path) == 0)
		return begin(c, path, errs);
	errs_add(errs, (struct where){ .file = path }, "cannot be opened: %s",
	    strerror(errno));
	free(c);
	return NULL;
}

struct capture *
capture_open_memory(const void *p, size_t n, struct errs *errs)
{
	struct capture *c = xcalloc(1, sizeof(*c));

	source_init_memory(&c->source, p, n);
	return begin(c, NULL, errs);
}

void
capture_close(struct capture *c)
{
	if (c == NULL)
		return;
	if (c->reader && c->reader->free)
		c->reader->free(c);
	source_fini(&c->source);
	arena_free(c->arena);
	free(c);
}

int
capture_next(struct capture *c, struct frame *f)
{
	if (c->over == 1) {
		if (c->reader->own_bytes && c->source.moves)
			c->source.moves(c->source.moves_aux);
		c->over = c->reader->next(c, f);
		c->packets += c->over == 1;
	}
	return c->over;
}

void
capture_hold(struct capture *c, void (*goes)(void *aux), void *aux)
{
	c->source.moves = goes;
	c->source.moves_aux = aux;
}

const char *
capture_error(const struct capture *c)
{
	return c->error;
}

struct capture_progress
capture_progress(const struct capture *c)
{
	uint64_t total = c->source.in.total;
	uint64_t done = source_used(&c->source);

	/* A file may grow while it is read. */
	return (struct capture_progress){ done,
		total && total < done ? done : total };
}

const struct capture_interface *
capture_interfaces(const struct capture *c, size_t *n)
{
	*n = c->ninterface;
	return c->interface;
}

const struct capture_name *
capture_names(const struct capture *c, size_t *n)
{
	*n = c->nname;
	return c->name;
}

void
capture_stop_on(const volatile sig_atomic_t *flag)
{
	input_stop_on(flag);
}
