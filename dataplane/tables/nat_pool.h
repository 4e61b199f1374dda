#ifndef DATAPLANE_TABLES_NAT_POOL_H
#define DATAPLANE_TABLES_NAT_POOL_H

/*
 * nat_pool.h - the memory of NAT bindings, and which of them are over
 *
 * A packet of a binding changes nothing but its time: the order of those that
 * idle out looks at it when they come to its front (idle_order.h).
 */

#include "core/node.h"
#include "core/pages.h"
#include "dataplane/idle_order.h"
#include "dataplane/tables/nat.h"

/* Of binding.flags: who has closed; a reset is CLOSED. */
enum { FIN_OUT = 1, FIN_BACK = 2, CLOSED = 4 };

struct binding {
	_Alignas(CACHE_LINE) struct flow_key flow; /* as the client sends it */
	uint32_t node;
	uint16_t port;       /* lent; 0: to nobody */
	uint16_t which : 12; /* of the gateway's addresses */
	uint16_t flags : 4;
	uint32_t pulse;
	uint32_t share;       /* its slot (nat_bindings.c) */
	uint32_t spare : 31;  /* lent to nobody: the next such one */
	uint32_t ordered : 1; /* stands in the order of those that idle out */
};

enum { WHICH_MOST = (1 << 12) - 1 };

struct nat_pool {
	struct binding *v; /* the first one is none */
	uint32_t n, spare;
	struct idle_order order; /* by when they would be over */
	struct pulses *pulses;
};

void nat_pool_init(struct nat_pool *, struct pulses *);
void nat_pool_fini(struct nat_pool *);

/* Keeps a copy, with a pulse of its own; where. */
uint32_t
nat_pool_take(struct nat_pool *, const struct binding *, vtime now, vtime idle);
void nat_pool_give(struct nat_pool *, struct binding *);

bool binding_is_closed(const struct binding *);

/* How long it is kept without a packet.  The last segments of a closed connection
 * are translated for a while. */
vtime nat_idle(const struct binding *, const struct nat_addresses *);

/* One that has idled out, open or closed, to be given back; null: every open
 * one is live. */
struct binding *nat_pool_over(struct nat_pool *, vtime now);

#endif /* DATAPLANE_TABLES_NAT_POOL_H */
