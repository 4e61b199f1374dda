#ifndef DATAPLANE_TABLES_BALANCER_H
#define DATAPLANE_TABLES_BALANCER_H

/*
 * balancer.h - the connections of load balancers
 *
 * A new connection gets a target by a hash of its addresses and ports, and
 * keeps it for as long as packets come, in either direction, less than the idle
 * time apart: 350 s for TCP unless the listener says otherwise, 120 s for UDP.
 * The target sees the client, or an address of the load balancer with a port
 * that is the connection's own: 55,000 for each target's address and port
 * (User Guide for Network Load Balancers, "Listeners", "Target groups").
 *
 * How AWS picks targets and ports beyond that is not published.
 */

#include "dataplane/tables/conntrack.h"

enum { BALANCER_PORTS = 55000, BALANCER_PORT_FIRST = 1024 };

struct balancer_target {
	struct ip ip;
	uint16_t port;
	uint16_t balanced; /* of the target's list of load balancers */
	bool preserve;     /* sees the client's address */
};

/* Where a packet may go that has met a listener in a zone. */
struct balancer_choice {
	const struct balancer_target *target;
	uint32_t n;       /* not 0 */
	struct ip own[2]; /* IPv4, IPv6: of the load balancer in the zone */
	uint16_t back;    /* the side where answers continue */
	vtime tcp_idle;   /* of its listener */
};

/* The emitting node's cfg begins with this. */
struct balancer_table_cfg {
	struct conntrack_limits limits; /* first: conntrack_step reads it */
	const struct balancer_choice *choice;
	/* The kind of side where answers to endpoints continue, with the
	 * endpoint's number. */
	uint16_t back_to_endpoint;
};

/*
 * What a client sends: rewrites the destination, and the source where the
 * target does not see the client.  arg: the choice, and above BALANCER_CALLER
 * bits who calls, for callers may have the same addresses: 0, or the number of
 * an endpoint and 1.
 */
enum { BALANCER_CALLER = 16 };
extern const struct step balancer_out_step;

/*
 * What a target sends, at the load balancer: rewrites the answer to a
 * connection so that it comes from where the client called.  Other packets
 * pass.
 */
extern const struct step balancer_back_step;

/* Does the packet answer a connection of this load balancer (its node), one
 * that may have idled out, whose target saw the client's address?  *balanced is
 * the target's. */
bool balancer_answers(
    const struct step_call *, uint32_t balancer, uint16_t *balanced);

extern const struct state_class balancer_state;

#endif /* DATAPLANE_TABLES_BALANCER_H */
