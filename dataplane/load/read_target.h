#ifndef DATAPLANE_LOAD_READ_TARGET_H
#define DATAPLANE_LOAD_READ_TARGET_H

/*
 * read_target.h - what the readers of single values share
 *
 * For the files read_*value.c alone.
 */

#include "dataplane/load/read.h"

/* What is read, by which field, and where it goes. */
struct read_target {
	struct reader *r;
	const struct scope *scope;
	const struct field *field;
	void *at;
};

static inline struct arena *
arena_of(const struct read_target *t)
{
	return t->r->model->arena;
}

static inline struct text
text_of(const struct value *v)
{
	return (struct text){ v->text, v->where };
}

/* A text that is not empty, which lives as long as v; null with the error that
 * something else was expected. */
const char *read_word_of(
    const struct read_target *, const struct value *v, const char *expected);

/* Something that must be there has one item at least; else it is an error,
 * except in what was imported. */
void read_need_items(
    const struct read_target *, const struct value *v, const char *what);

#endif /* DATAPLANE_LOAD_READ_TARGET_H */
