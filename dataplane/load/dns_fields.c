/*
 * dns_fields.c - the scenario language as a table: the resolver
 */

#include "dataplane/load/dns_fields.h"

#include "dataplane/load/endpoint_fields.h"

static const struct word directions[] = {
	{ "inbound", RESOLVER_INBOUND },
	{ "outbound", RESOLVER_OUTBOUND },
	{ NULL, 0 },
};

static const struct field resolver_endpoint_fields[] = {
	OBJECT_FIELDS,
	KEY("direction",
	    "An inbound one answers questions as the VPC's resolver does, an "
	    "outbound one forwards questions.",
	    FIELD_ENUM, .flags = FIELD_REQUIRED,
	    AT(struct resolver_endpoint, direction), .words = directions),
	KEY("subnets",
	    "Its subnets, with an address in each or without; each gets an "
	    "interface, named after the endpoint and the subnet.",
	    FIELD_ZONES, .flags = FIELD_REQUIRED,
	    AT(struct resolver_endpoint, subnets), .type = &zone_type),
	KEY("security_groups",
	    "The groups of its interfaces; left out: the VPC's default group.",
	    FIELD_REFS, AT(struct resolver_endpoint, security_groups)),
};

const struct object_type resolver_endpoint_type = {
	.id = "resolver_endpoint",
	.label = "resolver endpoint",
	.doc = "An endpoint of the Route 53 Resolver.",
	.kind = OBJ_RESOLVER_ENDPOINT,
	FIELDS(resolver_endpoint_fields),
};

static const struct word rule_types[] = {
	{ "forward", RULE_FORWARD },
	{ "system", RULE_SYSTEM },
	{ NULL, 0 },
};

static const struct field resolver_rule_fields[] = {
	KEY("domain", "The domain whose names it is for; \".\": all names.",
	    FIELD_STRING, .flags = FIELD_REQUIRED,
	    AT(struct resolver_rule, domain)),
	KEY("type",
	    "forward: to the targets; system: as if no wider rule was there.",
	    FIELD_ENUM, AT(struct resolver_rule, type), .words = rule_types,
	    .fallback = "forward"),
	KEY("targets", "The DNS servers that are asked, in order.",
	    FIELD_ADDRESSES, AT(struct resolver_rule, targets)),
	KEY("endpoint", "The outbound endpoint from which they are asked.",
	    FIELD_REF, AT(struct resolver_rule, endpoint)),
	KEY("vpcs", "The VPCs whose resolver it is for.", FIELD_REFS,
	    .flags = FIELD_REQUIRED, AT(struct resolver_rule, vpcs)),
};

const struct object_type resolver_rule_type = {
	.id = "resolver_rule",
	.label = "resolver rule",
	.doc = "A rule of the Route 53 Resolver. The longest domain counts; "
	       "of equal ones a rule goes before a hosted zone.",
	.kind = NO_OBJECT,
	.size = sizeof(struct resolver_rule),
	.place = MEMBER(struct resolver_rule, where),
	FIELDS(resolver_rule_fields),
};
