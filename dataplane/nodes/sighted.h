#ifndef DATAPLANE_NODES_SIGHTED_H
#define DATAPLANE_NODES_SIGHTED_H

/*
 * sighted.h - what flow logs see of a packet
 */

#include "dataplane/tables/sightings.h"
#include "dataplane/world.h"

/*
 * The packet comes to an interface of the current node, or leaves it; `at` as
 * the kind says.  To be called before anything there judges the packet.  Without
 * flow logs in the model this is nothing.
 */
void sighted(struct resolver *, enum sighting_kind, uint32_t at);

#endif /* DATAPLANE_NODES_SIGHTED_H */
