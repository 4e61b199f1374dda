#ifndef DATAPLANE_MODEL_PARTS_H
#define DATAPLANE_MODEL_PARTS_H

/*
 * parts.h - what the objects of a model are made of
 *
 * What each begins with, and references, addresses, texts, rules and routes.
 * Arrays are (pointer, count) pairs that grow with ARENA_PUSH.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/ip.h"
#include "core/vtime.h"

struct policy;
struct vpc;

enum object_kind {
	OBJ_VPC,
	OBJ_SUBNET,
	OBJ_ROUTE_TABLE,
	OBJ_SECURITY_GROUP,
	OBJ_NETWORK_ACL,
	OBJ_INTERFACE,
	OBJ_INTERNET_GATEWAY,
	OBJ_EGRESS_ONLY_INTERNET_GATEWAY,
	OBJ_VPN_GATEWAY,
	OBJ_NAT_GATEWAY,
	OBJ_ENDPOINT,
	OBJ_PEERING,
	OBJ_PREFIX_LIST,
	OBJ_ON_PREMISES,
	OBJ_HOST,
	OBJ_TRANSIT_GATEWAY,
	OBJ_TGW_ATTACHMENT,
	OBJ_TGW_ROUTE_TABLE,
	OBJ_CONNECTION,
	OBJ_ROUTE_SERVER,
	OBJ_LOAD_BALANCER,
	OBJ_ENDPOINT_SERVICE,
	OBJ_RESOURCE_GATEWAY,       /* a load balancer of its own type */
	OBJ_RESOURCE_CONFIGURATION, /* an endpoint service */
	OBJ_RESOLVER_ENDPOINT,
	OBJ_DNS_FIREWALL,
	OBJ_DOMAIN_LIST,
	OBJ_FLOW_LOG,
	OBJ_SERVICE_NETWORK,
	OBJ_LATTICE_SERVICE,
	OBJ_MULTICAST_DOMAIN,
	OBJ_KINDS
};

struct alias {
	const char *s;
};

/* What every object begins with. */
struct object {
	enum object_kind kind;
	uint32_t id;       /* counts from 0; stable while the model changes */
	const char *name;  /* its key, or the AWS id of an imported object */
	const char *alias; /* a second name (its Name tag), or null */
	struct alias *aliases; /* all of them: the last one is alias */
	size_t naliases;
	struct where where;
	struct vpc *vpc; /* whose it is; null for what is in no VPC */
	bool missing;    /* a dump does not show it, or not all of it */
	bool down;       /* at the beginning; a change may bring it up */
};

/* A name that stands for an object; model_link() fills in which. */
struct ref {
	const char *name; /* null: was not written */
	struct where where;
	struct object *object;
};

struct refs {
	struct ref *v;
	size_t n;
};

struct cidr {
	struct prefix prefix;
	struct where where;
};

struct cidrs {
	struct cidr *v;
	size_t n;
};

struct addr {
	struct ip ip;
	struct where where;
};

struct addrs {
	struct addr *v;
	size_t n;
};

/* A word of text and where it stands. */
struct text {
	const char *s; /* null: was not written */
	struct where where;
};

struct texts {
	struct text *v;
	size_t n;
};

struct port_range {
	uint16_t lo, hi;
};

/*
 * The other end in a rule, or the destination of a route: a block of
 * addresses, a group, a prefix list, or a service (its AWS-managed prefix
 * list).
 */
enum peer_kind { PEER_CIDR, PEER_GROUP, PEER_PREFIX_LIST, PEER_SERVICE };

struct peer {
	enum peer_kind kind;
	struct text text;      /* as it was written */
	struct prefix prefix;  /* PEER_CIDR */
	struct object *object; /* PEER_GROUP, PEER_PREFIX_LIST */
	bool out_of_reach;     /* PEER_GROUP: no rule of this kind may */
	const char *service;   /* PEER_SERVICE: short name, "s3" */
};

struct peers {
	struct peer *v;
	size_t n;
};

enum rule_action { RULE_ALLOW, RULE_DENY };

/* A rule of a security group or of a network ACL. */
struct rule {
	struct where where;
	int number; /* network ACL: 1 to 32766 */
	enum rule_action action;
	int proto;                /* IANA number, -1: all */
	struct port_range *ports; /* none: every port */
	size_t nports;
	int icmp_type, icmp_code; /* -1: any */
	struct peers peers;       /* any of them */
	const char *description;  /* or null */
};

struct rules {
	struct rule *v;
	size_t n;
};

/* What a firewall lets through: firewall.h. */
struct firewall_rules {
	struct firewall_rule *v;
	size_t n;
};

enum route_origin { ROUTE_STATIC, ROUTE_PREFIX_LIST, ROUTE_PROPAGATED };

struct route {
	struct where where;
	struct peer to;
	struct ref via;  /* "local" and "blackhole" are no objects */
	bool blackhole;  /* via: blackhole, or the target is gone */
	bool local;      /* via: local */
	bool propagated; /* AWS put it there, from a VPN gateway */
	bool missing;    /* a blackhole, for a dump does not show the target */
};

struct routes {
	struct route *v;
	size_t n;
};

/* One text for another: --map FROM=TO, a DNS record. */
struct mapping {
	struct text from, to;
};

/* Policy documents (policy/policy.h). */
struct policy_list {
	const struct policy **v;
	size_t n;
};

#endif /* DATAPLANE_MODEL_PARTS_H */
