#ifndef DATAPLANE_LOAD_DESCRIBE_SOURCE_H
#define DATAPLANE_LOAD_DESCRIBE_SOURCE_H

/*
 * describe_source.h - which account and Region an object of a dump is of
 */

#include <jansson.h>

#include "core/arena.h"

/* Null where nothing says.  Texts live in the arena, or as the path does. */
struct record_source {
	const char *file, *account, *region;
};

/* What the folders of a path tell: 111122223333/us-east-1/; the innermost
 * counts. */
struct record_source source_of_path(struct arena *, const char *path);

/* Adds what an object itself tells: its owner, zone, or ARN. */
void source_complete(struct arena *, const json_t *, struct record_source *);

/* The Region at the beginning of a text ("us-west-2a", "us-west-2-lax-1a"), in
 * the arena; null: it is none. */
const char *source_region_of(struct arena *, const char *text);

#endif /* DATAPLANE_LOAD_DESCRIBE_SOURCE_H */
