#ifndef DATAPLANE_CLASSES_H
#define DATAPLANE_CLASSES_H

/*
 * classes.h - every kind of node there is
 *
 * A new kind is a file in nodes/ and a line in classes.def.
 */

#include "dataplane/compile.h"

struct object_class {
	struct node_class node;
	enum object_kind kind;
	/* Null, or: is this object of the kind one of this class? */
	bool (*is)(const struct object *);
	/* The node's cfg; null if it needs none. */
	const void *(*compile)(struct compiler *, const struct object *);
};

#define OBJECT_CLASS(NAME) extern const struct object_class NAME##_class;
#include "dataplane/classes.def"
#undef OBJECT_CLASS

extern const struct node_class internet_class;

/* The class of an object; every object has one. */
const struct object_class *class_of(const struct object *);

#endif /* DATAPLANE_CLASSES_H */
