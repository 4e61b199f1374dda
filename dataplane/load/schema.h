#ifndef DATAPLANE_LOAD_SCHEMA_H
#define DATAPLANE_LOAD_SCHEMA_H

/*
 * schema.h - the scenario language as a JSON Schema
 *
 * For editors, which complete keys and mark mistakes by it.  It is written
 * from the table that the loader reads by (fields.h).  What depends on several
 * places of a file, such as what a name refers to, a schema cannot say: the
 * loader refuses more than the schema does, and takes some forms that it does
 * not know (a number in quotes).
 */

#include <stdio.h>

#define SCHEMA_ID "https://vpcsim.dev/schema/scenario-1.json"

/* Writes the schema, draft-07.  0, or -1 if writing failed (errno). */
int schema_write(FILE *);

#endif /* DATAPLANE_LOAD_SCHEMA_H */
