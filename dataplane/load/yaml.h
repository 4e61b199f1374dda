#ifndef DATAPLANE_LOAD_YAML_H
#define DATAPLANE_LOAD_YAML_H

/*
 * yaml.h - YAML 1.2 (and JSON, which it includes) to a tree of values
 */

#include <stddef.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/value.h"

/*
 * The one document of a file; "-" is standard input.  by is the place that
 * names the file, to which its being unreadable is reported; if that is nowhere
 * it is reported to the file itself.  The tree lives in the arena.  Null if the
 * file cannot be read or is no YAML; the reason is added to errs.  A key that is
 * there twice is an error too, but the tree is returned, with the first of them,
 * so that other problems can be found.
 */
const struct value *
yaml_read(const char *path, struct where by, struct arena *, struct errs *);

/* The same from memory; name stands for the file in messages. */
const struct value *yaml_read_memory(const char *name, const char *text,
    size_t length, struct arena *, struct errs *);

#endif /* DATAPLANE_LOAD_YAML_H */
