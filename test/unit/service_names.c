/*
 * test/unit/service_names.c - service_names and host_services
 *
 * The names that AWS gave in answers to describe-vpc-endpoint-services are
 * checked one by one where those answers are at hand.
 */

#include "dataplane/model/service_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "core/packet.h"
#include "core/rng.h"
#include "dataplane/model/host_services.h"

static void
parses_service_names(void **state)
{
	static const struct {
		const char *text, *service, *region;
	} good[] = {
		{ "s3", "s3", "" },
		{ "S3", "s3", "" },
		{ "ecr.dkr", "ecr.dkr", "" },
		{ "com.amazonaws.us-east-1.s3", "s3", "us-east-1" },
		{ "com.amazonaws.eu-west-1.ecr.dkr", "ecr.dkr", "eu-west-1" },
		{ "com.amazonaws.us-gov-west-1.kms", "kms", "us-gov-west-1" },
		{ "aws.sagemaker.us-east-1.notebook", "notebook", "us-east-1" },
		{ "aws.api.us-east-1.freetier", "freetier", "us-east-1" },
		{ "cn.com.amazonaws.cn-north-1.athena", "athena",
		    "cn-north-1" },
		{ "com.amazonaws.vpce.us-east-1.vpce-svc-0ab12",
		    "vpce-svc-0ab12", "us-east-1" },
		{ "com.amazonaws.s3-global.accesspoint",
		    "s3-global.accesspoint", "" },
		{ "com.amazonaws.eusc-de-east-1.s3", "s3", "eusc-de-east-1" },
		{ "payments", "payments", "" },
		{ "pay-2-me-1", "pay-2-me-1", "" },
	};
	static const char *const bad[] = { "", ".", "a..b", "us-east-1",
		"com.amazonaws.us-east-1", "com.amazonaws.us-east-1.", "a b",
		"s3.us-east-1.amazonaws.com", "*.s3" };
	struct service_name n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(service_name_parse(good[i].text, &n));
		assert_string_equal(n.service, good[i].service);
		assert_string_equal(n.region, good[i].region);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(service_name_parse(bad[i], &n));
}

