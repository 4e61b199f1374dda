#ifndef TOOLS_TRAFFIC_TAKE_H
#define TOOLS_TRAFFIC_TAKE_H

/*
 * traffic_take.h - a scenario's traffic, or one entry of it, by name
 */

#include "dataplane/traffic.h"

/* As traffic_packets(); and a name that no entry has is an error. */
int traffic_take(const struct snap *, const char *name, struct arena *,
    struct traffic_packets *, struct errs *);

#endif /* TOOLS_TRAFFIC_TAKE_H */
