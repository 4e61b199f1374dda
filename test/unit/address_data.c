/*
 * test/unit/address_data.c - address_data
 *
 * The twin of the look-up goes through every prefix of ip-ranges.txt, which it
 * reads for itself, and keeps the best.
 */

#include "dataplane/model/address_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/rng.h"
#include "dataplane/model/service_names.h"

#define IP_RANGES "../shared/data/aws/ip-ranges.json"

struct twin_entry {
	struct prefix prefix;
	struct ip last;
	char service[40], region[24];
};

static struct twin_entry *twin;
static size_t ntwin;

static void
twin_add(const char *prefix, const char *service, const char *region)
{
	struct twin_entry *e;

	if (ntwin % 1024 == 0)
		twin = xrealloc(twin, (ntwin + 1024) * sizeof(*twin));
	e = &twin[ntwin++];
	assert_int_equal(prefix_parse(prefix, &e->prefix), PREFIX_OK);
	e->last = prefix_last(e->prefix);
	snprintf(e->service, sizeof(e->service), "%s", service);
	snprintf(e->region, sizeof(e->region), "%s", region);
}

static int
read_twin(void **state)
{
	FILE *f = fopen("dataplane/model/ip-ranges.txt", "r");
	char line[256], service[40] = "", region[24] = "";

	(void)state;
	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#' || strncmp(line, "created ", 8) == 0)
			continue;
		if (line[0] != ' ') {
			assert_int_equal(
			    sscanf(line, "%39s %23s", service, region), 2);
			continue;
		}
		for (char *w = strtok(line, " \n"); w; w = strtok(NULL, " \n"))
			twin_add(w, service, region);
	}
	fclose(f);
	return 0;
}

static int
free_twin(void **state)
{
	(void)state;
	free(twin);
	return 0;
}

static int
generality(const struct twin_entry *e)
{
	return strcmp(e->service, "AMAZON") == 0 ? 2
	    : strcmp(e->service, "EC2") == 0     ? 1
						 : 0;
}

static bool
better(const struct twin_entry *a, const struct twin_entry *b)
{
	if (b == NULL || a->prefix.len != b->prefix.len)
		return b == NULL || a->prefix.len > b->prefix.len;
	if (generality(a) != generality(b))
		return generality(a) < generality(b);
	return strcmp(a->service, b->service) < 0;
}

static const struct twin_entry *
twin_lookup(struct ip a)
{
	const struct twin_entry *best = NULL;

	for (const struct twin_entry *e = twin; e < twin + ntwin; e++)
		if (!ip_less(a, e->prefix.addr) && !ip_less(e->last, a) &&
		    ip_is4(a) == prefix_is4(e->prefix) && better(e, best))
			best = e;
	return best;
}

/* Both tables, or only one, must say what the twin says. */
static void
check_against_twin(const struct address_data *d, struct ip a)
{
	const struct twin_entry *e = twin_lookup(a);
	struct address_owner o;
	char text[IP_STRLEN];
	bool found = address_data_lookup(d, a, &o);

	if (found != (e != NULL) ||
	    (e &&
		(strcmp(e->service, o.service) != 0 ||
		    strcmp(e->region, o.region) != 0 ||
		    !prefix_eq(e->prefix, o.prefix))))
		fail_msg("%s: %s %s, expected %s %s", ip_format(a, text),
		    found ? o.service : "nobody", found ? o.region : "",
		    e ? e->service : "nobody", e ? e->region : "");
}

/* At an edge of a prefix, or next to it, or anywhere. */
static struct ip
random_address(struct rng *rng)
{
	const struct twin_entry *e = &twin[rng_below(rng, (uint32_t)ntwin)];

	switch (rng_below(rng, 6)) {
	case 0:
		return e->prefix.addr;
	case 1:
		return e->last;
	case 2:
		return ip_add(e->last, 1);
	case 3:
		return (struct ip){ e->prefix.addr.hi, e->prefix.addr.lo - 1 };
	case 4:
		return ip_add(e->prefix.addr, rng_next(rng) & 0xffff);
	default:
		return rng_below(rng, 2)
		    ? ip_from4((uint32_t)rng_next(rng))
		    : (struct ip){ 0x2600000000000000u | rng_next(rng) >> 8,
			      rng_next(rng) };
	}
}

