/*
 * pcap_classic.c - reader of pcap files, version 2.4
 *
 * A file header of 24 bytes, then records: a header of 16 bytes and the bytes
 * of the packet.  The magic number tells byte order and the unit of time
 * (draft-ietf-opsawg-pcap).  A fraction of a second that is larger than a
 * second is added as it is.
 */

#include "pcap/pcap_classic.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/arena.h"
#include "pcap/bytes.h"
#include "pcap/linktype.h"
#include "pcap/reader.h"

enum { FILE_HEADER = 24, RECORD_HEADER = 16 };

#define MAGIC_MICRO   0xa1b2c3d4u
#define MAGIC_NANO    0xa1b23c4du
#define LINK_RESERVED 0x03ff0000u
#define LINK_MASK     0x0000ffffu

struct classic {
	bool big;
	uint32_t link;
	uint32_t unit; /* nanoseconds in a unit of the fraction */
};

bool
pcap_classic_is(const uint8_t p[4])
{
	return be32(p) == MAGIC_MICRO || le32(p) == MAGIC_MICRO ||
	    be32(p) == MAGIC_NANO || le32(p) == MAGIC_NANO;
}

static int
cut_header(struct capture *c, uint64_t offset, size_t have)
{
	char what[48];

	snprintf(what, sizeof(what), "the header of packet %llu",
	    (unsigned long long)c->packets + 1);
	return reader_cut(c, what, offset, have, RECORD_HEADER);
}

static int
next(struct capture *c, struct frame *f)
{
	const struct classic *s = c->state;
	const uint8_t *p = source_need(&c->source, RECORD_HEADER);
	uint64_t offset = source_offset(&c->source);
	size_t have = source_have(&c->source);
	uint32_t caplen, len;

	if (p == NULL)
		return reader_at_end(c) ? 0 : cut_header(c, offset, have);
	caplen = get32(s->big, p + 8);
	if (caplen > PACKET_MOST)
		return reader_fail(c,
		    "packet %llu at offset %llu claims %u captured bytes, more "
		    "than any packet has",
		    (unsigned long long)c->packets + 1,
		    (unsigned long long)offset, caplen);
	p = source_need(&c->source, RECORD_HEADER + caplen);
	if (p == NULL)
		return reader_cut_packet(
		    c, offset, source_have(&c->source) - RECORD_HEADER, caplen);
	source_fetch(&c->source, RECORD_HEADER + caplen);
	len = get32(s->big, p + 12);
	*f = (struct frame){
		.number = c->packets + 1,
		.offset = offset,
		.time = { (int64_t)get32(s->big, p) * 1000000000 +
		    (int64_t)get32(s->big, p + 4) * s->unit },
		.link = s->link,
		.caplen = caplen,
		.len = len < caplen ? caplen : len,
		.bytes = p + RECORD_HEADER,
	};
	c->source.next += RECORD_HEADER + caplen;
	return 1;
}

static void
free_state(struct capture *c)
{
	free(c->state);
}

static const struct reader reader = { .next = next, .free = free_state };

static int
check_header(struct capture *c, bool big, const uint8_t *p)
{
	unsigned major = get16(big, p + 4), minor = get16(big, p + 6);
	uint32_t link = get32(big, p + 20);

	if (major != 2 || minor != 4)
		return reader_fail(c,
		    "is pcap of version %u.%u, of which only 2.4 can be read",
		    major, minor);
	if (link & LINK_RESERVED)
		return reader_fail(c,
		    "the link type 0x%08x has bits set that are reserved",
		    link);
	return 0;
}

int
pcap_classic_open(struct capture *c)
{
	const uint8_t *p = source_need(&c->source, FILE_HEADER);
	struct capture_interface *i;
	struct classic *s;
	bool big;

	if (p == NULL) {
		reader_cut(c, "the file header", 0, source_have(&c->source),
		    FILE_HEADER);
		return -1;
	}
	big = be32(p) == MAGIC_MICRO || be32(p) == MAGIC_NANO;
	if (check_header(c, big, p) != 0)
		return -1;
	s = xcalloc(1, sizeof(*s));
	s->big = big;
	s->link = get32(big, p + 20) & LINK_MASK;
	s->unit = get32(big, p) == MAGIC_NANO ? 1 : 1000;
	c->state = s;
	c->reader = &reader;
	i = reader_add_interface(c);
	i->link = s->link;
	i->snaplen = get32(big, p + 16);
	c->source.next += FILE_HEADER;
	return 0;
}
