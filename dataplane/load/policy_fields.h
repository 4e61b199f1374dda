#ifndef DATAPLANE_LOAD_POLICY_FIELDS_H
#define DATAPLANE_LOAD_POLICY_FIELDS_H

/*
 * policy_fields.h - the scenario language as a table: policies and requests
 */

#include "dataplane/load/fields.h"

extern const struct object_type organization_type;

/* The request of a test's flow, and of an entry of the traffic. */
extern const struct object_type test_request_type, traffic_request_type;

#endif /* DATAPLANE_LOAD_POLICY_FIELDS_H */
