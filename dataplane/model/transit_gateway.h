#ifndef DATAPLANE_MODEL_TRANSIT_GATEWAY_H
#define DATAPLANE_MODEL_TRANSIT_GATEWAY_H

/*
 * transit_gateway.h - transit gateways, their attachments and route tables
 */

#include "dataplane/model/parts.h"

enum attachment_type {
	ATTACH_VPC,
	ATTACH_VPN,
	ATTACH_DIRECT_CONNECT,
	ATTACH_CONNECT,
	ATTACH_PEERING,
	ATTACH_NETWORK_FUNCTION, /* a firewall of the gateway's own */
};

struct transit_gateway;
struct connection;

struct tgw_attachment {
	struct object o;
	struct transit_gateway *gateway;
	enum attachment_type type;
	struct ref to; /* a VPC, a site, or another transit gateway */
	/* Connect: the attachment below it, and the site behind it. */
	struct ref transport, site;
	struct ref segment;            /* of a core network */
	struct connection *connection; /* to a site; after model_link() */
	struct refs subnets;     /* of a VPC: one in each zone that is served */
	struct addrs ip;         /* of its interfaces in them, in their order */
	struct texts interfaces; /* their ids */
	bool appliance_mode, ipv6_support;
	bool security_group_referencing, dns_support;
	bool has_filter; /* of a network function; none: all may pass */
	struct firewall_rules filter;
};

/* What goes to these segments, and comes from them, passes a group. */
struct send_via {
	struct where where;
	struct ref group;
	struct refs segments;
};

struct tgw_detour {
	const struct tgw_attachment *to, *by;
};

struct tgw_route_table {
	struct object o;
	struct transit_gateway *gateway;
	struct refs associations, propagations; /* attachments */
	/* As a segment of a core network. */
	bool isolate_attachments;
	struct refs shares_with;
	struct send_via *send_via;
	size_t nsend_via;
	struct ref send_to; /* a group, for what leaves the segments */
	bool is_group;      /* no segment, but a network function group */
	/* After model_link(): attachments that are reached by another one. */
	struct tgw_detour *detours;
	size_t ndetours;
	struct routes routes; /* via attachments */
};

struct transit_gateway {
	struct object o;
	const char
	    *region; /* that of the VPCs attached unless it has its own */
	struct where region_where;
	bool security_group_referencing, dns_support;
	bool default_route_table; /* one, if none is written */
	bool core_network;        /* Cloud WAN: in several Regions */
	bool vpn_ecmp;
	bool encryption_support;
	struct tgw_attachment **attachments;
	size_t nattachments;
	struct tgw_route_table **route_tables;
	size_t nroute_tables;
	struct multicast_domain **multicast_domains;
	size_t nmulticast_domains;
};

#endif /* DATAPLANE_MODEL_TRANSIT_GATEWAY_H */
