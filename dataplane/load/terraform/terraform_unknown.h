#ifndef DATAPLANE_LOAD_TERRAFORM_UNKNOWN_H
#define DATAPLANE_LOAD_TERRAFORM_UNKNOWN_H

/*
 * terraform_unknown.h - what a plan does not know before it is applied
 */

#include "core/err.h"
#include "dataplane/load/terraform/terraform_document.h"

/* Notes in a planned resource, and warns, if one of its values that decide
 * about packets is not known.  Expressions are those of its configuration. */
void
tf_unknown_note(struct tf_resource *, const json_t *expressions, struct errs *);

#endif /* DATAPLANE_LOAD_TERRAFORM_UNKNOWN_H */
