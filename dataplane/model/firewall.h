#ifndef DATAPLANE_MODEL_FIREWALL_H
#define DATAPLANE_MODEL_FIREWALL_H

/*
 * firewall.h - what an appliance or a firewall endpoint lets through
 */

#include "dataplane/model/model.h"

/* The rule's own peers are the sources; none: any.  The same for `to`. */
struct firewall_rule {
	struct rule rule; /* first: a rule's keys are read into it */
	struct peers to;
};

/* Is it an endpoint of AWS Network Firewall? */
bool endpoint_is_network_firewall(const struct endpoint *);

struct linker;
void
link_filter(struct linker *, const struct object *by, struct firewall_rules *);

/* What no rule can have. */
void check_filter(
    const struct object *by, const struct firewall_rules *, struct errs *);

#endif /* DATAPLANE_MODEL_FIREWALL_H */
