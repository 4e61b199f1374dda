#ifndef DATAPLANE_TABLES_CONNTRACK_H
#define DATAPLANE_TABLES_CONNTRACK_H

/*
 * conntrack.h - which flows the security groups of an interface let through
 *
 * One entry for each flow at each interface, whichever side opened it.  An
 * entry is live at time t when t - last < idle; that comparison is made
 * exactly, whenever an entry is read.  A dead entry is remembered for as long
 * again, so that a refusal can say that the connection has expired; after that
 * it counts as never seen, and when its memory is reclaimed has no effect.
 *
 * Source: EC2 User Guide, "Amazon EC2 security group connection tracking":
 * idle time-outs, what is tracked, tracked flows survive the removal of their
 * rule, untracked flows are judged packet by packet.
 */

#include "core/node.h"
#include "dataplane/model/assume.h"

enum conntrack_arg {
	CT_INGRESS = 0,
	CT_EGRESS = 1,
	CT_ALLOW_NEW = 2, /* the rules allow it as a new connection */
	CT_UNTRACKED = 4, /* rules for all addresses both ways: no entry */
	CT_ALWAYS = 8,    /* so, and yet: for what the flow goes through */
	CT_TWICE = 16,    /* the entry counts as two */
};

/* Idle time-outs; the node's cfg begins with them (struct interface_cfg). */
struct conntrack_limits {
	vtime tcp_established;
	vtime udp_single;
	vtime udp_stream;
	vtime tcp_opening, tcp_closing, icmp;
	bool ends_for_good; /* only a new connection follows an expired one */
	uint64_t max;       /* entries; 0: no limit */
};

/* What AWS documents, and of the rest what is assumed. */
struct conntrack_limits conntrack_limits_of(const struct assume *);

/*
 * arg: enum conntrack_arg.  The emitting node's cfg must begin with a struct
 * conntrack_limits.
 */
extern const struct step conntrack_step;
extern const struct state_class conntrack_state;

#endif /* DATAPLANE_TABLES_CONNTRACK_H */
