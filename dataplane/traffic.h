#ifndef DATAPLANE_TRAFFIC_H
#define DATAPLANE_TRAFFIC_H

/*
 * traffic.h - the packets of a scenario's `traffic`
 *
 * Whole conversations, as they would be captured at the one who opens them: a
 * TCP handshake, the given amounts of data each way, a close; datagrams; echo
 * and reply.  What the network does to them is not in here: `gen` writes these
 * packets as a capture and `replay` sends the same ones.
 */

#include "core/packet.h"
#include "core/vtime.h"
#include "dataplane/party.h"

struct traffic_packet {
	vtime t;
	struct packet packet; /* as a capture has it: no place */
	uint32_t flow;        /* which conversation, from 0 */
	uint32_t seq, ack;    /* TCP */
	uint32_t payload;     /* bytes behind the transport header */
	uint16_t id;          /* of the echo, of the IPv4 packet */
};

struct traffic_packets {
	struct traffic_packet *v; /* in the order of time; in the arena */
	size_t n;
	const struct traffic **of; /* whose each conversation is, by number */
	size_t nof;
};

/*
 * All packets of the model's traffic, or of the entry with this name (null:
 * all).  0; or -1 with errors: a name that does not resolve, families that do
 * not meet, more than 100 million packets.
 */
int traffic_packets(const struct snap *, const char *name, struct arena *,
    struct traffic_packets *, struct errs *);

/* Source port of a flow that does not say which: in every system's range. */
enum { EPHEMERAL_PORT = 50000 };

/*
 * The first packet that a flow_spec asks for, standing where its sender is.
 * target->code says if the name did not resolve; then there is no packet.
 * default_proto: when neither protocol nor port were written, tcp if there is
 * a port, else an echo request.  0, or -1 with errors added.
 */
struct flow_start {
	struct party from;
	struct target target;
	struct packet packet;
};
int flow_start(const struct snap *, const struct flow_spec *, struct arena *,
    struct flow_start *, struct errs *);

#endif /* DATAPLANE_TRAFFIC_H */
