#ifndef DATAPLANE_LOAD_DESCRIBE_RECORDS_H
#define DATAPLANE_LOAD_DESCRIBE_RECORDS_H

/*
 * describe_records.h - the objects in the files of a dump, before they mean
 * anything
 *
 * By kind and AWS id, each once: of two accounts' records of one object the
 * owner's wins.
 */

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/describe/describe_json.h"
#include "dataplane/model/intake.h"

enum record_kind {
	RECORD_VPC,
	RECORD_VPC_ATTRIBUTE,
	RECORD_SUBNET,
	RECORD_ROUTE_TABLE,
	RECORD_SECURITY_GROUP,
	RECORD_SECURITY_GROUP_RULE,
	RECORD_SECURITY_GROUP_VPC,
	RECORD_NETWORK_ACL,
	RECORD_INTERFACE,
	RECORD_INSTANCE,
	RECORD_INTERNET_GATEWAY,
	RECORD_EGRESS_ONLY_INTERNET_GATEWAY,
	RECORD_NAT_GATEWAY,
	RECORD_ENDPOINT,
	RECORD_PREFIX_LIST,
	RECORD_PREFIX_LIST_ENTRIES,
	RECORD_PEERING,
	RECORD_ADDRESS,
	RECORD_VPN_GATEWAY,
	RECORD_VPN_CONNECTION,
	RECORD_DIRECT_CONNECT_GATEWAY,
	RECORD_DIRECT_CONNECT_ASSOCIATION,
	RECORD_VIRTUAL_INTERFACE,
	RECORD_DB_INSTANCE,
	RECORD_DB_CLUSTER,
	RECORD_TRANSIT_GATEWAY,
	RECORD_TGW_ATTACHMENT,
	RECORD_TGW_VPC_ATTACHMENT,
	RECORD_TGW_PEERING_ATTACHMENT,
	RECORD_TGW_CONNECT,
	RECORD_TGW_LIST_REFERENCE,
	RECORD_TGW_ROUTE_TABLE,
	RECORD_TGW_ROUTES,
	RECORD_TGW_PROPAGATIONS,
	RECORD_TGW_ASSOCIATIONS,
	RECORD_PUBLIC_ACCESS,
	RECORD_PUBLIC_ACCESS_EXCLUSION,
	RECORD_LOAD_BALANCER,
	RECORD_LOAD_BALANCER_ATTRIBUTES,
	RECORD_LISTENERS, /* those of one load balancer */
	RECORD_LISTENER,
	RECORD_LISTENER_ATTRIBUTES,
	RECORD_TARGET_GROUP,
	RECORD_TARGET_GROUP_ATTRIBUTES,
	RECORD_TARGET_HEALTH,
	RECORD_ENDPOINT_SERVICE,
	RECORD_ENDPOINT_CONNECTION,
	RECORD_SERVICE_PERMISSIONS,
	RECORD_FLOW_LOG,
	RECORD_KINDS
};

struct record {
	const char *id;
	const json_t *json;
	const char *file;
	const char *account; /* null where nothing says */
	const char *region;  /* null where nothing says */
	const char *address; /* in a file of Terraform's; else null */
};

struct records;

/* Everything lives in the arena, but for the JSON, which records_free gives
 * back. */
struct records *records_new(struct arena *, struct errs *);
void records_free(struct records *);

/* Does a list under this key belong to a dump?  Capitals and "_" do not
 * count. */
bool records_know(const char *key);

/*
 * Adds all objects of a document.  Takes over the reference to it.  The path
 * tells account and Region if it has folders of their names.  false: there is
 * nothing in it, not even what is left out.
 */
bool records_add(struct records *, json_t *document, const char *path);

/* Adds one object, of which w says where it is.  Takes over the reference. */
void records_add_object(struct records *, enum record_kind, const char *id,
    json_t *object, struct where w);

/* Those of a kind, in the order in which they were read. */
size_t records_count(const struct records *, enum record_kind);
const struct record *
records_at(const struct records *, enum record_kind, size_t i);

/* Nobody will read the list under this key any more. */
void records_forget(const struct record *, const char *key);

/* Null if it is not there. */
const struct record *
records_find(const struct records *, enum record_kind, const char *id);

/* All lists that were found, and which records of one object were taken. */
size_t records_answers(const struct records *, const struct intake_answer **);
size_t records_seconds(const struct records *, const struct intake_second **);

/* Was a call asked that answers with such records, in this account and Region?
 * Null, or an answer that does not tell, means any. */
bool records_asked(const struct records *, enum record_kind,
    const char *account, const char *region);

/* The accounts that the records are of. */
size_t records_accounts(const struct records *, const char *const **);

#endif /* DATAPLANE_LOAD_DESCRIBE_RECORDS_H */
