#ifndef DATAPLANE_LOAD_DESCRIBE_H
#define DATAPLANE_LOAD_DESCRIBE_H

/*
 * describe.h - what `aws ... describe-*` prints, as a model
 */

#include <stdbool.h>

#include "core/err.h"
#include "dataplane/model/model.h"

/* A folder, or a file of JSON with a key that describe calls answer with?
 * Reads the beginning of the file only.  False if it cannot be read. */
bool describe_is_dump(const char *path);

/*
 * Adds what a dump shows: one file, or all *.json below a folder, in any
 * layout.  Objects have their AWS ids as names and their Name tags as second
 * names.  What is missing, unknown or not modelled, and a file of a folder that
 * cannot be read or is no JSON, is left out with a warning; the rest stands.
 * included is where the dump is named, for messages.  0, or -1 if errors were
 * added: the one file is no such file, or there is nothing to read.
 */
int describe_load(
    struct model *, const char *path, struct where included, struct errs *);

/* The same of one file's text; name stands for the file. */
int describe_load_memory(struct model *, const char *name, const char *text,
    size_t length, struct errs *);

#endif /* DATAPLANE_LOAD_DESCRIBE_H */
