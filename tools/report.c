/*
 * report.c - results of tests in the forms that other programs read
 *
 * JUnit's XML as CI servers take it, the Test Anything Protocol 13, GitHub's
 * workflow commands, and JSON.
 */

#include "tools/report.h"

#include <inttypes.h>
#include <string.h>

#include "tools/emit.h"
#include "tools/exit.h"
#include "tools/out.h"
#include "tools/utf8.h"

static const char *
file_of(const struct test_result *r)
{
	return r->where.file ? r->where.file : r->file;
}

static const char *
name_of(const struct test_result *r)
{
	return r->name ? r->name : "the file can be read";
}

/* Text with the characters of a set written another way. */
static void
put_replaced(struct out *o, const char *s, const char *const (*pairs)[2])
{
	for (; *s; s++) {
		size_t i = 0;

		while (pairs[i][0] && *s != pairs[i][0][0])
			i++;
		if (pairs[i][0])
			out_string(o, pairs[i][1]);
		else
			out_char(o, *s);
	}
}

static void
put_difference(struct out *o, const struct difference *d)
{
	if (d->flow)
		out_printf(o, "flow %" PRIu64 ": ", d->flow);
	out_printf(
	    o, "%s: expected %s, actual %s", d->key, d->expected, d->actual);
}

/* All that is to be said of a failure, into memory. */
static struct out *
details(const struct test_result *r, bool trace)
{
	char place[1024];
	struct out *o = out_open_memory(false);

	for (size_t i = 0; i < r->ndifferences; i++) {
		const struct difference *d = &r->differences[i];

		where_format(d->where, place, sizeof(place));
		out_printf(o, "%s: ", place);
		put_difference(o, d);
		out_char(o, '\n');
	}
	if (r->problems)
		out_string(o, r->problems);
	if (trace && r->trace)
		out_printf(o, "\n%s", r->trace);
	return o;
}

/* --- JUnit -------------------------------------------------------------- */

static void
put_xml(struct out *o, const char *s)
{
	static const char *const pairs[][2] = { { "&", "&amp;" },
		{ "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" },
		{ NULL, NULL } };
	char one[8];

	while (*s) {
		uint32_t c;
		size_t n = utf8_next(s, &c);

		memcpy(one, s, n);
		one[n] = '\0';
		if (utf8_is_control(c) && c != '\n' && c != '\t')
			out_char(o, '?');
		else
			put_replaced(o, one, pairs);
		s += n;
	}
}

static void
junit_case(struct out *o, const struct test_result *r)
{
	const char *element = r->invalid ? "error" : "failure";
	struct out *text;
	size_t len;

	out_string(o, "    <testcase classname=\"");
	put_xml(o, file_of(r));
	out_string(o, "\" name=\"");
	put_xml(o, name_of(r));
	out_printf(o, "\" file=\"");
	put_xml(o, file_of(r));
	out_printf(
	    o, "\" line=\"%d\" time=\"%.6f\"", r->where.line, r->seconds);
	if (r->passed) {
		out_string(o, "/>\n");
		return;
	}
	text = details(r, true);
	out_printf(o, ">\n      <%s message=\"", element);
	put_xml(o, r->invalid ? "invalid" : "expectation failed");
	out_string(o, "\">");
	put_xml(o, out_memory(text, &len));
	out_printf(o, "</%s>\n    </testcase>\n", element);
	out_close(text);
}

static void
junit_suite(struct out *o, const struct results *all, size_t from, size_t to)
{
	size_t failures = 0, errors = 0;

	for (size_t i = from; i < to; i++) {
		failures += !all->v[i].passed && !all->v[i].invalid;
		errors += all->v[i].invalid;
	}
	out_string(o, "  <testsuite name=\"");
	put_xml(o, all->v[from].file);
	out_printf(o,
	    "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
	    "skipped=\"0\">\n",
	    to - from, failures, errors);
	for (size_t i = from; i < to; i++)
		junit_case(o, &all->v[i]);
	out_string(o, "  </testsuite>\n");
}

