/*
 * assume.c - behaviour that AWS does not document
 */

#include "dataplane/model/assume.h"

const struct assume assume_defaults = {
	.ttl_counted = true,
	.edge_tells = true,
	.transit_groups = true,
	.host_to_itself = true,
	.nat_uses_gateway_endpoint = true,
	.transit_gateway_tracked = true,
	.expired_begin_anew = true,
	.endpoint_udp = true,
	.endpoint_udp_groups = true,
	.edge_fragments = true,
	.transit_group_addresses = true,
	.transit_zone_hash = true,
	.nat_keeps_port = true,
	.tcp_opening = VTIME_SECONDS(30),
	.tcp_closing = VTIME_SECONDS(10),
	.icmp = VTIME_SECONDS(30),
	.gateway_endpoint_mtu = 8500,
	.regional_nat_idle = VTIME_SECONDS(350),
	.cross_region_idle = VTIME_SECONDS(350),
	.cross_region_mtu = 8500,
};