static const struct {
	const char *host, *service, *region;
	bool dualstack;
} public_names[] = {
	{ "s3.amazonaws.com", "s3", "us-east-1", false },
	{ "s3.us-east-1.amazonaws.com", "s3", "us-east-1", false },
	{ "S3.US-EAST-1.amazonaws.com.", "s3", "us-east-1", false },
	{ "acme.s3.us-east-1.amazonaws.com", "s3", "us-east-1", false },
	{ "a.b.c.s3.eu-west-1.amazonaws.com", "s3", "eu-west-1", false },
	{ "acme.s3.amazonaws.com", "s3", "eu-central-1", false },
	{ "s3-eu-west-1.amazonaws.com", "s3", "eu-west-1", false },
	{ "acme.s3-eu-west-1.amazonaws.com", "s3", "eu-west-1", false },
	{ "acme.s3-website-us-west-2.amazonaws.com", "s3", "us-west-2", false },
	{ "s3-external-1.amazonaws.com", "s3", "us-east-1", false },
	{ "s3.dualstack.us-east-1.amazonaws.com", "s3", "us-east-1", true },
	{ "acme.s3.dualstack.us-east-1.amazonaws.com", "s3", "us-east-1",
	    true },
	{ "1-ap.s3-accesspoint.us-east-1.amazonaws.com", "s3", "us-east-1",
	    false },
	{ "secretsmanager.us-east-1.amazonaws.com", "secretsmanager",
	    "us-east-1", false },
	{ "secretsmanager.us-east-1.api.aws", "secretsmanager", "us-east-1",
	    true },
	{ "dynamodb.us-east-1.amazonaws.com", "dynamodb", "us-east-1", false },
	{ "111122223333.ddb.us-east-1.amazonaws.com", "dynamodb", "us-east-1",
	    false },
	{ "streams.dynamodb.us-east-1.amazonaws.com", "dynamodb-streams",
	    "us-east-1", false },
	{ "api.ecr.us-east-1.amazonaws.com", "ecr.api", "us-east-1", false },
	{ "111122223333.dkr.ecr.eu-west-2.amazonaws.com", "ecr.dkr",
	    "eu-west-2", false },
	{ "111122223333.dkr-ecr.eu-west-2.on.aws", "ecr.dkr", "eu-west-2",
	    true },
	{ "us-east-2.queue.amazonaws.com", "sqs", "us-east-2", false },
	{ "queue.amazonaws.com", "sqs", "us-east-1", false },
	{ "sqs.us-east-2.amazonaws.com", "sqs", "us-east-2", false },
	{ "abc.execute-api.us-east-1.amazonaws.com", "execute-api", "us-east-1",
	    false },
	{ "sts.amazonaws.com", "sts", "us-east-1", false },
	{ "iam.global.api.aws", "iam", "us-east-1", true },
	{ "kms-fips.us-west-2.amazonaws.com", "kms-fips", "us-west-2", false },
	{ "logs.us-east-1.amazonaws.com", "logs", "us-east-1", false },
	{ "ec2messages.us-east-1.amazonaws.com", "ec2messages", "us-east-1",
	    false },
	{ "firehose.us-east-1.amazonaws.com", "kinesis-firehose", "us-east-1",
	    false },
	{ "runtime.sagemaker.us-east-1.amazonaws.com", "sagemaker.runtime",
	    "us-east-1", false },
	{ "ec2.us-gov-west-1.amazonaws.com", "ec2", "us-gov-west-1", false },
	{ "s3.cn-north-1.amazonaws.com.cn", "s3", "cn-north-1", false },
	{ "iam.amazonaws.com.cn", "iam", "cn-north-1", false },
	{ "kms.eusc-de-east-1.amazonaws.eu", "kms", "eusc-de-east-1", false },
	{ "x.notebook.us-east-1.sagemaker.aws", "notebook", "us-east-1",
	    false },
};

static void
reads_public_dns_names(void **state)
{
	struct service_dns d;

	(void)state;
	for (size_t i = 0; i < sizeof(public_names) / sizeof(public_names[0]);
	     i++) {
		assert_true(service_name_from_dns(
		    public_names[i].host, "eu-central-1", &d));
		assert_int_equal(d.kind, SERVICE_DNS_PUBLIC);
		assert_string_equal(d.name.service, public_names[i].service);
		assert_string_equal(d.name.region, public_names[i].region);
		assert_int_equal(d.dualstack, public_names[i].dualstack);
		assert_string_equal(d.endpoint, "");
	}
	assert_true(service_name_from_dns("a.s3.amazonaws.com", NULL, &d));
	assert_string_equal(d.name.region, "us-east-1");
}

static void
refuses_other_names(void **state)
{
	static const char *const bad[] = { "", ".", "example.com",
		"amazonaws.com", ".amazonaws.com", "a..amazonaws.com",
		"us-east-1.amazonaws.com", "s3.example.com",
		"s3.amazonaws.com.example.com", "xs3amazonaws.com",
		"db.c1.us-east-1.rds.amazonaws.com",
		"lb-1.us-east-1.elb.amazonaws.com",
		"ec2-54-1-2-3.compute-1.amazonaws.com",
		"ec2-54-1-2-3.eu-west-1.compute.amazonaws.com",
		"fs-0ab.efs.us-east-1.amazonaws.com",
		"x.vpc-lattice-svcs.us-east-1.on.aws",
		"a.b.c.us-east-1.amazonaws.com",
		"vpce-0ab-xyz.us-east-1.vpce.amazonaws.com",
		"vpce-svc-0ab.us-east-1.vpce.amazonaws.com",
		"kms.us-east-1.vpce.amazonaws.com",
		"vpce-0ab-xyz.kms.vpce.amazonaws.com",
		"a*b.us-east-1.amazonaws.com" };
	struct service_dns d;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (service_name_from_dns(bad[i], "us-east-1", &d))
			fail_msg("%s: %s", bad[i], d.name.service);
}

