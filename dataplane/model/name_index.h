#ifndef DATAPLANE_MODEL_NAME_INDEX_H
#define DATAPLANE_MODEL_NAME_INDEX_H

/*
 * name_index.h - which objects have a name, in one VPC and in all
 */

#include "dataplane/model/model.h"

struct name_index;

/* Lives until name_index_free; the entries are in the arena. */
struct name_index *name_index_new(struct arena *);
void name_index_free(struct name_index *);

/* tag: it is a second name, which counts only where no first name fits. */
void name_index_add(
    struct name_index *, const char *name, bool tag, struct object *);

/*
 * The only object of these kinds with this name in a VPC (null: among objects
 * in no VPC).  NULL if there is none or, with *several set, more than one.
 */
struct object *name_index_in(const struct name_index *, const struct vpc *,
    unsigned kinds, const char *name, bool *several);

/* The same among all objects of the model. */
struct object *name_index_anywhere(
    const struct name_index *, unsigned kinds, const char *name, bool *several);

#endif /* DATAPLANE_MODEL_NAME_INDEX_H */
