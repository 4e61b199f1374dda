#ifndef DATAPLANE_TABLES_NAT_BINDINGS_H
#define DATAPLANE_TABLES_NAT_BINDINGS_H

/*
 * nat_bindings.h - who has which port of a NAT gateway
 *
 * A binding is found in two ways: by what the client sends, and by the taken
 * (address, port) of its destination, which leads answers back to it.  Both
 * come and go together with the binding.  A connection that has closed keeps
 * its port for its last segments until someone else wants that port.
 */

#include "core/slot_index.h"
#include "core/table.h"
#include "dataplane/tables/nat.h"
#include "dataplane/tables/nat_pool.h"

/* What a client sends. */
struct nat_inside {
	struct flow_key flow;
	uint64_t node;
};

/* What an answer shows: our port and address, the remote end. */
struct nat_outside {
	struct ip remote;
	uint32_t node;
	uint16_t remote_port;
	uint16_t port;
	uint16_t which;
	uint16_t proto;
	uint32_t zero;
};

struct nat_bindings {
	struct nat_pool pool;
	struct slot_index inside, outside; /* of the pool */
	struct table shares;
	uint64_t seed;
};

void nat_bindings_init(struct nat_bindings *, uint64_t seed, struct pulses *);
void nat_bindings_fini(struct nat_bindings *);

/* The hash of what a client sends. */
uint32_t
nat_inside_hash(const struct nat_bindings *, const struct nat_inside *);

/* The binding, which may be over; or null. */
struct binding *nat_find_inside(
    const struct nat_bindings *, const struct nat_inside *, uint32_t hash);
struct binding *
nat_find_outside(const struct nat_bindings *, const struct nat_outside *);

bool nat_is_inside(const struct binding *, const struct nat_inside *);
bool nat_is_outside(const struct binding *, const struct nat_outside *);

/*
 * A new binding, of the gateway's addresses in this range (nat_range()), after
 * those that have idled out by now have ended; null: every port is taken.
 */
struct binding *nat_lend(struct nat_bindings *, const struct nat_inside *,
    uint32_t hash, const struct nat_addresses *, uint32_t range, vtime now);

/* Fetches what nat_find_inside() and nat_lend() will look at. */
void nat_bindings_fetch(const struct nat_bindings *, const struct nat_inside *,
    const struct nat_addresses *, uint32_t range);

void nat_end(struct nat_bindings *, struct binding *);

/* It has closed just now: others may have its port. */
void nat_close(struct nat_bindings *, const struct binding *);

#endif /* DATAPLANE_TABLES_NAT_BINDINGS_H */
