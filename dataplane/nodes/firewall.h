#ifndef DATAPLANE_NODES_FIREWALL_H
#define DATAPLANE_NODES_FIREWALL_H

/*
 * firewall.h - what an appliance does to what passes it
 */

#include "dataplane/compile.h"

struct filter_cfg;

struct firewall_cfg {
	uint32_t host; /* whose connections it knows: a node */
	bool stateful;
	const struct filter_cfg *filter; /* null: all may pass */
};

/*
 * The firewall at the current node inspects the packet, which passes or is
 * dropped there.
 */
void firewall_inspect(struct resolver *, const struct firewall_cfg *);

/* What is one, in which Region, and with what filter. */
struct firewall_object {
	const struct object *object;
	const char *region;
	bool stateful;
	bool written; /* was there a filter?  One without rules lets nothing
		       * through */
	const struct firewall_rules *rules;
};

struct firewall_cfg
firewall_compile(struct compiler *, const struct firewall_object *);

#endif /* DATAPLANE_NODES_FIREWALL_H */
