#ifndef DATAPLANE_LOAD_TERRAFORM_OBJECTS_H
#define DATAPLANE_LOAD_TERRAFORM_OBJECTS_H

/*
 * terraform_objects.h - Terraform resources as records of a describe dump
 *
 * A resource becomes the JSON object that a describe call would answer with,
 * so that what AWS's objects mean is told once, in describe_*.c.  Resources
 * that are a part of another object (a route, a rule, an association) are
 * added to that object and keep their own address.
 */

#include "core/map.h"
#include "dataplane/load/describe/describe_records.h"
#include "dataplane/load/terraform/terraform_document.h"
#include "dataplane/model/model.h"

/* The key under which a part of an object has its Terraform address. */
#define TF_ADDRESS "TerraformAddress"

/* Of a record whose id is not AWS's, that of its resource. */
#define TF_ID "TerraformId"

/* In a record: not all of it is known. */
#define TF_UNKNOWN "TerraformUnknown"

struct tf_object {
	enum record_kind kind;
	const char *id;
	struct where where;
	json_t *json;
};

struct terraform {
	struct arena *arena;
	struct errs *errs;
	struct tf_document *documents;
	size_t ndocuments;
	struct tf_resource **resource; /* of all documents */
	size_t nresources;
	struct tf_object *v;
	size_t n;
	struct map *made[RECORD_KINDS]; /* id -> JSON */
	struct map *ids;                /* "type id" -> struct tf_resource */
	struct map *main_tables;        /* id of a VPC -> id of its table */
	struct map *own_rules; /* "id key" of lists that have resources */
	size_t invented;       /* public addresses that are not known */
};

/*
 * The record of a resource, with the key that holds its id, its tags and what
 * tells account and Region.  The object is t's.  If the id was there already,
 * from a data source as well, it is that one.
 */
json_t *tf_make(struct terraform *, const struct tf_resource *,
    enum record_kind, const char *key, const char *id);

/* What the resource adds to the record is not known, if the plan does not know
 * it yet. */
void tf_doubt(json_t *, const struct tf_resource *);

/* A record that was made; null: none has this id.  id may be null. */
json_t *tf_made(const struct terraform *, enum record_kind, const char *id);

/* Which attribute goes under which key.  A null attribute ends the list. */
struct tf_copy {
	const char *attribute, *key;
};

/* Copies texts that are there. */
void tf_copy(json_t *to, const json_t *values, const struct tf_copy *);

/* Sets a text, unless it is null. */
void tf_set(json_t *to, const char *key, const char *text);

/* The list under a key, made if it is not there. */
json_t *tf_list(json_t *o, const char *key);

/* A new part {key: text} of the list under a key; of which resource, it
 * says if r is not null.  Null if the text is. */
json_t *tf_push(json_t *o, const char *list, const char *key, const char *text,
    const struct tf_resource *r);

/* For each text in a list of attributes a new part {key: text}. */
void tf_push_all(json_t *o, const char *list, const char *key,
    const json_t *values, const char *attribute);

/* The VPC of a subnet or of a security group that was made, or null. */
const char *tf_vpc_of_subnet(const struct terraform *, const char *subnet);
const char *tf_vpc_of_groups(const struct terraform *, const json_t *groups);

/* Where a resource stands. */
struct where tf_where(const struct tf_resource *);

/* An object that is made of no record, with its names, in a VPC or null. */
void *tf_add_object(struct terraform *, struct model *,
    const struct tf_resource *, enum object_kind, struct vpc *);

/* What a resource refers to by an id, which may be null. */
struct ref tf_ref(struct model *, const struct tf_resource *, const char *id);

/* A resource of this type whose id is this; null: it is not there. */
const struct tf_resource *
tf_resource_of(const struct terraform *, const char *type, const char *id);

/* The id of an instance's first network interface; instance may be null. */
const char *tf_first_interface(const struct terraform *, const char *instance);

/* A public address that nobody has, for one that is not known yet. */
const char *tf_public_ip(struct terraform *);

/* An attachment that AWS makes for something else.  A null id: not known. */
struct tf_attachment {
	const char *id, *gateway;
	const char *type, *resource; /* "vpn", and the connection's id */
};
void tf_tgw_attach(
    struct terraform *, const struct tf_resource *, struct tf_attachment);

void tf_warn(struct terraform *, const struct tf_resource *, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

/* What each file terraform_*.c does with a resource of a type. */
typedef void tf_translate(struct terraform *, const struct tf_resource *);

tf_translate tf_vpc, tf_vpc_block, tf_subnet, tf_peering, tf_peering_options,
    tf_prefix_list, tf_prefix_list_entry, tf_managed_list;
tf_translate tf_internet_gateway, tf_internet_gateway_attachment,
    tf_egress_only_gateway, tf_nat_gateway, tf_nat_address, tf_eip,
    tf_eip_association;
tf_translate tf_vpn_gateway, tf_vpn_gateway_attachment, tf_vpn_propagation,
    tf_vpn_connection, tf_vpn_connection_route;
tf_translate tf_route_table, tf_default_route_table, tf_route,
    tf_table_association, tf_main_table;
tf_translate tf_group, tf_default_group, tf_group_rule, tf_ingress_rule,
    tf_egress_rule, tf_group_vpc, tf_acl, tf_default_acl, tf_acl_rule,
    tf_acl_association;
tf_translate tf_interface, tf_instance, tf_interface_attachment,
    tf_interface_group, tf_instance_state, tf_mount_target;
tf_translate tf_endpoint, tf_endpoint_table, tf_endpoint_subnet,
    tf_endpoint_group, tf_endpoint_policy, tf_endpoint_private_dns,
    tf_endpoint_accepter;
tf_translate tf_transit_gateway, tf_tgw_vpc_attachment, tf_tgw_peering,
    tf_tgw_route_table, tf_tgw_route, tf_tgw_association, tf_tgw_propagation;

tf_translate tf_tgw_connect, tf_tgw_list_reference;
tf_translate tf_dx_gateway, tf_dx_association, tf_virtual_interface,
    tf_virtual_interface_accepter;
tf_translate tf_public_access, tf_public_access_exclusion, tf_network_firewall,
    tf_flow_log;
tf_translate tf_load_balancer, tf_target_group, tf_target, tf_listener,
    tf_endpoint_service, tf_database, tf_cluster;

/* Elastic IP addresses that AWS will choose, before others ask for them. */
void tf_choose_addresses(struct terraform *);

/* Private hosted zones with their records, into the model. */
void tf_hosted_zones(struct terraform *, struct model *);

/* Resolver endpoints and rules, into a model that has its VPCs. */
void tf_resolver(struct terraform *, struct model *);

/* DNS Firewall, likewise. */
void tf_dns_firewall(struct terraform *, struct model *);

/* What AWS makes together with VPCs, where no resource tells of it: before
 * parts are added; and which tables are the main ones: after that. */
void tf_vpc_defaults(struct terraform *);
void tf_vpc_main_tables(struct terraform *);

/* Notes which groups and ACLs have rules that are resources of their own: what
 * a plan tells of the same rules in the group itself is of the past. */
void tf_note_rules(struct terraform *);

#endif /* DATAPLANE_LOAD_TERRAFORM_OBJECTS_H */
