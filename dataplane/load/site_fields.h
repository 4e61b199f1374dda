#ifndef DATAPLANE_LOAD_SITE_FIELDS_H
#define DATAPLANE_LOAD_SITE_FIELDS_H

/*
 * site_fields.h - the scenario language as a table: on-premises sites, hosts
 */

#include "dataplane/load/fields.h"

extern const struct object_type host_type;
extern const struct object_type on_premises_type;

#endif /* DATAPLANE_LOAD_SITE_FIELDS_H */
