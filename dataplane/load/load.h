#ifndef DATAPLANE_LOAD_LOAD_H
#define DATAPLANE_LOAD_LOAD_H

/*
 * load.h - what a user names as the model, read, linked and checked
 */

#include <stddef.h>

#include "core/err.h"
#include "dataplane/model/model.h"

/*
 * The model that the files describe together: scenario files, "-" for standard
 * input, describe dumps (describe.h) and Terraform states and plans
 * (terraform.h), files or folders.  Reads all, links, checks; every problem of
 * the three is added to errs.  The caller frees the model with model_free().  Null if there are
 * errors; warnings do not count.  addresses may be null: the table of the
 * program.
 */
struct model *load_model(char *const *paths, size_t n,
    const struct address_data *addresses, struct errs *);

/*
 * The two halves of it, for who has something to do in between.  The first
 * gives a model in any case, with what could be read; the second adds what is
 * wrong with it to errs.
 */
struct model *load_unlinked(char *const *paths, size_t n,
    const struct address_data *addresses, struct errs *);
void load_link(struct model *, struct errs *);

#endif /* DATAPLANE_LOAD_LOAD_H */