static void
reads_endpoint_names(void **state)
{
	static const struct {
		const char *host, *service, *endpoint, *label, *zone;
	} good[] = {
		{ "vpce-0ab-xyz.secretsmanager.us-east-1.vpce.amazonaws.com",
		    "secretsmanager", "vpce-0ab", "vpce-0ab-xyz", "" },
		{ "vpce-0ab-xyz-us-east-1a.secretsmanager.us-east-1.vpce."
		  "amazonaws.com",
		    "secretsmanager", "vpce-0ab", "vpce-0ab-xyz",
		    "us-east-1a" },
		{ "acme.bucket.vpce-0ab-xyz.s3.us-east-1.vpce.amazonaws.com",
		    "s3", "vpce-0ab", "vpce-0ab-xyz", "" },
		{ "vpce-0ab-xyz.dkr.ecr.us-east-1.vpce.amazonaws.com",
		    "ecr.dkr", "vpce-0ab", "vpce-0ab-xyz", "" },
		{ "vpce-0ab-xyz.kinesis.us-east-1.vpce.amazonaws.com",
		    "kinesis-streams", "vpce-0ab", "vpce-0ab-xyz", "" },
		{ "vpce-0ab-xyz.vpce-svc-0cd.us-east-1.vpce.amazonaws.com",
		    "vpce-svc-0cd", "vpce-0ab", "vpce-0ab-xyz", "" },
		{ "reports.s3-door.s3.us-east-1.vpce.amazonaws.com", "s3",
		    "s3-door", "s3-door", "" },
		{ "vpce-0ab.kms.us-east-1.vpce.amazonaws.com", "kms",
		    "vpce-0ab", "vpce-0ab", "" },
	};
	struct service_dns d;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(service_name_from_dns(good[i].host, NULL, &d));
		assert_int_equal(d.kind, SERVICE_DNS_ENDPOINT);
		assert_string_equal(d.name.service, good[i].service);
		assert_string_equal(d.name.region, "us-east-1");
		assert_string_equal(d.endpoint, good[i].endpoint);
		assert_string_equal(d.label, good[i].label);
		assert_string_equal(d.zone, good[i].zone);
	}
}

