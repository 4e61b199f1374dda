#ifndef DATAPLANE_COMPILE_H
#define DATAPLANE_COMPILE_H

/*
 * compile.h - from a model to a sealed snapshot
 *
 * Every object becomes a node of its class (classes.h), whose own file knows
 * how to compile it.  What several nodes share (who holds which address) is
 * gathered first.
 */

#include "core/arena.h"
#include "core/node.h"
#include "dataplane/config.h"
#include "dataplane/world.h"

struct compiler {
	struct arena *arena;
	const struct model *model;
	struct world *world;
	struct config config; /* what differs from the model */
};

/*
 * A snapshot of a model that has been linked and checked, as it is at the
 * start; its world has the later ones, one for each moment of change.  They
 * live in the arena and refer to the model, which must outlive them.
 */
const struct snap *compile(const struct model *, struct arena *);

/* Addresses of a named thing as prefixes, appended to *v (in the arena). */
struct prefixes {
	struct prefix *v;
	size_t n;
};
void prefixes_add(struct compiler *, struct prefixes *, struct prefix);

/*
 * The entries of a peer: its block, its prefix list's entries, the prefixes of
 * its service in this Region (of these families), or the private addresses of
 * the members of its group.
 */
void peer_prefixes(struct compiler *, const struct peer *, const char *region,
    struct prefixes *);

/* Of the members of its group, if it is one, the primary IPv4 addresses. */
void peer_primaries(struct compiler *, const struct peer *, struct prefixes *);

/* The AWS-managed prefix list of a service: one that the model gives by name,
 * else derived from the address data; *derived says which. */
void service_prefixes(struct compiler *, const char *service,
    const char *region, struct prefixes *, bool *derived);

#endif /* DATAPLANE_COMPILE_H */
