#ifndef DATAPLANE_NODES_GENEVE_H
#define DATAPLANE_NODES_GENEVE_H

/*
 * geneve.h - the tunnel between a Gateway Load Balancer and an appliance
 *
 * UDP to port 6081 in both directions: the appliance exchanges the addresses
 * and leaves the ports (User Guide for Gateway Load Balancers, "GENEVE
 * protocol").
 */

#include "core/node.h"

enum { GENEVE_PORT = 6081, GENEVE_OVERHEAD = 64 };

/* The key of the packet that carries one with this key. */
struct flow_key
geneve_key(struct ip from, struct ip to, const struct flow_key *inner);

/* Does the packet in the tunnel. */
void geneve_wrap_packet(struct packet *, struct ip from, struct ip to);

/* Takes the packet out of the tunnel. */
void geneve_open(struct resolver *);

/* Sends it back through the tunnel that it came out of, whose key was outer. */
void geneve_return(struct resolver *, const struct flow_key *outer);

/* arg: the largest packet that an appliance takes. */
extern const struct step geneve_mtu_step;

#endif /* DATAPLANE_NODES_GENEVE_H */
