/*
 * policy_fields.c - the scenario language as a table: policies and requests
 */

#include "dataplane/load/policy_fields.h"

#include "dataplane/policy/policy.h"

static const struct field organization_fields[] = {
	KEY("id", "Its id, such as o-a1b2c3d4e5.", FIELD_STRING,
	    .flags = FIELD_REQUIRED, AT(struct organization, id)),
	KEY("accounts", "The accounts in it.", FIELD_TEXTS,
	    AT(struct organization, accounts)),
	KEY("service_control_policies",
	    "Policies that limit its principals; without a statement that "
	    "allows they stand beside FullAWSAccess.",
	    FIELD_POLICY, AT(struct organization, service_control),
	    .policy = POLICY_CONTROL),
	KEY("resource_control_policies",
	    "Policies that deny requests to its resources.", FIELD_POLICY,
	    AT(struct organization, resource_control),
	    .policy = POLICY_RESOURCE),
};

const struct object_type organization_type = {
	.id = "organization",
	.label = "organization",
	.doc = "An organization of AWS accounts.",
	.kind = NO_OBJECT,
	.size = sizeof(struct organization),
	.place = MEMBER(struct organization, where),
	FIELDS(organization_fields),
};

/* s has a struct flow_spec as the member `flow`. */
#define REQUEST_FIELDS(s)                                                      \
	KEY("action", "What is asked for, such as s3:GetObject.", FIELD_TEXT,  \
	    AT(s, flow.request.action)),                                       \
	    KEY("resource", "Of what: an ARN.", FIELD_TEXT,                    \
		AT(s, flow.request.resource)),                                 \
	    KEY("principal",                                                   \
		"By whom: the ARN of a user, role or session, a service such " \
		"as logs.amazonaws.com, or anonymous.",                        \
		FIELD_TEXT, AT(s, flow.request.principal)),                    \
	    KEY("keys",                                                        \
		"Other condition keys with what they hold, such as "           \
		"aws:PrincipalOrgID.",                                         \
		FIELD_KEYS, AT(s, flow.request.keys))

#define REQUEST_DOC                                                        \
	"A request to a service. What is left out is not known; \"*\" in " \
	"a text stands for a part that is not known."

static const struct field test_request_fields[] = { REQUEST_FIELDS(
    struct test) };

const struct object_type test_request_type = {
	.id = "request",
	.label = "request",
	.doc = REQUEST_DOC,
	.kind = NO_OBJECT,
	.place = MEMBER(struct test, flow.request.where),
	FIELDS(test_request_fields),
};

static const struct field traffic_request_fields[] = { REQUEST_FIELDS(
    struct traffic) };

const struct object_type traffic_request_type = {
	.id = "traffic_request",
	.label = "request",
	.doc = REQUEST_DOC,
	.kind = NO_OBJECT,
	.place = MEMBER(struct traffic, flow.request.where),
	FIELDS(traffic_request_fields),
};
