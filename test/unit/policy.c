/*
 * test/unit/policy.c - policy documents, and what they say of a request
 */

#include "dataplane/policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dataplane/load/yaml.h"
#include "dataplane/marks.h"
#include "dataplane/policy/evaluate.h"
#include "test/unit/value_fixture.h"

static const struct policy *
parse(struct fixture *f, const char *text, enum policy_use use)
{
	const struct value *v =
	    yaml_read_memory("p.yaml", text, strlen(text), f->arena, f->errs);

	assert_non_null(v);
	return policy_parse(f->arena, v, use, f->errs);
}

/* --- conditions --------------------------------------------------------- */

/* A request with the keys that the rows below ask for. */
static struct context
context(struct fixture *f)
{
	struct context c = { .arena = f->arena,
		.action = "s3:GetObject",
		.resource = "arn:aws:s3:::acme/key",
		.principal = "arn:aws:iam::111122223333:role/app",
		.told = true };

	context_add(&c, "aws:SourceVpce", "vpce-1");
	context_add(&c, "aws:SourceIp", "198.51.100.7");
	context_add(&c, "aws:TagKeys", "Red");
	context_add(&c, "aws:TagKeys", "Blue");
	context_add(&c, "x:n", "20");
	context_add(&c, "x:t", "2026-11-20T10:00:00Z");
	context_add_principal(&c);
	return c;
}

static enum truth
condition_says(struct fixture *f, const char *operator, const char * key,
    const char *values)
{
	const char *text = arena_printf(f->arena,
	    "{Version: '2012-10-17', Statement: {Effect: Allow, Action: '*', "
	    "Resource: '*', Condition: {'%s': {'%s': %s}}}}",
	    operator, key, values);
	struct context c = context(f);
	const struct policy *p = parse(f, text, POLICY_IDENTITY);

	assert_int_equal(errs_count(f->errs), 0);
	return policy_evaluate(p, &c, false).allows;
}

enum { N = TRUTH_NO, M = TRUTH_MAYBE, Y = TRUTH_YES };

