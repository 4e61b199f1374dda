#ifndef DATAPLANE_LOAD_FIELDS_H
#define DATAPLANE_LOAD_FIELDS_H

/*
 * fields.h - the scenario language as a table
 *
 * Every type of object with its keys: what value a key takes, where it goes in
 * the object's struct, and what it means in one line.  The loader (read.h) and
 * the JSON Schema (schema.h) both work from this table, so that they cannot
 * say different things.
 *
 * The tables are in fields.c (the file, and what is outside VPCs),
 * vpc_fields.c (VPCs and what is in them), tgw_fields.c, site_fields.c (what is
 * outside AWS) and test_fields.c (traffic, tests).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/model.h"
#include "dataplane/model/policies.h"

enum field_kind {
	FIELD_STRING,    /* const char * */
	FIELD_TEXT,      /* struct text */
	FIELD_BOOL,      /* bool */
	FIELD_INTEGER,   /* an integer of any size, from min to max */
	FIELD_ENUM,      /* an integer: the value of one of the words */
	FIELD_DURATION,  /* vtime, from min to max seconds */
	FIELD_SIZE,      /* uint64_t, bytes, from min to max */
	FIELD_CIDRS,     /* struct cidrs */
	FIELD_ADDRESSES, /* struct addrs */
	FIELD_ADDRESS,   /* struct ip */
	FIELD_REF,       /* struct ref */
	FIELD_REFS,      /* struct refs, from min to max of them */
	FIELD_VIA,       /* struct ref of a struct route, or its flags */
	FIELD_PROTOCOL,  /* int: IANA number, -1 for all */
	FIELD_PORTS,     /* struct port_range * and count */
	FIELD_LISTENS,   /* struct listens */
	FIELD_PEER,      /* struct peer */
	FIELD_PEERS,     /* struct peers */
	FIELD_SERVICE,   /* struct text of a struct endpoint, and its parts */
	FIELD_ZONES,     /* struct endpoint_subnet * and count, of type */
	FIELD_MAPPINGS,  /* struct mapping * and count */
	FIELD_GATEWAY,  /* the name of an object that the key makes, or a map */
	FIELD_ALIASES,  /* further names of the object: model_alias() */
	FIELD_TEXTS,    /* struct texts */
	FIELD_STATE,    /* flags of a struct route */
	FIELD_OBJECTS,  /* a map of objects, which are made by model_add */
	FIELD_LIST,     /* a list of type: array and count */
	FIELD_GROUP,    /* a map, whose keys are in the struct around it */
	FIELD_INCLUDE,  /* files, read before this one */
	FIELD_POLICY,   /* struct policy_list */
	FIELD_POLICIES, /* struct policy_owners */
	FIELD_KEYS,     /* struct request_key * and count */
	FIELD_FREE,     /* anything: const struct value *, or dropped */
	/* In what a test expects: struct expectation * and count. */
	FIELD_EXPECT,
	FIELD_EXPECTS, /* a list of maps, of type */
	FIELD_NAMES,   /* names in order */
	FIELD_CODE,    /* a drop code */
	FIELD_COUNT,   /* a number, or ">=3" */
	FIELD_KINDS
};

enum {
	FIELD_REQUIRED = 1 << 0,
	FIELD_LATER = 1 << 1,    /* known, but not modelled yet */
	FIELD_ONE_OF = 1 << 2,   /* exactly one of those marked so is given */
	FIELD_NULLABLE = 1 << 3, /* null is a value too */
	FIELD_MEANT = 1 << 4,    /* no key: doc is the one that was meant */
	FIELD_IPV4 = 1 << 5,     /* addresses of IPv4 only */
	FIELD_BARE = 1 << 6,     /* a size without a unit is bytes */
	FIELD_ALL = 1 << 7,      /* a protocol may be "all" */
	FIELD_YES_NO = 1 << 8,   /* true means "yes", false "no" */
	FIELD_FILLED = 1 << 9,   /* a list that is not empty */
	FIELD_ALONE = 1 << 10,   /* a single map stands for a list of it */
	FIELD_FILE = 1 << 11,    /* the name of a file, relative to this one */
	FIELD_INHERITED = 1 << 12, /* left out: that of the file */
	FIELD_MARK = 1 << 13, /* a group that says something by being there */
};

