#ifndef DATAPLANE_NODES_NAT_INSTANCE_H
#define DATAPLANE_NODES_NAT_INSTANCE_H

/*
 * nat_instance.h - an instance that translates what it sends on
 */

#include "dataplane/nodes/interface.h"

/*
 * To be called before the host sends on a packet by this interface: if it has to
 * be translated, it stands at INTERFACE_MASKED afterwards, as a packet of the
 * interface's own, and true is returned.
 */
bool nat_instance_masks(struct resolver *, const struct interface_cfg *);

/* To be called before the host takes a packet: an answer to what it has
 * translated stands at INTERFACE_UNMASKED then, for its client. */
void nat_instance_unmasks(struct resolver *, const struct interface_cfg *);

#endif /* DATAPLANE_NODES_NAT_INSTANCE_H */