static const struct {
	const char *operator, * key, *values;
	int says;
} condition_rows[] = {
	{ "StringEquals", "aws:SourceVpce", "vpce-1", Y },
	{ "StringEquals", "AWS:sourcevpce", "vpce-1", Y },
	{ "StringEquals", "aws:SourceVpce", "[a, vpce-1]", Y },
	{ "StringEquals", "aws:SourceVpce", "VPCE-1", N },
	{ "StringEquals", "aws:SourceVpce", "'vpce-*'", N },
	{ "StringEquals", "aws:SourceVpc", "vpc-1", N },
	{ "StringEqualsIgnoreCase", "aws:SourceVpce", "VPCE-1", Y },
	{ "StringNotEquals", "aws:SourceVpce", "vpce-1", N },
	{ "StringNotEquals", "aws:SourceVpce", "[a, vpce-1]", N },
	{ "StringNotEquals", "aws:SourceVpce", "[a, b]", Y },
	{ "StringNotEquals", "aws:SourceVpc", "vpc-1", Y },
	{ "StringNotEqualsIgnoreCase", "aws:SourceVpce", "VPCE-1", N },
	{ "StringLike", "aws:SourceVpce", "'vpce-?'", Y },
	{ "StringLike", "aws:SourceVpce", "'VPCE*'", N },
	{ "StringNotLike", "aws:SourceVpce", "'vpce*'", N },
	{ "StringEqualsIfExists", "aws:SourceVpc", "vpc-1", Y },
	{ "StringEqualsIfExists", "aws:SourceVpce", "a", N },
	{ "ArnLike", "aws:PrincipalArn", "'arn:aws:iam::*:role/app'", Y },
	{ "ArnEquals", "aws:PrincipalArn", "'arn:aws:iam::*:role/*'", Y },
	{ "ArnNotLike", "aws:PrincipalArn", "'arn:aws:iam::*:user/*'", Y },
	{ "ArnNotEquals", "aws:SourceArn", "'arn:aws:sns:a:1:t'", Y },
	{ "IpAddress", "aws:SourceIp", "198.51.100.0/24", Y },
	{ "IpAddress", "aws:SourceIp", "198.51.100.7", Y },
	{ "IpAddress", "aws:SourceIp", "[203.0.113.0/24, '::/0']", N },
	{ "NotIpAddress", "aws:SourceIp", "198.51.100.0/24", N },
	{ "NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/8", Y },
	{ "IpAddress", "aws:VpcSourceIp", "10.0.0.0/8", N },
	{ "Bool", "aws:PrincipalIsAWSService", "false", Y },
	{ "Bool", "aws:PrincipalIsAWSService", "'true'", N },
	{ "Bool", "aws:ViaAWSService", "false", Y },
	{ "BoolIfExists", "aws:MultiFactorAuthPresent", "false", Y },
	{ "Null", "aws:SourceVpce", "'false'", Y },
	{ "Null", "aws:SourceVpce", "'true'", N },
	{ "Null", "aws:SourceVpc", "true", Y },
	{ "Null", "aws:SourceVpc", "false", N },
	{ "NumericEquals", "x:n", "20.0", Y },
	{ "NumericNotEquals", "x:n", "20", N },
	{ "NumericLessThan", "x:n", "20", N },
	{ "NumericLessThanEquals", "x:n", "20", Y },
	{ "NumericGreaterThan", "x:n", "19.5", Y },
	{ "NumericGreaterThanEquals", "x:n", "21", N },
	{ "NumericEquals", "x:n", "many", N },
	{ "DateLessThan", "x:t", "'2026-11-20T10:00:01Z'", Y },
	{ "DateGreaterThan", "x:t", "'2026-11-20T10:00:00Z'", N },
	{ "DateGreaterThanEquals", "x:t", "'2026-11-20T10:00:00Z'", Y },
	{ "DateLessThanEquals", "x:t", "'2026-11-20'", N },
	{ "DateEquals", "x:t", "'1795168800'", Y },
	{ "DateNotEquals", "x:t", "'2026-11-20T10:00:00Z'", N },
	{ "ForAnyValue:StringEquals", "aws:TagKeys", "Red", Y },
	{ "ForAnyValue:StringEquals", "aws:TagKeys", "Green", N },
	{ "ForAllValues:StringEquals", "aws:TagKeys", "Red", N },
	{ "ForAllValues:StringEquals", "aws:TagKeys", "[Red, Blue, x]", Y },
	{ "ForAllValues:StringEquals", "aws:CalledVia", "x", Y },
	{ "ForAnyValue:StringEquals", "aws:CalledVia", "x", N },
	{ "ForAnyValue:StringNotEquals", "aws:TagKeys", "Red", Y },
	{ "ForAllValues:StringNotEquals", "aws:TagKeys", "Red", N },
	{ "StringEquals", "aws:PrincipalAccount", "'111122223333'", Y },
	{ "StringEquals", "aws:PrincipalOrgID", "o-1", N },
	{ "StringEquals", "aws:PrincipalTag/team", "a", N },
	{ "StringEquals", "aws:PrincipalType", "AssumedRole", Y },
	{ "StringEquals", "s3:prefix", "home/", M },
	{ "StringNotEquals", "s3:prefix", "home/", M },
	{ "StringEquals", "aws:SourceVpce", "'${aws:nothing}'", M },
	{ "StringEquals", "aws:SourceVpce", "'${aws:SourceVpc}'", N },
	{ "StringEquals", "aws:SourceVpce", "\"${aws:SourceVpc, 'vpce-1'}\"",
	    Y },
	{ "StringEquals", "aws:SourceVpce", "'${aws:SourceVpce}'", Y },
};

