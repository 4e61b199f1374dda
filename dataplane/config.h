#ifndef DATAPLANE_CONFIG_H
#define DATAPLANE_CONFIG_H

/*
 * config.h - the configuration in force at a time
 *
 * A model says what there is, and what the control plane changes while packets
 * fly.  The model itself never changes: a configuration holds what differs
 * from it, by object.  Each moment of change gives another configuration, and
 * each configuration a snapshot.
 */

#include "dataplane/model/block_public_access.h"

struct config {
	bool *down; /* by object id: gone, stopped, or in a zone that is down */
	/* By object id; what the model has unless a change touched it. */
	struct routes *routes;          /* route tables */
	struct rules *ingress, *egress; /* security groups, network ACLs */
	enum public_access_mode *public_access; /* by index of the model's */
	size_t n, npublic_access;
};

/* As it is at the start: what a change will create is not there yet. */
struct config config_initial(const struct model *, struct arena *);

/* The next one, after this change. */
struct config config_after(const struct config *, const struct model *,
    const struct change *, struct arena *);

/* Is the object there and working? */
static inline bool
config_has(const struct config *c, const struct object *o)
{
	return !c->down[o->id];
}

#endif /* DATAPLANE_CONFIG_H */
