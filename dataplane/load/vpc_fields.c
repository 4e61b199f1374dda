/*
 * vpc_fields.c - the scenario language as a table: VPCs and what is in them
 */

#include "dataplane/load/vpc_fields.h"

#include "dataplane/load/balancer_fields.h"
#include "dataplane/load/dns_fields.h"
#include "dataplane/load/firewall_fields.h"
#include "dataplane/load/resource_fields.h"
#include "dataplane/load/route_server_fields.h"
#include "dataplane/load/rule_fields.h"
#include "dataplane/policy/policy.h"

static const struct field subnet_fields[] = {
	OBJECT_FIELDS,
	KEY("cidr", "Its addresses: one CIDR of each family at most.",
	    FIELD_CIDRS, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct subnet, cidr)),
	KEY("az", "Its Availability Zone, such as us-east-1a.", FIELD_TEXT,
	    AT(struct subnet, az)),
	KEY("route_table", "Its route table; left out: the main one.",
	    FIELD_REF, AT(struct subnet, route_table)),
	KEY("network_acl",
	    "Its network ACL; left out: the default one, which allows all.",
	    FIELD_REF, AT(struct subnet, network_acl)),
	KEY("dns64",
	    "The resolver answers a name without an IPv6 address with one in "
	    "64:ff9b::/96, which a NAT gateway turns back into IPv4.",
	    FIELD_BOOL, AT(struct subnet, dns64), .fallback = "false"),
};

static const struct object_type subnet_type = {
	.id = "subnet",
	.label = "subnet",
	.doc = "A subnet, in one Availability Zone.",
	.kind = OBJ_SUBNET,
	FIELDS(subnet_fields),
};

const struct word route_states[] = {
	{ "active", ROUTE_ACTIVE },
	{ "blackhole", ROUTE_BLACKHOLE },
	{ "missing", ROUTE_MISSING },
	{ NULL, 0 },
};

static const struct field route_fields[] = {
	KEY("to",
	    "The destination: a CIDR, a prefix list, or a service "
	    "(its AWS-managed prefix list).",
	    FIELD_PEER, .flags = FIELD_REQUIRED, AT(struct route, to)),
	KEY("via",
	    "The target: a gateway, a peering, an interface, local or "
	    "blackhole.",
	    FIELD_VIA, .flags = FIELD_REQUIRED, AT(struct route, via)),
	ROUTE_ORIGIN,
};

static const struct object_type route_type = {
	.id = "route",
	.label = "route",
	.doc = "A static route. Local routes are there without being written.",
	.kind = NO_OBJECT,
	.size = sizeof(struct route),
	.place = MEMBER(struct route, where),
	FIELDS(route_fields),
};

static const struct field route_table_fields[] = {
	OBJECT_FIELDS,
	KEY("main", "The table of the subnets that name none.", FIELD_BOOL,
	    AT(struct route_table, main), .fallback = "false"),
	KEY("routes", "Its static routes.", FIELD_LIST,
	    AT(struct route_table, routes), .type = &route_type),
	KEY("propagate_from", "VPN gateways whose routes are propagated to it.",
	    FIELD_REFS, AT(struct route_table, propagate_from)),
	KEY("gateway",
	    "The gateway whose arriving traffic it routes (an edge "
	    "association).",
	    FIELD_REF, AT(struct route_table, gateway)),
};

static const struct object_type route_table_type = {
	.id = "route_table",
	.label = "route table",
	.doc = "A route table of the VPC.",
	.kind = OBJ_ROUTE_TABLE,
	FIELDS(route_table_fields),
};

static const struct rule no_rule = {
	.proto = -1,
	.icmp_type = -1,
	.icmp_code = -1,
};

#define PEERS_FIELD(key, what)                                              \
	KEY(key, what, FIELD_PEERS, .flags = FIELD_REQUIRED | FIELD_FILLED, \
	    AT(struct rule, peers))

/* A key that people write for another one. */
#define MEANT(key, other) KEY(key, other, FIELD_FREE, .flags = FIELD_MEANT)

