#ifndef DATAPLANE_LOAD_DESCRIBE_PARSE_H
#define DATAPLANE_LOAD_DESCRIBE_PARSE_H

/*
 * describe_parse.h - a document of a dump, without what nobody reads
 */

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct document_text {
	const char *s;
	size_t n;
	bool is_mapped; /* from a file: its pages may be given back */
};

/*
 * The JSON value at the beginning of a text, an object or a list, and
 * in *length how much of the text it is; null: there is none, and *error says
 * why and at which byte.  Of the objects in lists that a describe call answers
 * with, members that are empty are left out, but for an object's own; of lists
 * that are not read, only how long they are is kept.
 */
json_t *
parse_document(struct document_text, size_t *length, json_error_t *error);

#endif /* DATAPLANE_LOAD_DESCRIBE_PARSE_H */
