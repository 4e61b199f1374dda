#ifndef DATAPLANE_LOAD_TEST_FIELDS_H
#define DATAPLANE_LOAD_TEST_FIELDS_H

/*
 * test_fields.h - the scenario language as a table: traffic and tests
 */

#include "dataplane/load/fields.h"

extern const struct object_type traffic_type, test_type;

#endif /* DATAPLANE_LOAD_TEST_FIELDS_H */
