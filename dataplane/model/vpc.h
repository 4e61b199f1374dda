#ifndef DATAPLANE_MODEL_VPC_H
#define DATAPLANE_MODEL_VPC_H

/*
 * vpc.h - a VPC and what is in it
 *
 * Load balancers, route servers and the like have headers of their own.
 */

#include "dataplane/model/parts.h"

struct endpoint_service;
struct load_balancer;
struct route_server;

struct subnet {
	struct object o;
	struct cidrs cidr; /* at most one of each family */
	struct text az;
	const char *az_id;      /* "use1-az1"; null: not known */
	struct ref route_table; /* none: the main one */
	struct ref network_acl; /* none: allow all */
	bool dns64; /* the resolver makes IPv6 addresses out of IPv4 ones */
};

struct route_table {
	struct object o;
	bool main;
	struct routes routes;
	struct refs propagate_from;
	struct ref gateway; /* an edge route table's */
};

struct security_group {
	struct object o;
	bool has_ingress, has_egress; /* was the key there? */
	bool is_default;              /* its VPC's, whatever its name is */
	const char *description;      /* or null */
	const char *account;          /* null: that of the VPC */
	struct refs vpcs;             /* others in which it is used too */
	struct rules ingress, egress;
};

struct network_acl {
	struct object o;
	bool is_default; /* its VPC's, whatever its name is */
	struct rules ingress, egress;
};

struct listen {
	uint8_t proto;
	uint16_t port; /* 0: every port of the protocol */
};

struct listens {
	struct listen *v;
	size_t n;
};

/* What an interface is attached to: a host that runs, or does not, or none. */
enum attached { ATTACHED_RUNNING, ATTACHED_STOPPED, ATTACHED_NOT };

struct interface {
	struct object o;
	struct ref subnet;
	const char *account;   /* null: that of the VPC */
	struct addrs ip;       /* the first of each family is primary */
	struct cidrs prefixes; /* delegated prefixes */
	/* Of ip's IPv4 addresses, in their order; zero: that one has none. */
	struct addrs public_ip;
	struct refs security_groups;
	struct text instance;      /* whose it is; null: one of its own */
	bool is_primary;           /* the instance's, which has others */
	struct interface *primary; /* of its instance; after model_link() */
	bool has_others;           /* a primary one, and it is not alone */
	struct interface *next;    /* of its instance, the primary one first */
	struct ref answers_by, forwards_by; /* interfaces of its instance */
	bool source_dest_check;
	bool forwards;     /* sends on what is not for it */
	bool nat_instance; /* and gives it its own address */
	bool stateful;     /* but no answer to what it has not seen */
	bool has_filter;   /* lets only some through */
	struct firewall_rules filter;
	uint32_t mtu; /* of what its host sends, and takes in GENEVE */
	bool silent;  /* nothing answers: a service's own */
	enum attached attached;
	bool unfiltered; /* has no security groups, as services' own may */
	bool nitro;      /* what flow logs can tell depends on it */
	bool has_listens;
	struct listens listens; /* has_listens false: all ports are open */
	/* Idle time-outs of tracked connections; 0: AWS's default. */
	vtime tcp_established, udp_stream, udp_single;
	uint64_t conntrack_max;         /* 0: no limit */
	struct balancer_node *balanced; /* load_balancer.h */
	size_t nbalanced;
};

struct internet_gateway {
	struct object o;
};

struct egress_only_internet_gateway {
	struct object o;
};

struct vpn_gateway {
	struct object o;
};

/* A subnet in which an interface endpoint or a load balancer has a network
 * interface. */
struct endpoint_subnet {
	struct ref subnet;
	struct addrs ip;        /* one of each family; none: vpcsim chooses */
	struct addrs public_ip; /* of a load balancer: one, or none */
	const char *interface;  /* its id; null: not known */
};

struct nat_gateway {
	struct object o;
	struct ref subnet;
	const char *interface; /* the id of its interface; null: not known */
	bool is_private;       /* connectivity: private */
	struct addrs ip;
	struct addrs public_ip;
	/* Regional: in no subnet, but in zones, which `subnet` names, with
	 * public addresses in each. */
	bool is_regional;
	struct endpoint_subnet *zones;
	size_t nzones;
	struct ref route_table;
};

