#ifndef DATAPLANE_TABLES_FRAGMENTS_H
#define DATAPLANE_TABLES_FRAGMENTS_H

/*
 * fragments.h - later fragments follow the first one
 *
 * Only the first fragment of a datagram has its ports.  Whoever decides by
 * ports remembers what it decided for the first one, under what all fragments
 * of a datagram have in common: addresses, protocol and identification (RFC
 * 791, RFC 8200).  A later fragment that comes before the first one, or more
 * than 30 s after the last one, finds nothing.
 */

#include "core/packet.h"
#include "core/table.h"

struct fragment_key {
	struct ip src, dst;
	uint32_t node; /* who decides */
	uint32_t id;
	uint64_t proto;
};

struct fragment_way {
	struct fragment_key key;
	vtime last;
	/* What the one who decides needs for the later ones. */
	struct ip rewritten;
	uint64_t flow;
};

void fragments_init(struct table *, uint64_t seed);

/* Remembers a first fragment; what it is to tell the later ones goes into the
 * result, which is good until the table is used again. */
struct fragment_way *
fragments_note(struct table *, uint32_t node, const struct packet *, vtime now);

/* What was remembered for a later fragment, or null. */
const struct fragment_way *fragments_follow(
    struct table *, uint32_t node, const struct packet *, vtime now);

#endif /* DATAPLANE_TABLES_FRAGMENTS_H */
