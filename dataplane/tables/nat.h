#ifndef DATAPLANE_TABLES_NAT_H
#define DATAPLANE_TABLES_NAT_H

/*
 * nat.h - the bindings of NAT gateways
 *
 * A packet from inside gets one of the gateway's addresses and a source port
 * of its own towards its destination, for as long as packets keep coming, in
 * either direction, less than 350 s apart.  A port is taken only for one
 * unique destination (address, port, protocol), so each address of a gateway
 * has 55,000 connections to each of them (VPC User Guide, NAT gateway basics).
 *
 * How AWS picks address and port is not published.  Unless the model assumes
 * otherwise: the address by a
 * hash of client and destination, then the next one with a free port; the
 * client's own port if it is 1024 or above and free, else the first free one in
 * an order that the seed decides.  A closed connection's port may be lent again
 * at once; until then its last segments are translated.
 */

#include "core/node.h"
#include "dataplane/model/assume.h"

enum { NAT_PORTS_PER_DESTINATION = 55000, NAT_PORT_FIRST = 1024 };

/* The emitting node's cfg begins with this. */
struct nat_addresses {
	const struct ip *ip; /* private addresses of the gateway */
	uint32_t n;
	const struct assume *assume;
	bool regional;
};

/* From inside: rewrites the source.  arg: nat_range() of the addresses that are
 * lent to new connections; 0: all. */
static inline uint32_t
nat_range(uint32_t first, uint32_t n)
{
	return first << 16 | n;
}
extern const struct step nat_out_step;
extern const struct fact nat_facts[]; /* its facts */
/* From outside, to an address of the gateway: rewrites the destination. */
extern const struct step nat_in_step;

extern const struct state_class nat_state;
/* Of others than NAT gateways, whose cfg does not begin so: what calls the steps
 * then shows them a node of which it does. */
extern const struct state_class nat_instance_state;

#endif /* DATAPLANE_TABLES_NAT_H */
