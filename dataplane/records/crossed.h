#ifndef DATAPLANE_RECORDS_CROSSED_H
#define DATAPLANE_RECORDS_CROSSED_H

/*
 * crossed.h - the borders inside AWS that a flow crossed: zones, accounts
 */

#include "dataplane/records/facts.h"

/* Fills in cross_az and cross_account, from the way there. */
void crossed_find(const struct snap *, const struct exchange *, struct facts *);

#endif /* DATAPLANE_RECORDS_CROSSED_H */
