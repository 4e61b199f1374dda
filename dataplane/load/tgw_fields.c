/*
 * tgw_fields.c - the scenario language as a table: transit gateways
 */

#include "dataplane/load/tgw_fields.h"

#include "dataplane/load/firewall_fields.h"
#include "dataplane/load/multicast_fields.h"
#include "dataplane/load/vpc_fields.h"

#define ATTACH_OF(key, what, member, value)              \
	KEY(key, what, FIELD_REF, .flags = FIELD_ONE_OF, \
	    AT(struct tgw_attachment, member),           \
	    .seen = MEMBER(struct tgw_attachment, type), \
	    .seen_value = (value))

#define ATTACH(key, what, value) ATTACH_OF(key, what, to, value)

static const struct word network_functions[] = {
	{ "network-firewall", 0 },
	{ NULL, 0 },
};

static const struct field attachment_fields[] = {
	OBJECT_FIELDS,
	ATTACH("vpc", "The VPC that is attached.", ATTACH_VPC),
	ATTACH(
	    "vpn", "The on-premises site that is attached by VPN.", ATTACH_VPN),
	ATTACH("direct_connect",
	    "The on-premises site that is attached by Direct Connect.",
	    ATTACH_DIRECT_CONNECT),
	ATTACH_OF("connect",
	    "The attachment, of a VPC or by Direct Connect, that carries the "
	    "GRE tunnel of a Connect peer of the site.",
	    transport, ATTACH_CONNECT),
	ATTACH("peering",
	    "The other transit gateway. Its end of the peering has the same "
	    "name unless it is written there too.",
	    ATTACH_PEERING),
	KEY("network_function",
	    "It is an AWS Network Firewall of the transit gateway itself: what "
	    "is routed to it is inspected and comes in by it again.",
	    FIELD_ENUM, .flags = FIELD_ONE_OF, .words = network_functions,
	    .seen = MEMBER(struct tgw_attachment, type),
	    .seen_value = ATTACH_NETWORK_FUNCTION),
	KEY("filter",
	    "Network function: what it lets through; left out: all. Behind "
	    "the last rule all is denied.",
	    FIELD_LIST, AT(struct tgw_attachment, filter),
	    .type = &firewall_rule_type,
	    .seen = MEMBER(struct tgw_attachment, has_filter),
	    .seen_value = true),
	KEY("site", "Connect: the on-premises site behind the peer.", FIELD_REF,
	    AT(struct tgw_attachment, site)),
	KEY("subnets",
	    "VPC: a subnet in each Availability Zone that is served.",
	    FIELD_REFS, AT(struct tgw_attachment, subnets)),
	KEY("ip",
	    "VPC: the addresses of the gateway's interfaces in these subnets, "
	    "in their order; flow logs tell them.",
	    FIELD_ADDRESSES, AT(struct tgw_attachment, ip)),
	KEY("interfaces", "VPC: their ids, in the same order.", FIELD_TEXTS,
	    AT(struct tgw_attachment, interfaces)),
	KEY("appliance_mode",
	    "VPC: both directions of a flow take the same Availability Zone.",
	    FIELD_BOOL, AT(struct tgw_attachment, appliance_mode),
	    .fallback = "false"),
	KEY("ipv6_support", "VPC: IPv6 is carried too.", FIELD_BOOL,
	    AT(struct tgw_attachment, ipv6_support), .fallback = "false"),
	KEY("security_group_referencing",
	    "VPC: inbound rules may name groups of other VPCs, where the "
	    "transit gateway and the other attachment allow it too.",
	    FIELD_BOOL, AT(struct tgw_attachment, security_group_referencing),
	    .fallback = "true"),
	KEY("segment",
	    "Core network: the route table that is the attachment's segment. "
	    "It is associated with it, and propagates to it.",
	    FIELD_REF, AT(struct tgw_attachment, segment)),
	KEY("dns_support",
	    "VPC: as dns_support of the transit gateway, for this VPC.",
	    FIELD_BOOL, AT(struct tgw_attachment, dns_support),
	    .fallback = "true"),
};

static const struct object_type attachment_type = {
	.id = "tgw_attachment",
	.label = "attachment",
	.doc = "What is attached to a transit gateway: a VPC, a site, another "
	       "transit gateway.",
	.kind = OBJ_TGW_ATTACHMENT,
	FIELDS(attachment_fields),
};

static const struct field route_fields[] = {
	KEY("to", "The destination: a CIDR or a prefix list.", FIELD_PEER,
	    .flags = FIELD_REQUIRED, AT(struct route, to)),
	KEY("via", "An attachment of this transit gateway, or blackhole.",
	    FIELD_VIA, .flags = FIELD_REQUIRED, AT(struct route, via)),
	ROUTE_ORIGIN,
};

static const struct object_type route_type = {
	.id = "tgw_route",
	.label = "route",
	.doc = "A static route of a transit gateway.",
	.kind = NO_OBJECT,
	.size = sizeof(struct route),
	.place = MEMBER(struct route, where),
	FIELDS(route_fields),
};

