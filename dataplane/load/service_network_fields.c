/*
 * service_network_fields.c - the scenario language as a table: VPC Lattice
 */

#include "dataplane/load/service_network_fields.h"

#include "dataplane/model/service_network.h"

static const struct field lattice_service_fields[] = {
	OBJECT_FIELDS,
	KEY("listens", "The TCP ports of its listeners: tcp/443.",
	    FIELD_LISTENS, .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct lattice_service, listens)),
	KEY("dns_name", "The name by which it is reached.", FIELD_TEXT,
	    AT(struct lattice_service, dns_name)),
};

const struct object_type lattice_service_type = {
	.id = "lattice_service",
	.label = "Lattice service",
	.doc = "A service of VPC Lattice; what stands behind its listeners is "
	       "taken to answer.",
	.kind = OBJ_LATTICE_SERVICE,
	FIELDS(lattice_service_fields),
};

static const struct field association_fields[] = {
	KEY("vpc", "The VPC, from whose interfaces the members are reached.",
	    FIELD_REF, .flags = FIELD_REQUIRED,
	    AT(struct service_network_association, vpc)),
	KEY("security_groups",
	    "Groups that judge what clients send; left out: none does.",
	    FIELD_REFS,
	    AT(struct service_network_association, security_groups)),
};

static const struct object_type association_type = {
	.id = "service_network_association",
	.label = "association",
	.doc = "A VPC that is associated with a service network.",
	.kind = NO_OBJECT,
	.size = sizeof(struct service_network_association),
	FIELDS(association_fields),
	.is_value = true,
};

static const struct field service_network_fields[] = {
	OBJECT_FIELDS,
	KEY("members", "Its Lattice services and resource configurations.",
	    FIELD_REFS, .flags = FIELD_REQUIRED,
	    AT(struct service_network, members)),
	KEY("associations",
	    "The VPCs that are associated with it: their names, or maps with "
	    "security groups.",
	    FIELD_LIST, AT(struct service_network, associations),
	    .type = &association_type),
};

const struct object_type service_network_type = {
	.id = "service_network",
	.label = "service network",
	.doc = "A service network of VPC Lattice. Endpoints of the type "
	       "service-network lead to all of its members.",
	.kind = OBJ_SERVICE_NETWORK,
	FIELDS(service_network_fields),
};