static const struct field security_group_ingress_fields[] = {
	RULE_FIELDS,
	PEERS_FIELD("from",
	    "The sources that are allowed: CIDRs, security groups, prefix "
	    "lists."),
	MEANT("to", "from"),
	MEANT("source", "from"),
};

static const struct field security_group_egress_fields[] = {
	RULE_FIELDS,
	PEERS_FIELD("to",
	    "The destinations that are allowed: CIDRs, security groups, prefix "
	    "lists, services."),
	MEANT("from", "to"),
	MEANT("destination", "to"),
};

#define RULE_TYPE(name, way, text)                              \
	static const struct object_type name##_##way##_type = { \
		.id = #name "_" #way "_rule",                   \
		.label = #way " rule",                          \
		.doc = text,                                    \
		.kind = NO_OBJECT,                              \
		.size = sizeof(struct rule),                    \
		.initial = &no_rule,                            \
		.place = MEMBER(struct rule, where),            \
		FIELDS(name##_##way##_fields),                  \
	}

RULE_TYPE(security_group, ingress, "What may come in.");
RULE_TYPE(security_group, egress, "What may go out.");

static const struct field security_group_fields[] = {
	OBJECT_FIELDS,
	KEY("description", "Words for the reader.", FIELD_STRING,
	    AT(struct security_group, description)),
	KEY("default", "It is that of the VPC, whatever its name is.",
	    FIELD_BOOL, AT(struct security_group, is_default),
	    .fallback = "false"),
	KEY("account",
	    "The AWS account that owns it, in a shared VPC; left out: that of "
	    "the VPC.",
	    FIELD_STRING, AT(struct security_group, account)),
	KEY("vpcs", "Other VPCs in which it may be used too.", FIELD_REFS,
	    AT(struct security_group, vpcs)),
	KEY("ingress", "What may come in; left out: nothing.", FIELD_LIST,
	    AT(struct security_group, ingress),
	    .type = &security_group_ingress_type,
	    .seen = MEMBER(struct security_group, has_ingress),
	    .seen_value = true),
	KEY("egress", "What may go out; left out: all.", FIELD_LIST,
	    AT(struct security_group, egress),
	    .type = &security_group_egress_type,
	    .seen = MEMBER(struct security_group, has_egress),
	    .seen_value = true),
};

static const struct object_type security_group_type = {
	.id = "security_group",
	.label = "security group",
	.doc = "A security group, which is stateful.",
	.kind = OBJ_SECURITY_GROUP,
	FIELDS(security_group_fields),
};

const struct word rule_actions[] = {
	{ "allow", RULE_ALLOW },
	{ "deny", RULE_DENY },
	{ NULL, 0 },
};

#define ACL_FIELDS                                                            \
	KEY("rule",                                                           \
	    "The number of the rule; the lowest that matches decides.",       \
	    FIELD_INTEGER, .flags = FIELD_REQUIRED, AT(struct rule, number),  \
	    .min = 1, .max = 32766),                                          \
	    KEY("action", "What becomes of a packet that matches.",           \
		FIELD_ENUM, .flags = FIELD_REQUIRED, AT(struct rule, action), \
		.words = rule_actions),                                       \
	    RULE_FIELDS

static const struct field network_acl_ingress_fields[] = {
	ACL_FIELDS,
	PEERS_FIELD("from", "The sources that match: CIDRs."),
	MEANT("to", "from"),
	MEANT("source", "from"),
	MEANT("number", "rule"),
};

static const struct field network_acl_egress_fields[] = {
	ACL_FIELDS,
	PEERS_FIELD("to", "The destinations that match: CIDRs."),
	MEANT("from", "to"),
	MEANT("destination", "to"),
	MEANT("number", "rule"),
};

RULE_TYPE(network_acl, ingress, "Whether packets may enter the subnet.");
RULE_TYPE(network_acl, egress, "Whether packets may leave the subnet.");

