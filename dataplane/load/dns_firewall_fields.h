#ifndef DATAPLANE_LOAD_DNS_FIREWALL_FIELDS_H
#define DATAPLANE_LOAD_DNS_FIREWALL_FIELDS_H

/*
 * dns_firewall_fields.h - the scenario language as a table: DNS Firewall
 */

#include "dataplane/load/fields.h"

extern const struct object_type dns_firewall_type, domain_list_type;

#endif /* DATAPLANE_LOAD_DNS_FIREWALL_FIELDS_H */
