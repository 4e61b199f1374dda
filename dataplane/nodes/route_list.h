#ifndef DATAPLANE_NODES_ROUTE_LIST_H
#define DATAPLANE_NODES_ROUTE_LIST_H

/*
 * route_list.h - the routes of a table, whoever's table it is
 */

#include "dataplane/compile.h"

struct route_cfg {
	struct prefix prefix;
	enum route_origin origin;
	const char *to;     /* as written: a block or a list's name */
	const char *via;    /* the target's name, "local" or "blackhole" */
	struct where where; /* of the route, or of what made it */
	uint32_t target;    /* node; NODE_NONE: local or blackhole */
	uint32_t subnet;    /* the node of the target's subnet, or NODE_NONE */
	bool local, blackhole;
	const char *unused; /* why it never counts; null: it does */
	bool derived;       /* an entry of a list that is only derived */
	bool missing;       /* a blackhole, for the target is not known */
	bool advertised;    /* by a route server */
	/* One of so many that are as good and stand side by side, at this place
	 * among them; they share the traffic, or the first has it all. */
	uint32_t nequal, equal;
	bool shares;
};

struct route_list {
	const struct route_cfg *route; /* in the order of preference */
	size_t n;
	const struct lpm *lpm; /* values index route */
	bool incomplete;       /* there may be more than are known */
};

/* What a kind of table calls its decisions. */
struct route_words {
	drop_code no_route, blackhole;
	const char *shorter; /* why a route with a shorter prefix lost */
	const char *later;   /* why one of the same prefix did */
	uint64_t equal;      /* marks of a choice among equal ones */
};

/* The route that a packet with this key takes, or null.  Of routes that share
 * the traffic a hash of the flow takes one. */
const struct route_cfg *
route_list_lookup(const struct route_list *, const struct flow_key *);

/*
 * Tells the trace of the decision of a table (its node): `won` is the answer of
 * route_list_lookup.  Says whether there is a route that leads on; if not, the
 * packet has been dropped by the table.
 */
bool
route_list_decide(struct resolver *, uint32_t table, const struct route_list *,
    const struct route_cfg *won, const struct route_words *);

/* Of two routes with one prefix the earlier counts: in the order of priority. */
struct route_list
route_list_new(struct arena *, const struct route_cfg *, size_t n);

/* "10.0.0.0/8", in the arena. */
const char *route_list_prefix_text(struct arena *, struct prefix);

#endif /* DATAPLANE_NODES_ROUTE_LIST_H */
