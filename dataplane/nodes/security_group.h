#ifndef DATAPLANE_NODES_SECURITY_GROUP_H
#define DATAPLANE_NODES_SECURITY_GROUP_H

/*
 * security_group.h - security groups of an interface
 */

#include "dataplane/world.h"

enum sg_direction { SG_INGRESS, SG_EGRESS };

/* Nodes of the groups that an interface has. */
struct sg_set {
	const uint32_t *group;
	size_t n;
	/* Addresses of the load balancers whose target it is. */
	const struct ip *balancer;
	size_t nbalancers;
};

struct sg_set
security_group_set(struct arena *, const struct refs *security_groups);

/* Is a flow tracked that the rules would leave untracked? */
struct sg_tracking {
	bool always;
	bool twice;   /* in two entries */
	bool assumed; /* AWS's texts differ */
};

/*
 * Emits the step that decides on the packet: connection tracking, with what
 * the rules would say to a new connection.  To be called by the interface that
 * has the groups, whose cfg begins with struct conntrack_limits.
 */
void security_groups_check(
    struct resolver *, struct sg_set, enum sg_direction, struct sg_tracking);

/* The same by an interface of a service's own, which tracks all flows. */
void security_groups_check_tracked(
    struct resolver *, struct sg_set, enum sg_direction);

#endif /* DATAPLANE_NODES_SECURITY_GROUP_H */
