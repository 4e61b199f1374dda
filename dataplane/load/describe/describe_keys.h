#ifndef DATAPLANE_LOAD_DESCRIBE_KEYS_H
#define DATAPLANE_LOAD_DESCRIBE_KEYS_H

/*
 * describe_keys.h - the keys of the lists that describe calls answer with
 */

#include "dataplane/load/describe/describe_records.h"

enum key_meaning {
	KEY_OBJECTS,
	KEY_RESERVATIONS, /* instances inside */
	KEY_ONE_ANSWER,   /* the list belongs to one object, named elsewhere */
	KEY_NOT_MODELLED,
	KEY_OF_NO_INTEREST,
};

struct record_key {
	const char *name;
	enum key_meaning meaning;
	enum record_kind kind;
	const char *id; /* KEY_ONE_ANSWER: how the object's ids begin */
};

/* Capitals and "_" do not count.  Null: it is none. */
const struct record_key *record_key_find(const char *key);

#endif /* DATAPLANE_LOAD_DESCRIBE_KEYS_H */
