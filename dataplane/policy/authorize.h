#ifndef DATAPLANE_POLICY_AUTHORIZE_H
#define DATAPLANE_POLICY_AUTHORIZE_H

/*
 * authorize.h - is a request allowed, by all policies together?
 *
 * An explicit denial anywhere wins.  Then the policy of the endpoint must
 * allow, and those of the organization; and the principal's own policies, within
 * its boundary and what its session was given, or the resource's, both if the
 * resource is another account's (IAM User Guide,
 * "Policy evaluation logic"; AWS PrivateLink Guide, endpoint policies).
 */

#include "dataplane/drop.h"
#include "dataplane/model/policies.h"
#include "dataplane/policy/context.h"

enum request_result {
	REQUEST_NONE, /* there is none, or it did not arrive */
	REQUEST_ALLOWED,
	REQUEST_DENIED,
	REQUEST_UNKNOWN,
};

struct authorization {
	enum request_result result;
	drop_code code;        /* of a refusal (refusal.def) */
	const char *denied_by; /* whose policy: an endpoint, an ARN, ... */
	const char *statement; /* the Sid of the one that denies, or null */
	struct where where;    /* of the statement or policy that refuses */
};

/*
 * The request that the context describes, through an endpoint or (null)
 * without one.  Keys that follow from the policies' owners (accounts,
 * organizations) are added to the context; its marks tell what was assumed.
 */
struct authorization
authorize(const struct policies *, const struct endpoint *, struct context *);

/* "allowed", "denied", "unknown"; null for REQUEST_NONE. */
const char *request_result_name(enum request_result);

#endif /* DATAPLANE_POLICY_AUTHORIZE_H */
