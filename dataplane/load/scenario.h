#ifndef DATAPLANE_LOAD_SCENARIO_H
#define DATAPLANE_LOAD_SCENARIO_H

/*
 * scenario.h - scenario files to a model
 */

#include <stddef.h>

#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/model/model.h"

/*
 * Adds a scenario file, and those that it includes, to a model: objects,
 * traffic and tests; of an included file not its tests, for they are about
 * that file alone.  References stay names (model_link).  "-" is standard
 * input.  0, or -1 if errors were added.
 */
int scenario_load(struct model *, const char *path, struct errs *);

/* What a file would hold that says what the model does; objects it has not. */
struct scenario_file scenario_file_of(const struct model *);

/*
 * Adds Terraform states and plans (terraform.h) that refer to each other: what
 * one of them leaves to another is not missing.  As scenario_load().
 */
int scenario_load_states(
    struct model *, char *const *paths, size_t n, struct errs *);

/*
 * A scenario from memory; name stands for the file in messages.  Such a scenario
 * cannot include others.
 */
int scenario_load_memory(struct model *, const char *name, const char *text,
    size_t length, struct errs *);

#endif /* DATAPLANE_LOAD_SCENARIO_H */
