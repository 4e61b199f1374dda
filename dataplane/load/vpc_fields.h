#ifndef DATAPLANE_LOAD_VPC_FIELDS_H
#define DATAPLANE_LOAD_VPC_FIELDS_H

/*
 * vpc_fields.h - the scenario language as a table: VPCs and what is in them
 */

#include "dataplane/load/fields.h"

extern const struct object_type vpc_type;

/* What an import knows of a route, of VPCs and of transit gateways alike. */
#define ROUTE_ORIGIN                                                           \
	KEY("propagated", "AWS put it there: a static one goes before it.",    \
	    FIELD_BOOL, AT(struct route, propagated), .fallback = "false"),    \
	    KEY("state",                                                       \
		"Its target is gone (blackhole), or is not shown by what was " \
		"imported (missing).",                                         \
		FIELD_STATE, .words = route_states, .fallback = "active")

extern const struct word route_states[];

/* Routes and rules as a change gives them: read into a struct change. */
extern const struct object_type changed_route_type;
extern const struct object_type deleted_route_type;
extern const struct object_type set_rules_type;

#endif /* DATAPLANE_LOAD_VPC_FIELDS_H */
