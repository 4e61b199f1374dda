#ifndef DATAPLANE_LOAD_TERRAFORM_H
#define DATAPLANE_LOAD_TERRAFORM_H

/*
 * terraform.h - Terraform states and plans as a model
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "dataplane/load/terraform/terraform_document.h"
#include "dataplane/model/model.h"

/*
 * Is it a file of JSON with a key that states and plans have, or a folder that
 * holds a *.tfstate?  Reads the beginning of the file only.  False if it cannot
 * be read.  As in terraform_load(), PATH@before is the file PATH.
 */
bool terraform_is(const char *path);

/*
 * Adds what files show together: states (raw of version 3 or 4, or `terraform
 * show -json`), all states in a folder, or one side of a plan: what is planned,
 * or for "PATH@before" what there was.
 * Objects have their AWS ids as names, their Terraform addresses as second
 * names and places, and their Name tags as further ones; what will be created
 * has no id yet and goes by its address.  What is missing, unknown or not
 * modelled is left out with a warning.  included as in describe_load().  0, or
 * -1 if errors were added: a file cannot be read or is no JSON.
 */
int terraform_load(struct model *, char *const *paths, size_t n,
    struct where included, struct errs *);

/* The same of one file's text; name stands for the file. */
int terraform_load_memory(struct model *, const char *name, const char *text,
    size_t length, enum terraform_side, struct errs *);

#endif /* DATAPLANE_LOAD_TERRAFORM_H */
