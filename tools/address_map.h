#ifndef TOOLS_ADDRESS_MAP_H
#define TOOLS_ADDRESS_MAP_H

/*
 * address_map.h - traffic that was captured elsewhere, put into the model
 *
 * --map ADDRESS=INTERFACE, ADDRESS=ADDRESS, or CIDR=CIDR of equal length, in
 * which the host's part is kept.  The longest match counts.
 */

#include "core/arena.h"
#include "core/err.h"
#include "core/node.h"

struct address_map;

/* Everything lives in the arena. */
struct address_map *address_map_new(struct arena *);

/*
 * One mapping; an interface's name stands for its first address of the family.
 * 0, or -1 with an error added.
 */
int address_map_add(struct address_map *, const struct snap *, const char *from,
    const char *to, struct where, struct errs *);

/* "FROM=TO", as on the command line. */
int address_map_add_text(
    struct address_map *, const struct snap *, const char *text, struct errs *);

/* Source and destination; a null map changes nothing. */
void address_map_apply(const struct address_map *, struct flow_key *);

#endif /* TOOLS_ADDRESS_MAP_H */