static void
write_junit(struct out *o, const struct results *all)
{
	size_t from = 0, to;

	out_string(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	out_printf(o,
	    "<testsuites name=\"vpcsim\" tests=\"%zu\" failures=\"%zu\" "
	    "errors=\"%zu\">\n",
	    all->n, all->failed - all->invalid, all->invalid);
	for (; from < all->n; from = to) {
		for (to = from; to < all->n &&
		     strcmp(all->v[to].file, all->v[from].file) == 0;)
			to++;
		junit_suite(o, all, from, to);
	}
	out_string(o, "</testsuites>\n");
}

/* --- TAP ---------------------------------------------------------------- */

static void
tap_details(struct out *o, const struct test_result *r)
{
	struct out *text = details(r, false);
	size_t len;
	const char *s = out_memory(text, &len);

	while (*s) {
		size_t n = strcspn(s, "\n");

		out_string(o, "# ");
		out_write(o, s, n);
		out_char(o, '\n');
		s += n + (s[n] == '\n');
	}
	out_close(text);
}

static void
write_tap(struct out *o, const struct results *all)
{
	static const char *const pairs[][2] = { { "#", "\\#" },
		{ "\\", "\\\\" }, { "\n", " " }, { NULL, NULL } };

	out_printf(o, "TAP version 13\n1..%zu\n", all->n);
	for (size_t i = 0; i < all->n; i++) {
		const struct test_result *r = &all->v[i];

		out_printf(o, "%sok %zu - ", r->passed ? "" : "not ", i + 1);
		put_replaced(o, file_of(r), pairs);
		out_string(o, ": ");
		put_replaced(o, name_of(r), pairs);
		out_char(o, '\n');
		if (!r->passed)
			tap_details(o, r);
		out_commit(o);
	}
}

/* --- GitHub ------------------------------------------------------------- */

static const char *const github_text[][2] = { { "%", "%25" }, { "\r", "%0D" },
	{ "\n", "%0A" }, { NULL, NULL } };
static const char *const github_property[][2] = { { "%", "%25" },
	{ "\r", "%0D" }, { "\n", "%0A" }, { ":", "%3A" }, { ",", "%2C" },
	{ NULL, NULL } };

static void
github_begin(struct out *o, const struct test_result *r, struct where w)
{
	out_string(o, "::error file=");
	put_replaced(o, w.file ? w.file : file_of(r), github_property);
	if (w.line)
		out_printf(o, ",line=%d", w.line);
	if (w.col)
		out_printf(o, ",col=%d", w.col);
	out_string(o, ",title=");
	put_replaced(o, name_of(r), github_property);
	out_string(o, "::");
}

static void
github_difference(
    struct out *o, const struct test_result *r, const struct difference *d)
{
	struct out *text = out_open_memory(false);
	size_t len;

	put_difference(text, d);
	github_begin(o, r, d->where);
	put_replaced(o, out_memory(text, &len), github_text);
	out_char(o, '\n');
	out_close(text);
}

static void
write_github(struct out *o, const struct results *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct test_result *r = &all->v[i];

		for (size_t k = 0; k < r->ndifferences; k++)
			github_difference(o, r, &r->differences[k]);
		if (r->problems) {
			github_begin(o, r, r->where);
			put_replaced(o, r->problems, github_text);
			out_char(o, '\n');
		}
		out_commit(o);
	}
}

/* --- JSON --------------------------------------------------------------- */

static void
put_place(struct emit *j, struct where w)
{
	emit_put_string(j, "file", w.file);
	emit_key(j, "line");
	emit_int(j, w.line);
	emit_key(j, "column");
	emit_int(j, w.col);
}

static void
json_difference(struct emit *j, const struct difference *d)
{
	emit_object(j);
	emit_put_string(j, "key", d->key);
	emit_put_string(j, "expected", d->expected);
	emit_put_string(j, "actual", d->actual);
	emit_key(j, "flow");
	if (d->flow)
		emit_uint(j, d->flow);
	else
		emit_null(j);
	put_place(j, d->where);
	emit_object_end(j);
}

static void
json_result(struct emit *j, const struct test_result *r)
{
	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.test/1");
	emit_put_string(j, "scenario", r->file);
	emit_put_string(j, "name", r->name);
	put_place(j, r->where);
	emit_put_string(j, "result",
	    r->passed        ? "passed"
		: r->invalid ? "invalid"
			     : "failed");
	emit_key(j, "differences");
	emit_array(j);
	for (size_t i = 0; i < r->ndifferences; i++)
		json_difference(j, &r->differences[i]);
	emit_array_end(j);
	emit_put_string(j, "problems", r->problems);
	emit_object_end(j);
}

static void
write_jsonl(struct out *o, const struct results *all)
{
	struct emit j;

	emit_init(&j, o, false);
	for (size_t i = 0; i < all->n; i++) {
		json_result(&j, &all->v[i]);
		emit_done(&j);
	}
}

static void
write_json(struct out *o, const struct results *all)
{
	struct emit j;

	emit_init(&j, o, true);
	emit_object(&j);
	emit_put_string(&j, "schema", "vpcsim.tests/1");
	emit_key(&j, "tests");
	emit_array(&j);
	for (size_t i = 0; i < all->n; i++)
		json_result(&j, &all->v[i]);
	emit_array_end(&j);
	emit_put_uint(&j, "passed", all->passed);
	emit_put_uint(&j, "failed", all->failed);
	emit_object_end(&j);
	emit_done(&j);
}

/* ------------------------------------------------------------------------ */

bool
report_parse(const char *text, struct report_spec *spec)
{
	static const char *const names[] = { [REPORT_JUNIT] = "junit",
		[REPORT_TAP] = "tap",
		[REPORT_GITHUB] = "github",
		[REPORT_JSON] = "json",
		[REPORT_JSONL] = "jsonl" };
	size_t n = strcspn(text, "=");

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n && strncmp(names[i], text, n) == 0) {
			spec->kind = (enum report_kind)i;
			spec->path = text[n] ? text + n + 1 : NULL;
			return text[n] == '\0' || text[n + 1] != '\0';
		}
	return false;
}

int
report_write(const struct report_spec *spec, const struct results *all)
{
	static void (*const write[])(struct out *, const struct results *) = {
		[REPORT_JUNIT] = write_junit,
		[REPORT_TAP] = write_tap,
		[REPORT_GITHUB] = write_github,
		[REPORT_JSON] = write_json,
		[REPORT_JSONL] = write_jsonl,
	};
	struct out *o = out_open(spec->path, false);

	if (o == NULL)
		return EXIT_ENVIRONMENT;
	write[spec->kind](o, all);
	return out_close(o);
}
