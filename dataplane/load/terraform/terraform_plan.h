#ifndef DATAPLANE_LOAD_TERRAFORM_PLAN_H
#define DATAPLANE_LOAD_TERRAFORM_PLAN_H

/*
 * terraform_plan.h - what a plan does not know yet, from the configuration
 *
 * The id of a resource that will be created is unknown, and so is every
 * attribute that holds it.  The configuration in the plan tells which resource
 * it refers to; here the attribute gets that resource's id, or its address as
 * long as it has none.
 */

#include <jansson.h>

#include "core/err.h"
#include "dataplane/load/terraform/terraform_document.h"

/* Fills in the references of all resources.  A reference that goes by a local
 * value, which a plan does not show, is taken for the only resource that it
 * can be, with a warning. */
void tf_plan_fill(struct tf_document *, struct errs *);

/* The Region that the provider is configured with; null: the plan does not
 * say. */
const char *tf_plan_region(const struct tf_document *);

#endif /* DATAPLANE_LOAD_TERRAFORM_PLAN_H */
