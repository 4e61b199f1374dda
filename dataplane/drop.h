#ifndef DATAPLANE_DROP_H
#define DATAPLANE_DROP_H

/*
 * drop.h - why packets are dropped and requests refused, with the words for it
 *
 * The codes are those of AWS Reachability Analyzer (its guide, "explanation
 * codes"); where none fits the code begins with VSIM_.
 */

#include "core/node.h"

enum {
	DROP_BEFORE_FIRST = DROP_MODEL - 1,
#define DROP(NAME, CODE, MEANS, CHANGE) DROP_##NAME,
#include "dataplane/drop.def"
#include "dataplane/refusal.def"
#undef DROP
	DROP_END
};

struct drop_info {
	const char *code;   /* "SUBNET_ACL_RESTRICTION" */
	const char *means;  /* a sentence without full stop */
	const char *change; /* what would have to change */
};

/* Of any code but DROP_NONE; null for a number that is no code. */
const struct drop_info *drop_info(drop_code);

/* The code with this name, DROP_NONE if there is none. */
drop_code drop_find(const char *code);

#endif /* DATAPLANE_DROP_H */
