/*
 * route_server_fields.c - the scenario language as a table: route servers
 */

#include "dataplane/load/route_server_fields.h"

#include "dataplane/model/route_server.h"

static const struct field route_server_peer_fields[] = {
	KEY("interface", "The interface of the appliance that speaks BGP.",
	    FIELD_REF, .flags = FIELD_REQUIRED,
	    AT(struct route_server_peer, interface)),
	KEY("prefixes", "The prefixes that it announces.", FIELD_CIDRS,
	    .flags = FIELD_REQUIRED | FIELD_FILLED,
	    AT(struct route_server_peer, prefixes)),
	KEY("as_path",
	    "The length of the AS path; of equal prefixes the shortest "
	    "counts.",
	    FIELD_INTEGER, AT(struct route_server_peer, as_path), .min = 0,
	    .max = 255, .fallback = "0"),
	KEY("med", "The multi-exit discriminator; the lowest counts.",
	    FIELD_INTEGER, AT(struct route_server_peer, med), .min = 0,
	    .max = UINT32_MAX, .fallback = "0"),
};

static const struct object_type route_server_peer_type = {
	.id = "route_server_peer",
	.label = "peer",
	.doc = "An appliance from which a route server learns.",
	.kind = NO_OBJECT,
	.size = sizeof(struct route_server_peer),
	.place = MEMBER(struct route_server_peer, where),
	FIELDS(route_server_peer_fields),
};

static const struct field route_server_fields[] = {
	OBJECT_FIELDS,
	KEY("route_tables", "The tables into which it writes routes.",
	    FIELD_REFS, AT(struct route_server, route_tables)),
	KEY("peers", "From whom it learns them.", FIELD_LIST,
	    AT(struct route_server, peers), .type = &route_server_peer_type),
	KEY("preferred",
	    "Its routes count before those that a VPN gateway propagates; AWS "
	    "does not say which do.",
	    FIELD_BOOL, AT(struct route_server, preferred),
	    .fallback = "false"),
};

const struct object_type route_server_type = {
	.id = "route_server",
	.label = "route server",
	.doc = "A VPC route server: routes learnt from appliances.",
	.kind = OBJ_ROUTE_SERVER,
	FIELDS(route_server_fields),
};
