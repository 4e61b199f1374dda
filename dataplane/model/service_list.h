#ifndef DATAPLANE_MODEL_SERVICE_LIST_H
#define DATAPLANE_MODEL_SERVICE_LIST_H

/*
 * service_list.h - which services AWS has, as far as is known
 */

#include <stdbool.h>

/* Is it the short name of one that is known? */
bool service_list_knows(const char *name);

/*
 * The known service that a short name was surely meant to be; null: it is known
 * itself, or near to none.  AWS has more services than are known here, so a name
 * that is not known need not be wrong.
 */
const char *service_list_meant(const char *name);

#endif /* DATAPLANE_MODEL_SERVICE_LIST_H */
