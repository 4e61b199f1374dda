#ifndef DATAPLANE_NODES_ON_PREMISES_H
#define DATAPLANE_NODES_ON_PREMISES_H

/*
 * on_premises.h - a site of the customer's own network
 */

#include "dataplane/world.h"

enum on_premises_side {
	/* SIDE_IN: from AWS */
	ON_PREMISES_SEND = 1, /* a host of the site sends */
};

#endif /* DATAPLANE_NODES_ON_PREMISES_H */
