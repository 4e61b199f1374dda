#ifndef DATAPLANE_LOAD_ROUTE_SERVER_FIELDS_H
#define DATAPLANE_LOAD_ROUTE_SERVER_FIELDS_H

/*
 * route_server_fields.h - the scenario language as a table: route servers
 */

#include "dataplane/load/fields.h"

extern const struct object_type route_server_type;

#endif /* DATAPLANE_LOAD_ROUTE_SERVER_FIELDS_H */
