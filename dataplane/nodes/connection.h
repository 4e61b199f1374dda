#ifndef DATAPLANE_NODES_CONNECTION_H
#define DATAPLANE_NODES_CONNECTION_H

/*
 * connection.h - connections of a site: VPNs, virtual interfaces
 */

#include "dataplane/compile.h"
#include "dataplane/model/site.h"

enum connection_side {
	/* SIDE_IN: from AWS */
	CONNECTION_UP = 1, /* from the site */
};

/* Is it there, with its site, its gateway and what carries it? */
bool connection_is_up(const struct config *, const struct connection *);

/* Does it announce this destination to its site? */
bool connection_leads(const struct resolver *, uint32_t self, struct ip dst);

/* What customers announce over public virtual interfaces, in
 * world.announced. */
void connection_gather_public(struct compiler *);

#endif /* DATAPLANE_NODES_CONNECTION_H */
