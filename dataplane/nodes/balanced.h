#ifndef DATAPLANE_NODES_BALANCED_H
#define DATAPLANE_NODES_BALANCED_H

/*
 * balanced.h - interfaces that are targets of load balancers
 */

#include "dataplane/nodes/interface.h"

/*
 * What the interface sends: an answer to a connection in which it saw the
 * client's address goes on at INTERFACE_BALANCED.
 */
void balanced_catch(struct resolver *, const struct interface_cfg *);

/* There: back to the load balancer; which: of the interface's list. */
void balanced_return(
    struct resolver *, const struct interface_cfg *, unsigned which);

#endif /* DATAPLANE_NODES_BALANCED_H */