static const struct field network_acl_fields[] = {
	OBJECT_FIELDS,
	KEY("default", "It is that of the VPC, whatever its name is.",
	    FIELD_BOOL, AT(struct network_acl, is_default),
	    .fallback = "false"),
	KEY("ingress", "Rules for what enters the subnet; all else is denied.",
	    FIELD_LIST, AT(struct network_acl, ingress),
	    .type = &network_acl_ingress_type),
	KEY("egress", "Rules for what leaves the subnet; all else is denied.",
	    FIELD_LIST, AT(struct network_acl, egress),
	    .type = &network_acl_egress_type),
};

static const struct object_type network_acl_type = {
	.id = "network_acl",
	.label = "network ACL",
	.doc = "A network ACL, which is stateless.",
	.kind = OBJ_NETWORK_ACL,
	FIELDS(network_acl_fields),
};

/* --- in changes --------------------------------------------------------- */

#define CHANGED_TABLE                                              \
	KEY("route_table", "The route table.", FIELD_REF,          \
	    .flags = FIELD_REQUIRED, AT(struct change, object)),   \
	    KEY("to", "The destination of the route.", FIELD_PEER, \
		.flags = FIELD_REQUIRED, AT(struct change, route.to))

static const struct field changed_route_fields[] = {
	CHANGED_TABLE,
	KEY("via", "The target of the route.", FIELD_VIA,
	    .flags = FIELD_REQUIRED, AT(struct change, route.via)),
};

static const struct field deleted_route_fields[] = {
	CHANGED_TABLE,
};

const struct object_type changed_route_type = {
	.id = "changed_route",
	.label = "changed route",
	.doc = "A route that is added, or takes the place of another one.",
	.kind = NO_OBJECT,
	.place = MEMBER(struct change, route.where),
	FIELDS(changed_route_fields),
};

const struct object_type deleted_route_type = {
	.id = "deleted_route",
	.label = "deleted route",
	.doc = "A route that is deleted.",
	.kind = NO_OBJECT,
	.place = MEMBER(struct change, route.where),
	FIELDS(deleted_route_fields),
};

#define SET_FIELDS                                                           \
	KEY("rule", "Of a network ACL: the number of the rule.",             \
	    FIELD_INTEGER, AT(struct rule, number), .min = 1, .max = 32766), \
	    KEY("action", "Of a network ACL: allow or deny.", FIELD_ENUM,    \
		AT(struct rule, action), .words = rule_actions,              \
		.fallback = "allow"),                                        \
	    RULE_FIELDS

static const struct field set_ingress_fields[] = {
	SET_FIELDS,
	PEERS_FIELD("from", "The sources."),
	MEANT("to", "from"),
};

static const struct field set_egress_fields[] = {
	SET_FIELDS,
	PEERS_FIELD("to", "The destinations."),
	MEANT("from", "to"),
};

RULE_TYPE(set, ingress, "A rule for what comes in.");
RULE_TYPE(set, egress, "A rule for what goes out.");

static const struct field set_rules_fields[] = {
	KEY("security_group", "The security group.", FIELD_REF,
	    .flags = FIELD_ONE_OF, AT(struct change, object)),
	KEY("network_acl", "The network ACL.", FIELD_REF, .flags = FIELD_ONE_OF,
	    AT(struct change, object), .seen = MEMBER(struct change, of_acl),
	    .seen_value = true),
	KEY("ingress", "All rules for what comes in; left out: as before.",
	    FIELD_LIST, AT(struct change, ingress), .type = &set_ingress_type,
	    .seen = MEMBER(struct change, has_ingress), .seen_value = true),
	KEY("egress", "All rules for what goes out; left out: as before.",
	    FIELD_LIST, AT(struct change, egress), .type = &set_egress_type,
	    .seen = MEMBER(struct change, has_egress), .seen_value = true),
};

const struct object_type set_rules_type = {
	.id = "set_rules",
	.label = "new rules",
	.doc = "The rules of a security group or network ACL from now on.",
	.kind = NO_OBJECT,
	FIELDS(set_rules_fields),
};

