#ifndef DATAPLANE_NODES_MESSAGE_H
#define DATAPLANE_NODES_MESSAGE_H

/*
 * message.h - what a hop sends to the sender of a packet that it has dropped
 *
 * ICMP "fragmentation needed" or "packet too big", "time exceeded", or a RST.
 * The message goes back as a packet of its own, through network ACLs and
 * security groups, which may stop it.
 */

#include "core/sim.h"
#include "dataplane/model/model.h"

/*
 * The message that this verdict calls for, standing where it enters; quote is
 * for what it quotes and must outlive it.  False: it calls for none, or the
 * dropped packet was an ICMP error itself, about which nothing is said (RFC
 * 1122).
 */
bool message_packet(const struct snap *, const struct verdict *,
    struct flow_key *quote, struct packet *);

/* "frag-needed", "packet-too-big", "time-exceeded", "rst"; null: none. */
const char *message_name(enum message, const struct flow_key *);

/* The hop of a resolve at which a message begins its way. */
void message_begins(struct resolver *);

/* Does a gateway at the edge of a VPC speak to a sender in it?  Then its message
 * is on its way. */
bool message_from_edge(struct resolver *, const struct vpc *);

#endif /* DATAPLANE_NODES_MESSAGE_H */
