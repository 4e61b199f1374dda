#ifndef DATAPLANE_MODEL_LINK_REF_H
#define DATAPLANE_MODEL_LINK_REF_H

/*
 * link_ref.h - from a name to its object, and what is said when there is none
 */

#include "dataplane/model/model.h"

struct linker {
	struct model *m;
	struct errs *errs;
};

/* Who refers to what, in words: the table "has a route via" "nat-b". */
struct reference {
	const struct object *by;
	const char *does;
	unsigned kinds;
	const char *what;
};

/*
 * Finds the object of a reference, as model_find() does for the VPC of `by`.
 * A name that is unknown, ambiguous or of another kind is an error, and the
 * reference stays without an object; one that was not written is left alone.
 */
void link_ref(struct linker *, struct ref *, struct reference);
void link_refs(struct linker *, struct refs *, struct reference);

/* The subnet that it is in, and its security groups. */
void link_in_subnet(struct linker *, const struct object *by, struct ref *);
void link_groups(struct linker *, const struct object *by, struct refs *);

#endif /* DATAPLANE_MODEL_LINK_REF_H */