static const struct field interface_fields[] = {
	OBJECT_FIELDS,
	KEY("subnet", "The subnet that it is in.", FIELD_REF,
	    .flags = FIELD_REQUIRED, AT(struct interface, subnet)),
	KEY("account",
	    "The AWS account that owns it, in a shared VPC; left out: that of "
	    "the VPC.",
	    FIELD_STRING, AT(struct interface, account)),
	KEY("ip",
	    "Its private addresses; the first of each family is the "
	    "primary one. Left out: the first free one of the subnet.",
	    FIELD_ADDRESSES, AT(struct interface, ip)),
	KEY("prefixes", "CIDRs that are delegated to it.", FIELD_CIDRS,
	    AT(struct interface, prefixes)),
	KEY("public_ip",
	    "The public IPv4 addresses of its private ones, in their order.",
	    FIELD_ADDRESSES, .flags = FIELD_IPV4,
	    AT(struct interface, public_ip)),
	KEY("security_groups",
	    "Its security groups; left out: the VPC's default group.",
	    FIELD_REFS, AT(struct interface, security_groups)),
	KEY("source_dest_check", "Packets must come from it or be for it.",
	    FIELD_BOOL, AT(struct interface, source_dest_check),
	    .fallback = "true"),
	KEY("forwards", "It sends on what is not for it, as a router does.",
	    FIELD_BOOL, AT(struct interface, forwards), .fallback = "false"),
	KEY("instance",
	    "The instance that it is attached to, any name. Interfaces of one "
	    "instance are of one host; the first is its primary one.",
	    FIELD_TEXT, AT(struct interface, instance)),
	KEY("primary", "It is the primary one of its instance.", FIELD_BOOL,
	    AT(struct interface, is_primary), .fallback = "false"),
	KEY("answers_by",
	    "The interface of the same instance by which its host answers what "
	    "comes in by this one; left out: by this one.",
	    FIELD_REF, AT(struct interface, answers_by)),
	KEY("forwards_by",
	    "The interface of the same instance by which its host sends on "
	    "what comes in by this one and is not for it.",
	    FIELD_REF, AT(struct interface, forwards_by)),
	KEY("stateful",
	    "What it sends on it knows as a firewall does: answers only to "
	    "what it has seen.",
	    FIELD_BOOL, AT(struct interface, stateful), .fallback = "true"),
	KEY("silent",
	    "Nothing answers there: its host is stopped, or AWS's own.",
	    FIELD_BOOL, AT(struct interface, silent), .fallback = "false"),
	KEY("unfiltered",
	    "It has no security groups, as those of AWS's own may.", FIELD_BOOL,
	    AT(struct interface, unfiltered), .fallback = "false"),
	KEY("filter",
	    "What it sends on it lets through by these rules; left out: all. "
	    "Behind the last rule all is denied.",
	    FIELD_LIST, AT(struct interface, filter),
	    .type = &firewall_rule_type,
	    .seen = MEMBER(struct interface, has_filter), .seen_value = true),
	KEY("mtu",
	    "As the target of a Gateway Load Balancer: the largest packet that "
	    "it takes, the tunnel's 64 bytes included.",
	    FIELD_INTEGER, AT(struct interface, mtu), .min = 1280, .max = 9001,
	    .fallback = "9001"),
	KEY("listens",
	    "The open ports, such as tcp/443; left out: all are open.",
	    FIELD_LISTENS, AT(struct interface, listens),
	    .seen = MEMBER(struct interface, has_listens), .seen_value = true),
	KEY("tcp_established_timeout",
	    "Idle time-out of tracked TCP connections, 60s to 432000s.",
	    FIELD_DURATION, AT(struct interface, tcp_established), .min = 60,
	    .max = 432000),
	KEY("udp_stream_timeout",
	    "Idle time-out of UDP flows with several exchanges, 60s to 180s.",
	    FIELD_DURATION, AT(struct interface, udp_stream), .min = 60,
	    .max = 180),
	KEY("udp_timeout",
	    "Idle time-out of UDP flows with a single exchange, 30s to 60s.",
	    FIELD_DURATION, AT(struct interface, udp_single), .min = 30,
	    .max = 60),
	KEY("conntrack_max",
	    "How many connections it can track; 0: without limit.",
	    FIELD_INTEGER, AT(struct interface, conntrack_max), .min = 0,
	    .max = INT32_MAX, .fallback = "0"),
};

