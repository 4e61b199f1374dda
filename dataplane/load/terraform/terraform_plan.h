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
 * can be, with a warning.  Says of each where it will be, and whether something
 * that decides is not known. */
void tf_plan_fill(struct tf_document *, struct errs *);

#endif /* DATAPLANE_LOAD_TERRAFORM_PLAN_H */
