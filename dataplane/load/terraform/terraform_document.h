#ifndef DATAPLANE_LOAD_TERRAFORM_DOCUMENT_H
#define DATAPLANE_LOAD_TERRAFORM_DOCUMENT_H

/*
 * terraform_document.h - the resources that a Terraform file tells of
 *
 * Whatever the file's kind and version is, a resource comes out with its
 * address and its attributes as a JSON object (Terraform, "JSON Output
 * Format"; of raw states, versions 3 and 4).  Of a plan one side is read: the
 * state before, or what is planned.
 */

#include <jansson.h>
#include <stdbool.h>

#include "core/arena.h"

enum terraform_side { TERRAFORM_AFTER, TERRAFORM_BEFORE };

/* One instance of a resource. */
struct tf_resource {
	const char *address; /* module.a.aws_subnet.b[0] */
	const char *module;  /* module.a; "": the root module */
	const char *type;    /* aws_subnet */
	const char *name;    /* b */
	const char *key;     /* of count or for_each: 0, or x of ["x"] */
	bool data;           /* a data source */
	json_t *values;      /* its attributes; never null */
	const char *file;    /* as messages show it */
	/* Where it is if it does not say; or null. */
	const char *region, *account;
	const char *provider; /* key of its configuration in a plan, or null */
	bool planned;         /* some values are not known yet */
	bool unknown;         /* one of them decides about packets */
};

struct tf_document {
	struct arena *arena;
	const char *file;
	json_t *root;
	json_t *made; /* attributes that were made of others, kept alive */
	struct tf_resource *v;
	size_t n;
	bool planned; /* it is what a plan will bring about */
};

/* Is the JSON a state or a plan?  keys are those of its outermost object. */
bool tf_is_key(const char *key);

/*
 * Reads the resources of a state or a plan into an empty document that has its
 * arena and file set.  Takes over the reference to root.  What is odd is left
 * out.  false: it is neither.
 */
bool tf_document_read(struct tf_document *, json_t *root, enum terraform_side);

void tf_document_free(struct tf_document *);

/* The AWS id of a resource; one that is not there yet goes by its address. */
const char *tf_id(const struct tf_resource *);

/* An attribute of it that names another object, one that AWS makes with it, as
 * long as it is not known: "aws_vpc.a.default_route_table_id". */
const char *
tf_part_id(struct arena *, const struct tf_resource *, const char *attribute);

/* Attributes that states of version 3 have as texts.  A text that is empty, and
 * what is of another type, counts as missing. */
bool tf_flag(const json_t *, const char *key, bool otherwise);
int tf_number(const json_t *, const char *key, int otherwise);

#endif /* DATAPLANE_LOAD_TERRAFORM_DOCUMENT_H */
