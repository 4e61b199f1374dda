#ifndef TOOLS_FORM_H
#define TOOLS_FORM_H

/*
 * form.h - JSON with blanks, for values that have most of their text in common
 *
 * What writes a value writes the form of it too: into an emit that makes one,
 * form_value() leaves a blank.
 */

#include <stddef.h>
#include <stdint.h>

#include "tools/emit.h"

struct arena;

/* Writes one value. */
typedef void form_fn(struct emit *, const void *of);

/* A value that is another one in other records. */
void form_value(struct emit *, form_fn *put, const void *of);
void form_put(struct emit *, const char *key, form_fn *put, const void *of);

enum { BLANKS_MOST = 32 };

struct form {
	const char *text;
	size_t n;
	struct {
		size_t at; /* of the text */
		int depth; /* of brackets */
		form_fn *put;
	} blank[BLANKS_MOST];
	unsigned nblank;
};

/* The form of the one value that write() writes, to stand where *j is. */
const struct form *
form_new(struct arena *, const struct emit *j, form_fn *write, const void *of);

/* The next value: what write() would write. */
void form_fill(const struct form *, struct emit *, const void *of);

#endif /* TOOLS_FORM_H */
