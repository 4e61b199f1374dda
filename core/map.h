#ifndef CORE_MAP_H
#define CORE_MAP_H

/*
 * map.h - a table from names to things, for the control side
 *
 * Open addressing; keys are copied.  Not for the data side, whose tables are
 * in the rooms that know their entries.
 */

#include <stddef.h>

struct map;

struct map *map_new(void);
void map_free(struct map *);

/* Null if the key is not there. */
void *map_get(const struct map *, const char *key);

/* Sets or replaces; value must not be null. */
void map_set(struct map *, const char *key, void *value);

#endif /* CORE_MAP_H */
