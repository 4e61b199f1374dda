/*
 * pcapng.c - reader of pcapng files, version 1
 *
 * A file is a row of blocks; each begins with its type and its length and ends
 * with its length again.  A section header starts anew with byte order and
 * interfaces (draft-ietf-opsawg-pcapng).  Packets, interfaces and names are
 * read; any other block is passed over by its length.  Every length is held
 * against the one around it before it is used.
 */

#include "pcap/pcapng.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "pcap/bytes.h"
#include "pcap/reader.h"
#include "pcap/tsresol.h"

#define SECTION     0x0a0d0d0au
#define ORDER_MAGIC 0x1a2b3c4du

enum block_type {
	INTERFACE = 1,
	PACKET = 2, /* obsolete */
	SIMPLE = 3,
	NAMES = 4,
	ENHANCED = 6,
};

enum {
	BLOCK_MIN = 12,
	BLOCK_MOST = 16 << 20, /* of those that we read */
	INTERFACES_MOST = 65536,
	TEXT_MOST = 1024, /* of a name or description, the rest is cut off */
	END_OF_OPTIONS = 0,
	COMMENT = 1,
	IF_NAME = 2,
	IF_DESCRIPTION = 3,
	IF_TSRESOL = 9,
	IF_TSOFFSET = 14,
	NAME_END = 0,
	NAME_IP4 = 1,
	NAME_IP6 = 2,
};

struct pcapng {
	bool big;
	size_t first;          /* the section's first interface */
	struct tsresol *clock; /* one for each interface of the capture */
	vtime last;            /* of the packet before */
};

/* What is between the two lengths of a block, as far as it is not read yet. */
struct body {
	const uint8_t *p;
	uint32_t left;
	uint32_t type;
	uint64_t offset; /* of the block */
};

struct option {
	uint16_t code;
	uint16_t len;
	const uint8_t *value;
};

bool
pcapng_is(const uint8_t p[4])
{
	return be32(p) == SECTION;
}

