#ifndef DATAPLANE_NODES_MTU_H
#define DATAPLANE_NODES_MTU_H

/*
 * mtu.h - what size of packet a hop carries, and how many hops it goes
 *
 * Bytes from the IP header on (EC2 User Guide, network MTU; NAT gateway
 * basics; AWS PrivateLink quotas; Transit Gateway quotas).
 */

#include "core/node.h"

enum {
	MTU_VPC = 9001,
	MTU_INTERNET = 1500,
	MTU_VPN = 1500,
	MTU_NAT = 8500,
	MTU_ENDPOINT = 8500,
	MTU_TRANSIT = 8500,
	MTU_PEERING = 8500, /* between Regions */
};

/* arg: the MTU.  Larger packets are fragmented if they may be, else dropped. */
extern const struct step mtu_fragment_step;
/* Larger packets are dropped, and the sender is told; what a TCP SYN announces
 * is lowered, so that no segments are that large. */
extern const struct step mtu_told_step;
/* The same, and nobody is told. */
extern const struct step mtu_quiet_step;
/* Larger packets are dropped in silence; SYNs as above. */
extern const struct step mtu_silent_step;

/* As mtu_quiet_step, and what a TCP SYN announces is lowered. */
extern const struct step mtu_tunnel_step;

/* Larger packets are dropped, and the sender is told; SYNs stay. */
extern const struct step mtu_unclamped_step;

/* Counts the TTL down; at zero the packet is dropped and its sender told, by
 * this side. */
void ttl_count(struct resolver *, uint8_t message_side);

/* At the edge to the internet: 1,500 bytes, else fragments; or the sender is
 * told, by this side; 0: it is outside, and is not. */
void mtu_edge(struct resolver *, uint8_t message_side);

#endif /* DATAPLANE_NODES_MTU_H */
