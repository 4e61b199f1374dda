/*
 * public_access_fields.c - the scenario language as a table: Block Public
 * Access
 */

#include "dataplane/load/public_access_fields.h"

#include "dataplane/model/block_public_access.h"

static const struct word modes[] = {
	{ "off", PUBLIC_ACCESS_OFF },
	{ "block-bidirectional", PUBLIC_ACCESS_BLOCK_BIDIRECTIONAL },
	{ "block-ingress", PUBLIC_ACCESS_BLOCK_INGRESS },
	{ NULL, 0 },
};

static const struct word exclusion_modes[] = {
	{ "allow-bidirectional", EXCLUSION_BIDIRECTIONAL },
	{ "allow-egress", EXCLUSION_EGRESS },
	{ NULL, 0 },
};

static const struct field exclusion_fields[] = {
	KEY("vpc", "The VPC that is excluded.", FIELD_REF,
	    .flags = FIELD_ONE_OF, AT(struct public_access_exclusion, of)),
	KEY("subnet", "The subnet that is excluded.", FIELD_REF,
	    .flags = FIELD_ONE_OF, AT(struct public_access_exclusion, of),
	    .seen = MEMBER(struct public_access_exclusion, is_subnet),
	    .seen_value = true),
	KEY("mode",
	    "Whether it is open in both directions, or only for what it "
	    "opens itself.",
	    FIELD_ENUM, .flags = FIELD_REQUIRED,
	    AT(struct public_access_exclusion, mode), .words = exclusion_modes),
};

static const struct object_type exclusion_type = {
	.id = "public_access_exclusion",
	.label = "exclusion",
	.doc = "A VPC or subnet that Block Public Access leaves open.",
	.kind = NO_OBJECT,
	.size = sizeof(struct public_access_exclusion),
	.place = MEMBER(struct public_access_exclusion, where),
	FIELDS(exclusion_fields),
};

static const struct field block_public_access_fields[] = {
	KEY("mode", "What internet gateways carry no more.", FIELD_ENUM,
	    .flags = FIELD_REQUIRED, AT(struct block_public_access, mode),
	    .words = modes),
	KEY("region", "The Region; left out: that of the file.", FIELD_TEXT,
	    AT(struct block_public_access, region)),
	KEY("exclusions", "The VPCs and subnets that are left open.",
	    FIELD_LIST, AT(struct block_public_access, exclusions),
	    .type = &exclusion_type),
};

const struct object_type block_public_access_type = {
	.id = "block_public_access",
	.label = "block_public_access",
	.doc = "VPC Block Public Access of the account in a Region.",
	.kind = NO_OBJECT,
	.size = sizeof(struct block_public_access),
	.place = MEMBER(struct block_public_access, where),
	FIELDS(block_public_access_fields),
};

static const struct field set_fields[] = {
	KEY("mode", "The mode from now on.", FIELD_ENUM,
	    .flags = FIELD_REQUIRED, AT(struct change, public_access),
	    .words = modes),
	KEY("region", "The Region; left out: that of the file.", FIELD_TEXT,
	    AT(struct change, region)),
};

const struct object_type set_public_access_type = {
	.id = "set_block_public_access",
	.label = "set_block_public_access",
	.doc = "The mode of Block Public Access from now on.",
	.kind = NO_OBJECT,
	FIELDS(set_fields),
};