static void
agrees_with_the_twin(void **state)
{
	const struct address_data *d = address_data_builtin();
	struct rng rng = { (uint64_t)time(NULL) };

	(void)state;
	print_message("seed %llu\n", (unsigned long long)rng.state);
	assert_true(ntwin > 10000);
	for (int i = 0; i < 100000; i++)
		check_against_twin(d, random_address(&rng));
}

static void
expect_owner(const struct address_data *d, const char *ip, const char *service,
    const char *region)
{
	struct address_owner o;
	struct ip a;

	assert_true(ip_parse(ip, &a));
	if (service == NULL) {
		assert_false(address_data_lookup(d, a, &o));
		return;
	}
	assert_true(address_data_lookup(d, a, &o));
	assert_string_equal(o.service, service);
	assert_string_equal(o.region, region);
	assert_true(prefix_has(o.prefix, a));
}

static void
knows_who_owns_an_address(void **state)
{
	const struct address_data *d = address_data_builtin();

	(void)state;
	assert_string_equal(address_data_date(d), "2026-08-22-15-17-05");
	expect_owner(d, "52.216.0.10", "S3", "us-east-1");
	expect_owner(d, "3.5.0.1", "S3", "us-east-1");
	expect_owner(d, "52.94.0.1", "DYNAMODB", "us-east-1");
	expect_owner(d, "2600:1fa0:8000::1", "S3", "us-east-1");
	expect_owner(d, "8.8.8.8", NULL, NULL);
	expect_owner(d, "10.0.0.1", NULL, NULL);
	expect_owner(d, "203.0.113.7", NULL, NULL);
	expect_owner(d, "0.0.0.0", NULL, NULL);
	expect_owner(d, "255.255.255.255", NULL, NULL);
	expect_owner(d, "::", NULL, NULL);
	expect_owner(d, "2001:db8::1", NULL, NULL);
	expect_owner(d, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", NULL, NULL);
}

static void
expect_prefixes(const char *service, const char *region, size_t n,
    const char *const *expected)
{
	struct arena *arena = arena_new();
	char text[PREFIX_STRLEN];
	struct prefix *list;
	size_t got;

	list = address_data_prefixes(
	    address_data_builtin(), service, region, FAMILY_IPV4, arena, &got);
	assert_int_equal(got, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(prefix_format(list[i], text), expected[i]);
	arena_free(arena);
}

static void
lists_prefixes(void **state)
{
	static const char *const s3[] = { "1.178.4.0/23", "1.178.6.0/24",
		"3.2.64.0/23", "3.2.74.0/24", "3.5.0.0/19", "16.15.156.0/22",
		"16.15.160.0/19", "16.15.192.0/18", "16.182.0.0/16",
		"18.34.0.0/19", "18.34.232.0/21", "44.192.134.240/28",
		"44.192.140.64/28", "52.216.0.0/15", "54.231.0.0/16" };
	static const char *const dynamodb[] = { "3.218.180.0/22",
		"35.71.68.0/22", "35.71.76.0/22", "52.94.0.0/22",
		"52.119.224.0/20" };
	struct arena *arena = arena_new();
	size_t n = 7;

	(void)state;
	expect_prefixes("S3", "us-east-1", 15, s3);
	expect_prefixes("s3", "us-east-1", 15, s3);
	expect_prefixes("DYNAMODB", "us-east-1", 5, dynamodb);
	expect_prefixes("s3", "nowhere-1", 0, NULL);
	assert_null(address_data_prefixes(address_data_builtin(), "dynamodb",
	    "us-east-1", FAMILY_IPV6, arena, &n));
	assert_int_equal(n, 0);
	arena_free(arena);
}

static bool
in_any(const struct prefix *list, size_t n, struct ip a)
{
	for (size_t i = 0; i < n; i++)
		if (prefix_has(list[i], a))
			return true;
	return false;
}

/* The merged list has the edges of every entry, no neighbours, and no more. */
static void
merges_without_gain_or_loss(void **state)
{
	const struct address_data *d = address_data_builtin();
	struct arena *arena = arena_new();
	struct prefix *p4, *p6;
	size_t n4, n6;

	(void)state;
	p4 = address_data_prefixes(
	    d, "S3", "eu-west-1", FAMILY_IPV4, arena, &n4);
	p6 = address_data_prefixes(
	    d, "S3", "eu-west-1", FAMILY_IPV6, arena, &n6);
	assert_int_equal(n4, 10);
	assert_true(n6 > 0);
	for (size_t i = 0; i < ntwin; i++) {
		bool is4 = prefix_is4(twin[i].prefix);
		struct prefix *p = is4 ? p4 : p6;
		size_t n = is4 ? n4 : n6;
		bool mine = strcmp(twin[i].service, "S3") == 0 &&
		    strcmp(twin[i].region, "eu-west-1") == 0;

		if (mine) {
			assert_true(in_any(p, n, twin[i].prefix.addr));
			assert_true(in_any(p, n, twin[i].last));
		} else if (strcmp(twin[i].service, "S3") == 0) {
			assert_false(in_any(p, n, twin[i].prefix.addr));
		}
	}
	for (size_t i = 1; i < n4; i++)
		assert_true(ip_less(prefix_last(p4[i - 1]), p4[i].addr));
	arena_free(arena);
}

static void
expect_service_address(const char *service, const char *region,
    enum ip_family family, const char *owner)
{
	const struct address_data *d = address_data_builtin();
	struct address_owner o;
	struct ip a, again;

	assert_true(
	    address_data_service_address(d, service, region, family, &a));
	assert_true(
	    address_data_service_address(d, service, region, family, &again));
	assert_true(ip_eq(a, again));
	assert_int_equal(ip_is4(a), family == FAMILY_IPV4);
	assert_true(address_data_lookup(d, a, &o));
	assert_string_equal(o.service, owner);
	if (strcmp(o.region, "GLOBAL") != 0)
		assert_string_equal(o.region, region);
}

static void
finds_an_address_of_a_service(void **state)
{
	const struct address_data *d = address_data_builtin();
	struct ip a, b, s3;

	(void)state;
	assert_true(ip_parse("52.216.0.10", &s3));
	assert_true(address_data_service_address(
	    d, "s3", "us-east-1", FAMILY_IPV4, &a));
	assert_true(ip_eq(a, s3));
	expect_service_address("s3", "eu-west-1", FAMILY_IPV4, "S3");
	expect_service_address("s3", "eu-west-1", FAMILY_IPV6, "S3");
	expect_service_address(
	    "dynamodb", "us-east-1", FAMILY_IPV4, "DYNAMODB");
	expect_service_address("dynamodb", "us-east-1", FAMILY_IPV6, "AMAZON");
	expect_service_address(
	    "cloudfront", "us-east-1", FAMILY_IPV4, "CLOUDFRONT");
	expect_service_address("kms", "us-east-1", FAMILY_IPV4, "AMAZON");
	expect_service_address("kms", "us-east-1", FAMILY_IPV6, "AMAZON");
	expect_service_address("ec2", "cn-north-1", FAMILY_IPV4, "AMAZON");
	expect_service_address("sqs", "me-west-1", FAMILY_IPV4, "AMAZON");
	assert_false(address_data_service_address(
	    d, "kms", "nowhere-1", FAMILY_IPV4, &a));
	assert_true(address_data_service_address(
	    d, "kms", "us-east-1", FAMILY_IPV4, &a));
	assert_true(address_data_service_address(
	    d, "sqs", "us-east-1", FAMILY_IPV4, &b));
	assert_false(ip_eq(a, b));
}

static void
knows_prefix_list_ids(void **state)
{
	(void)state;
	assert_string_equal(
	    address_data_prefix_list_id("us-east-1", "s3"), "pl-63a5400a");
	assert_string_equal(
	    address_data_prefix_list_id("us-east-1", "dynamodb"),
	    "pl-02cd2c6b");
	assert_null(address_data_prefix_list_id("us-east-1", "kms"));
	assert_null(address_data_prefix_list_id("ap-northeast-3", "dynamodb"));
	assert_null(address_data_prefix_list_id("af-south-1", "s3"));
	/* an id means different services in different Regions */
	assert_string_equal(
	    address_data_prefix_list_service("eu-central-1", "pl-6ea54007"),
	    "s3");
	assert_string_equal(
	    address_data_prefix_list_service("us-west-1", "pl-6ea54007"),
	    "dynamodb");
	assert_null(
	    address_data_prefix_list_service("us-east-1", "pl-6ea54007"));
	assert_null(address_data_prefix_list_service("ap-northeast-3", "pl-0"));
}

static void
same_lists(const struct address_data *a, const struct address_data *b,
    const char *service, const char *region)
{
	struct arena *arena = arena_new();

	for (int f = FAMILY_IPV4; f <= FAMILY_IPV6; f++) {
		struct prefix *p, *q;
		struct ip x, y;
		size_t n, m;

		p = address_data_prefixes(
		    a, service, region, (enum ip_family)f, arena, &n);
		q = address_data_prefixes(
		    b, service, region, (enum ip_family)f, arena, &m);
		assert_int_equal(n, m);
		for (size_t i = 0; i < n; i++)
			assert_true(prefix_eq(p[i], q[i]));
		if (n == 0)
			continue;
		assert_true(address_data_service_address(
		    a, "secretsmanager", region, (enum ip_family)f, &x));
		assert_true(address_data_service_address(
		    b, "secretsmanager", region, (enum ip_family)f, &y));
		assert_true(ip_eq(x, y));
	}
	arena_free(arena);
}

/* The table that is built in was made from this very file. */
static void
a_loaded_file_says_the_same(void **state)
{
	static const char *const regions[] = { "us-east-1", "eu-west-1",
		"ap-southeast-5", "GLOBAL", "cn-north-1" };
	struct errs *errs = errs_new();
	struct address_data *d;
	struct rng rng = { (uint64_t)time(NULL) };

	(void)state;
	if (access(IP_RANGES, R_OK) != 0) {
		print_message("SKIP: no " IP_RANGES "\n");
		errs_free(errs);
		skip();
	}
	d = address_data_load(IP_RANGES, errs);
	errs_print(errs, stderr);
	assert_non_null(d);
	assert_string_equal(
	    address_data_date(d), address_data_date(address_data_builtin()));
	print_message("seed %llu\n", (unsigned long long)rng.state);
	for (int i = 0; i < 10000; i++)
		check_against_twin(d, random_address(&rng));
	for (size_t i = 0; i < ntwin; i++) {
		check_against_twin(d, twin[i].prefix.addr);
		check_against_twin(d, twin[i].last);
	}
	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		same_lists(d, address_data_builtin(), "AMAZON", regions[i]);
		same_lists(d, address_data_builtin(), "S3", regions[i]);
		same_lists(d, address_data_builtin(), "EC2", regions[i]);
	}
	address_data_free(d);
	errs_free(errs);
}

/* The data of a JSON text, with what was wrong in errs. */
static struct address_data *
load_text(const char *text, struct errs *errs)
{
	char path[32];
	struct address_data *d;
	FILE *f = tmpfile();

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0 && fflush(f) == 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fileno(f));
	d = address_data_load(path, errs);
	fclose(f);
	return d;
}

