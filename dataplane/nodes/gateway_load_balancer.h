#ifndef DATAPLANE_NODES_GATEWAY_LOAD_BALANCER_H
#define DATAPLANE_NODES_GATEWAY_LOAD_BALANCER_H

/*
 * gateway_load_balancer.h - sides of Gateway Load Balancers and of their
 * endpoints
 */

#include "dataplane/world.h"

enum gateway_load_balancer_side {
	/* SIDE_IN: from the network */
	GATEWAY_BALANCER_CALLED = 1, /* by an endpoint; which: of consumers */
	GATEWAY_BALANCER_CHOSEN,     /* ... for a target; which: that */
};

enum firewall_endpoint_side {
	/* SIDE_IN: a route leads here */
	FIREWALL_ENDPOINT_BACK = 1, /* inspected */
};

#endif /* DATAPLANE_NODES_GATEWAY_LOAD_BALANCER_H */
