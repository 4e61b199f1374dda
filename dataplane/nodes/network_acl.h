#ifndef DATAPLANE_NODES_NETWORK_ACL_H
#define DATAPLANE_NODES_NETWORK_ACL_H

/*
 * network_acl.h - network access control lists
 */

#include "dataplane/world.h"

enum acl_direction { ACL_INGRESS, ACL_EGRESS };

/* Asks the list, and drops the packet if it denies: then false. */
bool network_acl_admits(struct resolver *, uint32_t acl, enum acl_direction);

#endif /* DATAPLANE_NODES_NETWORK_ACL_H */
