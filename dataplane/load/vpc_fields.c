/*
 * vpc_fields.c - the scenario language as a table: VPCs and what is in them
 */

#include "dataplane/load/vpc_fields.h"

#include "dataplane/load/balancer_fields.h"
#include "dataplane/load/dns_fields.h"
#include "dataplane/load/endpoint_fields.h"
#include "dataplane/load/interface_fields.h"
#include "dataplane/load/resource_fields.h"
#include "dataplane/load/route_server_fields.h"
#include "dataplane/load/rule_fields.h"

static const struct field subnet_fields[] = {
	OBJECT_FIELDS,
	KEY("cidr", "Its addresses: one CIDR of each family at most.",
	    FIELD_CIDRS, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct subnet, cidr)),
	KEY("az", "Its Availability Zone, such as us-east-1a.", FIELD_TEXT,
	    AT(struct subnet, az)),
	KEY("az_id",
	    "The id of that zone, such as use1-az4, which is the same in all "
	    "accounts; flow logs tell it.",
	    FIELD_STRING, AT(struct subnet, az_id)),
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

static const struct field not_shown_fields[] = {
	KEY("main_route_table", "It is taken to have local routes only.",
	    FIELD_BOOL, AT(struct vpc, not_shown.main_route_table),
	    .fallback = "false"),
	KEY("default_network_acl", "It is taken to allow everything.",
	    FIELD_BOOL, AT(struct vpc, not_shown.default_network_acl),
	    .fallback = "false"),
	KEY("interfaces", "Others than the known may hold an address.",
	    FIELD_BOOL, AT(struct vpc, not_shown.interfaces),
	    .fallback = "false"),
	KEY("internet_gateway", "It is taken to have none.", FIELD_BOOL,
	    AT(struct vpc, not_shown.internet_gateway), .fallback = "false"),
	KEY("endpoints", "Others than the known may have a name.", FIELD_BOOL,
	    AT(struct vpc, not_shown.endpoints), .fallback = "false"),
};

static const struct object_type not_shown_type = {
	.id = "notShown",
	.label = "not_shown",
	.doc = "What an import does not show of a VPC.",
	.kind = NO_OBJECT,
	FIELDS(not_shown_fields),
};

static const struct word encryption_modes[] = {
	{ "off", ENCRYPTION_OFF },
	{ "monitor", ENCRYPTION_MONITORED },
	{ "enforce", ENCRYPTION_ENFORCED },
	{ NULL, 0 },
};

static const struct field vpc_fields[] = {
	OBJECT_FIELDS,
	KEY("cidr",
	    "Its address blocks. Only a VPC that an included file has "
	    "made is without: what is written here is added to it.",
	    FIELD_CIDRS, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct vpc, cidr)),
	KEY("region", "Its AWS Region; left out: that of the file.",
	    FIELD_STRING, .flags = FIELD_INHERITED, AT(struct vpc, region),
	    .place = MEMBER(struct vpc, region_where)),
	KEY("account", "The AWS account that owns it.", FIELD_STRING,
	    AT(struct vpc, account)),
	KEY("dns_support", "The Route 53 Resolver answers in the VPC.",
	    FIELD_BOOL, AT(struct vpc, dns_support), .fallback = "true"),
	KEY("dns_hostnames", "Interfaces have DNS names.", FIELD_BOOL,
	    AT(struct vpc, dns_hostnames), .fallback = "true"),
	KEY("encryption_controls",
	    "VPC encryption controls: enforce refuses what cannot encrypt in "
	    "transit.",
	    FIELD_ENUM, AT(struct vpc, encryption), .words = encryption_modes,
	    .fallback = "off"),
	KEY("encryption_exclusions",
	    "What may be in the VPC all the same: internet-gateway, "
	    "egress-only-internet-gateway, nat-gateway, vpn-gateway, peering, "
	    "vpc-lattice, lambda, elastic-file-system.",
	    FIELD_TEXTS, AT(struct vpc, encryption_exclusions)),
	KEY("dns_firewall_fail_open",
	    "While its DNS Firewall cannot be asked, names are answered.",
	    FIELD_BOOL, AT(struct vpc, dns_firewall_fail_open),
	    .fallback = "false"),
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
	KEY("not_shown",
	    "What an import does not show of it: a verdict that depends on it "
	    "says so.",
	    FIELD_GROUP, .type = &not_shown_type),
};

const struct object_type vpc_type = {
	.id = "vpc",
	.label = "VPC",
	.doc = "A VPC.",
	.kind = OBJ_VPC,
	FIELDS(vpc_fields),
};
