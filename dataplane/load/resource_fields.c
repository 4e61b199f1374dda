/*
 * resource_fields.c - the scenario language as a table: resources that are
 * shared by PrivateLink
 */

#include "dataplane/load/resource_fields.h"

#include "dataplane/load/balancer_fields.h"
#include "dataplane/model/load_balancer.h"

static const struct field resource_gateway_fields[] = {
	OBJECT_FIELDS,
	KEY("subnets",
	    "Its subnets, one in each zone, with an address in each or "
	    "without.",
	    FIELD_ZONES, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct load_balancer, subnets), .type = &balancer_node_type),
	KEY("security_groups",
	    "Its security groups, which judge what it sends to resources; left "
	    "out: the VPC's default group.",
	    FIELD_REFS, AT(struct load_balancer, security_groups)),
};

const struct object_type resource_gateway_type = {
	.id = "resource_gateway",
	.label = "resource gateway",
	.doc = "The way into the VPC for resources that are shared from it.",
	.kind = OBJ_RESOURCE_GATEWAY,
	FIELDS(resource_gateway_fields),
};

static const struct field resource_configuration_fields[] = {
	OBJECT_FIELDS,
	KEY("resource_gateway", "The gateway by which the resource is reached.",
	    FIELD_REFS, .flags = FIELD_REQUIRED,
	    AT(struct endpoint_service, load_balancers), .min = 1, .max = 1),
	KEY("resource", "An interface, or an address.", FIELD_REF,
	    .flags = FIELD_REQUIRED, AT(struct endpoint_service, resource)),
	KEY("port", "The TCP port of the resource.", FIELD_INTEGER,
	    .flags = FIELD_REQUIRED, AT(struct endpoint_service, port),
	    .min = 1, .max = 65535),
	KEY("allowed_principals",
	    "With whom it is shared: ARNs, or *; left out: those of its own "
	    "account, which all are that do not name a principal.",
	    FIELD_TEXTS, AT(struct endpoint_service, allowed_principals),
	    .seen = MEMBER(struct endpoint_service, has_principals),
	    .seen_value = true),
	KEY("private_dns_name",
	    "The name by which endpoints with private_dns are reached.",
	    FIELD_TEXT, AT(struct endpoint_service, private_dns_name)),
};

const struct object_type resource_configuration_type = {
	.id = "resource_configuration",
	.label = "resource configuration",
	.doc = "A resource that is shared by PrivateLink.",
	.kind = OBJ_RESOURCE_CONFIGURATION,
	FIELDS(resource_configuration_fields),
};
