#ifndef DATAPLANE_MODEL_LINK_LINK_SEGMENTS_H
#define DATAPLANE_MODEL_LINK_LINK_SEGMENTS_H

/*
 * link_segments.h - segments and network function groups of a core network
 */

#include "dataplane/model/link/link_ref.h"

/* Associates attachments with their segments and says what each segment
 * reaches, and by which attachment. */
void link_segments(struct linker *, struct transit_gateway *);

#endif /* DATAPLANE_MODEL_LINK_LINK_SEGMENTS_H */