static void
conditions(void **state)
{
	for (size_t i = 0;
	     i < sizeof(condition_rows) / sizeof(condition_rows[0]); i++) {
		int says = condition_says(*state, condition_rows[i].operator,
		    condition_rows[i].key, condition_rows[i].values);

		if (says != condition_rows[i].says)
			print_message("%s %s %s: %d\n",
			    condition_rows[i].operator, condition_rows[i].key,
			    condition_rows[i].values, says);
		assert_int_equal(says, condition_rows[i].says);
	}
}

static void
an_unknown_operator_is_told_and_not_decided(void **state)
{
	struct fixture *f = *state;
	struct context c = context(f);
	const struct policy *p = parse(f,
	    "{Statement: {Effect: Deny, Action: '*', Resource: '*', Condition: "
	    "{StringEqual: {aws:SourceVpce: vpce-1}}}}",
	    POLICY_IDENTITY);

	assert_int_equal(errs_count(f->errs), 0);
	assert_int_equal(errs_size(f->errs), 1);
	assert_non_null(strstr(
	    errs_get(f->errs, 0)->text, "did you mean \"StringEquals\"?"));
	assert_int_equal(policy_evaluate(p, &c, false).denies, TRUTH_MAYBE);
}

/* --- statements --------------------------------------------------------- */

static void
statements(void **state)
{
	static const struct {
		const char *statement;
		int allows;
	} row[] = {
		{ "Principal: '*', Action: 's3:*', Resource: '*'", Y },
		{ "Principal: '*', NotAction: 's3:Put*', Resource: '*'", Y },
		{ "Principal: '*', NotAction: 's3:*', Resource: '*'", N },
		{ "Principal: '*', Action: '*', NotResource: "
		  "'arn:aws:s3:::acme/*'",
		    N },
		{ "Principal: '*', Action: 's3:getobject', Resource: "
		  "'arn:aws:s3:::acm?/*'",
		    Y },
		{ "Principal: {AWS: '*'}, Action: '*', Resource: '*'", Y },
		{ "Principal: {AWS: '111122223333'}, Action: '*', Resource: "
		  "'*'",
		    Y },
		{ "Principal: {AWS: 'arn:aws:iam::111122223333:role/ap'}, "
		  "Action: '*', Resource: '*'",
		    N },
		{ "Principal: {Service: s3.amazonaws.com}, Action: '*', "
		  "Resource: '*'",
		    N },
		{ "NotPrincipal: {AWS: '111122223333'}, Action: '*', "
		  "Resource: '*'",
		    N },
		{ "NotPrincipal: {AWS: '444455556666'}, Action: '*', "
		  "Resource: '*'",
		    Y },
		{ "Principal: {Federated: cognito}, Action: '*', Resource: "
		  "'*'",
		    M },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct context c = context(f);
		const struct policy *p = parse(f,
		    arena_printf(f->arena, "{Statement: [{Effect: Allow, %s}]}",
			row[i].statement),
		    POLICY_RESOURCE);

		assert_int_equal(errs_size(f->errs), 0);
		assert_int_equal(
		    policy_evaluate(p, &c, false).allows, row[i].allows);
	}
}

/* Variables are of the version of 2012; before that they are text. */
static void
versions(void **state)
{
	struct fixture *f = *state;
	struct context c = context(f);
	static const char rest[] =
	    "Statement: {Effect: Allow, Action: '*', Resource: "
	    "'arn:aws:s3:::acme/${aws:SourceVpce}'}}";

	c.resource = "arn:aws:s3:::acme/vpce-1";
	assert_int_equal(
	    policy_evaluate(
		parse(f,
		    arena_printf(f->arena, "{Version: 2012-10-17, %s", rest),
		    POLICY_IDENTITY),
		&c, false)
		.allows,
	    TRUTH_YES);
	assert_int_equal(
	    policy_evaluate(
		parse(f, arena_printf(f->arena, "{%s", rest), POLICY_IDENTITY),
		&c, false)
		.allows,
	    TRUTH_NO);
}

/* --- mistakes ----------------------------------------------------------- */

