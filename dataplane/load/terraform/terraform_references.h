#ifndef DATAPLANE_LOAD_TERRAFORM_REFERENCES_H
#define DATAPLANE_LOAD_TERRAFORM_REFERENCES_H

/*
 * terraform_references.h - which resources an expression of a plan means
 */

#include <jansson.h>

#include "dataplane/load/terraform/terraform_document.h"

/* A resource that an expression refers to, and what of it. */
struct tf_target {
	struct tf_resource *r;
	const char *attribute; /* null: the resource */
};

struct tf_targets {
	struct tf_target *v;
	size_t n;
};

struct tf_references;

/* Of the configuration that is in the document, which must live as long. */
struct tf_references *tf_references_new(struct tf_document *);
void tf_references_free(struct tf_references *);

/* The configuration of a resource: its "expressions" are
 * {"attribute": expression}; null: there is none. */
const json_t *
tf_configuration(const struct tf_references *, const struct tf_resource *);

/* Those that an expression of this resource refers to, in the order in which
 * it names them.  None if it goes by what a plan does not show. */
struct tf_targets tf_follow(const struct tf_references *,
    const struct tf_resource *, const json_t *expression);

#endif /* DATAPLANE_LOAD_TERRAFORM_REFERENCES_H */
