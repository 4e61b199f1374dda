/*
 * write.c - a model as a scenario: what is written is read as the same
 *
 * That every scenario and every lab is a fixed point is test/roundtrip's.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/load/scenario.h"
#include "dataplane/load/write.h"
#include "dataplane/load/yaml.h"
#include "dataplane/load/yaml_write.h"
#include "dataplane/model/model.h"

enum { MOST = 128 };

/* --- the tables --------------------------------------------------------- */

static const struct object_type *seen[MOST];
static size_t nseen;

static void
visit(const struct object_type *t)
{
	for (size_t i = 0; i < nseen; i++)
		if (seen[i] == t)
			return;
	assert_true(nseen < MOST);
	seen[nseen++] = t;
	for (size_t i = 0; i < t->nfields; i++)
		if (t->fields[i].type)
			visit(t->fields[i].type);
}

/* A kind of value that is read and not written would be lost. */
static void
test_every_kind(void **state)
{
	(void)state;
	visit(&scenario_type);
	for (size_t i = 0; i < nseen; i++)
		for (size_t j = 0; j < seen[i]->nfields; j++) {
			const struct field *f = &seen[i]->fields[j];
			bool facts = f->kind == FIELD_NAMES ||
			    f->kind == FIELD_CODE || f->kind == FIELD_COUNT ||
			    f->kind == FIELD_EXPECTS;

			if (f->flags & (FIELD_LATER | FIELD_MEANT) || facts)
				continue;
			if (!write_knows(f->kind))
				fail_msg("%s of %s cannot be written", f->name,
				    seen[i]->label);
		}
}

static void
test_every_object_has_names(void **state)
{
	(void)state;
	visit(&scenario_type);
	for (size_t i = 0; i < nseen; i++) {
		if (seen[i]->kind == NO_OBJECT)
			continue;
		if (!field_find(seen[i], "name") ||
		    !field_find(seen[i], "missing") ||
		    !field_find(seen[i], "down"))
			fail_msg("%s lacks OBJECT_FIELDS", seen[i]->label);
	}
}

/* Alternatives that go to the same place must leave a trace of which it was. */
static void
test_alternatives(void **state)
{
	(void)state;
	visit(&scenario_type);
	for (size_t i = 0; i < nseen; i++)
		for (size_t j = 0; j < seen[i]->nfields; j++)
			for (size_t k = 0; k < j; k++) {
				const struct field *a = &seen[i]->fields[j];
				const struct field *b = &seen[i]->fields[k];

				if (!(a->flags & b->flags & FIELD_ONE_OF) ||
				    a->at.size == 0 || b->at.size == 0 ||
				    a->at.offset != b->at.offset)
					continue;
				if (!a->seen.size && !b->seen.size)
					fail_msg("%s or %s of %s?", a->name,
					    b->name, seen[i]->label);
			}
}

/* --- round trips -------------------------------------------------------- */

static char *
written(const char *text)
{
	struct errs *errs = errs_new();
	struct model *m = model_new(NULL);
	char *out = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&out, &n);

	scenario_load_memory(m, "text", text, strlen(text), errs);
	if (errs_count(errs))
		errs_print(errs, stderr);
	assert_int_equal(errs_count(errs), 0);
	assert_int_equal(write_scenario(f, m, ".", errs), 0);
	fclose(f);
	model_free(m);
	errs_free(errs);
	return out;
}

