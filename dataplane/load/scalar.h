#ifndef DATAPLANE_LOAD_SCALAR_H
#define DATAPLANE_LOAD_SCALAR_H

/*
 * scalar.h - the small forms of the language: 350s, 10MiB, tcp/443, 1024-65535
 *
 * Each function reads exactly one form, with nothing around it, and answers
 * false to anything else, numbers that are too large among it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/vtime.h"
#include "dataplane/model/model.h"

/* A decimal number, with a minus sign perhaps. */
bool scalar_integer(const char *, int64_t *);

/* "350s", "1.5h": the unit is one of ns, us, ms, s, m, h, d. */
bool scalar_duration(const char *, vtime *);

/* "9001B", "1KiB", "10MB": B, KB, MB, GB and KiB, MiB, GiB. */
bool scalar_size(const char *, uint64_t *bytes);

/* "tcp", "udp", "icmp", "icmpv6" or an IANA number from 0 to 255. */
bool scalar_protocol(const char *, int *proto);

/* "443", "1024-65535". */
bool scalar_ports(const char *, struct port_range *);

/* "tcp/443", "udp/53", or a protocol alone: all its ports. */
bool scalar_listen(const char *, struct listen *);

/* A text that was surely meant to be an address or a CIDR. */
bool scalar_looks_like_address(const char *);

#endif /* DATAPLANE_LOAD_SCALAR_H */
