#ifndef DATAPLANE_MODEL_ENDPOINT_REGION_H
#define DATAPLANE_MODEL_ENDPOINT_REGION_H

/*
 * endpoint_region.h - endpoints for a service in another Region
 */

#include "dataplane/model/model.h"

/* Where its service is: as the endpoint says, else as the service's name does
 * (null: it does not), else where the endpoint is. */
void
link_endpoint_region(struct endpoint *, const char *in_name, struct errs *);

/* Refuses what no endpoint reaches. */
void check_endpoint_region(const struct endpoint *, struct errs *);

/* Is its service in another Region? */
bool endpoint_crosses_regions(const struct endpoint *);

#endif /* DATAPLANE_MODEL_ENDPOINT_REGION_H */
