/*
 * balancer_fields.c - the scenario language as a table: load balancers and
 * endpoint services
 */

#include "dataplane/load/balancer_fields.h"

#include "dataplane/model/load_balancer.h"

static const struct balancer_member healthy_target = { .healthy = true };

static const struct field target_fields[] = {
	KEY("target",
	    "An interface, whose host is registered as an instance; a load "
	    "balancer; or an address.",
	    FIELD_REF, .flags = FIELD_REQUIRED, AT(struct balancer_member, to)),
	KEY("port", "Its port; left out: the listener's target_port.",
	    FIELD_INTEGER, AT(struct balancer_member, port), .min = 1,
	    .max = 65535),
	KEY("healthy", "Whether its health checks succeed.", FIELD_BOOL,
	    AT(struct balancer_member, healthy), .fallback = "true"),
};

static const struct object_type target_type = {
	.id = "target",
	.label = "target",
	.doc = "A target of a listener.",
	.kind = NO_OBJECT,
	.size = sizeof(struct balancer_member),
	.initial = &healthy_target,
	.place = MEMBER(struct balancer_member, where),
	FIELDS(target_fields),
	.is_value = true,
};

static const struct word listener_protos[] = {
	{ "tcp", LISTEN_TCP },
	{ "udp", LISTEN_UDP },
	{ "tcp_udp", LISTEN_TCP_UDP },
	{ "tls", LISTEN_TLS },
	{ "http", LISTEN_TCP },
	{ "https", LISTEN_TLS },
	{ NULL, 0 },
};

static const struct word preservations[] = {
	{ "true", PRESERVE_YES },
	{ "false", PRESERVE_NO },
	{ NULL, 0 },
};

static const struct word crossings[] = {
	{ "true", CROSS_ZONE_YES },
	{ "false", CROSS_ZONE_NO },
	{ NULL, 0 },
};

static const struct field listener_fields[] = {
	KEY("proto", "The protocol.", FIELD_ENUM, .flags = FIELD_REQUIRED,
	    AT(struct listener, proto), .words = listener_protos),
	KEY("port", "The port on which it listens.", FIELD_INTEGER,
	    .flags = FIELD_REQUIRED, AT(struct listener, port), .min = 1,
	    .max = 65535),
	KEY("targets", "Its targets: interfaces, load balancers, addresses.",
	    FIELD_LIST, .flags = FIELD_ALONE, AT(struct listener, targets),
	    .type = &target_type),
	KEY("target_port", "The port of the targets; left out: the same.",
	    FIELD_INTEGER, AT(struct listener, target_port), .min = 1,
	    .max = 65535),
	KEY("preserve_client_ip",
	    "Targets see the client's address; left out: as in AWS, those "
	    "given by name do, those given by address for UDP only.",
	    FIELD_ENUM, .flags = FIELD_YES_NO, AT(struct listener, preserve),
	    .words = preservations),
	KEY("cross_zone",
	    "Targets of all zones are used; left out: as the load balancer "
	    "says.",
	    FIELD_ENUM, .flags = FIELD_YES_NO, AT(struct listener, cross_zone),
	    .words = crossings),
	KEY("tcp_idle_timeout",
	    "After which time without a packet a TCP connection is forgotten; "
	    "left out: as the load balancer says.",
	    FIELD_DURATION, AT(struct listener, tcp_idle), .min = 60,
	    .max = 6000),
};

static const struct object_type listener_type = {
	.id = "listener",
	.label = "listener",
	.doc = "A listener of a load balancer, with its target group.",
	.kind = NO_OBJECT,
	.size = sizeof(struct listener),
	.place = MEMBER(struct listener, where),
	FIELDS(listener_fields),
};

static const struct field node_fields[] = {
	KEY("ip", "Its address there, or one of each family.", FIELD_ADDRESSES,
	    AT(struct endpoint_subnet, ip)),
	KEY("public_ip", "Its public IPv4 address there.", FIELD_ADDRESSES,
	    .flags = FIELD_IPV4, AT(struct endpoint_subnet, public_ip)),
	KEY("interface", "The id of its interface there; flow logs tell it.",
	    FIELD_STRING, AT(struct endpoint_subnet, interface)),
};

const struct object_type balancer_node_type = {
	.id = "load_balancer_node",
	.label = "node",
	.doc = "A load balancer in a subnet.",
	.kind = NO_OBJECT,
	FIELDS(node_fields),
	.is_value = true,
};

static const struct word types[] = {
	{ "network", BALANCER_NETWORK },
	{ "application", BALANCER_APPLICATION },
	{ "gateway", BALANCER_GATEWAY },
	{ NULL, 0 },
};

static const struct word schemes[] = {
	{ "internal", false },
	{ "internet-facing", true },
	{ NULL, 0 },
};

static const struct word address_types[] = {
	{ "ipv4", false },
	{ "dualstack", true },
	{ NULL, 0 },
};

static const struct word switches[] = {
	{ "on", true },
	{ "off", false },
	{ "true", true },
	{ "false", false },
	{ NULL, 0 },
};

