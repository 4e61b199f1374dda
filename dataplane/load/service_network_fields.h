#ifndef DATAPLANE_LOAD_SERVICE_NETWORK_FIELDS_H
#define DATAPLANE_LOAD_SERVICE_NETWORK_FIELDS_H

/*
 * service_network_fields.h - the scenario language as a table: VPC Lattice
 */

#include "dataplane/load/fields.h"

extern const struct object_type service_network_type, lattice_service_type;

#endif /* DATAPLANE_LOAD_SERVICE_NETWORK_FIELDS_H */
