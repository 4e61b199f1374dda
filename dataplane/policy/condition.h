#ifndef DATAPLANE_POLICY_CONDITION_H
#define DATAPLANE_POLICY_CONDITION_H

/*
 * condition.h - conditions of a statement (IAM User Guide, "IAM JSON policy
 * elements: Condition operators", "Creating a condition with multiple keys or
 * values")
 */

#include "dataplane/policy/context.h"
#include "dataplane/policy/policy.h"
#include "dataplane/policy/truth.h"

/* Sets operator, set and if_exists from "ForAnyValue:StringLikeIfExists"; the
 * operator stays null if it is not known. */
void condition_operator_find(const char *text, struct condition *);

/* The operator that was surely meant, or null. */
const char *condition_operator_nearest(const char *text);

/* Does it hold for a request?  variables: of the policy. */
enum truth
condition_holds(const struct condition *, bool variables, struct context *);

#endif /* DATAPLANE_POLICY_CONDITION_H */
