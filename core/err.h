#ifndef CORE_ERR_H
#define CORE_ERR_H

/*
 * err.h - problems of the control side, each with the place it is at
 *
 * Reading and checking input goes on after a problem, so that all of them are
 * reported and not only the first.  A problem is one sentence without a full
 * stop.  The data side has no errors: it has verdicts.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A place in a file.  Line and column count from 1; 0 is unknown.  Some files
 * are not for people to read: there an object's address tells more. */
struct where {
	const char *file; /* null: nowhere */
	int line;
	int col;
	const char *address; /* of an object in the file; null: lines tell */
};

enum severity { SEV_WARNING, SEV_ERROR };

struct problem {
	enum severity severity;
	struct where where;
	char *text;
};

struct errs;

struct errs *errs_new(void);
void errs_free(struct errs *);

/* An error, or a warning: kept until errs_print or errs_free. */
void errs_add(struct errs *, struct where, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void errs_warn(struct errs *, struct where, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* How many errors there are, warnings not counted. */
size_t errs_count(const struct errs *);

/* In the order of file (as first seen), line, column. */
size_t errs_size(const struct errs *);
const struct problem *errs_get(const struct errs *, size_t i);
void errs_sort(struct errs *);

/* Sorts, then prints one line each: "file:line:col: error: text". */
void errs_print(struct errs *, FILE *);

/* "file:line:col", as much of it as is known, or the address.  Returns buf. */
const char *where_format(struct where, char *buf, size_t size);

#endif /* CORE_ERR_H */