static const struct word tuples[] = {
	{ "5-tuple", FLOW_5_TUPLE },
	{ "3-tuple", FLOW_3_TUPLE },
	{ "2-tuple", FLOW_2_TUPLE },
	{ NULL, 0 },
};

static const struct field load_balancer_fields[] = {
	OBJECT_FIELDS,
	KEY("type",
	    "A network load balancer; an application load balancer, of which "
	    "the forwarding of connections is modelled; or a Gateway Load "
	    "Balancer in front of appliances.",
	    FIELD_ENUM, AT(struct load_balancer, type), .words = types,
	    .fallback = "network"),
	KEY("scheme", "Internet-facing ones have public addresses.", FIELD_ENUM,
	    AT(struct load_balancer, internet_facing), .words = schemes,
	    .fallback = "internal"),
	KEY("subnets",
	    "Its subnets, one in each zone, with an address in each, or ip "
	    "and public_ip, or without.",
	    FIELD_ZONES, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct load_balancer, subnets), .type = &balancer_node_type),
	KEY("cross_zone", "Targets of all zones are used.", FIELD_BOOL,
	    AT(struct load_balancer, cross_zone), .fallback = "false"),
	KEY("ip_address_type", "Whether it has IPv6 addresses too.", FIELD_ENUM,
	    AT(struct load_balancer, ipv6), .words = address_types,
	    .fallback = "ipv4"),
	KEY("security_groups", "Its security groups; left out: it has none.",
	    FIELD_REFS, AT(struct load_balancer, security_groups)),
	KEY("enforce_security_group_inbound_rules_on_private_link_traffic",
	    "Its groups judge what comes by PrivateLink too.", FIELD_ENUM,
	    .flags = FIELD_YES_NO,
	    AT(struct load_balancer, judges_private_link), .words = switches,
	    .fallback = "on"),
	KEY("tcp_idle_timeout",
	    "After which time without a packet it forgets a TCP connection.",
	    FIELD_DURATION, AT(struct load_balancer, tcp_idle), .min = 60,
	    .max = 6000, .fallback = "350s"),
	KEY("dns_name", "Its DNS name.", FIELD_TEXT,
	    AT(struct load_balancer, dns_name)),
	KEY("listeners", "Its listeners.", FIELD_LIST,
	    AT(struct load_balancer, listeners), .type = &listener_type),
	KEY("targets",
	    "Of a Gateway Load Balancer: its appliances, interfaces or their "
	    "addresses.",
	    FIELD_LIST, .flags = FIELD_ALONE, AT(struct load_balancer, targets),
	    .type = &target_type),
	KEY("stickiness",
	    "Of a Gateway Load Balancer: what makes a flow, addresses, "
	    "protocol and ports, or without ports, or addresses alone.",
	    FIELD_ENUM, AT(struct load_balancer, stickiness), .words = tuples,
	    .fallback = "5-tuple"),
	KEY("rebalance",
	    "Of a Gateway Load Balancer: flows leave a target that fails.",
	    FIELD_BOOL, AT(struct load_balancer, rebalance),
	    .fallback = "false"),
};

const struct object_type load_balancer_type = {
	.id = "load_balancer",
	.label = "load balancer",
	.doc = "A load balancer.",
	.kind = OBJ_LOAD_BALANCER,
	FIELDS(load_balancer_fields),
};

static const struct field endpoint_service_fields[] = {
	OBJECT_FIELDS,
	KEY("load_balancers",
	    "The network load balancers, or Gateway Load Balancers, behind "
	    "the service.",
	    FIELD_REFS, .flags = FIELD_REQUIRED,
	    AT(struct endpoint_service, load_balancers)),
	KEY("allowed_principals",
	    "Who may make endpoints for it: ARNs, or *; left out: those of "
	    "its own account, which all are that do not name a principal.",
	    FIELD_TEXTS, AT(struct endpoint_service, allowed_principals),
	    .seen = MEMBER(struct endpoint_service, has_principals),
	    .seen_value = true),
	KEY("acceptance_required",
	    "Endpoints work only when they have been accepted.", FIELD_BOOL,
	    AT(struct endpoint_service, acceptance_required),
	    .fallback = "false"),
	KEY("accepted", "Endpoints that have been accepted.", FIELD_REFS,
	    AT(struct endpoint_service, accepted)),
	KEY("private_dns_name",
	    "The name by which endpoints with private_dns are reached.",
	    FIELD_TEXT, AT(struct endpoint_service, private_dns_name)),
	KEY("supported_regions",
	    "Other Regions in which endpoints may be made for it.", FIELD_TEXTS,
	    AT(struct endpoint_service, supported_regions)),
};

const struct object_type endpoint_service_type = {
	.id = "endpoint_service",
	.label = "endpoint service",
	.doc = "An endpoint service that the customer provides.",
	.kind = OBJ_ENDPOINT_SERVICE,
	FIELDS(endpoint_service_fields),
};