static void
nests_as_the_longest_prefix_says(void **state)
{
	static const char json[] =
	    "{\"createDate\": \"2030-01-01\", \"prefixes\": ["
	    "{\"ip_prefix\": \"9.0.0.0/8\", \"service\": \"AMAZON\","
	    " \"region\": \"GLOBAL\"},"
	    "{\"ip_prefix\": \"9.1.0.0/16\", \"service\": \"AMAZON\","
	    " \"region\": \"r\"},"
	    "{\"ip_prefix\": \"9.1.0.0/16\", \"service\": \"EC2\","
	    " \"region\": \"r\"},"
	    "{\"ip_prefix\": \"9.1.0.0/17\", \"service\": \"S3\","
	    " \"region\": \"r\"},"
	    "{\"ip_prefix\": \"9.1.0.0/17\", \"service\": \"EC2\","
	    " \"region\": \"r\"},"
	    "{\"ip_prefix\": \"9.1.127.255/32\", \"service\": \"EC2\","
	    " \"region\": \"r\"},"
	    "{\"ip_prefix\": \"255.255.255.0/24\", \"service\": \"EBS\","
	    " \"region\": \"r\"}],"
	    "\"ipv6_prefixes\": ["
	    "{\"ipv6_prefix\": \"::/0\", \"service\": \"AMAZON\","
	    " \"region\": \"six\"}]}";
	struct errs *errs = errs_new();
	struct address_data *d = load_text(json, errs);

	(void)state;
	assert_non_null(d);
	assert_string_equal(address_data_date(d), "2030-01-01");
	expect_owner(d, "8.255.255.255", NULL, NULL);
	expect_owner(d, "9.0.0.0", "AMAZON", "GLOBAL");
	expect_owner(d, "9.1.0.0", "S3", "r");
	expect_owner(d, "9.1.127.254", "S3", "r");
	expect_owner(d, "9.1.127.255", "EC2", "r");
	expect_owner(d, "9.1.128.0", "EC2", "r");
	expect_owner(d, "9.1.255.255", "EC2", "r");
	expect_owner(d, "9.2.0.0", "AMAZON", "GLOBAL");
	expect_owner(d, "10.0.0.0", NULL, NULL);
	expect_owner(d, "255.255.255.255", "EBS", "r");
	expect_owner(d, "::", "AMAZON", "six");
	expect_owner(
	    d, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "AMAZON", "six");
	address_data_free(d);
	errs_free(errs);
}

