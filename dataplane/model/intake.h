#ifndef DATAPLANE_MODEL_INTAKE_H
#define DATAPLANE_MODEL_INTAKE_H

/*
 * intake.h - what a model was made from
 *
 * Files, the answers of calls that were found in them, accounts, and which of
 * several records of one object was taken.  For people who want to know whether
 * all was read (vpcsim import); nothing else depends on it.
 */

#include <stddef.h>

#include "core/err.h"

struct model;

struct intake_file {
	const char *path;
	const char *format; /* "scenario", "describe dump" */
};

enum intake_fate {
	INTAKE_READ,
	INTAKE_NOT_MODELLED, /* unknown, or of a kind that is left out */
	INTAKE_NOT_NEEDED,   /* known, and of no matter to the model */
};

/* A list in a file: the answer of a call, or a page of it. */
struct intake_answer {
	const char *key; /* "RouteTables" */
	const char *file;
	size_t n;
	enum intake_fate fate;
};

/* One object, told twice: the owner's record goes before another's. */
struct intake_second {
	const char *id;
	const char *taken, *dropped; /* files */
};

/* What was not read, and why. */
struct intake_left {
	struct where where;
	const char *why;
};

struct intake {
	struct intake_file *files;
	size_t nfiles;
	const char **skipped; /* files in folders that are nothing known */
	size_t nskipped;
	struct intake_answer *answers;
	size_t nanswers;
	struct intake_left *left;
	size_t nleft;
	struct intake_second *seconds;
	size_t nseconds;
	const char **accounts;
	size_t naccounts;
};

/* Texts are the caller's, and live as long as the model. */
void intake_add_file(struct model *, const char *path, const char *format);
void intake_add_account(struct model *, const char *account);

#endif /* DATAPLANE_MODEL_INTAKE_H */
