/*
 * flow_log.c - the formats of flow logs, and the shape of records
 *
 * Records that AWS has delivered, where they are at hand, have each field in the
 * shape in which ours have it: a number, an address, a word, or "-".
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <unistd.h>

#include "dataplane/compile.h"
#include "dataplane/records/flow_log_line.h"
#include "test/unit/clean_model.h"

/* --- formats ------------------------------------------------------------ */

static int
read_format(const char *text, enum flow_log_of of, struct flow_log_format *f)
{
	char why[FLOW_LOG_WHY];

	return flow_log_format_read(text, of, f, why);
}

static void
test_formats(void **state)
{
	struct flow_log_format f;

	(void)state;
	assert_int_equal(
	    read_format(flow_log_default_vpc, FLOW_LOG_VPC, &f), 0);
	assert_int_equal(f.n, 14);
	assert_int_equal(f.version, 2);
	assert_int_equal(
	    read_format(flow_log_default_tgw, FLOW_LOG_TGW, &f), 0);
	assert_int_equal(f.n, 36);
	assert_int_equal(f.version, 6);
	assert_int_equal(read_format("${end}${start}", FLOW_LOG_VPC, &f), 0);
	assert_int_equal(f.n, 2);
	assert_int_equal(f.field[0], FLOW_LOG_END);
	assert_int_equal(
	    read_format("${traffic-path} ${vpc-id}", FLOW_LOG_VPC, &f), 0);
	assert_int_equal(f.version, 5);
	assert_int_equal(
	    read_format("${asg-tag-2} ${reject-reason}", FLOW_LOG_VPC, &f), 0);
	assert_int_equal(f.version, 11);
}

static void
refuses(const char *text, enum flow_log_of of, const char *words)
{
	struct flow_log_format f;
	char why[FLOW_LOG_WHY];

	assert_int_equal(flow_log_format_read(text, of, &f, why), -1);
	if (strstr(why, words) == NULL)
		fail_msg("\"%s\" is refused with: %s", text, why);
}

static void
test_refused_formats(void **state)
{
	char many[8 * 1024] = "";

	(void)state;
	refuses("", FLOW_LOG_VPC, "one field at least");
	refuses("srcaddr", FLOW_LOG_VPC, "as ${srcaddr}");
	refuses("${srcaddr", FLOW_LOG_VPC, "as ${srcaddr}");
	refuses("${srcaddr} $", FLOW_LOG_VPC, "as ${srcaddr}");
	refuses("${}", FLOW_LOG_VPC, "no field \"\"");
	refuses("${scraddr}", FLOW_LOG_VPC, "did you mean \"srcaddr\"");
	refuses("${tgw-id}", FLOW_LOG_VPC, "a VPC have no field");
	refuses("${action}", FLOW_LOG_TGW, "a transit gateway have no field");
	for (int i = 0; i <= FLOW_LOG_MOST; i++)
		strcat(many, "${bytes} ");
	refuses(many, FLOW_LOG_VPC, "at most 128");
	memset(many, 'x', sizeof(many) - 1);
	memcpy(many, "${", 2);
	many[sizeof(many) - 2] = '}';
	refuses(many, FLOW_LOG_VPC, "no field");
}

static void
test_fields(void **state)
{
	(void)state;
	for (int i = 0; i < FLOW_LOG_FIELDS; i++) {
		const struct flow_log_field_info *f = &flow_log_field_info[i];

		assert_int_equal(
		    flow_log_field_find(f->name, strlen(f->name)), i);
		assert_in_range(f->version, 2, 11);
		assert_true((f->version == 6) == (f->of == FLOW_LOG_TGW));
	}
}

/* --- records ------------------------------------------------------------ */

struct fixture {
	struct clean c;
	struct log_interfaces interfaces;
	struct arena *arena;
	struct flow_log_record record;
	struct flow_log_view view;
};

static void
fixture_init(struct fixture *f)
{
	clean_init(&f->c);
	f->c.app1->instance = word(&f->c.b, "i-1");
	f->c.app->account = "111122223333";
	assert_int_equal(model_link(f->c.b.m, f->c.b.e), 0);
	log_interfaces_init(&f->interfaces, f->c.b.m);
	f->arena = arena_new();
	f->record = (struct flow_log_record){
		.key = { .packet = { .src = ip_of("10.0.1.70"),
			     .dst = ip_of("203.0.113.5"),
			     .sport = 40000,
			     .dport = 443,
			     .proto = PROTO_TCP },
		    .interface = log_interface_find(&f->interfaces,
			node_of(&f->c.app1->o), node_of(&f->c.priv->o)),
		    .next_hop = LOG_INTERFACE_NONE,
		    .attachment = LOG_INTERFACE_NONE,
		    .pair = LOG_INTERFACE_NONE,
		    .egress = true,
		    .path = TRAFFIC_INTERNET_GATEWAY },
		.packets = 10,
		.bytes = 840,
		.start = VTIME_SECONDS(1439387263),
		.end = VTIME_SECONDS(1439387264),
		.tcp_flags = 19,
	};
	f->view = (struct flow_log_view){ .record = &f->record,
		.interfaces = &f->interfaces,
		.model = f->c.b.m,
		.version = 2 };
}

static void
fixture_fini(struct fixture *f)
{
	log_interfaces_fini(&f->interfaces);
	arena_free(f->arena);
	built_fini(&f->c.b);
}

static const char *
line(struct fixture *f, const char *format)
{
	struct flow_log_format x;

	assert_int_equal(read_format(format, FLOW_LOG_VPC, &x), 0);
	f->view.version = x.version;
	return flow_log_line(&f->view, &x, f->arena);
}

