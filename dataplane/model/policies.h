#ifndef DATAPLANE_MODEL_POLICIES_H
#define DATAPLANE_MODEL_POLICIES_H

/*
 * policies.h - the policies of resources, identities and organizations
 *
 * Those of endpoints are the endpoints' own.
 */

#include "dataplane/model/model.h"

/* A resource or a principal, with the policies that it has. */
struct policy_owner {
	struct text name;    /* an ARN, or a bucket's name */
	struct text account; /* of a resource, where the ARN does not say */
	struct policy_list policies;
};

struct policy_owners {
	struct policy_owner *v;
	size_t n;
};

struct organization {
	const char *id; /* "o-a1b2c3d4e5" */
	struct where where;
	struct texts accounts;
	struct policy_list service_control, resource_control;
};

struct policies {
	struct policy_owners resource, identity;
	struct policy_owners boundary; /* of users and roles */
	struct policy_owners session;  /* by the ARN of the session */
	struct organization *organizations;
	size_t norganizations;
};

/*
 * Whose policies are those of a resource: the owner named with the longest part
 * of its ARN (a bucket's stand for the objects in it), or null.
 */
const struct policy_owner *
policies_of_resource(const struct policies *, const char *arn);

/* Those of a principal; null: none are given. */
const struct policy_owner *
policies_of_principal(const struct policy_owners *, const char *principal);

/* The organization of an account (which may be null), or null. */
const struct organization *
policies_organization(const struct policies *, const char *account);

/* Is there any, of an endpoint or of a resource? */
bool policies_are_there(const struct model *);

#endif /* DATAPLANE_MODEL_POLICIES_H */
