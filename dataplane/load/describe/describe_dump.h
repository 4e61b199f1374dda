#ifndef DATAPLANE_LOAD_DESCRIBE_DUMP_H
#define DATAPLANE_LOAD_DESCRIBE_DUMP_H

/*
 * describe_dump.h - from records to objects of the model: what all kinds share
 *
 * A dump may show an object that refers to one which it does not show.  So that
 * the rest works, a VPC, a subnet or a security group that is missing is made
 * with nothing in it, and a warning says so, once.
 */

#include "core/map.h"
#include "dataplane/load/describe/describe_files.h"
#include "dataplane/load/describe/describe_records.h"
#include "dataplane/model/model.h"

struct dump {
	struct model *m;
	struct errs *errs;
	struct records *records;
	struct map *held;  /* interfaces that belong to gateways, endpoints */
	struct map *hosts; /* instances, each with its first interface */
	struct map *balancers; /* by ARN */
	uint32_t first;        /* id of its first object */
	bool is_described;     /* by AWS: it would show all that there is */
	bool zone_ids;         /* names of zones differ between accounts */
	const char *shows;     /* what was read: "the dump", "the plan" */
};

/* Where a record stands; for texts, that place too. */
struct where dump_where(const struct record *);

/* Where a part of it stands, which may have an address of its own. */
struct where
dump_part_where(struct dump *, const struct record *, const json_t *part);

struct text dump_text(struct dump *, const struct record *, const char *);
struct ref dump_ref(struct dump *, const struct record *, const char *id);

/* The account that owns it, as it says itself or its file does; or null. */
const char *dump_owner(struct dump *, const struct record *);
/* Of what is in a VPC: null if it is that of the VPC, too. */
const char *
dump_owner_in(struct dump *, const struct record *, const struct vpc *);

/* For each record of a kind, in the order in which they were read. */
typedef void dump_fn(struct dump *, const struct record *);
void dump_each(struct dump *, enum record_kind, dump_fn *);

/* Where a route leads, and whether the dump shows its target. */
struct dump_way {
	const char *to, *via; /* via may be null */
	bool known;
};

/* A new route of a table, as `part` of the record tells it: a blackhole if it
 * says so, or if the target is not known, which is warned of. */
struct route *dump_route(struct dump *, const struct record *,
    const json_t *part, struct routes *, struct dump_way);

void dump_warn(struct dump *, const struct record *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The record's object, with its Name tag as second name.  vpc as in
 * model_add().  Null if the model has it already, from another dump.
 */
void *
dump_add(struct dump *, enum object_kind, const struct record *, struct vpc *);

/* Says that the object is not shown, or not all of it, if the dump is one that
 * would show it. */
void dump_miss(struct dump *, const struct record *, struct object *);

/* The object with this id, or null; id may be null. */
void *dump_find(struct dump *, enum object_kind, const char *id);

/* What a record refers to by this id: made with nothing in it if the dump does
 * not show it.  Null only if id is. */
struct vpc *dump_vpc(struct dump *, const struct record *, const char *id);
struct subnet *
dump_subnet(struct dump *, const struct record *, const char *id, struct vpc *);
struct security_group *
dump_group(struct dump *, const struct record *, const char *id, struct vpc *);

/* Appends, if the text is one; else warns. */
void dump_push_cidr(
    struct dump *, const struct record *, struct cidrs *, const char *text);
void dump_push_addr(
    struct dump *, const struct record *, struct addrs *, const char *text);
void dump_push_ref(
    struct dump *, const struct record *, struct refs *, const char *id);

/* The entry of a subnet in a list of such, appended if it is not there. */
struct endpoint_subnet *dump_node(struct dump *, const struct record *,
    const struct subnet *, struct endpoint_subnet **v, size_t *n);

/*
 * What the State of a record means.  dump_is_there: not gone; a warning tells of
 * one that is, and of a state that is not known, which is taken for being there.
 */
enum dump_state { STATE_THERE, STATE_GONE, STATE_UNKNOWN };
enum dump_state dump_state(const json_t *);
bool dump_is_there(struct dump *, const struct record *);

/* Is a part of it associated ({"State": "associated"}), or not said? */
bool dump_is_associated(const json_t *o, const char *state_key);

/* The zone of a subnet or interface: its id where names are ambiguous. */
const char *dump_zone(const struct dump *, const json_t *);

/*
 * How what is in a VPC refers to a prefix list: the name of its object, or the
 * id of one of AWS's own, which need not be in the dump.  Null if it is neither.
 */
const char *dump_list_name(struct dump *, const struct vpc *, const char *id);

/*
 * To a model: dump_begin(), then records are added, then dump_finish() makes
 * the objects.  The files are those that were read and must live as long as the
 * model; format is what they are.
 */
void dump_begin(struct dump *, struct model *, struct errs *);
void dump_finish(struct dump *, const struct dump_files *, const char *format);

/* The attachment of this id, or null; id may be null. */
struct tgw_attachment *
dump_attachment(const struct transit_gateway *, const char *id);

/* Adds what route tables have learnt from a VPN gateway to the networks of a
 * site behind it. */
void dump_learn(struct dump *, struct on_premises *, const char *gateway);

/* The site behind a Direct Connect gateway; made if there is none yet.  Null
 * only if the id is. */
struct on_premises *dump_direct_connect_site(
    struct dump *, const struct record *by, const char *id);

/* The load balancer whose interface this is, as far as the dump shows it, or
 * null. */
const struct record *
dump_balancer_of(const struct dump *, const struct record *interface);

/* What each file describe_*.c does: the objects of its kinds. */
void describe_vpcs(struct dump *);
void describe_prefix_lists(struct dump *);
void describe_subnets(struct dump *);
void describe_groups(struct dump *);
void describe_group_vpcs(struct dump *);
void describe_group_rules(struct dump *); /* those of describe-...-rules */
void describe_acls(struct dump *);
void describe_gateways(struct dump *);
void describe_nat_gateways(struct dump *);
void describe_endpoints(struct dump *);
void describe_interfaces(struct dump *);
void describe_public_access(struct dump *);
void describe_flow_logs(struct dump *);
void describe_load_balancers(struct dump *);
void describe_endpoint_services(struct dump *); /* after those behind them */
void describe_direct_connect(struct dump *);
void describe_databases(struct dump *); /* after interfaces */
void describe_peerings(struct dump *);
void describe_transit_gateways(struct dump *);
void describe_vpn_connections(struct dump *);
void describe_attachments(struct dump *); /* to transit gateways */
void describe_tgw_tables(struct dump *);
void describe_routes(struct dump *); /* after all that they lead to */
void describe_gaps(struct dump *);   /* at last */
void describe_gaps_of_state(struct dump *);

#endif /* DATAPLANE_LOAD_DESCRIBE_DUMP_H */
