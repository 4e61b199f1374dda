#ifndef DATAPLANE_POLICY_PATTERN_H
#define DATAPLANE_POLICY_PATTERN_H

/*
 * pattern.h - texts with wildcards, held against texts of which parts are not
 * known
 *
 * In a pattern two characters that no policy holds stand for any run of
 * characters and for any one, so that "*" and "?" can stand for themselves.  In
 * a subject "*" is a run of which nothing is known.
 */

#include <stdbool.h>

#include "dataplane/policy/truth.h"

enum { PATTERN_RUN = '\1', PATTERN_ONE = '\2' };

/* Yes: whatever stands for the unknown runs of the subject.  No: whatever. */
enum truth
pattern_match(const char *pattern, const char *subject, bool ignore_case);

/*
 * The same for ARNs in conditions, part by part: a wildcard does not go over a
 * colon but in the last of the six parts (IAM User Guide, ARN condition
 * operators).
 */
enum truth pattern_match_arn(const char *pattern, const char *subject);

#endif /* DATAPLANE_POLICY_PATTERN_H */
