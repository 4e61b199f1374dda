#ifndef DATAPLANE_LOAD_YAML_WRITE_H
#define DATAPLANE_LOAD_YAML_WRITE_H

/*
 * yaml_write.h - a tree of values as YAML that people read
 */

#include <stdio.h>

#include "core/arena.h"
#include "dataplane/load/value.h"

/*
 * Writes a map.  What fits on a line stands on one, {in: braces}, unless it is
 * to be a block; the keys of the outermost map stand apart.  VALUE_QUOTED is a
 * text, which gets quotes where YAML would take it for something else;
 * VALUE_PLAIN is written as it is.  Reading it gives the same tree.
 */
void yaml_write(FILE *, const struct value *);

/* The same of any value, on one line however long; in the arena. */
const char *yaml_line(struct arena *, const struct value *);

#endif /* DATAPLANE_LOAD_YAML_WRITE_H */
