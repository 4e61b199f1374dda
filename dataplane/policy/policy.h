#ifndef DATAPLANE_POLICY_POLICY_H
#define DATAPLANE_POLICY_POLICY_H

/*
 * policy.h - a policy document (IAM User Guide, "IAM JSON policy elements")
 *
 * Read once into statements; what they say of a request is evaluate.h's.
 */

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/value.h"
#include "dataplane/model/model.h"

/* What a policy is attached to, on which it depends what must be in it. */
enum policy_use {
	POLICY_ENDPOINT,
	POLICY_RESOURCE,
	POLICY_IDENTITY,
	POLICY_CONTROL, /* of an organization */
};

struct principals {
	bool negated; /* NotPrincipal */
	bool anyone;  /* "*" */
	struct texts aws, service, other;
};

enum condition_set { SET_NONE, SET_ALL, SET_ANY };

struct condition_operator;

struct condition {
	struct where where;
	const struct condition_operator *operator; /* null: unknown */
	enum condition_set set;                    /* ForAllValues: ... */
	bool if_exists;
	const char *key;
	struct texts values;
};

struct statement {
	struct where where;
	const char *sid; /* or null */
	bool deny;
	bool has_principal;
	struct principals principals;
	bool not_action, not_resource;
	struct texts actions, resources;
	struct condition *conditions;
	size_t nconditions;
};

struct policy {
	struct where where;
	const struct value *document; /* as it was written */
	bool variables;  /* ${...} are replaced: Version 2012-10-17 */
	bool unreadable; /* nobody can say what it allows */
	struct statement *statements;
	size_t nstatements;
};

/*
 * The policy that a value describes, or a text that is JSON.  What is wrong
 * with it is added to errs; what could be read is returned all the same.
 * An operator of a condition that is not known is a warning.  Never null.
 */
const struct policy *policy_parse(
    struct arena *, const struct value *, enum policy_use, struct errs *);

/*
 * The policy of a JSON text out of a dump, where nothing is an error: one that
 * cannot be read is unreadable.  where: of the object that it belongs to.
 */
const struct policy *policy_parse_text(
    struct arena *, const char *text, struct where, enum policy_use);

#endif /* DATAPLANE_POLICY_POLICY_H */
