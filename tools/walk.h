#ifndef TOOLS_WALK_H
#define TOOLS_WALK_H

/*
 * walk.h - the scenario files under folders
 */

#include "tools/options.h"

/*
 * Each path that is a file as it is; of each folder all *.yaml and *.yml below
 * it, sorted, hidden ones left out.  0; or -1 after a message: a path is not
 * there, or cannot be read.
 */
int walk_files(const struct words *paths, struct arena *, struct words *files);

#endif /* TOOLS_WALK_H */