/* Where something is in a struct; of size 0: nowhere. */
struct member {
	size_t offset, size;
};

#define MEMBER(s, m)                                   \
	{                                              \
		offsetof(s, m), sizeof(((s *)NULL)->m) \
	}
#define AT(s, m) .at = MEMBER(s, m)

/* An allowed value of FIELD_ENUM.  A null text ends the list. */
struct word {
	const char *text;
	int value;
};

struct object_type;

struct field {
	const char *name;
	const char *doc;
	enum field_kind kind;
	unsigned flags;
	struct member at;
	struct member seen;  /* set to seen_value where the key is there */
	struct member place; /* a struct where that the value's place goes to */
	int64_t min, max;    /* both 0: no limits */
	const struct word *words;
	const struct object_type *type;
	const char *fallback; /* what a missing key means, as it is written */
	int seen_value;
	int policy; /* FIELD_POLICY, FIELD_POLICIES: enum policy_use */
};

/* KEY(name, doc, kind, .flags = ..., AT(struct, member), ...) */
#define KEY(n, d, ...)                                       \
	{                                                    \
		.name = (n), .doc = (d), .kind = __VA_ARGS__ \
	}

/* FIELD_STATE */
enum route_state { ROUTE_ACTIVE, ROUTE_BLACKHOLE, ROUTE_MISSING };

/* The fields that every type of object has. */
#define OBJECT_FIELDS                                                         \
	KEY("name", "Further names, such as its Name tag: one or several.",   \
	    FIELD_ALIASES),                                                   \
	    KEY("missing", "An import does not show it, or not all of it.",   \
		FIELD_BOOL, AT(struct object, missing), .fallback = "false"), \
	    KEY("down", "It is down at first, as by a change.", FIELD_BOOL,   \
		AT(struct object, down), .fallback = "false")

enum { NO_OBJECT = -1 };

struct object_type {
	const char *id;    /* its name in the schema */
	const char *label; /* what messages call it */
	const char *doc;
	int kind;            /* OBJ_..., or NO_OBJECT */
	size_t size;         /* of the struct */
	const void *initial; /* what a new one is like; null: zeros */
	struct member place; /* a struct where that its place goes to */
	const struct field *fields;
	size_t nfields;
	bool is_value; /* its first field may be written alone, without key */
	/* What the table cannot say; may be null. */
	void (*check)(const void *object, struct where, struct errs *);
};

#define FIELDS(array) \
	.fields = (array), .nfields = sizeof(array) / sizeof((array)[0])

/*
 * What the file itself fills in; all else goes into the model at once.  Tests
 * and traffic are lists of the file, not of those that it includes.
 */
struct scenario_file {
	const char *name;
	const char *region;
	struct where region_where;
	bool imported; /* AWS has accepted what it shows */
	struct texts notes;
	struct cidrs byoip;
	bool has_assume;
	struct assume assume;
	struct hosted_zone *hosted_zones;
	size_t nhosted_zones;
	struct block_public_access *block_public_access;
	size_t nblock_public_access;
	struct dns dns;
	struct policies policies;
	struct change *changes;
	size_t nchanges;
	struct traffic *traffic;
	size_t ntraffic;
	struct test *tests;
	size_t ntests;
};

extern const struct object_type scenario_type;

/* The field of a key; null if there is none. */
const struct field *field_find(const struct object_type *, const char *key);

/* The key that was surely meant by a misspelt one; null if none is near. */
const char *field_nearest(const struct object_type *, const char *key);

#endif /* DATAPLANE_LOAD_FIELDS_H */
