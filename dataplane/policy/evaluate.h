#ifndef DATAPLANE_POLICY_EVALUATE_H
#define DATAPLANE_POLICY_EVALUATE_H

/*
 * evaluate.h - what a policy says of a request
 */

#include "dataplane/policy/context.h"
#include "dataplane/policy/policy.h"
#include "dataplane/policy/truth.h"

struct policy_answer {
	enum truth denies, allows;
	const struct statement
	    *denial; /* the one that surely denies, or null */
};

/*
 * root_alone: an account as Principal means its root user and nobody else, as
 * in the policy of a gateway endpoint (AWS PrivateLink Guide, gateway
 * endpoints); elsewhere it means everybody in the account.
 */
struct policy_answer
policy_evaluate(const struct policy *, struct context *, bool root_alone);

#endif /* DATAPLANE_POLICY_EVALUATE_H */
