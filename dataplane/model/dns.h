#ifndef DATAPLANE_MODEL_DNS_H
#define DATAPLANE_MODEL_DNS_H

/*
 * dns.h - endpoints and rules of the Route 53 Resolver
 *
 * An endpoint becomes an interface in each of its subnets when the model is
 * linked: what it sends and gets meets groups, ACLs and routes like anything
 * else (Route 53 Developer Guide, "Resolving DNS queries between VPCs and your
 * network").
 */

#include "dataplane/model/model.h"

enum { DNS_PORT = 53 };

enum resolver_direction { RESOLVER_INBOUND, RESOLVER_OUTBOUND };

struct resolver_endpoint {
	struct object o;
	enum resolver_direction direction;
	struct endpoint_subnet *subnets;
	size_t nsubnets;
	struct refs security_groups;
	struct interface **interfaces; /* after model_link() */
	size_t ninterfaces;
};

enum resolver_rule_type { RULE_FORWARD, RULE_SYSTEM };

struct resolver_rule {
	const char *domain; /* without a dot at the end; ".": every name */
	struct where where;
	enum resolver_rule_type type;
	struct addrs targets; /* DNS servers that are asked */
	struct ref endpoint;  /* outbound */
	struct refs vpcs;
};

struct dns {
	struct resolver_rule *rules;
	size_t nrules;
	/* Of DNS Firewall, by priority; after model_link(). */
	struct dns_filter *filters;
	size_t nfilters;
};

/* The endpoint that has the interface, or null. */
const struct resolver_endpoint *
resolver_endpoint_of(const struct model *, const struct interface *);

/* For model_link(): the interfaces of endpoints, before names are looked up;
 * and what rules and sites refer to. */
void link_resolver_endpoints(struct model *, struct errs *);
void link_resolver_rules(struct model *, struct errs *);

#endif /* DATAPLANE_MODEL_DNS_H */