/* What is written has the line, and is a fixed point. */
static void
has_line(const char *text, const char *line)
{
	char *once = written(text);
	char *again = written(once);

	if (strstr(once, line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, once);
	assert_string_equal(once, again);
	free(once);
	free(again);
}

#define VPC(rest) \
	"apiVersion: vpcsim/v1\nvpcs:\n  app:\n    cidr: 10.0.0.0/16\n" rest

static void
test_names(void **state)
{
	(void)state;
	has_line(VPC("    name: [main network, second]\n"),
	    "{name: [main network, second], cidr: 10.0.0.0/16}\n");
	has_line(VPC("    internet_gateway: {igw-1: {name: out}}\n"),
	    "internet_gateway: {igw-1: {name: out}}");
	has_line(
	    VPC("    internet_gateway: igw-1\n"), "internet_gateway: igw-1}\n");
	has_line("apiVersion: vpcsim/v1\nprefix_lists:\n"
		 "  us-east-1/pl-1: {entries: 10.0.0.0/8, name: corp}\n",
	    "us-east-1/pl-1: {entries: 10.0.0.0/8, name: corp}\n");
	has_line("apiVersion: vpcsim/v1\nhosts: {a: 203.0.113.9}\n",
	    "a: 203.0.113.9\n");
}

/* What AWS makes by itself is not written. */
static void
test_defaults_are_left_out(void **state)
{
	static const char net[] =
	    VPC("    dns_support: true\n"
		"    subnets: {a: {cidr: 10.0.0.0/24}}\n"
		"    security_groups: {web: {ingress: []}}\n"
		"    interfaces: {i: {subnet: a, source_dest_check: true}}\n");
	char *text = written(net);

	(void)state;
	has_line(net, "      web: {ingress: []}\n");
	has_line(net, "      i: {subnet: a}\n");
	assert_null(strstr(text, "default"));
	assert_null(strstr(text, "main"));
	assert_null(strstr(text, "dns_support"));
	free(text);
}

static void
test_routes(void **state)
{
	(void)state;
	has_line(VPC("    route_tables:\n      t: {routes: [{to: 10.9.0.0/16, "
		     "via: nat-9, state: missing}]}\n"),
	    "{to: 10.9.0.0/16, via: nat-9, state: missing}");
	has_line(VPC("    route_tables:\n      t: {routes: [{to: 10.9.0.0/16, "
		     "via: nat-9, state: blackhole, propagated: true}]}\n"),
	    "{to: 10.9.0.0/16, via: nat-9, propagated: true, state: blackhole}");
	has_line(VPC("    route_tables:\n      t: {routes: [{to: 10.9.0.0/16, "
		     "via: blackhole}]}\n"),
	    "{to: 10.9.0.0/16, via: blackhole}");
}

static void
test_address_without_a_public_one(void **state)
{
	(void)state;
	has_line(VPC("    subnets: {a: {cidr: 10.0.0.0/24}}\n"
		     "    interfaces: {i: {subnet: a, ip: [10.0.0.4, 10.0.0.5],"
		     " public_ip: [none, 198.51.100.9]}}\n"),
	    "public_ip: [none, 198.51.100.9]");
}

/* An imported file may lack what another must have. */
static void
test_import(void **state)
{
	(void)state;
	has_line("apiVersion: vpcsim/v1\nimport: {notes: [\"a.json: 3 of X: "
		 "left out\"]}\nvpcs:\n  v: {missing: true}\n",
	    "  notes:\n    - \"a.json: 3 of X: left out\"");
}

static void
test_policy(void **state)
{
	(void)state;
	has_line(
	    VPC("    endpoints: {e: {type: gateway, service: s3, policy: "
		"{Version: \"2012-10-17\", Statement: [{Effect: Deny, "
		"Principal: \"*\", Action: \"s3:*\", Resource: \"*\"}]}}}\n"),
	    "{Effect: Deny, Principal: \"*\", Action: s3:*, Resource: \"*\"}");
	has_line(
	    "apiVersion: vpcsim/v1\n"
	    "resource_policies: {acme: {account: \"111122223333\"}}\n"
	    "identity_policies: {\"arn:aws:iam::111122223333:role/a\": []}\n",
	    "arn:aws:iam::111122223333:role/a: []");
	has_line("apiVersion: vpcsim/v1\n"
		 "traffic: [{from: 10.0.0.1, to: s3, "
		 "request: {action: s3:Get, "
		 "keys: {\"aws:TagKeys\": [a, b]}}}]\n",
	    "aws:TagKeys: [a, b]");
}

/* --- YAML --------------------------------------------------------------- */

/* Any text comes back as itself. */
static void
test_texts(void **state)
{
	static const char *const texts[] = { "a", "true", "null", "~", "12",
		"a: b", "a:", "- a", "*", "::/0", "2600::", "a, b", "[a]",
		"{a}", "# a", "a #b", "\"q\"", "back\\slash", "tab\there",
		"line\nbreak", " a", "a ", "\xc3\xa9t\xc3\xa9", "@a", "%a",
		"!a", "&a", "|", ">", "---", "-1", "-", "?", "'", "\x01",
		"10.0.0.0/16", "s3:Get*", "0x10", "1e3", "\xe2\x80\xa8" };
	struct arena *a = arena_new();
	struct errs *errs = errs_new();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct value text = { .type = VALUE_QUOTED, .text = texts[i] };
		struct value_entry entry = { .key = texts[i], .value = &text };
		struct value map = { .type = VALUE_MAP, .map = &entry, .n = 1 };
		const struct value *back;
		char *out = NULL;
		size_t n = 0;
		FILE *f = open_memstream(&out, &n);

		yaml_write(f, &map);
		fclose(f);
		back = yaml_read_memory("text", out, n, a, errs);
		errs_print(errs, stderr);
		assert_non_null(back);
		assert_string_equal(back->map[0].key, texts[i]);
		assert_true(value_is_scalar(back->map[0].value));
		assert_string_equal(back->map[0].value->text, texts[i]);
		free(out);
	}
	assert_int_equal(errs_size(errs), 0);
	errs_free(errs);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind),
		cmocka_unit_test(test_every_object_has_names),
		cmocka_unit_test(test_alternatives),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_defaults_are_left_out),
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_address_without_a_public_one),
		cmocka_unit_test(test_import),
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
