#ifndef TEST_UNIT_DUMP_FIXTURE_H
#define TEST_UNIT_DUMP_FIXTURE_H

/*
 * dump_fixture.h - describe dumps written in a test, as a model
 *
 * Texts are JSON with ' for ".  Included after cmocka.h.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/describe/describe.h"
#include "dataplane/model/model.h"

struct fixture {
	struct model *m;
	struct errs *errs;
	char folder[32];
};

static inline int
setup(void **state)
{
	struct fixture *f = xcalloc(1, sizeof(*f));

	f->m = model_new(NULL);
	f->errs = errs_new();
	strcpy(f->folder, "describe-test-XXXXXX");
	*state = f;
	return mkdtemp(f->folder) ? 0 : -1;
}

static inline int
teardown(void **state)
{
	struct fixture *f = *state;
	char command[64];
	int failed;

	snprintf(command, sizeof(command), "rm -r %s", f->folder);
	failed = system(command);
	model_free(f->m);
	errs_free(f->errs);
	free(f);
	return failed;
}

/* ' to ", so that JSON is readable here.  The caller frees it. */
static inline char *
quoted(const char *text)
{
	char *s = xstrdup(text);

	for (char *p = s; (p = strchr(p, '\''));)
		*p = '"';
	return s;
}

static inline int
read_memory(struct fixture *f, const char *text)
{
	char *s = quoted(text);
	int rc = describe_load_memory(f->m, "dump.json", s, strlen(s), f->errs);

	free(s);
	return rc;
}

static inline void
load(struct fixture *f, const char *text)
{
	assert_int_equal(read_memory(f, text), 0);
	assert_int_equal(model_link(f->m, f->errs), 0);
}

static inline void
put(struct fixture *f, const char *name, const char *text)
{
	char path[256], *s = quoted(text);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	for (char *p = path + strlen(f->folder) + 1; (p = strchr(p, '/'));
	     p++) {
		*p = '\0';
		mkdir(path, 0777);
		*p = '/';
	}
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(s, file);
	assert_int_equal(fclose(file), 0);
	free(s);
}

static inline void
load_folder(struct fixture *f)
{
	struct where nowhere = { .file = NULL };

	assert_int_equal(describe_load(f->m, f->folder, nowhere, f->errs), 0);
	assert_int_equal(model_link(f->m, f->errs), 0);
}

static inline void *
find(const struct fixture *f, enum object_kind kind, const char *name)
{
	struct object *o = model_find(f->m, NULL, 1u << kind, name, NULL);

	if (o == NULL)
		fail_msg("no %s %s", object_kind_text(kind), name);
	return o;
}

static inline void
expect_warning(const struct fixture *f, const char *part)
{
	for (size_t i = 0; i < errs_size(f->errs); i++)
		if (strstr(errs_get(f->errs, i)->text, part))
			return;
	errs_print(f->errs, stderr);
	fail_msg("no warning with \"%s\"", part);
}

static inline void
expect_ip(struct ip ip, const char *text)
{
	char buf[IP_STRLEN];

	assert_string_equal(ip_format(ip, buf), text);
}

static inline void
expect_cidr(const struct cidrs *c, size_t i, const char *text)
{
	char buf[PREFIX_STRLEN];

	assert_true(i < c->n);
	assert_string_equal(prefix_format(c->v[i].prefix, buf), text);
}

/* --- pieces of dumps --- */

#define VPC "{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}"
#define SUBNET                                        \
	"{'SubnetId': 'subnet-1', 'VpcId': 'vpc-1', " \
	"'CidrBlock': '10.0.1.0/24', 'AvailabilityZone': 'eu-west-1a'}"
#define BASE "'Vpcs': [" VPC "], 'Subnets': [" SUBNET "]"
#define TABLE(routes)                                                  \
	"'RouteTables': [{'RouteTableId': 'rtb-1', 'VpcId': 'vpc-1', " \
	"'Associations': [{'Main': true}, {'SubnetId': 'subnet-1'}], " \
	"'Routes': [" routes "]}]"
#define ENI(id, ip, more)                                     \
	"{'NetworkInterfaceId': '" id "', 'VpcId': 'vpc-1', " \
	"'SubnetId': 'subnet-1', 'PrivateIpAddress': '" ip "', " more "}"
#define GROUP   "'Groups': [{'GroupId': 'sg-1'}]"
#define SG      "'SecurityGroups': [{'GroupId': 'sg-1', 'VpcId': 'vpc-1'}]"

#define TEST(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

#endif /* TEST_UNIT_DUMP_FIXTURE_H */
