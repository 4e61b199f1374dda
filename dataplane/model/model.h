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

#include "core/arena.h"
#include "dataplane/model/assume.h"
#include "dataplane/model/flow_spec.h"
#include "dataplane/model/parts.h"
#include "dataplane/model/transit_gateway.h"
#include "dataplane/model/vpc.h"

struct address_data;
struct block_public_access;
struct dns;
struct flow_log; /* flow_log.h */
struct intake;
struct name_index;
struct on_premises; /* site.h */
struct policies;

struct peering {
	struct object o;
	struct refs between; /* two VPCs */
	bool dns_resolution;
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

struct model {
	struct arena *arena;
	const char *file; /* the first one loaded */
	const char *name;
	const char *region;
	struct where region_where;
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
	struct flow_log **flow_logs;
	size_t nflow_logs;
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
	bool watched;             /* somebody wants flow logs */
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
 * A new attachment, route table or multicast domain of a transit gateway.  Two
 * gateways may have an attachment of one name.
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

/* Is the port among them? */
bool listens_to(const struct listens *, int proto, int port);

/* The VPC whose CIDRs hold this address?  Any family. */
bool vpc_has(const struct vpc *, struct ip);

#endif /* DATAPLANE_MODEL_MODEL_H */
