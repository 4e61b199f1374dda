/*
 * states.c - every kind of table that a simulation keeps
 */

#include "dataplane/tables/states.h"

#include "dataplane/tables/balancer.h"
#include "dataplane/tables/conntrack.h"
#include "dataplane/tables/gateway_flows.h"
#include "dataplane/tables/nat.h"
#include "dataplane/tables/rate.h"
#include "dataplane/tables/session.h"
#include "dataplane/tables/sightings.h"

const struct state_class *const state_classes[] = {
	[STATE_CONNTRACK] = &conntrack_state,
	[STATE_NAT] = &nat_state,
	[STATE_NAT_INSTANCE] = &nat_instance_state,
	[STATE_SESSION] = &session_state,
	[STATE_RATE] = &rate_state,
	[STATE_BALANCER] = &balancer_state,
	[STATE_GATEWAY_FLOWS] = &gateway_flows_state,
	[STATE_SIGHTINGS] = &sightings_state,
};