static const struct object_type interface_type = {
	.id = "interface",
	.label = "interface",
	.doc = "A network interface with the host behind it.",
	.kind = OBJ_INTERFACE,
	FIELDS(interface_fields),
};

static const struct field zone_fields[] = {
	KEY("ip", "Its address there, or one of each family.", FIELD_ADDRESSES,
	    AT(struct endpoint_subnet, ip)),
};

const struct object_type zone_type = {
	.id = "zone",
	.label = "zone",
	.doc = "An interface of an endpoint, or a NAT gateway, there.",
	.kind = NO_OBJECT,
	FIELDS(zone_fields),
	.is_value = true,
};

static const struct word connectivities[] = {
	{ "public", false },
	{ "private", true },
	{ NULL, 0 },
};

static const struct word availability_modes[] = {
	{ "zonal", false },
	{ "regional", true },
	{ NULL, 0 },
};

static const struct field nat_gateway_fields[] = {
	OBJECT_FIELDS,
	KEY("subnet", "The subnet that it is in; a regional one is in none.",
	    FIELD_REF, AT(struct nat_gateway, subnet)),
	KEY("availability_mode",
	    "A zonal one is in a subnet, a regional one in zones of the VPC.",
	    FIELD_ENUM, AT(struct nat_gateway, is_regional),
	    .words = availability_modes, .fallback = "zonal"),
	KEY("zones",
	    "Regional: the zones into which it has expanded, with its public "
	    "addresses in each. Others are served across zones.",
	    FIELD_ZONES, AT(struct nat_gateway, zones), .type = &zone_type),
	KEY("route_table",
	    "Regional: its own route table; left out: one that leads to the "
	    "internet gateway.",
	    FIELD_REF, AT(struct nat_gateway, route_table)),
	KEY("connectivity",
	    "A public one reaches the internet, a private one other "
	    "networks.",
	    FIELD_ENUM, AT(struct nat_gateway, is_private),
	    .words = connectivities, .fallback = "public"),
	KEY("ip",
	    "Its private addresses; left out: the first free one of "
	    "the subnet.",
	    FIELD_ADDRESSES, .flags = FIELD_IPV4, AT(struct nat_gateway, ip)),
	KEY("public_ip", "Its public addresses.", FIELD_ADDRESSES,
	    .flags = FIELD_IPV4, AT(struct nat_gateway, public_ip)),
};

static void
check_kind_of_nat(const void *object, struct where where, struct errs *errs)
{
	const struct nat_gateway *n = object;

	if (!n->is_regional && n->subnet.name == NULL)
		errs_add(errs, where,
		    "required key \"subnet\" is missing in NAT gateway "
		    "\"%s\"",
		    n->o.name);
	if (!n->is_regional && (n->nzones > 0 || n->route_table.name))
		errs_add(errs,
		    n->nzones ? n->zones[0].subnet.where : n->route_table.where,
		    "NAT gateway \"%s\" is zonal: its subnet says in which "
		    "zone it is and which route table it uses",
		    n->o.name);
	if (n->is_regional && n->ip.n + n->public_ip.n > 0)
		errs_add(errs,
		    n->ip.n ? n->ip.v[0].where : n->public_ip.v[0].where,
		    "NAT gateway \"%s\" is regional: its zones say which "
		    "addresses it has",
		    n->o.name);
}

static const struct object_type nat_gateway_type = {
	.id = "nat_gateway",
	.label = "NAT gateway",
	.doc = "A NAT gateway.",
	.kind = OBJ_NAT_GATEWAY,
	.check = check_kind_of_nat,
	FIELDS(nat_gateway_fields),
};

