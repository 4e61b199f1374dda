#ifndef DATAPLANE_LOAD_DNS_FIELDS_H
#define DATAPLANE_LOAD_DNS_FIELDS_H

/*
 * dns_fields.h - the scenario language as a table: the resolver
 */

#include "dataplane/load/fields.h"

extern const struct object_type resolver_endpoint_type, resolver_rule_type;

#endif /* DATAPLANE_LOAD_DNS_FIELDS_H */
