/*
 * change_fields.c - the scenario language as a table: changes over time
 */

#include "dataplane/load/change_fields.h"

#include "dataplane/load/public_access_fields.h"
#include "dataplane/load/vpc_fields.h"

/* One key of each change says what kind it is. */
#define DOES(value)                                                 \
	.flags = FIELD_ONE_OF, .seen = MEMBER(struct change, kind), \
	.seen_value = (value)

static const struct field change_fields[] = {
	KEY("at", "When, counted from the first packet.", FIELD_DURATION,
	    .flags = FIELD_REQUIRED, AT(struct change, at)),
	KEY("add_route", "A route that is there from now on.", FIELD_GROUP,
	    DOES(CHANGE_ADD_ROUTE), .type = &changed_route_type),
	KEY("replace_route", "A route that takes the place of another one.",
	    FIELD_GROUP, DOES(CHANGE_REPLACE_ROUTE),
	    .type = &changed_route_type),
	KEY("delete_route", "A route that is gone from now on.", FIELD_GROUP,
	    DOES(CHANGE_DELETE_ROUTE), .type = &deleted_route_type),
	KEY("set_rules", "The rules of a group or network ACL from now on.",
	    FIELD_GROUP, DOES(CHANGE_SET_RULES), .type = &set_rules_type),
	KEY("down",
	    "What is gone or stopped from now on: a gateway, interface, "
	    "endpoint, load balancer, peering or site.",
	    FIELD_REF, DOES(CHANGE_DOWN), AT(struct change, object)),
	KEY("up", "What is there again.", FIELD_REF, DOES(CHANGE_UP),
	    AT(struct change, object)),
	KEY("create_endpoint", "An endpoint of the file that begins to exist.",
	    FIELD_REF, DOES(CHANGE_CREATE_ENDPOINT), AT(struct change, object)),
	KEY("delete_endpoint", "An endpoint that ceases to exist.", FIELD_REF,
	    DOES(CHANGE_DELETE_ENDPOINT), AT(struct change, object)),
	KEY("az_down", "An Availability Zone that fails.", FIELD_TEXT,
	    DOES(CHANGE_AZ_DOWN), AT(struct change, az)),
	KEY("az_up", "An Availability Zone that is back.", FIELD_TEXT,
	    DOES(CHANGE_AZ_UP), AT(struct change, az)),
	KEY("set_block_public_access",
	    "The mode of Block Public Access from now on.", FIELD_GROUP,
	    DOES(CHANGE_SET_PUBLIC_ACCESS), .type = &set_public_access_type),
};

const struct object_type change_type = {
	.id = "change",
	.label = "change",
	.doc = "One thing that the control plane does while packets fly.",
	.kind = NO_OBJECT,
	.size = sizeof(struct change),
	.place = MEMBER(struct change, where),
	FIELDS(change_fields),
};
