#ifndef TOOLS_MODEL_IN_H
#define TOOLS_MODEL_IN_H

/*
 * model_in.h - the model that a command works on (-s), loaded and compiled
 */

#include "core/err.h"
#include "core/node.h"
#include "dataplane/model/model.h"

struct options;

struct model_in {
	struct address_data *data; /* of --ip-ranges; null: built in */
	struct model *model;
	struct arena *arena; /* of the snapshot */
	const struct snap *snap;
};

/* -1: it is there.  Else an exit status, the problems having been printed. */
int model_in_open(struct model_in *, const struct options *);

/* From these files instead of -s; problems are added to the errors. */
int model_in_load(struct model_in *, const struct options *, char *const *paths,
    size_t n, struct errs *);

/* Only reads: neither linked nor compiled.  The caller links (load.h) and
 * closes it, unless this failed. */
int model_in_read(struct model_in *, const struct options *, char *const *paths,
    size_t n, struct errs *);
void model_in_close(struct model_in *);

/* Prints the problems (warnings unless quiet) on standard error, frees them;
 * returns EXIT_INVALID if there are errors, else EXIT_DONE. */
int model_in_report(struct errs *, const struct options *);

#endif /* TOOLS_MODEL_IN_H */