enum endpoint_type {
	ENDPOINT_GATEWAY,
	ENDPOINT_INTERFACE,
	ENDPOINT_GATEWAY_LOAD_BALANCER,
	ENDPOINT_RESOURCE,        /* an interface endpoint too */
	ENDPOINT_SERVICE_NETWORK, /* it is divided: service_network.h */
	ENDPOINT_LATTICE, /* a part of one, for a service: an interface endpoint */
};

/* Has it network interfaces with addresses that clients call? */
#define ENDPOINT_IS_CALLED(e)                                                 \
	((e)->type == ENDPOINT_INTERFACE || (e)->type == ENDPOINT_RESOURCE || \
	    (e)->type == ENDPOINT_LATTICE)

/* Of a customer's endpoint service: as the provider has decided. */
enum endpoint_state {
	ENDPOINT_AS_SERVICE, /* was not written: the service says */
	ENDPOINT_AVAILABLE,
	ENDPOINT_PENDING,
	ENDPOINT_REJECTED,
};

struct endpoint {
	struct object o;
	enum endpoint_type type;
	struct text service;        /* as written */
	const char *service_name;   /* short: "s3" */
	const char *service_region; /* the VPC's, unless something says */
	struct text asked_region;   /* service_region, as written */
	struct refs route_tables;   /* gateway */
	bool ipv6;                  /* ip_address_type: dualstack or ipv6 */
	struct policy_list policy;  /* none: everything is allowed */
	struct endpoint_subnet *subnets; /* interface */
	size_t nsubnets;
	struct refs security_groups; /* none: the VPC's default group */
	bool private_dns;
	bool private_dns_inbound; /* only for inbound resolver endpoints */
	bool associated;          /* a VPC's, with a service network */
	struct where private_dns_where;
	struct endpoint_service *provider; /* a customer's service */
	bool foreign; /* a customer's, which the model does not show */
	enum endpoint_state state;
	struct text principal; /* who made it, an ARN */
	/* Of each subnet: where it leads to (load_balancer.h). */
	struct balancer_node *served;
	/* Of a service network (service_network.h). */
	const struct lattice_service *lattice; /* where it leads to */
	const struct endpoint *part_of;        /* the one that was written */
	struct ip associated_ip; /* that it has then, in no subnet */
	/* Of a firewall behind it that is no object of its own. */
	bool stateful, has_filter;
	struct firewall_rules filter;
};

/* What of it an import does not show; what is taken instead: no routes but the
 * local ones, an ACL that allows all, no address and no gateway but the known. */
struct not_shown {
	bool main_route_table, default_network_acl;
	bool interfaces, internet_gateway, endpoints;
};

/* VPC encryption controls. */
enum encryption_mode {
	ENCRYPTION_OFF,
	ENCRYPTION_MONITORED,
	ENCRYPTION_ENFORCED
};

struct vpc {
	struct object o;
	struct not_shown not_shown;
	const char *region; /* the file's unless it has its own */
	struct where region_where;
	const char *account; /* that owns it; null: not known */
	struct cidrs cidr;
	bool dns_support, dns_hostnames;
	bool dns_firewall_fail_open;
	enum encryption_mode encryption;
	struct texts encryption_exclusions;
	/* Each null or an object that the VPC's key made. */
	struct internet_gateway *internet_gateway;
	struct egress_only_internet_gateway *egress_only_internet_gateway;
	struct vpn_gateway *vpn_gateway;
	struct subnet **subnets;
	size_t nsubnets;
	struct route_table **route_tables;
	size_t nroute_tables;
	struct security_group **security_groups;
	size_t nsecurity_groups;
	struct network_acl **network_acls;
	size_t nnetwork_acls;
	struct interface **interfaces;
	size_t ninterfaces;
	struct nat_gateway **nat_gateways;
	size_t nnat_gateways;
	struct endpoint **endpoints;
	size_t nendpoints;
	struct load_balancer **load_balancers;
	size_t nload_balancers;
	struct route_server **route_servers;
	size_t nroute_servers;
};

#endif /* DATAPLANE_MODEL_VPC_H */
