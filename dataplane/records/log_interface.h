#ifndef DATAPLANE_RECORDS_LOG_INTERFACE_H
#define DATAPLANE_RECORDS_LOG_INTERFACE_H

/*
 * log_interface.h - every network interface of a model, as flow logs name it
 *
 * Those of interfaces that the model has by name, and those that gateways,
 * endpoints, load balancers and attachments have in their subnets.
 */

#include "core/table.h"
#include "dataplane/world.h"

struct log_interface {
	const struct object *owner;
	const struct subnet *subnet; /* null: a regional NAT gateway's */
	const char *id;   /* "web-1", "vpce-1/private-a"; null: it has none */
	const char *type; /* "nat_gateway" */
	const char *account;          /* null: not known */
	const char *instance;         /* or null */
	struct ip primary4, ipv6;     /* zero: not known, or none */
	const struct addrs *ip;       /* all of them; null: no others */
	const struct cidrs *prefixes; /* delegated to it; or null */
	bool nitro;
};

enum { LOG_INTERFACE_NONE = UINT32_MAX };

struct log_interfaces {
	struct log_interface *v;
	size_t n;
	struct table index;
	struct arena *arena; /* of the names */
};

void log_interfaces_init(struct log_interfaces *, const struct model *);
void log_interfaces_fini(struct log_interfaces *);

/* The interface that a node has in a subnet (nodes; NODE_NONE: in none), or
 * LOG_INTERFACE_NONE.  A transit gateway's are those of its attachments. */
uint32_t
log_interface_find(const struct log_interfaces *, uint32_t node, uint32_t at);

/* Does the interface have this address; or one of its prefixes? */
bool log_interface_owns(const struct log_interface *, struct ip);
bool log_interface_delegates(const struct log_interface *, struct ip);

/* The VPC that it is in. */
const struct vpc *log_interface_vpc(const struct log_interface *);

/* Is it covered by a flow log of this resource?  Null: all are. */
bool log_interface_is_of(
    const struct log_interface *, const struct object *resource);

#endif /* DATAPLANE_RECORDS_LOG_INTERFACE_H */
