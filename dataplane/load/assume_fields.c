/*
 * assume_fields.c - the scenario language as a table: what is assumed
 */

#include "dataplane/load/assume_fields.h"

#define ASSUMED(m) AT(struct scenario_file, assume.m)

static const struct field assume_fields[] = {
	KEY("ttl_counted",
	    "NAT gateways and transit gateways count the time to live down.",
	    FIELD_BOOL, ASSUMED(ttl_counted), .fallback = "true"),
	KEY("edge_tells",
	    "Internet gateways tell a sender of too large a packet.",
	    FIELD_BOOL, ASSUMED(edge_tells), .fallback = "true"),
	KEY("transit_groups",
	    "The security groups of an interface judge what it forwards.",
	    FIELD_BOOL, ASSUMED(transit_groups), .fallback = "true"),
	KEY("nat_uses_gateway_endpoint",
	    "A NAT gateway may use a gateway endpoint of its subnet.",
	    FIELD_BOOL, ASSUMED(nat_uses_gateway_endpoint), .fallback = "true"),
	KEY("transit_gateway_tracked",
	    "Connections by a transit gateway are tracked whatever the rules "
	    "are.",
	    FIELD_BOOL, ASSUMED(transit_gateway_tracked), .fallback = "true"),
	KEY("expired_begin_anew",
	    "A connection that has idled out begins anew with a packet from "
	    "the side that a rule lets send.",
	    FIELD_BOOL, ASSUMED(expired_begin_anew), .fallback = "true"),
	KEY("tcp_opening_timeout",
	    "Idle time-out of tracked TCP connections that are half open.",
	    FIELD_DURATION, ASSUMED(tcp_opening), .min = 1, .max = 432000,
	    .fallback = "30s"),
	KEY("tcp_closing_timeout",
	    "Idle time-out of tracked TCP connections that have closed.",
	    FIELD_DURATION, ASSUMED(tcp_closing), .min = 1, .max = 432000,
	    .fallback = "10s"),
	KEY("icmp_timeout", "Idle time-out of tracked ICMP.", FIELD_DURATION,
	    ASSUMED(icmp), .min = 1, .max = 432000, .fallback = "30s"),
	KEY("gateway_endpoint_mtu", "What a gateway endpoint carries.",
	    FIELD_SIZE, .flags = FIELD_BARE, ASSUMED(gateway_endpoint_mtu),
	    .min = 576, .max = 9001, .fallback = "8500"),
};

const struct object_type assume_type = {
	.id = "assume",
	.label = "assume",
	.doc = "Behaviour that AWS does not document.",
	.kind = NO_OBJECT,
	FIELDS(assume_fields),
};
