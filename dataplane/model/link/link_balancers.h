#ifndef DATAPLANE_MODEL_LINK_BALANCERS_H
#define DATAPLANE_MODEL_LINK_BALANCERS_H

/*
 * link_balancers.h - load balancers, their targets, and who uses them
 */

#include "dataplane/model/link/link_ref.h"
#include "dataplane/model/load_balancer.h"

/* What they refer to by name. */
void link_load_balancer(struct linker *, struct load_balancer *);
void link_endpoint_service(struct linker *, struct endpoint_service *);

/*
 * The customer's endpoint service of this name, short or in full
 * (com.amazonaws.vpce.REGION.NAME), or null.
 */
struct endpoint_service *
link_find_service(const struct model *, const char *name);

/*
 * When all have their addresses: where each target is, whether it sees the
 * client's address, and which load balancer each endpoint leads to.
 */
void link_balanced(struct model *);

#endif /* DATAPLANE_MODEL_LINK_BALANCERS_H */