static const struct word endpoint_types[] = {
	{ "gateway", ENDPOINT_GATEWAY },
	{ "interface", ENDPOINT_INTERFACE },
	{ "gateway-load-balancer", ENDPOINT_GATEWAY_LOAD_BALANCER },
	{ "resource", ENDPOINT_RESOURCE },
	{ NULL, 0 },
};

static const struct word address_types[] = {
	{ "ipv4", false },
	{ "dualstack", true },
	{ "ipv6", true },
	{ NULL, 0 },
};

static const struct word states[] = {
	{ "available", ENDPOINT_AVAILABLE },
	{ "pending-acceptance", ENDPOINT_PENDING },
	{ "rejected", ENDPOINT_REJECTED },
	{ NULL, 0 },
};

static const struct field endpoint_fields[] = {
	OBJECT_FIELDS,
	KEY("type", "Which sort of endpoint.", FIELD_ENUM,
	    .flags = FIELD_REQUIRED, AT(struct endpoint, type),
	    .words = endpoint_types),
	KEY("service",
	    "The service, shortly (s3) or in full "
	    "(com.amazonaws.us-east-1.s3), a customer's endpoint service, or a "
	    "resource configuration; "
	    "network-firewall for a gateway-load-balancer endpoint of AWS "
	    "Network Firewall.",
	    FIELD_SERVICE, .flags = FIELD_REQUIRED,
	    AT(struct endpoint, service)),
	KEY("service_region",
	    "Interface endpoint: the Region of the service; left out: that of "
	    "its name, else that of the VPC.",
	    FIELD_TEXT, AT(struct endpoint, asked_region)),
	KEY("route_tables", "Gateway endpoint: the tables that get its route.",
	    FIELD_REFS, AT(struct endpoint, route_tables)),
	KEY("policy",
	    "The endpoint policy, a document; left out: everything is allowed.",
	    FIELD_POLICY, AT(struct endpoint, policy),
	    .policy = POLICY_ENDPOINT),
	KEY("subnets",
	    "Interface endpoint: its subnets, with an address in each "
	    "or without. Gateway Load Balancer endpoint: its one subnet.",
	    FIELD_ZONES, AT(struct endpoint, subnets), .type = &zone_type),
	KEY("security_groups",
	    "Interface endpoint: its groups; left out: the VPC's "
	    "default group.",
	    FIELD_REFS, AT(struct endpoint, security_groups)),
	KEY("private_dns",
	    "Interface endpoint: the service's usual names lead to it.",
	    FIELD_BOOL, AT(struct endpoint, private_dns), .fallback = "false",
	    .place = MEMBER(struct endpoint, private_dns_where)),
	KEY("private_dns_only_for_inbound",
	    "Of s3: they do so only for who asks an inbound resolver endpoint.",
	    FIELD_BOOL, AT(struct endpoint, private_dns_inbound),
	    .fallback = "false"),
	KEY("filter",
	    "Network firewall: what it lets through; left out: all. Behind "
	    "the last rule all is denied.",
	    FIELD_LIST, AT(struct endpoint, filter),
	    .type = &firewall_rule_type,
	    .seen = MEMBER(struct endpoint, has_filter), .seen_value = true),
	KEY("stateful",
	    "Network firewall: it lets through answers only to what it has "
	    "seen.",
	    FIELD_BOOL, AT(struct endpoint, stateful), .fallback = "true"),
	KEY("ip_address_type", "Whether it has IPv6 addresses too.", FIELD_ENUM,
	    AT(struct endpoint, ipv6), .words = address_types,
	    .fallback = "ipv4"),
	KEY("state",
	    "For a customer's service: available, pending-acceptance, "
	    "rejected; left out: as the service says.",
	    FIELD_ENUM, AT(struct endpoint, state), .words = states),
	KEY("principal",
	    "For a customer's service: the ARN of who made the endpoint.",
	    FIELD_TEXT, AT(struct endpoint, principal)),
};

