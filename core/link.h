#ifndef CORE_LINK_H
#define CORE_LINK_H

/*
 * link.h - a link that takes time
 *
 * First in, first out: a packet waits until those before it have been sent, is
 * sent at the link's rate, and arrives when the latency is over.  What does not
 * fit into the queue is refused.  As no packet overtakes another the packets on
 * their way are a ring, and only the first of them is anybody's concern.
 */

#include "core/packet.h"
#include "core/vtime.h"

struct link_spec {
	vtime latency;
	uint64_t bits_per_second; /* 0: sending takes no time */
	uint64_t queue_bytes;     /* that wait to be sent; 0: any number */
};

/* A packet on its way, and where it will stand. */
struct in_flight {
	vtime at;
	struct packet packet;
};

struct link;

struct link *link_new(struct link_spec);
void link_free(struct link *);

/*
 * Sends a copy of the packet, now (never before an earlier send).  False if it
 * does not fit into the queue.
 */
bool link_send(struct link *, vtime now, const struct packet *);

/* The packet that arrives first, or null; good until the next send or take. */
const struct in_flight *link_first(const struct link *);

/* It has arrived. */
void link_take(struct link *);

#endif /* CORE_LINK_H */
