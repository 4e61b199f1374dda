#ifndef DATAPLANE_LOAD_FIREWALL_FIELDS_H
#define DATAPLANE_LOAD_FIREWALL_FIELDS_H

/*
 * firewall_fields.h - the scenario language as a table: filters of appliances
 */

#include "dataplane/load/fields.h"

extern const struct object_type firewall_rule_type;

#endif /* DATAPLANE_LOAD_FIREWALL_FIELDS_H */
