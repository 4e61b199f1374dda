#ifndef DATAPLANE_TABLES_STATES_H
#define DATAPLANE_TABLES_STATES_H

/*
 * states.h - every kind of table that a simulation keeps
 */

#include "core/node.h"

enum state {
	STATE_CONNTRACK,
	STATE_NAT,
	STATE_NAT_INSTANCE,
	STATE_SESSION,
	STATE_RATE,
	STATE_BALANCER,
	STATE_GATEWAY_FLOWS,
	STATE_SIGHTINGS,
	STATES
};

/* By enum state; STATES of them. */
extern const struct state_class *const state_classes[];

#endif /* DATAPLANE_TABLES_STATES_H */
