#ifndef DATAPLANE_NODES_WAY_ON_H
#define DATAPLANE_NODES_WAY_ON_H

/*
 * way_on.h - by which of its interfaces an appliance sends on
 */

#include "dataplane/nodes/interface.h"

/*
 * The node of the interface by which the host sends on the packet in hand, which
 * came in by the one of this cfg and is not for it.
 */
uint32_t way_on(const struct resolver *, const struct interface_cfg *);

#endif /* DATAPLANE_NODES_WAY_ON_H */
