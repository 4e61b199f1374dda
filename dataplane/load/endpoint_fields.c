/*
 * endpoint_fields.c - the scenario language as a table: endpoints and NAT
 * gateways, which have interfaces in subnets
 */

#include "dataplane/load/endpoint_fields.h"

#include "dataplane/load/firewall_fields.h"
#include "dataplane/policy/policy.h"

static const struct field zone_fields[] = {
	KEY("ip", "Its address there, or one of each family.", FIELD_ADDRESSES,
	    AT(struct endpoint_subnet, ip)),
	KEY("interface", "The id of its interface there; flow logs tell it.",
	    FIELD_STRING, AT(struct endpoint_subnet, interface)),
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
	KEY("interface", "The id of its interface; flow logs tell it.",
	    FIELD_STRING, AT(struct nat_gateway, interface)),
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

const struct object_type nat_gateway_type = {
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
	{ "service-network", ENDPOINT_SERVICE_NETWORK },
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
	    "(com.amazonaws.us-east-1.s3), a customer's endpoint service, a "
	    "resource configuration, or a service network; "
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

const struct object_type endpoint_type = {
	.id = "endpoint",
	.label = "endpoint",
	.doc = "A VPC endpoint.",
	.kind = OBJ_ENDPOINT,
	FIELDS(endpoint_fields),
};