static int __attribute__((format(printf, 3, 4)))
bad(struct capture *c, const struct body *b, const char *fmt, ...)
{
	char text[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	reader_fail(c,
	    "the block of type 0x%08" PRIx32 " at offset %" PRIu64
	    ", after packet %" PRIu64 ", %s",
	    b->type, b->offset, c->packets, text);
	return -1;
}

/* The next len bytes, counted with their padding to four. */
static const uint8_t *
take(struct body *b, uint32_t len)
{
	const uint8_t *p = b->p;
	uint32_t padded;

	if (len > b->left)
		return NULL;
	padded = (len + 3) & ~3u;
	padded = padded < b->left ? padded : b->left;
	b->p += padded;
	b->left -= padded;
	return p;
}

/* 1: an option.  0: there are no more.  -1: its length is a lie. */
static int
next_option(struct capture *c, struct body *b, struct option *o)
{
	const struct pcapng *s = c->state;
	const uint8_t *p;

	if (b->left == 0)
		return 0;
	p = take(b, 4);
	if (p == NULL)
		return bad(c, b, "ends in the middle of an option");
	o->code = get16(s->big, p);
	o->len = get16(s->big, p + 2);
	if (o->code == END_OF_OPTIONS)
		return 0;
	o->value = take(b, o->len);
	if (o->value == NULL)
		return bad(c, b,
		    "has an option %u of %u bytes where %u bytes are left",
		    o->code, o->len, b->left);
	return 1;
}

/* --- sections and interfaces -------------------------------------------- */

static int
read_section(struct capture *c, struct body *b)
{
	struct pcapng *s = c->state;
	const uint8_t *p = take(b, 16);
	struct option o = { 0 };
	unsigned major, minor;
	int r;

	if (p == NULL)
		return bad(c, b, "is too short for a section header");
	major = get16(s->big, p + 4);
	minor = get16(s->big, p + 6);
	/* 1.2 was written by some tools and is 1.0. */
	if (major != 1 || (minor != 0 && minor != 2))
		return bad(c, b,
		    "is pcapng of version %u.%u, of which only 1.0 can be read",
		    major, minor);
	s->first = c->ninterface;
	while ((r = next_option(c, b, &o)) == 1)
		;
	return r;
}

static int64_t
get64_signed(bool big, const uint8_t *p)
{
	uint64_t first = get32(big, p), second = get32(big, p + 4);

	return (int64_t)(big ? first << 32 | second : second << 32 | first);
}

static int
interface_option(struct capture *c, const struct body *b,
    const struct option *o, struct capture_interface *i, struct tsresol *clock)
{
	const struct pcapng *s = c->state;
	const char *text = (const char *)o->value;
	size_t len = o->len < TEXT_MOST ? o->len : TEXT_MOST;

	switch (o->code) {
	case IF_NAME:
		if (i->name == NULL)
			i->name = arena_strndup(c->arena, text, len);
		return 0;
	case IF_DESCRIPTION:
		if (i->description == NULL)
			i->description = arena_strndup(c->arena, text, len);
		return 0;
	case IF_TSRESOL:
		if (o->len != 1)
			return bad(c, b, "has an if_tsresol of %u bytes, not 1",
			    o->len);
		if (tsresol_set(clock, *o->value) != 0)
			return bad(c, b,
			    "has a time resolution 0x%02x that is "
			    "too fine",
			    *o->value);
		return 0;
	case IF_TSOFFSET:
		if (o->len != 8)
			return bad(c, b,
			    "has an if_tsoffset of %u bytes, not 8", o->len);
		clock->offset = get64_signed(s->big, o->value);
		return 0;
	default:
		return 0;
	}
}

static int
read_interface(struct capture *c, struct body *b)
{
	struct pcapng *s = c->state;
	const uint8_t *p = take(b, 8);
	struct capture_interface *i;
	struct tsresol *clock;
	struct option o = { 0 };
	int r;

	if (p == NULL)
		return bad(c, b, "is too short for an interface");
	if (c->ninterface == INTERFACES_MOST)
		return bad(
		    c, b, "is one interface more than %d", INTERFACES_MOST);
	s->clock =
	    arena_grow(c->arena, s->clock, c->ninterface, sizeof(*s->clock));
	clock = &s->clock[c->ninterface];
	*clock = TSRESOL_DEFAULT;
	i = reader_add_interface(c);
	i->link = get16(s->big, p);
	i->snaplen = get32(s->big, p + 4);
	while ((r = next_option(c, b, &o)) == 1)
		if (interface_option(c, b, &o, i, clock) != 0)
			return -1;
	return r;
}

/* --- packets ------------------------------------------------------------ */

/* The interface of that number in this section, or null. */
static const struct capture_interface *
interface(const struct capture *c, uint32_t n)
{
	const struct pcapng *s = c->state;

	if (n >= c->ninterface - s->first)
		return NULL;
	return &c->interface[s->first + n];
}

static int
find_comment(struct capture *c, struct body *b, struct frame *f)
{
	struct option o = { 0 };
	int r;

	while ((r = next_option(c, b, &o)) == 1)
		if (o.code == COMMENT && f->comment == NULL) {
			f->comment = (const char *)o.value;
			f->comment_len = o.len;
		}
	return r;
}

/* Called with number, caplen and len; finds interface, bytes and comment. */
static int
finish_frame(struct capture *c, struct body *b, struct frame *f)
{
	const struct pcapng *s = c->state;
	const struct capture_interface *i = interface(c, f->interface);

	if (i == NULL)
		return bad(c, b, "is a packet of interface %u of %zu",
		    f->interface, c->ninterface - s->first);
	if (f->caplen > PACKET_MOST)
		return bad(c, b,
		    "claims %u captured bytes, more than any "
		    "packet has",
		    f->caplen);
	f->bytes = take(b, f->caplen);
	if (f->bytes == NULL)
		return bad(c, b,
		    "claims %u captured bytes where %u bytes are left",
		    f->caplen, b->left);
	f->number = c->packets + 1;
	f->offset = b->offset;
	f->link = i->link;
	f->interface += (uint32_t)s->first;
	if (f->len < f->caplen)
		f->len = f->caplen;
	return find_comment(c, b, f);
}

/* Enhanced and obsolete packet blocks differ in the first four bytes. */
static int
read_packet(struct capture *c, struct body *b, struct frame *f)
{
	struct pcapng *s = c->state;
	const uint8_t *p = take(b, 20);
	uint64_t ticks;

	if (p == NULL)
		return bad(c, b, "is too short for a packet");
	*f = (struct frame){
		.interface =
		    b->type == PACKET ? get16(s->big, p) : get32(s->big, p),
		.caplen = get32(s->big, p + 12),
		.len = get32(s->big, p + 16),
	};
	ticks = (uint64_t)get32(s->big, p + 4) << 32 | get32(s->big, p + 8);
	if (finish_frame(c, b, f) != 0)
		return -1;
	f->time = s->last = tsresol_time(&s->clock[f->interface], ticks);
	return 0;
}

/* It has neither a time nor a captured length, which follows from others. */
static int
read_simple(struct capture *c, struct body *b, struct frame *f)
{
	const struct pcapng *s = c->state;
	const struct capture_interface *i = interface(c, 0);
	const uint8_t *p = take(b, 4);

	if (p == NULL)
		return bad(c, b, "is too short for a packet");
	*f = (struct frame){ .len = get32(s->big, p), .time = s->last };
	f->caplen = f->len;
	if (i && i->snaplen && i->snaplen < f->caplen)
		f->caplen = i->snaplen;
	return finish_frame(c, b, f);
}

/* --- names -------------------------------------------------------------- */

/* A record: an address, then names that each end with a zero. */
static void
add_names(struct capture *c, struct ip addr, const uint8_t *p, uint32_t len)
{
	while (len > 0) {
		uint32_t n = (uint32_t)strnlen((const char *)p, len);

		if (n > 0)
			reader_add_name(c, addr, (const char *)p, n);
		n += n < len;
		p += n;
		len -= n;
	}
}

static int
read_names(struct capture *c, struct body *b)
{
	const struct pcapng *s = c->state;
	const uint8_t *p;

	while ((p = take(b, 4)) != NULL) {
		unsigned type = get16(s->big, p), len = get16(s->big, p + 2);

		if (type == NAME_END)
			return 0;
		p = take(b, len);
		if (p == NULL)
			return bad(c, b,
			    "has a name of %u bytes where %u bytes are left",
			    len, b->left);
		if (type == NAME_IP4 && len >= 4)
			add_names(c, ip_from_bytes4(p), p + 4, len - 4);
		if (type == NAME_IP6 && len >= 16)
			add_names(c, ip_from_bytes16(p), p + 16, len - 16);
	}
	return 0;
}

/* --- blocks ------------------------------------------------------------- */

static bool
is_packet(uint32_t type)
{
	return type == ENHANCED || type == PACKET || type == SIMPLE;
}

static bool
is_read(uint32_t type)
{
	return is_packet(type) || type == SECTION || type == INTERFACE ||
	    type == NAMES;
}

/* Passes over a block, of any length; returns as next_block(). */
static int
skip_block(struct capture *c, const struct body *b, uint32_t total)
{
	const struct pcapng *s = c->state;
	const uint8_t *p = NULL;

	if (source_skip(&c->source, total - 4))
		p = source_need(&c->source, 4);
	if (p == NULL)
		return reader_cut(c, "a block", b->offset,
		    c->source.end_offset - b->offset, total);
	if (get32(s->big, p) != total)
		return bad(c, b, "has lengths %u and %u that differ", total,
		    get32(s->big, p));
	c->source.next += 4;
	return 2;
}

/* A section header tells the byte order in which its own length is. */
static int
byte_order(struct capture *c, const struct body *b)
{
	struct pcapng *s = c->state;
	const uint8_t *p = source_need(&c->source, BLOCK_MIN);

	if (p == NULL)
		return reader_cut(c, "a section header", b->offset,
		    source_have(&c->source), BLOCK_MIN);
	s->big = be32(p + 8) == ORDER_MAGIC;
	if (!s->big && le32(p + 8) != ORDER_MAGIC)
		return bad(c, b, "has no byte order: 0x%08x", be32(p + 8));
	return 1;
}

/* Brings a block into the window whole, and takes it from the source. */
static int
fetch_block(struct capture *c, struct body *b, uint32_t total)
{
	const struct pcapng *s = c->state;
	const uint8_t *p = source_need(&c->source, total);
	size_t have = source_have(&c->source);

	source_fetch(&c->source, total);
	if (p == NULL)
		return is_packet(b->type)
		    ? reader_cut_packet(c, b->offset, have, total)
		    : reader_cut(c, "a block", b->offset, have, total);
	if (get32(s->big, p + total - 4) != total)
		return bad(c, b, "has lengths %u and %u that differ", total,
		    get32(s->big, p + total - 4));
	b->p = p + 8;
	b->left = total - BLOCK_MIN;
	c->source.next += total;
	return 1;
}

/*
 * 1: a block that we read is in *b.  2: another one was passed over.
 * 0 and -1 as next().
 */
static int
next_block(struct capture *c, struct body *b)
{
	const struct pcapng *s = c->state;
	const uint8_t *p = source_need(&c->source, 8);
	uint32_t total;
	int r;

	b->offset = source_offset(&c->source);
	if (p == NULL)
		return reader_at_end(c)
		    ? 0
		    : reader_cut(c, "the header of a block", b->offset,
			  source_have(&c->source), 8);
	b->type = get32(s->big, p);
	if (b->type == SECTION) {
		r = byte_order(c, b);
		if (r != 1)
			return r;
		p = c->source.next;
	}
	total = get32(s->big, p + 4);
	if (total < BLOCK_MIN || total % 4 != 0)
		return bad(c, b, "claims an impossible length of %u", total);
	if (!is_read(b->type))
		return skip_block(c, b, total);
	if (total > BLOCK_MOST)
		return bad(c, b, "claims a length of %u, more than %d", total,
		    BLOCK_MOST);
	return fetch_block(c, b, total);
}

static int
next(struct capture *c, struct frame *f)
{
	struct body b = { 0 };
	int r;

	while ((r = next_block(c, &b)) > 0) {
		if (r == 2)
			continue;
		switch (b.type) {
		case SECTION:
			r = read_section(c, &b);
			break;
		case INTERFACE:
			r = read_interface(c, &b);
			break;
		case NAMES:
			r = read_names(c, &b);
			break;
		case SIMPLE:
			r = read_simple(c, &b, f);
			break;
		default:
			r = read_packet(c, &b, f);
			break;
		}
		if (r != 0)
			return -1;
		if (is_packet(b.type))
			return 1;
	}
	return r;
}

static void
free_state(struct capture *c)
{
	free(c->state);
}

static const struct reader reader = { .next = next, .free = free_state };

int
pcapng_open(struct capture *c)
{
	struct body b = { 0 };

	c->state = xcalloc(1, sizeof(struct pcapng));
	c->reader = &reader;
	return next_block(c, &b) == 1 ? read_section(c, &b) : -1;
}
