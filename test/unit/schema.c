/*
 * schema.c - the JSON Schema of the scenario language
 *
 * Read by our own reader of JSON, and by a validator where one is installed
 * (Debian's python3-jsonschema and python3-yaml).  Works from the top of the
 * source tree.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/err.h"
#include "dataplane/load/fields.h"
#include "dataplane/load/schema.h"
#include "dataplane/load/yaml.h"

static const struct value *
schema(struct arena *a)
{
	struct errs *errs = errs_new();
	const struct value *v;
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_int_equal(schema_write(f), 0);
	fclose(f);
	v = yaml_read_memory("schema", text, n, a, errs);
	errs_print(errs, stderr);
	assert_non_null(v);
	assert_int_equal(errs_size(errs), 0);
	errs_free(errs);
	free(text);
	return v;
}

static const struct value *
at(const struct value *v, const char *key)
{
	v = value_get(v, key);
	assert_non_null(v);
	return v;
}

/* Every key of the type is there, with its documentation, and no other is. */
static void
same_keys(const struct value *v, const struct object_type *t)
{
	const struct value *keys = at(v, "properties");
	size_t n = 0;

	for (size_t i = 0; i < t->nfields; i++) {
		const struct value *k;

		if (t->fields[i].flags & FIELD_MEANT)
			continue;
		k = at(keys, t->fields[i].name);
		assert_string_equal(
		    at(k, "description")->text, t->fields[i].doc);
		n++;
	}
	assert_int_equal(keys->n, n);
	assert_string_equal(at(v, "additionalProperties")->text, "false");
}

static void
test_same_as_the_table(void **state)
{
	struct arena *a = arena_new();
	const struct value *s = schema(a);

	(void)state;
	assert_string_equal(
	    at(s, "$schema")->text, "http://json-schema.org/draft-07/schema#");
	same_keys(s, &scenario_type);
	for (size_t i = 0; i < scenario_type.nfields; i++) {
		const struct object_type *t = scenario_type.fields[i].type;

		if (t && !t->is_value)
			same_keys(at(at(s, "definitions"), t->id), t);
	}
	arena_free(a);
}

static void
references_resolve(const struct value *v, const struct value *definitions)
{
	static const char before[] = "#/definitions/";

	for (size_t i = 0; i < v->n; i++) {
		const struct value_entry *e =
		    v->type == VALUE_MAP ? &v->map[i] : NULL;

		if (e && strcmp(e->key, "$ref") == 0)
			at(definitions, e->value->text + sizeof(before) - 1);
		references_resolve(e ? e->value : v->list[i], definitions);
	}
}

static void
test_references(void **state)
{
	struct arena *a = arena_new();
	const struct value *s = schema(a);

	(void)state;
	references_resolve(s, at(s, "definitions"));
	arena_free(a);
}

static void
test_full_disk(void **state)
{
	FILE *f = fopen("/dev/full", "w");

	(void)state;
	if (f == NULL) {
		print_message("SKIP: no /dev/full\n");
		skip();
	}
	assert_int_equal(schema_write(f), -1);
	fclose(f);
}

/* The exit status of the validator; the shell finds the files. */
static int
validate(const char *schema_path, const char *want, const char *files)
{
	char command[512];
	int status = 0;
	pid_t child;

	snprintf(command, sizeof(command),
	    "python3 test/unit/schema_validate.py %s %s %s", schema_path, want,
	    files);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* Each has one mistake that a schema can see. */
static void
refused(const char *schema_path, const char *path)
{
	static const char *const bad[] = {
		"name: no version",
		"apiVersion: vpcsim/v2",
		"apiVersion: vpcsim/v1\nvcps: {}",
		"apiVersion: vpcsim/v1\nvpcs: {a: {cidr: 10.0.0.0}}",
		"apiVersion: vpcsim/v1\nvpcs: {a: {cidr: 10.0.0.0/8, "
		"subnet: {}}}",
		"apiVersion: vpcsim/v1\nvpcs: {a: {cidr: 10.0.0.0/8, "
		"interfaces: {i: {subnet: s, udp_timeout: 45}}}}",
		"apiVersion: vpcsim/v1\nvpcs: {a: {cidr: 10.0.0.0/8, "
		"interfaces: {i: {ip: 10.0.0.4}}}}",
		"apiVersion: vpcsim/v1\nvpcs: {a: {cidr: 10.0.0.0/8, "
		"security_groups: {g: {ingress: [{to: 10.0.0.0/8}]}}}}",
		"apiVersion: vpcsim/v1\ntests: [{flow: {from: a, to: b}, "
		"expect: {verdict: dropt}}]",
		"apiVersion: vpcsim/v1\ntests: [{flow: {from: a, to: b}, "
		"replay: {}, expect: {verdict: dropped}}]",
		"apiVersion: vpcsim/v1\npeerings: {p: {between: [a]}}",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		put(path, bad[i]);
		if (validate(schema_path, "refuse", path) != 0)
			fail_msg("accepted:\n%s", bad[i]);
	}
}

static void
test_validator(void **state)
{
	char path[] = "schema-test-XXXXXX";
	char bad[] = "schema-test-XXXXXX";
	int fd = mkstemp(path), fd2 = mkstemp(bad), status;
	FILE *f = fdopen(fd, "w");

	(void)state;
	assert_true(fd2 >= 0);
	close(fd2);
	assert_int_equal(schema_write(f), 0);
	fclose(f);
	put(bad, "apiVersion: vpcsim/v1");
	status = validate(path, "accept", bad);
	if (status == 0) {
		refused(path, bad);
		if (access("scenarios", R_OK) == 0)
			status = validate(
			    path, "accept", "$(find scenarios -name '*.yaml')");
	}
	unlink(path);
	unlink(bad);
	if (status == 77)
		skip();
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_as_the_table),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_validator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
