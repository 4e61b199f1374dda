#ifndef DATAPLANE_MODEL_FLOW_LOG_H
#define DATAPLANE_MODEL_FLOW_LOG_H

/*
 * flow_log.h - flow logs: whose traffic is logged, and in which format
 *
 * A format is AWS's: "${version} ${account-id} ...", fields in any order (VPC
 * User Guide, "Flow log records").
 */

#include "dataplane/model/parts.h"

struct linker;

enum flow_log_field {
#define FIELD(ID, NAME, VERSION, OF, NEEDS) FLOW_LOG_##ID,
#include "dataplane/model/flow_log_fields.def"
#undef FIELD
	FLOW_LOG_FIELDS
};

/* Whose records have a field. */
enum flow_log_of { FLOW_LOG_VPC = 1, FLOW_LOG_TGW = 2, FLOW_LOG_BOTH = 3 };

struct flow_log_field_info {
	const char *name; /* "srcaddr" */
	uint8_t version;
	uint8_t of;      /* enum flow_log_of */
	bool of_packets; /* a record without packets has none */
};

extern const struct flow_log_field_info flow_log_field_info[FLOW_LOG_FIELDS];

/* A format may name a field several times. */
enum { FLOW_LOG_MOST = 128 };

struct flow_log_format {
	uint8_t field[FLOW_LOG_MOST]; /* enum flow_log_field */
	size_t n;
	unsigned version; /* the highest of the fields' */
};

enum flow_log_traffic {
	FLOW_LOG_ALL, /* zero */
	FLOW_LOG_ACCEPTED,
	FLOW_LOG_REJECTED,
};

struct flow_log {
	struct object o;
	struct ref resource;
	enum flow_log_traffic traffic;
	struct text format; /* null: the default one */
	vtime interval;     /* 0: AWS's default */
};

/* As AWS makes one where nothing is said. */
extern const char flow_log_default_vpc[], flow_log_default_tgw[];

/* What a flow log may be of, as kinds of objects. */
extern const unsigned flow_log_resources;

/* Is it of a transit gateway, or of an attachment of one? */
bool flow_log_is_tgw(const struct object *resource);

/* The field of a name; FLOW_LOG_FIELDS: there is none. */
enum flow_log_field flow_log_field_find(const char *name, size_t length);

/* The name nearest to a misspelt one, or null. */
const char *flow_log_field_nearest(const char *name, enum flow_log_of);

/*
 * Reads a format for records of this kind.  0; or -1, and in `why` one sentence
 * that names what is wrong.
 */
enum { FLOW_LOG_WHY = 200 };
int flow_log_format_read(const char *text, enum flow_log_of,
    struct flow_log_format *, char why[static FLOW_LOG_WHY]);

/*
 * How long the windows are.  AWS aggregates over 10 minutes or one; what runs
 * on Nitro, over one at most, whatever was asked for (VPC User Guide, "Maximum
 * aggregation interval").  The log may be null: one where nothing was asked for.
 */
vtime flow_log_interval(const struct flow_log *, bool nitro);

/* Finds what is logged. */
void link_flow_logs(struct linker *);

#endif /* DATAPLANE_MODEL_FLOW_LOG_H */
