/*
 * multicast_fields.c - the scenario language as a table: multicast domains
 */

#include "dataplane/load/multicast_fields.h"

#include "dataplane/model/multicast.h"

static const struct field group_fields[] = {
	KEY("group", "Its address, such as 239.1.1.1.", FIELD_ADDRESS,
	    .flags = FIELD_REQUIRED, AT(struct multicast_group, ip)),
	KEY("members",
	    "The interfaces that get what is sent to it: registered, or, with "
	    "igmpv2, joined.",
	    FIELD_REFS, AT(struct multicast_group, members)),
	KEY("sources",
	    "With static_sources: the interfaces that may send to it.",
	    FIELD_REFS, AT(struct multicast_group, sources)),
};

static const struct object_type group_type = {
	.id = "multicast_group",
	.label = "multicast group",
	.doc = "A multicast group with its members.",
	.kind = NO_OBJECT,
	.size = sizeof(struct multicast_group),
	.place = MEMBER(struct multicast_group, where),
	FIELDS(group_fields),
};

static const struct field multicast_domain_fields[] = {
	OBJECT_FIELDS,
	KEY("associations",
	    "The subnets whose interfaces send and get its multicast.",
	    FIELD_REFS, .flags = FIELD_REQUIRED,
	    AT(struct multicast_domain, associations)),
	KEY("igmpv2", "Members join by IGMPv2.", FIELD_BOOL,
	    AT(struct multicast_domain, igmpv2), .fallback = "false"),
	KEY("static_sources", "Only sources that are registered may send.",
	    FIELD_BOOL, AT(struct multicast_domain, static_sources),
	    .fallback = "false"),
	KEY("groups", "Its groups.", FIELD_LIST,
	    AT(struct multicast_domain, groups), .type = &group_type),
};

const struct object_type multicast_domain_type = {
	.id = "multicast_domain",
	.label = "multicast domain",
	.doc = "A multicast domain of the transit gateway.",
	.kind = OBJ_MULTICAST_DOMAIN,
	FIELDS(multicast_domain_fields),
};
