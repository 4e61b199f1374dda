#ifndef DATAPLANE_NODES_ENDPOINT_SERVICE_H
#define DATAPLANE_NODES_ENDPOINT_SERVICE_H

/*
 * endpoint_service.h - who may use a customer's service
 */

#include "dataplane/compile.h"

/* What keeps an endpoint from the service of its provider, at this one of its
 * interfaces; DROP_NONE: nothing. */
drop_code endpoint_service_refuses(const struct endpoint *, unsigned which);

#endif /* DATAPLANE_NODES_ENDPOINT_SERVICE_H */
