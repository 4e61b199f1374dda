#ifndef DATAPLANE_NODES_TRACKED_ALWAYS_H
#define DATAPLANE_NODES_TRACKED_ALWAYS_H

/*
 * tracked_always.h - flows that are tracked whatever the rules are
 */

#include "dataplane/nodes/interface.h"

/* Of the packet in hand, which the interface sends or takes. */
struct sg_tracking tracked_always(
    const struct resolver *, const struct interface_cfg *, enum sg_direction);

#endif /* DATAPLANE_NODES_TRACKED_ALWAYS_H */
