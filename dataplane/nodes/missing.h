#ifndef DATAPLANE_NODES_MISSING_H
#define DATAPLANE_NODES_MISSING_H

/*
 * missing.h - what an import does not show
 *
 * An object of which a part is unknown is taken to have nothing there.  Whoever
 * asks it says so, for the answer may be another one in truth.
 */

#include "dataplane/marks.h"
#include "dataplane/world.h"

static inline void
missing_mark_if(struct resolver *r, bool missing)
{
	if (missing)
		r_mark(r, MARK_ASSUMED(ASSUME_NOT_IN_DUMP));
}

/* The packet depends on this node, which is an object. */
static inline void
missing_mark(struct resolver *r, uint32_t node)
{
	const struct world *w = r_world(r);

	missing_mark_if(r, w->model->objects[node - 1]->missing);
}

#endif /* DATAPLANE_NODES_MISSING_H */