static void
mistakes(void **state)
{
	static const struct {
		const char *text;
		enum policy_use use;
		const char *says;
	} row[] = {
		{ "[]", POLICY_IDENTITY, "expected a policy document" },
		{ "{Version: '2012'}", POLICY_IDENTITY,
		    "expected the version 2012-10-17" },
		{ "{Version: '2012-10-17'}", POLICY_IDENTITY,
		    "no \"Statement\"" },
		{ "{Statements: []}", POLICY_IDENTITY,
		    "did you mean \"Statement\"?" },
		{ "{Statement: {Effect: Alow, Action: '*', Resource: '*'}}",
		    POLICY_IDENTITY, "expected \"Allow\" or \"Deny\"" },
		{ "{Statement: {Action: '*', Resource: '*'}}", POLICY_IDENTITY,
		    "no \"Effect\"" },
		{ "{Statement: {Effect: Allow, Resource: '*'}}",
		    POLICY_IDENTITY, "no \"Action\"" },
		{ "{Statement: {Effect: Allow, Action: '*'}}", POLICY_IDENTITY,
		    "no \"Resource\"" },
		{ "{Statement: {Effect: Allow, Action: '*', NotAction: '*', "
		  "Resource: '*'}}",
		    POLICY_IDENTITY, "not both" },
		{ "{Statement: {Effect: Allow, Action: GetObject, Resource: "
		  "'*'}}",
		    POLICY_IDENTITY, "no action such as" },
		{ "{Statement: {Effect: Allow, Action: '*', Resource: '*'}}",
		    POLICY_ENDPOINT, "no \"Principal\"" },
		{ "{Statement: {Effect: Allow, Principal: '*', Action: '*', "
		  "Resource: '*'}}",
		    POLICY_IDENTITY, "names no principal" },
		{ "{Statement: {Effect: Allow, Principal: {AWS: "
		  "'arn:aws:iam::1:role/*'}, Action: '*', Resource: '*'}}",
		    POLICY_RESOURCE, "stands alone" },
		{ "{Statement: {Effect: Allow, Principal: {Aws: '*'}, Action: "
		  "'*', Resource: '*'}}",
		    POLICY_RESOURCE, "did you mean \"AWS\"?" },
		{ "{Statement: {Effect: Allow, Action: '*', Resource: '*', "
		  "Condition: x}}",
		    POLICY_IDENTITY, "expected a map of condition operators" },
		{ "{Statement: {Effect: Allow, Action: '*', Resource: '*', "
		  "Condition: {Bool: x}}}",
		    POLICY_IDENTITY, "from condition keys" },
		{ "'{\"Statement\": 1}'", POLICY_IDENTITY,
		    "expected a statement" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		size_t before = errs_size(f->errs);
		bool said = false;

		parse(f, row[i].text, row[i].use);
		for (size_t k = before; k < errs_size(f->errs); k++)
			said |= strstr(errs_get(f->errs, k)->text,
				    row[i].says) != NULL;
		if (!said)
			print_message("%s: %s\n", row[i].text, row[i].says);
		assert_true(said);
	}
}

static void
of_a_dump_nothing_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct context c = context(f);
	const struct policy *p = policy_parse_text(
	    f->arena, "{\"Statement\"", (struct where){ 0 }, POLICY_ENDPOINT);
	struct policy_answer a = policy_evaluate(p, &c, true);

	assert_true(p->unreadable);
	assert_int_equal(a.allows, TRUTH_MAYBE);
	assert_int_equal(a.denies, TRUTH_MAYBE);
	assert_true(c.marks & MARK_ASSUMED(ASSUME_POLICY_KEY_UNKNOWN));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(conditions, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    an_unknown_operator_is_told_and_not_decided, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(statements, setup, teardown),
		cmocka_unit_test_setup_teardown(versions, setup, teardown),
		cmocka_unit_test_setup_teardown(mistakes, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    of_a_dump_nothing_is_an_error, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
