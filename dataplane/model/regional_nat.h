#ifndef DATAPLANE_MODEL_REGIONAL_NAT_H
#define DATAPLANE_MODEL_REGIONAL_NAT_H

/*
 * regional_nat.h - NAT gateways that are in zones and in no subnet
 */

#include "dataplane/model/model.h"

/*
 * Fills in a regional NAT gateway's addresses, those of its zones one after the
 * other, and the route table that AWS makes for it if none is named.  To be
 * called when names have been linked.
 */
void link_regional_nat(struct model *, struct errs *);

/* What AWS would refuse of one. */
void check_regional_nat(const struct nat_gateway *, struct errs *);

#endif /* DATAPLANE_MODEL_REGIONAL_NAT_H */
