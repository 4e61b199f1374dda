#ifndef DATAPLANE_MODEL_BLOCK_PUBLIC_ACCESS_H
#define DATAPLANE_MODEL_BLOCK_PUBLIC_ACCESS_H

/*
 * block_public_access.h - VPC Block Public Access, of an account in a Region
 */

#include "dataplane/model/model.h"

enum public_access_mode {
	PUBLIC_ACCESS_OFF, /* nothing is blocked */
	PUBLIC_ACCESS_BLOCK_BIDIRECTIONAL,
	PUBLIC_ACCESS_BLOCK_INGRESS,
};

enum exclusion_mode {
	EXCLUSION_NONE,
	EXCLUSION_EGRESS,
	EXCLUSION_BIDIRECTIONAL
};

/* A VPC or a subnet that is not blocked, or not wholly. */
struct public_access_exclusion {
	struct where where;
	struct ref of;
	bool is_subnet;
	enum exclusion_mode mode;
};

/* One for each Region. */
struct block_public_access {
	struct where where;
	struct text region; /* left out: the file's */
	enum public_access_mode mode;
	struct public_access_exclusion *exclusions;
	size_t nexclusions;
};

/* "block-ingress" */
const char *public_access_mode_name(enum public_access_mode);

/* What holds in a Region: an index of the model's; SIZE_MAX: nothing does. */
size_t block_public_access_in(const struct model *, const char *region);

/*
 * Finds Regions and what is excluded.  A Region that only a change speaks of
 * gets an entry that blocks nothing.  To be called when VPCs have Regions.
 */
void link_block_public_access(struct model *, struct errs *);

#endif /* DATAPLANE_MODEL_BLOCK_PUBLIC_ACCESS_H */