static void
reports_every_problem(void **state)
{
	static const struct {
		const char *json;
		size_t problems;
	} c[] = {
		{ "", 1 },
		{ "{", 1 },
		{ "[]", 1 },
		{ "7", 1 },
		{ "{}", 3 },
		{ "{\"createDate\": 1, \"prefixes\": {}, \"ipv6_prefixes\": 1}",
		    3 },
		{ "{\"createDate\": \"x\", \"prefixes\": [],"
		  " \"ipv6_prefixes\": []}",
		    2 },
		{ "{\"createDate\": \"x\", \"prefixes\": [7, {},"
		  "{\"ip_prefix\": \"1.2.3.0/24\", \"service\": \"\","
		  " \"region\": 7},"
		  "{\"ip_prefix\": \"1.2.3.0/33\", \"service\": \"S3\","
		  " \"region\": \"r\"},"
		  "{\"ip_prefix\": \"1.2.3.4/24\", \"service\": \"S3\","
		  " \"region\": \"r\"},"
		  "{\"ip_prefix\": \"2600::/32\", \"service\": \"S3\","
		  " \"region\": \"r\"}],"
		  " \"ipv6_prefixes\": ["
		  "{\"ipv6_prefix\": \"1.2.3.0/24\", \"service\": \"S3\","
		  " \"region\": \"r\"}]}",
		    10 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		struct errs *errs = errs_new();

		assert_null(load_text(c[i].json, errs));
		assert_int_equal(errs_count(errs), c[i].problems);
		assert_non_null(errs_get(errs, 0)->where.file);
		errs_free(errs);
	}
}

static void
reports_a_file_that_is_not_there(void **state)
{
	struct errs *errs = errs_new();

	(void)state;
	assert_null(address_data_load("/nowhere/ip-ranges.json", errs));
	assert_null(address_data_load("/", errs));
	assert_int_equal(errs_count(errs), 2);
	errs_free(errs);
	address_data_free(NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_twin),
		cmocka_unit_test(knows_who_owns_an_address),
		cmocka_unit_test(lists_prefixes),
		cmocka_unit_test(merges_without_gain_or_loss),
		cmocka_unit_test(finds_an_address_of_a_service),
		cmocka_unit_test(knows_prefix_list_ids),
		cmocka_unit_test(a_loaded_file_says_the_same),
		cmocka_unit_test(nests_as_the_longest_prefix_says),
		cmocka_unit_test(reports_every_problem),
		cmocka_unit_test(reports_a_file_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, read_twin, free_twin);
}
