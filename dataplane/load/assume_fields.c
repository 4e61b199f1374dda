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
	KEY("host_to_itself",
	    "What a host sends to an address of another interface of its own "
	    "stays in it.",
	    FIELD_BOOL, ASSUMED(host_to_itself), .fallback = "true"),
	KEY("nat_uses_gateway_endpoint",
	    "A NAT gateway may use a gateway endpoint of its subnet.",
	    FIELD_BOOL, ASSUMED(nat_uses_gateway_endpoint), .fallback = "true"),
	KEY("transit_gateway_tracked",
	    "Connections by a transit gateway or a Gateway Load Balancer are "
	    "tracked whatever the rules are.",
	    FIELD_BOOL, ASSUMED(transit_gateway_tracked), .fallback = "true"),
	KEY("expired_begin_anew",
	    "A connection that has idled out begins anew with a packet from "
	    "the side that a rule lets send.",
	    FIELD_BOOL, ASSUMED(expired_begin_anew), .fallback = "true"),
	KEY("same_subnet_acl",
	    "The network ACL is asked between an interface and a NAT gateway "
	    "or an endpoint in the same subnet.",
	    FIELD_BOOL, ASSUMED(same_subnet_acl), .fallback = "false"),
	KEY("endpoint_udp",
	    "Interface endpoints carry UDP to listeners for UDP.", FIELD_BOOL,
	    ASSUMED(endpoint_udp), .fallback = "true"),
	KEY("endpoint_udp_groups",
	    "The security groups of a load balancer judge UDP that comes by "
	    "an endpoint as they do TCP.",
	    FIELD_BOOL, ASSUMED(endpoint_udp_groups), .fallback = "true"),
	KEY("edge_fragments", "Internet gateways pass fragments.", FIELD_BOOL,
	    ASSUMED(edge_fragments), .fallback = "true"),
	KEY("transit_group_addresses",
	    "A reference to a group counts secondary and IPv6 addresses over "
	    "a transit gateway too.",
	    FIELD_BOOL, ASSUMED(transit_group_addresses), .fallback = "true"),
	KEY("nat_keeps_port",
	    "A NAT gateway keeps a client's port if that is free.", FIELD_BOOL,
	    ASSUMED(nat_keeps_port), .fallback = "true"),
	KEY("nat_first_address",
	    "A NAT gateway with several addresses takes the first one that has "
	    "a port left, not one by a hash of client and destination.",
	    FIELD_BOOL, ASSUMED(nat_first_address), .fallback = "false"),
	KEY("vpn_gateway_shares",
	    "Of connections that announce the same prefix alike, a virtual "
	    "private gateway takes the one that a hash of the flow says, not "
	    "the first.",
	    FIELD_BOOL, ASSUMED(vpn_gateway_shares), .fallback = "false"),
	KEY("transit_zone_hash",
	    "A hash of the flow chooses the zone of what comes to a transit "
	    "gateway from a site or another gateway; else it is the first of "
	    "the attachment.",
	    FIELD_BOOL, ASSUMED(transit_zone_hash), .fallback = "true"),
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
	KEY("regional_nat_idle", "Idle time-out of regional NAT gateways.",
	    FIELD_DURATION, ASSUMED(regional_nat_idle), .min = 1, .max = 432000,
	    .fallback = "350s"),
	KEY("cross_region_idle",
	    "Idle time-out of interface endpoints for services in another "
	    "Region.",
	    FIELD_DURATION, ASSUMED(cross_region_idle), .min = 1, .max = 432000,
	    .fallback = "350s"),
	KEY("cross_region_mtu",
	    "What interface endpoints for services in another Region carry.",
	    FIELD_SIZE, .flags = FIELD_BARE, ASSUMED(cross_region_mtu),
	    .min = 576, .max = 9001, .fallback = "8500"),
};

const struct object_type assume_type = {
	.id = "assume",
	.label = "assume",
	.doc = "Behaviour that AWS does not document.",
	.kind = NO_OBJECT,
	FIELDS(assume_fields),
};
