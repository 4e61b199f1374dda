#ifndef DATAPLANE_NODES_NAT64_H
#define DATAPLANE_NODES_NAT64_H

/*
 * nat64.h - a packet changes its family at a NAT gateway
 *
 * What is for 64:ff9b::/96 becomes IPv4, its source still the client's IPv6
 * address, which the bindings know it by; an answer becomes IPv6 again (VPC
 * User Guide, DNS64 and NAT64; RFC 7915).
 */

#include "core/node.h"

/* Resolution goes on with the packet in the other family. */
void nat64_to_ipv4(struct resolver *);
void nat64_to_ipv6(struct resolver *);

#endif /* DATAPLANE_NODES_NAT64_H */
