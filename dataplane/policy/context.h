#ifndef DATAPLANE_POLICY_CONTEXT_H
#define DATAPLANE_POLICY_CONTEXT_H

/*
 * context.h - what a policy may ask about a request
 *
 * Action, resource and principal, in which "*" stands for what is not known,
 * and the condition keys (IAM User Guide, "AWS global condition context keys").
 * A key is there with its values, or surely absent, or not known.
 */

#include "dataplane/model/model.h"

struct context_key {
	const char *name;
	struct texts values;
};

struct context {
	struct arena *arena;
	const char *action, *resource;
	/* An ARN, a service such as logs.amazonaws.com, or "anonymous". */
	const char *principal;
	/* A user has told all of the request that there is; else only what a
	 * packet shows is known. */
	bool told;
	struct context_key *keys;
	size_t nkeys;
	uint64_t marks; /* assumptions that answers relied on (marks.h) */
};

/* Adds a value to a key; one that a user gives goes before what follows. */
void context_add(struct context *, const char *key, const char *value);
void
context_add_where_missing(struct context *, const char *key, const char *value);

/* The keys that follow from who asks: aws:PrincipalArn, ... */
void context_add_principal(struct context *);

enum key_state { KEY_ABSENT, KEY_UNKNOWN, KEY_PRESENT };

/* The state of a key, whose values are in *values if it is present. */
enum key_state
context_find(struct context *, const char *key, const struct texts **values);

/*
 * A text of a policy as a pattern (pattern.h): with ${key} replaced if
 * variables is true, and with wildcards if wild is.  Null if a key in it is
 * absent, which matches nothing; *unknown if one is not known.
 */
const char *context_expand(struct context *, const char *text, bool variables,
    bool wild, bool *unknown);

/* "111122223333" of an ARN; null if it has none. */
const char *arn_account(struct arena *, const char *arn);

/* arn:aws:sts::1:assumed-role/app/session as arn:aws:iam::1:role/app; any
 * other principal as it is. */
const char *principal_of_session(struct arena *, const char *principal);

bool principal_is_service(const char *principal);

#endif /* DATAPLANE_POLICY_CONTEXT_H */