static const struct object_type endpoint_type = {
	.id = "endpoint",
	.label = "endpoint",
	.doc = "A VPC endpoint.",
	.kind = OBJ_ENDPOINT,
	FIELDS(endpoint_fields),
};

static const struct field gateway_fields[] = { OBJECT_FIELDS };

static const struct object_type internet_gateway_type = {
	.id = "internet_gateway",
	.label = "internet gateway",
	.doc = "An internet gateway.",
	.kind = OBJ_INTERNET_GATEWAY,
	FIELDS(gateway_fields),
};

static const struct object_type egress_only_internet_gateway_type = {
	.id = "egress_only_internet_gateway",
	.label = "egress-only internet gateway",
	.doc = "An egress-only internet gateway.",
	.kind = OBJ_EGRESS_ONLY_INTERNET_GATEWAY,
	FIELDS(gateway_fields),
};

static const struct object_type vpn_gateway_type = {
	.id = "vpn_gateway",
	.label = "VPN gateway",
	.doc = "A virtual private gateway.",
	.kind = OBJ_VPN_GATEWAY,
	FIELDS(gateway_fields),
};

static const struct field vpc_fields[] = {
	OBJECT_FIELDS,
	KEY("cidr",
	    "Its address blocks. Only a VPC that an included file has "
	    "made is without: what is written here is added to it.",
	    FIELD_CIDRS, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct vpc, cidr)),
	KEY("region", "Its AWS Region; left out: that of the file.",
	    FIELD_STRING, .flags = FIELD_INHERITED, AT(struct vpc, region)),
	KEY("account", "The AWS account that owns it.", FIELD_STRING,
	    AT(struct vpc, account)),
	KEY("dns_support", "The Route 53 Resolver answers in the VPC.",
	    FIELD_BOOL, AT(struct vpc, dns_support), .fallback = "true"),
	KEY("dns_hostnames", "Interfaces have DNS names.", FIELD_BOOL,
	    AT(struct vpc, dns_hostnames), .fallback = "true"),
	KEY("internet_gateway", "The name of its internet gateway.",
	    FIELD_GATEWAY, .type = &internet_gateway_type),
	KEY("egress_only_internet_gateway",
	    "The name of its egress-only internet gateway.", FIELD_GATEWAY,
	    .type = &egress_only_internet_gateway_type),
	KEY("vpn_gateway", "The name of its virtual private gateway.",
	    FIELD_GATEWAY, .type = &vpn_gateway_type),
	KEY("subnets", "Its subnets.", FIELD_OBJECTS, .type = &subnet_type),
	KEY("route_tables", "Its route tables.", FIELD_OBJECTS,
	    .type = &route_table_type),
	KEY("security_groups", "Its security groups.", FIELD_OBJECTS,
	    .type = &security_group_type),
	KEY("network_acls", "Its network ACLs.", FIELD_OBJECTS,
	    .type = &network_acl_type),
	KEY("interfaces", "Its network interfaces.", FIELD_OBJECTS,
	    .type = &interface_type),
	KEY("nat_gateways", "Its NAT gateways.", FIELD_OBJECTS,
	    .type = &nat_gateway_type),
	KEY("endpoints", "Its VPC endpoints.", FIELD_OBJECTS,
	    .type = &endpoint_type),
	KEY("resolver_endpoints", "Its endpoints of the Route 53 Resolver.",
	    FIELD_OBJECTS, .type = &resolver_endpoint_type),
	KEY("route_servers", "Its route servers.", FIELD_OBJECTS,
	    .type = &route_server_type),
	KEY("resource_gateways", "Its resource gateways.", FIELD_OBJECTS,
	    .type = &resource_gateway_type),
	KEY("load_balancers", "Its load balancers.", FIELD_OBJECTS,
	    .type = &load_balancer_type),
};

const struct object_type vpc_type = {
	.id = "vpc",
	.label = "VPC",
	.doc = "A VPC.",
	.kind = OBJ_VPC,
	FIELDS(vpc_fields),
};
