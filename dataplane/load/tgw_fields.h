#ifndef DATAPLANE_LOAD_TGW_FIELDS_H
#define DATAPLANE_LOAD_TGW_FIELDS_H

/*
 * tgw_fields.h - the scenario language as a table: transit gateways
 */

#include "dataplane/load/fields.h"

extern const struct object_type transit_gateway_type;

#endif /* DATAPLANE_LOAD_TGW_FIELDS_H */