static void
matches_private_dns(void **state)
{
	static const struct {
		const char *service, *region, *host;
		bool yes;
	} c[] = {
		{ "s3", "us-east-1", "s3.us-east-1.amazonaws.com", true },
		{ "s3", "us-east-1", "a.s3.us-east-1.amazonaws.com", true },
		{ "s3", "us-east-1", "s3.amazonaws.com", true },
		{ "s3", "us-east-1", "a.s3.amazonaws.com", true },
		{ "s3", "eu-west-1", "s3.amazonaws.com", false },
		{ "s3", "eu-west-1", "a.s3.amazonaws.com", false },
		{ "s3", "eu-west-1", "s3.us-east-1.amazonaws.com", false },
		{ "s3", "us-east-1", "xs3.us-east-1.amazonaws.com", false },
		{ "s3", "us-east-1", "s3.dualstack.us-east-1.amazonaws.com",
		    false },
		{ "com.amazonaws.eu-west-1.s3", "",
		    "s3.eu-west-1.amazonaws.com", true },
		{ "ecr.dkr", "us-east-1", "1.dkr.ecr.us-east-1.amazonaws.com",
		    true },
		{ "ecr.dkr", "us-east-1", "dkr.ecr.us-east-1.amazonaws.com",
		    true },
		{ "ecr.dkr", "us-east-1", "api.ecr.us-east-1.amazonaws.com",
		    false },
		{ "ecr.api", "us-east-1", "api.ecr.us-east-1.amazonaws.com",
		    true },
		{ "ecr.api", "us-east-1", "ecr.us-east-1.amazonaws.com",
		    false },
		{ "sqs", "us-east-1", "us-east-1.queue.amazonaws.com", false },
		{ "sqs", "us-east-1", "queue.amazonaws.com", false },
		{ "kms", "us-east-1", "KMS.us-east-1.amazonaws.com.", true },
		{ "kms", "us-east-1", "x.kms.us-east-1.amazonaws.com", false },
		{ "kms", "us-east-1", "kms-fips.us-east-1.amazonaws.com",
		    false },
		{ "kms", "us-east-1", "kms.us-east-1.api.aws", false },
		{ "kms", "cn-north-1", "kms.cn-north-1.amazonaws.com.cn",
		    true },
		{ "execute-api", "us-east-1",
		    "a.execute-api.us-east-1.amazonaws.com", true },
		{ "execute-api", "us-east-1",
		    "execute-api.us-east-1.amazonaws.com", false },
		{ "dynamodb", "us-east-1", "dynamodb.us-east-1.amazonaws.com",
		    true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++)
		assert_int_equal(service_private_dns_matches(
				     c[i].service, c[i].region, c[i].host),
		    c[i].yes);
}

/* One service as describe-vpc-endpoint-services tells of it. */
static void
check_described(const json_t *detail)
{
	const char *full =
	    json_string_value(json_object_get(detail, "ServiceName"));
	const char *dns =
	    json_string_value(json_object_get(detail, "PrivateDnsName"));
	struct service_name n;
	struct service_dns d;
	char host[300];

	/* AWS's own test of a service, with names of a form of its own */
	if (dns == NULL || strstr(full, ".macie.") != NULL)
		return;
	snprintf(host, sizeof(host), "%s%s", dns[0] == '*' ? "x" : "",
	    dns + (dns[0] == '*'));
	assert_true(service_name_parse(full, &n));
	assert_true(service_private_dns_matches(n.service, n.region, host));
	assert_true(service_private_dns_matches(full, NULL, host));
	assert_true(service_name_from_dns(host, NULL, &d));
	assert_string_equal(d.name.service, n.service);
	assert_string_equal(d.name.region, n.region);
}

static void
check_described_file(const char *path)
{
	json_t *root = json_load_file(path, 0, NULL);
	const json_t *list = json_object_get(root, "ServiceDetails");

	if (root == NULL) {
		print_message("SKIP: no %s\n", path);
		skip();
	}
	assert_true(json_array_size(list) > 60);
	for (size_t i = 0; i < json_array_size(list); i++)
		check_described(json_array_get(list, i));
	json_decref(root);
}

#define LABS "../shared/data/labs/"

static void
agrees_with_what_aws_described(void **state)
{
	(void)state;
	check_described_file(LABS "aws_nlb_targets_ip/aws_configs/us-east-1/"
				  "VpcEndpointServices.json");
	check_described_file(LABS "aws_demo/aws_configs/us-west-1/"
				  "VpcEndpointServices.json");
	check_described_file(LABS "aws_tgw_peering/aws_configs/accounts/"
				  "951601349076/us-east-2/"
				  "VpcEndpointServices.json");
}

static void
knows_ports(void **state)
{
	uint16_t p[8];

	(void)state;
	assert_int_equal(service_ports("kms", PROTO_TCP, p, 8), 1);
	assert_int_equal(p[0], 443);
	assert_int_equal(service_ports("kms", PROTO_UDP, p, 8), 0);
	assert_int_equal(service_ports("email-smtp", PROTO_TCP, p, 8), 5);
	assert_int_equal(p[4], 2587);
	assert_int_equal(service_ports("email-smtp", PROTO_TCP, p, 1), 5);
	assert_true(service_has_port("s3", PROTO_TCP, 80));
	assert_true(service_has_port("s3", PROTO_TCP, 443));
	assert_false(service_has_port("s3", PROTO_TCP, 22));
	assert_false(service_has_port("s3", PROTO_ICMP, 0));
	assert_true(service_has_port("email-smtp", PROTO_TCP, 2587));
	assert_false(service_has_port("email-smtp", PROTO_TCP, 443));
	assert_true(service_has_port("route53", PROTO_UDP, 53));
}

static void
knows_owners(void **state)
{
	char buf[SERVICE_STRLEN];

	(void)state;
	assert_string_equal(service_owner_name("s3"), "S3");
	assert_string_equal(service_owner_name("s3-fips"), "S3");
	assert_string_equal(service_owner_name("dynamodb"), "DYNAMODB");
	assert_string_equal(service_owner_name("ec2"), "AMAZON");
	assert_string_equal(service_owner_name("secretsmanager"), "AMAZON");
	assert_string_equal(service_owner_name("-fips"), "AMAZON");
	assert_string_equal(service_name_of_owner("S3", buf), "s3");
	assert_string_equal(service_name_of_owner("EC2", buf), "ec2");
	assert_string_equal(
	    service_name_of_owner("EFS", buf), "elasticfilesystem");
	assert_string_equal(
	    service_name_of_owner("CODEBUILD", buf), "codebuild");
	assert_string_equal(
	    service_name_of_owner("ROUTE53_RESOLVER", buf), "route53-resolver");
}

static void
knows_host_services(void **state)
{
	static const struct {
		const char *ip, *name;
		uint16_t port;
	} c[] = {
		{ "169.254.169.253", "route53-resolver", 53 },
		{ "fd00:ec2::253", "route53-resolver", 53 },
		{ "169.254.169.254", "imds", 80 },
		{ "fd00:ec2::254", "imds", 80 },
		{ "169.254.169.123", "time-sync", 123 },
		{ "fd00:ec2::123", "time-sync", 123 },
		{ "255.255.255.255", "dhcp", 67 },
		{ "ff02::1:2", "dhcp", 547 },
		{ "169.254.169.250", "kms-activation", 1688 },
		{ "169.254.169.251", "kms-activation", 1688 },
		{ "fd00:ec2::250", "kms-activation", 1688 },
		{ "169.254.170.2", "ecs-metadata", 80 },
	};
	const struct host_service *h;
	struct ip a;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		assert_true(ip_parse(c[i].ip, &a));
		h = host_service_at(a);
		assert_non_null(h);
		assert_string_equal(h->name, c[i].name);
		assert_int_equal(h->port, c[i].port);
	}
	host_services(&n);
	assert_int_equal(n, sizeof(c) / sizeof(c[0]));
	assert_true(ip_parse("169.254.169.252", &a));
	assert_null(host_service_at(a));
}

