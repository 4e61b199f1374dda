#ifndef DATAPLANE_MODEL_LOAD_BALANCER_H
#define DATAPLANE_MODEL_LOAD_BALANCER_H

/*
 * load_balancer.h - load balancers, and the endpoint services behind which they
 * stand
 */

#include "dataplane/model/model.h"

enum load_balancer_type {
	BALANCER_NETWORK,
	BALANCER_APPLICATION,
	BALANCER_GATEWAY,
	BALANCER_RESOURCE /* a resource gateway */
};

/* What makes a flow for a Gateway Load Balancer. */
enum flow_tuple { FLOW_5_TUPLE, FLOW_3_TUPLE, FLOW_2_TUPLE };

enum listener_proto { LISTEN_TCP, LISTEN_UDP, LISTEN_TCP_UDP, LISTEN_TLS };

/* Does the target see the client's address? */
enum preservation { PRESERVE_AS_AWS, PRESERVE_NO, PRESERVE_YES };

/* Are targets of other zones used? */
enum cross_zone { CROSS_ZONE_AS_BALANCER, CROSS_ZONE_NO, CROSS_ZONE_YES };

/* A registered target, in one target group with the others of its listener. */
struct balancer_member {
	struct ref to; /* an interface, a load balancer, or an address */
	int port;      /* 0: the listener's target_port */
	bool healthy;
	struct where where;
	/* Filled in by model_link(): */
	struct ip ip4, ip6;      /* zero: it has none */
	const char *az;          /* null: in no zone, reached from all */
	struct interface *owner; /* who has the address; null: unknown */
	bool preserves;
	uint16_t balanced; /* of the interface's `balanced`: the first of this
			      load balancer, if it preserves */
};

struct endpoint_service;

struct listener {
	struct where where;
	/* Of a resource gateway: for endpoints of this one only. */
	const struct endpoint_service *only;
	enum listener_proto proto;
	int port;
	int target_port; /* 0: the same */
	enum preservation preserve;
	enum cross_zone cross_zone;
	vtime tcp_idle; /* 0: that of the load balancer */
	struct balancer_member *targets;
	size_t ntargets;
};

/* One of the network interfaces of a load balancer. */
struct balancer_node {
	const struct load_balancer *balancer; /* null: none serves */
	uint16_t zone;                        /* index of its subnets */
	uint16_t consumer;                    /* index of its consumers */
};

/* An interface of an endpoint, which sends to a load balancer. */
struct balancer_consumer {
	const struct endpoint *endpoint;
	uint16_t which; /* of the endpoint's subnets */
	uint16_t zone;  /* of the load balancer's */
};

struct load_balancer {
	struct object o;
	enum load_balancer_type type;
	bool internet_facing, cross_zone, ipv6;
	struct endpoint_subnet *subnets;
	size_t nsubnets;
	struct refs security_groups; /* none: it has none */
	/* Inbound rules are asked for what comes by PrivateLink too. */
	bool judges_private_link;
	struct listener *listeners;
	size_t nlisteners;
	vtime tcp_idle;
	/* A Gateway Load Balancer's: it has one listener, for everything. */
	struct balancer_member *targets;
	size_t ntargets;
	enum flow_tuple stickiness;
	bool rebalance; /* flows leave a target that fails */
	struct text dns_name;
	struct balancer_consumer *consumers;
	size_t nconsumers;
};

struct endpoint_service {
	struct object o;
	struct refs load_balancers;
	bool has_principals; /* false: those of its own account */
	struct texts allowed_principals;
	bool acceptance_required;
	struct refs accepted; /* endpoints */
	struct text private_dns_name;
	struct ref resource;            /* of a resource configuration */
	int port;                       /* its */
	struct texts supported_regions; /* beside its own */
};

/* Can this node (of its subnets) reach a healthy target, by any listener? */
bool load_balancer_is_healthy(const struct load_balancer *, size_t node);

/* Does a node send to what is in this zone (null: in none), for this listener?
 * A zone that is not known may be any. */
bool load_balancer_reaches(const struct load_balancer *,
    const struct listener *, size_t node, const char *az);

/* Has it a node in this zone (null: in none)? */
bool load_balancer_is_enabled(const struct load_balancer *, const char *az);

/* May an endpoint use the service that a customer provides? */
enum endpoint_use {
	USE_GRANTED,
	USE_NOT_ACCEPTED, /* not yet, or rejected */
	USE_NOT_ALLOWED,  /* its principal is not on the list */
	USE_NOT_HERE,     /* the service is not offered in its Region */
};
enum endpoint_use endpoint_use(const struct endpoint *);

/* Do Gateway Load Balancers stand behind it? */
bool endpoint_service_is_gateway(const struct endpoint_service *);

/* The Region where a service stands: that of its load balancers. */
const char *endpoint_service_region(const struct endpoint_service *);

#endif /* DATAPLANE_MODEL_LOAD_BALANCER_H */
