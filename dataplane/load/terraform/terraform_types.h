#ifndef DATAPLANE_LOAD_TERRAFORM_TYPES_H
#define DATAPLANE_LOAD_TERRAFORM_TYPES_H

/*
 * terraform_types.h - which types of resources are read, and why others are not
 */

#include "dataplane/load/terraform/terraform_objects.h"

/* In this order: what others look up, what stands for itself, instances (whose
 * interfaces may do that), what is added to another object. */
enum tf_step { LOOKED_UP, OBJECT, HOST, PART, STEPS };

struct tf_type {
	const char *name;
	enum tf_step step;
	tf_translate *translate; /* null: read with what it belongs to */
};

/* Null: resources of this type are not read. */
const struct tf_type *tf_type_find(const char *name);

/*
 * Notes how many resources of each type a document has, and what is left out
 * with the reason; a warning counts what the network may depend on.
 */
void
tf_take_stock(struct terraform *, struct intake *, const struct tf_document *);

#endif /* DATAPLANE_LOAD_TERRAFORM_TYPES_H */