static const struct field send_via_fields[] = {
	KEY("group", "The network function group.", FIELD_REF,
	    .flags = FIELD_REQUIRED, AT(struct send_via, group)),
	KEY("segments",
	    "The segments; its own is meant by its name. Both directions pass "
	    "the group.",
	    FIELD_REFS, .flags = FIELD_REQUIRED, AT(struct send_via, segments)),
};

static const struct object_type send_via_type = {
	.id = "send_via",
	.label = "send_via",
	.doc = "Service insertion between segments of a core network.",
	.kind = NO_OBJECT,
	.size = sizeof(struct send_via),
	.place = MEMBER(struct send_via, where),
	FIELDS(send_via_fields),
};

static const struct field table_fields[] = {
	OBJECT_FIELDS,
	KEY("associations",
	    "The attachments whose arriving traffic it routes. An attachment "
	    "has one table at most.",
	    FIELD_REFS, AT(struct tgw_route_table, associations)),
	KEY("propagations",
	    "The attachments whose networks it has routes to. A peering has "
	    "static routes only.",
	    FIELD_REFS, AT(struct tgw_route_table, propagations)),
	KEY("isolate_attachments",
	    "Segment: its attachments do not reach each other.", FIELD_BOOL,
	    AT(struct tgw_route_table, isolate_attachments),
	    .fallback = "false"),
	KEY("shares_with",
	    "Segment: others whose attachments it reaches, and they its own.",
	    FIELD_REFS, AT(struct tgw_route_table, shares_with)),
	KEY("network_function_group",
	    "Core network: it is no segment but a network function group; its "
	    "attachments inspect what segments send to it.",
	    FIELD_BOOL, AT(struct tgw_route_table, is_group),
	    .fallback = "false"),
	KEY("send_via",
	    "Segment: network function groups that inspect what it exchanges "
	    "with segments.",
	    FIELD_LIST, .flags = FIELD_ALONE,
	    AT(struct tgw_route_table, send_via), .type = &send_via_type),
	KEY("send_to",
	    "Segment: the network function group to which it sends what is for "
	    "none of its networks (0.0.0.0/0, ::/0).",
	    FIELD_REF, AT(struct tgw_route_table, send_to)),
	KEY("routes", "Its static routes.", FIELD_LIST,
	    AT(struct tgw_route_table, routes), .type = &route_type),
};

static const struct object_type table_type = {
	.id = "tgw_route_table",
	.label = "route table",
	.doc = "A route table of the transit gateway.",
	.kind = OBJ_TGW_ROUTE_TABLE,
	FIELDS(table_fields),
};

static const struct field transit_gateway_fields[] = {
	OBJECT_FIELDS,
	KEY("region",
	    "Its AWS Region; left out: that of the VPCs attached to it.",
	    FIELD_STRING, AT(struct transit_gateway, region),
	    .place = MEMBER(struct transit_gateway, region_where)),
	KEY("security_group_referencing",
	    "Inbound rules may name groups of other VPCs that are attached.",
	    FIELD_BOOL, AT(struct transit_gateway, security_group_referencing),
	    .fallback = "false"),
	KEY("dns_support",
	    "Public DNS names of interfaces resolve to private addresses in "
	    "the other VPCs that are attached.",
	    FIELD_BOOL, AT(struct transit_gateway, dns_support),
	    .fallback = "true"),
	KEY("core_network",
	    "It is a Cloud WAN core network: VPCs of several Regions are "
	    "attached, and its route tables are segments.",
	    FIELD_BOOL, AT(struct transit_gateway, core_network),
	    .fallback = "false"),
	KEY("default_route_table",
	    "If no route table is written there is one, as AWS makes it; "
	    "false: there is none, and nothing passes.",
	    FIELD_BOOL, AT(struct transit_gateway, default_route_table),
	    .fallback = "true"),
	KEY("vpn_ecmp",
	    "VPNs that announce the same prefix by BGP share its traffic.",
	    FIELD_BOOL, AT(struct transit_gateway, vpn_ecmp),
	    .fallback = "true"),
	KEY("encryption_support",
	    "It encrypts between VPCs; those that enforce encryption need it.",
	    FIELD_BOOL, AT(struct transit_gateway, encryption_support),
	    .fallback = "false"),
	KEY("attachments", "What is attached to it.", FIELD_OBJECTS,
	    .type = &attachment_type),
	KEY("route_tables",
	    "Its route tables; left out: one with which all attachments are "
	    "associated and to which all propagate.",
	    FIELD_OBJECTS, .type = &table_type),
	KEY("multicast_domains", "Its multicast domains.", FIELD_OBJECTS,
	    .type = &multicast_domain_type),
};

const struct object_type transit_gateway_type = {
	.id = "transit_gateway",
	.label = "transit gateway",
	.doc = "A transit gateway.",
	.kind = OBJ_TRANSIT_GATEWAY,
	FIELDS(transit_gateway_fields),
};
