#ifndef DATAPLANE_LOAD_TERRAFORM_PROVIDER_H
#define DATAPLANE_LOAD_TERRAFORM_PROVIDER_H

/*
 * terraform_provider.h - in which Region and account a plan puts a resource
 */

#include "dataplane/load/terraform/terraform_document.h"

/* By the configuration of its provider, whose key may be null. */
void tf_provider_place(
    const struct tf_document *, struct tf_resource *, const char *key);

#endif /* DATAPLANE_LOAD_TERRAFORM_PROVIDER_H */