static void
test_lines(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	assert_string_equal(line(&f, flow_log_default_vpc),
	    "2 111122223333 app-1 10.0.1.10 203.0.113.5 40000 443 6 10 840 "
	    "1439387263 1439387264 ACCEPT OK");
	assert_string_equal(
	    line(&f, "${pkt-srcaddr} ${traffic-path} ${version} ${tcp-flags}"),
	    "10.0.1.70 8 5 19");
	f.record.key.reason = LOG_BPA;
	f.record.key.action = LOG_REJECT;
	assert_string_equal(
	    line(&f, "${reject-reason} ${action} ${packets} ${bytes}"),
	    "BPA REJECT 10 -");
	f.record.status = LOG_NODATA;
	assert_string_equal(line(&f, flow_log_default_vpc),
	    "2 111122223333 app-1 - - - - - - - 1439387263 1439387264 - "
	    "NODATA");
	fixture_fini(&f);
}

static void
test_words(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	f.c.app1->instance.s = "my big\tone";
	log_interfaces_fini(&f.interfaces);
	log_interfaces_init(&f.interfaces, f.c.b.m);
	assert_string_equal(
	    line(&f, "${instance-id} ${type}"), "my%20big%09one IPv4");
	fixture_fini(&f);
}

static void
test_ipv6(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	f.record.key.packet.src = ip_of("2600:1f18:1:1::10");
	f.record.key.packet.dst = ip_of("2001:db8::5");
	assert_string_equal(line(&f, "${srcaddr} ${pkt-srcaddr} ${type}"),
	    "2600:1f18:1:1::10 2600:1f18:1:1::10 IPv6");
	f.record.key.packet.src = ip_of("2600:1f18:1:1::99");
	assert_string_equal(line(&f, "${srcaddr} ${pkt-srcaddr}"),
	    "2600:1f18:1:1::10 2600:1f18:1:1::99");
	fixture_fini(&f);
}

/* --- records of AWS's ---------------------------------------------------- */

#define LOGS "../shared/data/flow-logs/"

enum shape { NOTHING = 1, NUMBER = 2, ADDRESS = 4, WORD = 8 };

static enum shape
shape_of(const char *s)
{
	struct ip ip;

	if (strcmp(s, "-") == 0)
		return NOTHING;
	if (s[strspn(s, "0123456789")] == '\0')
		return NUMBER;
	return ip_parse(s, &ip) ? ADDRESS : WORD;
}

/* Account numbers and names of ours are words that may look like numbers. */
static bool
fits(enum shape theirs, enum shape ours)
{
	if (theirs == NOTHING || ours == NOTHING)
		return true;
	return theirs == ours || (theirs | ours) == (NUMBER | WORD);
}

/* -1: it is not a line of fields. */
static int
compare(struct fixture *f, const char *header, const char *theirs)
{
	char names[2048], values[2048], *n, *v, *n_at, *v_at;
	char buf[FLOW_LOG_TEXT];
	int fields = 0;

	snprintf(names, sizeof(names), "%s", header);
	snprintf(values, sizeof(values), "%s", theirs);
	n = strtok_r(names, " \n", &n_at);
	v = strtok_r(values, " \n", &v_at);
	for (; n && v; fields++) {
		enum flow_log_field x = flow_log_field_find(n, strlen(n));

		assert_int_not_equal(x, FLOW_LOG_FIELDS);
		if (flow_log_field_info[x].of & FLOW_LOG_VPC &&
		    !fits(
			shape_of(v), shape_of(flow_log_text(&f->view, x, buf))))
			fail_msg("%s: \"%s\"", n, v);
		n = strtok_r(NULL, " \n", &n_at);
		v = strtok_r(NULL, " \n", &v_at);
	}
	return n || v ? -1 : fields;
}

static int
compare_file(struct fixture *f, const char *path)
{
	FILE *in = fopen(path, "r");
	char header[2048], record[2048];
	int compared = 0;

	assert_non_null(in);
	assert_non_null(fgets(header, sizeof(header), in));
	while (fgets(record, sizeof(record), in))
		compared += compare(f, header, record) > 0;
	fclose(in);
	return compared;
}

/* Header, tabulator, record. */
static int
compare_examples(struct fixture *f, const char *path)
{
	FILE *in = fopen(path, "r");
	char text[4096];
	int compared = 0;

	assert_non_null(in);
	while (fgets(text, sizeof(text), in)) {
		char *tab = strchr(text, '\t');

		assert_non_null(tab);
		*tab = '\0';
		assert_true(compare(f, text, tab + 1) > 0);
		compared++;
	}
	fclose(in);
	return compared;
}

static void
test_shapes(void **state)
{
	struct fixture f;

	(void)state;
	if (access(LOGS, R_OK) != 0) {
		print_message("there is no %s\n", LOGS);
		skip();
	}
	fixture_init(&f);
	assert_int_equal(
	    compare_file(&f, LOGS "flowlogs-reader/v3_file.log"), 2);
	assert_int_equal(
	    compare_file(&f, LOGS "flowlogs-reader/v4_file.log"), 2);
	assert_int_equal(
	    compare_file(&f, LOGS "flowlogs-reader/v5_file.log"), 2);
	assert_int_equal(
	    compare_file(&f, LOGS "flowlogs-reader/v6_file.log"), 1);
	assert_true(compare_examples(&f, LOGS "aws-docs/records.txt") > 10);
	fixture_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_refused_formats),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_ipv6),
		cmocka_unit_test(test_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
