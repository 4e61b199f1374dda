#ifndef DATAPLANE_NODES_LOAD_BALANCER_H
#define DATAPLANE_NODES_LOAD_BALANCER_H

/*
 * load_balancer.h - sides by which packets enter a load balancer
 */

#include "dataplane/compile.h"

enum load_balancer_side {
	/* SIDE_IN: from the network; which: the zone */
	BALANCER_CALLED = 1, /* by an endpoint; which: of the consumers */
	BALANCER_CHOSEN,     /* for a target; which: the zone */
	BALANCER_ANSWERED,   /* from a target that saw the client; the zone */
	BALANCER_RETURNS,    /* to the client; which: the zone */
	BALANCER_TELLS,      /* a message to who sent; which: the zone */
	BALANCER_RETURNS_TO_ENDPOINT, /* which: of the consumers */
};

/* Of classes that work as load balancers do. */
void load_balancer_resolve(struct resolver *, const void *cfg);
const void *load_balancer_compile(struct compiler *, const struct object *);

#endif /* DATAPLANE_NODES_LOAD_BALANCER_H */
