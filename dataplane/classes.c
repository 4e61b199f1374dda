/*
 * classes.c - every kind of node there is
 */

#include "dataplane/classes.h"

#include <assert.h>

static const struct object_class *const classes[] = {
#define OBJECT_CLASS(NAME) &NAME##_class,
#include "dataplane/classes.def"
#undef OBJECT_CLASS
};

const struct object_class *
class_of(const struct object *o)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i]->kind == o->kind &&
		    (classes[i]->is == NULL || classes[i]->is(o)))
			return classes[i];
	assert(!"every object has a class");
	return NULL;
}
