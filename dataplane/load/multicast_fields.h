#ifndef DATAPLANE_LOAD_MULTICAST_FIELDS_H
#define DATAPLANE_LOAD_MULTICAST_FIELDS_H

/*
 * multicast_fields.h - the scenario language as a table: multicast domains
 */

#include "dataplane/load/fields.h"

extern const struct object_type multicast_domain_type;

#endif /* DATAPLANE_LOAD_MULTICAST_FIELDS_H */
