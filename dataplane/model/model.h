#ifndef DATAPLANE_MODEL_MODEL_H
#define DATAPLANE_MODEL_MODEL_H

/*
 * model.h - a network as its owner describes it
 *
 * Typed objects, as a scenario file or an import names them.  A loader makes
 * objects and fills in what was written; references stay names until
 * model_link() finds their objects; model_check() then refuses what AWS would
 * refuse.  After that the model is not changed any more and is compiled into a
 * snapshot.
 *
 * Everything lives in the model's arena.  Arrays are (pointer, count) pairs
 * that grow with ARENA_PUSH; objects never move.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/ip.h"
#include "core/vtime.h"
#include "dataplane/model/assume.h"

struct address_data;
struct block_public_access;
struct dns;
struct endpoint_service;
struct intake;
struct load_balancer;
struct route_server; /* route_server.h */
struct name_index;
struct on_premises; /* site.h */
struct policies;
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
	bool missing;    /* a dump refers to it and does not show it */
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

struct subnet {
	struct object o;
	struct cidrs cidr; /* at most one of each family */
	struct text az;
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
	struct ref answers_by, forwards_by; /* interfaces of its instance */
	bool source_dest_check;
	bool forwards;   /* sends on what is not for it */
	bool stateful;   /* but no answer to what it has not seen */
	bool has_filter; /* lets only some through */
	struct firewall_rules filter;
	uint32_t mtu;    /* what it takes from a Gateway Load Balancer */
	bool silent;     /* nothing answers: a service's own, or stopped */
	bool unfiltered; /* has no security groups, as services' own may */
	bool has_listens;
	struct listen *listens; /* has_listens false: all ports are open */
	size_t nlistens;
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
};

struct nat_gateway {
	struct object o;
	struct ref subnet;
	bool is_private; /* connectivity: private */
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
	ENDPOINT_RESOURCE, /* an interface endpoint too */
};

/* Has it network interfaces with addresses that clients call? */
#define ENDPOINT_IS_CALLED(e) \
	((e)->type == ENDPOINT_INTERFACE || (e)->type == ENDPOINT_RESOURCE)

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
	struct where private_dns_where;
	struct endpoint_service *provider; /* a customer's service */
	bool foreign; /* a customer's, which the model does not show */
	enum endpoint_state state;
	struct text principal; /* who made it, an ARN */
	/* Of each subnet: where it leads to (load_balancer.h). */
	struct balancer_node *served;
	/* Of a firewall behind it that is no object of its own. */
	bool stateful, has_filter;
	struct firewall_rules filter;
};

