#ifndef DATAPLANE_TABLES_RATE_H
#define DATAPLANE_TABLES_RATE_H

/*
 * rate.h - packets in a second
 *
 * An interface may send 1,024 packets a second to link-local services (VPC
 * quotas); what is more is dropped.  A second is a whole one of the clock.
 */

#include "core/node.h"

/* arg: packets allowed in one second. */
extern const struct step linklocal_rate_step;
extern const struct state_class rate_state;

enum { LINKLOCAL_PPS = 1024 };

#endif /* DATAPLANE_TABLES_RATE_H */
