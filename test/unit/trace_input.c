/*
 * trace_input.c - HOST[:PORT][/PROTO] in all its forms
 */

#include "tools/trace_input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct form {
	const char *text, *to; /* to null: it is wrong */
	int port, proto;
};

static const struct form forms[] = {
	{ "partner", "partner", -1, -1 },
	{ "partner:443", "partner", 443, -1 },
	{ "partner:443/tcp", "partner", 443, 6 },
	{ "partner/icmp", "partner", -1, 1 },
	{ "10.0.0.1/47", "10.0.0.1", -1, 47 },
	{ "app/web-1", "app/web-1", -1, -1 },
	{ "app/web-1:53/udp", "app/web-1", 53, 17 },
	{ "2600::1", "2600::1", -1, -1 },
	{ "2600::1/icmpv6", "2600::1", -1, 58 },
	{ "[2600::1]", "2600::1", -1, -1 },
	{ "[2600::1]:443", "2600::1", 443, -1 },
	{ "[2600::1]:0/udp", "2600::1", 0, 17 },
	{ "[2600::1", NULL, 0, 0 },
	{ "[2600::1]443", NULL, 0, 0 },
	{ "[2600::1]:x", NULL, 0, 0 },
	{ "partner:", NULL, 0, 0 },
	{ "partner:65536", NULL, 0, 0 },
	{ "partner:-1", NULL, 0, 0 },
	{ "partner:80x", NULL, 0, 0 },
	{ ":80", NULL, 0, 0 },
	{ "", NULL, 0, 0 },
};

static void
test_forms(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct flow_spec f = FLOW_SPEC_INIT;
		const char *wrong = trace_input_to(forms[i].text, &f, a);

		print_message("%s\n", forms[i].text);
		if (forms[i].to == NULL) {
			assert_non_null(wrong);
			continue;
		}
		assert_null(wrong);
		assert_string_equal(f.to.s, forms[i].to);
		assert_int_equal(f.port, forms[i].port);
		assert_int_equal(f.proto, forms[i].proto);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
