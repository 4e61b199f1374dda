#ifndef DATAPLANE_NODES_ANNOUNCED_H
#define DATAPLANE_NODES_ANNOUNCED_H

/*
 * announced.h - routes that connections announce: which of equal prefixes counts
 */

#include "dataplane/model/site.h"
#include "dataplane/nodes/route_list.h"

struct announced {
	struct route_cfg route;
	unsigned rank; /* of its kind: the lowest counts */
	int64_t as_path, med;
	bool shares; /* equal ones share the traffic; else the first has it */
};

struct announcements {
	struct announced *v;
	size_t n;
};

/* Its MED; one that is missing counts as 0 on Direct Connect, as 100 on a VPN or
 * Connect peer (Transit Gateway Guide, route evaluation order). */
int64_t announced_med(const struct connection_terms *);

/* Prefixes, each as `like` but for the prefix, its text and its place. */
void announced_add(struct arena *, struct announcements *, const struct cidrs *,
    const struct announced *like);

/*
 * Appends them to a list of routes in the order of preference: lower rank,
 * shorter AS path, lower MED, as they were added.  Those that are equal so far
 * say so (route_cfg.nequal).
 */
void announced_append(
    struct arena *, struct announcements *, struct route_cfg **, size_t *n);

#endif /* DATAPLANE_NODES_ANNOUNCED_H */
