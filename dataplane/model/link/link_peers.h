#ifndef DATAPLANE_MODEL_LINK_PEERS_H
#define DATAPLANE_MODEL_LINK_PEERS_H

/*
 * link_peers.h - what the other end of a rule or the destination of a route is
 */

#include "dataplane/model/model.h"

/*
 * A rule of a security group: a block, else a security group, else a prefix
 * list, else an AWS service that has one (VPC User Guide, security group
 * rules).
 */
void link_rule_peer(
    struct model *, const struct object *by, struct peer *, struct errs *);

/* A network ACL's rules take blocks only (VPC User Guide, network ACLs). */
void link_acl_peer(
    struct model *, const struct object *by, struct peer *, struct errs *);

/* A route: as a security group's rule, but for groups. */
void link_destination(
    struct model *, const struct object *by, struct peer *, struct errs *);

/*
 * The short name of the service whose AWS-managed prefix list the text names,
 * as a service or by the list's id in this Region; null if it is none.
 */
const char *service_with_list(const char *text, const char *region);

#endif /* DATAPLANE_MODEL_LINK_PEERS_H */
