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
	bool nat_uses_gateway_endpoint;
	bool transit_gateway_tracked;         /* whatever the rules are */
	bool expired_begin_anew;              /* connections, in their middle */
	vtime tcp_opening, tcp_closing, icmp; /* idle times of tracking */
	uint64_t gateway_endpoint_mtu;
};

extern const struct assume assume_defaults;

#endif /* DATAPLANE_MODEL_ASSUME_H */
