#ifndef DATAPLANE_HOSTS_H
#define DATAPLANE_HOSTS_H

/*
 * hosts.h - what the host does that a packet is delivered to
 *
 * Real hosts: an open TCP port answers a SYN with SYN and ACK, a closed one
 * with RST; a UDP port that is open with a datagram; an echo request with an
 * echo reply.  Other protocols need only arrive.
 */

#include "core/sim.h"

enum answer {
	ANSWER_NONE,    /* it should answer and does not */
	ANSWER_SENT,    /* a normal answer */
	ANSWER_RST,     /* the port is closed: an answer too */
	ANSWER_NOT_DUE, /* the protocol expects none */
};

/* What happens when a first packet was delivered as this verdict says. */
enum answer host_answer(const struct snap *, const struct verdict *);

/* The answer's packet, standing where it enters: journey and trace unset. */
struct packet host_packet(const struct verdict *, enum answer);

#endif /* DATAPLANE_HOSTS_H */
