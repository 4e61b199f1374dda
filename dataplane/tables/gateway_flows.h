#ifndef DATAPLANE_TABLES_GATEWAY_FLOWS_H
#define DATAPLANE_TABLES_GATEWAY_FLOWS_H

/*
 * gateway_flows.h - which target of a Gateway Load Balancer has which flow
 *
 * A new flow gets a healthy target by a hash of its addresses, protocol and
 * ports, or of some of those, and keeps it, in both directions, for as long as
 * packets come less than the idle time apart: 350 s for TCP unless set
 * otherwise, 120 s for all else.  If the target fails, the flow stays where it
 * is, or moves if the load balancer rebalances (User Guide for Gateway Load
 * Balancers, "Flow stickiness", "Target failover", "Idle timeout").  The hash is
 * of our own making.
 */

#include "core/node.h"
#include "dataplane/model/load_balancer.h"

/* For what comes by one endpoint: the targets that a new flow may get. */
struct gateway_choice {
	const uint16_t *target;
	uint32_t n; /* not 0 */
};

/* The emitting node's cfg begins with this. */
struct gateway_flows_cfg {
	const struct gateway_choice *choice; /* by the step's arg */
	const bool *healthy;                 /* by target */
	/* Of other protocols than TCP and UDP no ports count. */
	enum flow_tuple tuple;
	bool rebalance;
	vtime tcp_idle;
	uint16_t side_kind; /* where a packet continues, with its target */
};

/* Chooses; arg: the number of the endpoint by which the packet came. */
extern const struct step gateway_choose_step;

extern const struct state_class gateway_flows_state;

#endif /* DATAPLANE_TABLES_GATEWAY_FLOWS_H */
