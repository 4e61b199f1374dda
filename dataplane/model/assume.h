#ifndef DATAPLANE_MODEL_ASSUME_H
#define DATAPLANE_MODEL_ASSUME_H

/*
 * assume.h - behaviour that AWS does not document, as a scenario may have it
 *
 * Each has a default, and a trace that relied on it says so.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/vtime.h"

struct assume {
	bool ttl_counted;    /* by NAT gateways and transit gateways */
	bool edge_tells;     /* internet gateways send path MTU messages */
	bool transit_groups; /* groups judge what an interface forwards */
	bool host_to_itself; /* stays in it, by whichever interface */
	bool nat_uses_gateway_endpoint;
	bool transit_gateway_tracked; /* whatever the rules are */
	bool expired_begin_anew;      /* connections, in their middle */
	bool same_subnet_acl;         /* between an interface and a gateway */
	bool endpoint_udp;            /* by interface endpoints, to listeners */
	bool endpoint_udp_groups;     /* a load balancer's judge it, as TCP */
	bool edge_fragments;          /* internet gateways pass them */
	bool transit_group_addresses; /* others than primary ones count */
	bool nat_keeps_port;          /* the client's, if it is free */
	bool nat_first_address;       /* else one by a hash of the ends */
	bool vpn_gateway_shares;      /* among equal connections */
	bool transit_zone_hash; /* else the first zone of the attachment */
	vtime tcp_opening, tcp_closing, icmp; /* idle times of tracking */
	uint64_t gateway_endpoint_mtu;
	vtime regional_nat_idle;
	vtime cross_region_idle; /* of interface endpoints */
	uint64_t cross_region_mtu;
};

extern const struct assume assume_defaults;

#endif /* DATAPLANE_MODEL_ASSUME_H */