/* Whatever stands in the text, all are to return and to stay in bounds. */
static void
survives_any_text(void **state)
{
	static const char *const pieces[] = { "s3", ".", "..", "vpce-", "-",
		"us-east-1", "us-east-1a", ".vpce", ".amazonaws.com",
		"vpce-0ab-xyz", "svc-", "dualstack", ".queue", ".cn", "x",
		"0123456789abcdef0123456789abcdef", "global", "\xff", ".on.aws",
		"a.b.c.d.e.f.g.h", "com.amazonaws." };
	struct rng rng = { 20261120 };
	struct service_name name;
	struct service_dns d;

	(void)state;
	print_message("seed %llu\n", (unsigned long long)rng.state);
	for (int i = 0; i < 100000; i++) {
		char text[800];
		size_t n = 0, pick;

		text[0] = '\0';
		for (uint32_t k = rng_below(&rng, 12); k > 0; k--) {
			pick =
			    rng_below(&rng, sizeof(pieces) / sizeof(pieces[0]));
			n += (size_t)snprintf(
			    text + n, sizeof(text) - n, "%s", pieces[pick]);
		}
		if (service_name_from_dns(text, "eu-west-1", &d))
			assert_true(d.name.service[0] && d.name.region[0]);
		if (service_name_parse(text, &name))
			assert_true(name.service[0]);
		service_private_dns_matches(text, "us-east-1", text);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_service_names),
		cmocka_unit_test(reads_public_dns_names),
		cmocka_unit_test(refuses_other_names),
		cmocka_unit_test(reads_endpoint_names),
		cmocka_unit_test(matches_private_dns),
		cmocka_unit_test(agrees_with_what_aws_described),
		cmocka_unit_test(knows_ports),
		cmocka_unit_test(knows_owners),
		cmocka_unit_test(knows_host_services),
		cmocka_unit_test(survives_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
