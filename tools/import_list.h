#ifndef TOOLS_IMPORT_LIST_H
#define TOOLS_IMPORT_LIST_H

/*
 * import_list.h - what a model was made from, as a list
 */

#include "core/err.h"
#include "dataplane/model/model.h"

struct options;

struct import_list;

/* Counts the objects of a model that is not linked yet.  In the arena. */
struct import_list *import_list_new(const struct model *, struct arena *);

/* Writes the list, the warnings of loading and linking among it, as text or as
 * one vpcsim.import/1 document.  An exit status. */
int import_list_write(
    const struct import_list *, const struct errs *, const struct options *);

#endif /* TOOLS_IMPORT_LIST_H */