struct vpc {
	struct object o;
	const char *region;  /* the file's unless it has its own */
	const char *account; /* that owns it; null: not known */
	struct cidrs cidr;
	bool dns_support, dns_hostnames;
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

struct peering {
	struct object o;
	struct refs between; /* two VPCs */
	bool dns_resolution;
};

enum attachment_type {
	ATTACH_VPC,
	ATTACH_VPN,
	ATTACH_DIRECT_CONNECT,
	ATTACH_CONNECT,
	ATTACH_PEERING
};

struct transit_gateway;
struct connection;

struct tgw_attachment {
	struct object o;
	struct transit_gateway *gateway;
	enum attachment_type type;
	struct ref to; /* a VPC, a site, or another transit gateway */
	/* Connect: the attachment below it, and the site behind it. */
	struct ref transport, site;
	struct ref segment;            /* of a core network */
	struct connection *connection; /* to a site; after model_link() */
	struct refs subnets; /* of a VPC: one in each zone that is served */
	bool appliance_mode, ipv6_support;
	bool security_group_referencing, dns_support;
};

struct tgw_route_table {
	struct object o;
	struct transit_gateway *gateway;
	struct refs associations, propagations; /* attachments */
	/* As a segment of a core network. */
	bool isolate_attachments;
	struct refs shares_with;
	struct routes routes; /* via attachments */
};

struct transit_gateway {
	struct object o;
	const char
	    *region; /* that of the VPCs attached unless it has its own */
	bool security_group_referencing, dns_support;
	bool default_route_table; /* one, if none is written */
	bool core_network;        /* Cloud WAN: in several Regions */
	bool vpn_ecmp;
	struct tgw_attachment **attachments;
	size_t nattachments;
	struct tgw_route_table **route_tables;
	size_t nroute_tables;
};

struct prefix_list {
	struct object o;
	struct cidrs entries;
};

struct named_host {
	struct object o;
	struct ip ip;
};

enum change_kind {
	CHANGE_NONE,
	CHANGE_ADD_ROUTE,
	CHANGE_REPLACE_ROUTE,
	CHANGE_DELETE_ROUTE,
	CHANGE_SET_RULES,
	CHANGE_DOWN,
	CHANGE_UP,
	CHANGE_CREATE_ENDPOINT,
	CHANGE_DELETE_ENDPOINT,
	CHANGE_AZ_DOWN,
	CHANGE_AZ_UP,
	CHANGE_SET_PUBLIC_ACCESS,
};

/* What the control plane does while packets fly. */
struct change {
	struct route route; /* first: a route's keys are read into it */
	struct where where;
	vtime at; /* since the traffic began */
	enum change_kind kind;
	struct ref object; /* the table, group, list or thing */
	bool of_acl;       /* set_rules: of a network ACL */
	bool has_ingress, has_egress;
	struct rules ingress, egress;
	struct text az;
	struct text region;
	int public_access;       /* enum public_access_mode */
	size_t public_access_of; /* index of the model's */
};

/* A private hosted zone: names that the resolver of its VPCs knows. */
struct hosted_zone {
	const char *name; /* without a dot at the end */
	struct where where;
	struct refs vpcs;
	struct mapping *records; /* name in the zone to address or name */
	size_t nrecords;
};

/* A condition key of a request, with what it holds. */
struct request_key {
	struct text name;
	struct texts values;
};

/* The request to a service that a flow carries. */
struct request {
	bool there;
	struct where where;
	/* Each may be left out; "*" in them stands for what is not known. */
	struct text action, resource, principal;
	struct request_key *keys;
	size_t nkeys;
};

/* A flow as tests and traffic ask for it. */
struct flow_spec {
	struct where where;
	struct text from, to;
	vtime at;       /* when it starts, for names: since the first packet */
	int proto;      /* IANA number; -1: was not written */
	int port;       /* -1: was not written */
	int sport;      /* -1 */
	uint64_t bytes; /* of the first packet, from the IP header; 0: usual */
	int ttl;        /* -1 */
	bool dont_fragment;
	unsigned fragments; /* the packet is sent in so many; 0: whole */
	struct request request;
};

/* What an open conversation goes on with, after a pause. */
struct turn {
	vtime after;
	uint64_t send, receive;
};

struct turns {
	struct turn *v;
	size_t n;
};

struct traffic {
	const char *name;
	struct flow_spec flow;
	vtime at;
	uint64_t send, receive; /* bytes of payload each way */
	struct turns then;
	uint64_t count; /* that many flows, one source port each */
	vtime every;    /* from one to the next */
};

enum expect_type {
	EXPECT_TEXT, /* also numbers, as written */
	EXPECT_BOOL,
	EXPECT_NULL,
	EXPECT_LIST,
	EXPECT_MAP, /* all, none, any */
};

struct expectation {
	const char *key;
	struct where where;
	enum expect_type type;
	const char *text;
	bool yes;
	struct texts list;
	struct expectation *map;
	size_t nmap;
};

struct test {
	const char *name;
	struct where where;
	bool has_flow, has_replay;
	struct flow_spec flow;
	struct text traffic; /* the name of a traffic entry: its verdict */
	struct text capture; /* replay; null: the scenario's traffic */
	const char *filter;  /* pcap-filter expression, or null */
	struct mapping *map;
	size_t nmap;
	bool midstream_strict;
	struct expectation *expect;
	size_t nexpect;
};

struct model {
	struct arena *arena;
	const char *file; /* the first one loaded */
	const char *name;
	const char *region;
	const struct address_data *addresses; /* not owned */
	struct vpc **vpcs;
	size_t nvpcs;
	struct peering **peerings;
	size_t npeerings;
	struct transit_gateway **transit_gateways;
	size_t ntransit_gateways;
	struct prefix_list **prefix_lists;
	size_t nprefix_lists;
	struct on_premises **on_premises;
	size_t non_premises;
	struct connection **connections; /* of all sites */
	size_t nconnections;
	struct endpoint_service **endpoint_services;
	size_t nendpoint_services;
	struct named_host **hosts; /* all of them, those of sites too */
	size_t nhosts;
	struct hosted_zone *hosted_zones;
	size_t nhosted_zones;
	struct block_public_access *block_public_access;
	size_t nblock_public_access;
	struct policies *policies;
	struct dns *dns;
	struct change *changes; /* in the order of time after model_link */
	size_t nchanges;
	struct traffic *traffic;
	size_t ntraffic;
	struct test *tests;
	size_t ntests;
	struct object **objects; /* all of them, by id */
	size_t nobjects;
	/* Files that show what AWS has accepted already: what model_link and
	 * model_check find there are warnings (load.h). */
	const char **dumps;
	size_t ndumps;
	struct cidrs byoip; /* that customers of AWS brought along */
	struct texts notes; /* what an import left out, in sentences */
	struct intake *intake;
	bool has_assume; /* a file says it */
	struct assume assume;
	struct name_index *names; /* model_find's own */
};

/* An empty model with AWS's address data (address_data_builtin() if null). */
struct model *model_new(const struct address_data *);
void model_free(struct model *);

/*
 * A new object of a kind, zeroed but for its defaults (AWS's: DNS attributes
 * of a VPC true as in a scenario, source/destination check on), with an id and
 * in the lists of its VPC and the model.  vpc is null for kinds in no VPC.
 * A second object of the same kind and name in the same VPC is an error, added
 * to errs; the object is made all the same.
 */
void *model_add(struct model *, enum object_kind, const char *name,
    struct vpc *, struct where, struct errs *);

/*
 * A new attachment or route table of a transit gateway.  Two gateways may have
 * an attachment of one name.
 */
void *model_add_part(struct model *, enum object_kind, const char *name,
    struct transit_gateway *, struct where, struct errs *);

/*
 * Takes away an object of a model that is not linked, and what is left is
 * counted anew: ids change.  What refers to it by name still does.
 */
void model_remove(struct model *, struct object *);

/* Gives an object a second name (its Name tag), by which it is found too. */
void model_alias(struct model *, struct object *, const char *alias);

/* "security group", "route table", for messages; "security-group" for JSON. */
const char *object_kind_text(enum object_kind);
const char *object_kind_id(enum object_kind);

/* For messages: security group "web".  A very long name is cut.  Returns buf. */
enum { OBJECT_STRLEN = 192 };
const char *
object_format(const struct object *, char buf[static OBJECT_STRLEN]);

/*
 * The object a name means to one who refers to it from inside vpc (or from
 * outside any: null): "vpc/name" exactly, else that of this VPC, else the only
 * one in the model.  A name is a key or a Name tag.  kinds is a bit set of
 * (1u << OBJ_...).  NULL if there is none or there are several; *several
 * (which may be null) says which.  A key counts before a Name tag.
 */
struct object *model_find(const struct model *, const struct vpc *vpc,
    unsigned kinds, const char *name, bool *several);

/*
 * The name nearest to a misspelt one among the objects of these kinds; null if
 * none is near.  Looks at them all: for messages.
 */
const char *
model_nearest(const struct model *, unsigned kinds, const char *name);

/*
 * Finds the object of every reference.  Unknown and ambiguous names, and names
 * of the wrong kind (a route to a subnet), are errors with the nearest name;
 * their reference stays without an object.  Then fills in what was left out: a
 * VPC's Region, main route table, default security group and default network
 * ACL, the default group of interfaces and endpoints, and addresses, each the
 * first that is free in its subnet.  0, or -1 if errors were added.
 */
int model_link(struct model *, struct errs *);

/*
 * Refuses what AWS would refuse: overlapping subnets, an address outside its
 * subnet, and so on.  Warns of what is allowed but surely not meant.  To be
 * called after model_link(), also when that found errors: what depends on a
 * missing part is then not checked.  0, or -1 if errors were added.
 */
int model_check(const struct model *, struct errs *);

/* The main route table of a VPC, its default security group and its default
 * network ACL; never null after model_link(). */
struct route_table *vpc_main_route_table(const struct vpc *);
struct security_group *vpc_default_group(const struct vpc *);
struct network_acl *vpc_default_acl(const struct vpc *);

/* The route table and ACL in force in a subnet, named or not; after
 * model_link(). */
struct route_table *subnet_route_table(const struct subnet *);
struct network_acl *subnet_network_acl(const struct subnet *);

/* The first address of a family; zero if there is none. */
struct ip addrs_first(const struct addrs *, bool v4);

/* The VPC whose CIDRs hold this address?  Any family. */
bool vpc_has(const struct vpc *, struct ip);

#endif /* DATAPLANE_MODEL_MODEL_H */
