/*
 * test/unit/names.c - names that captures tell are kept, so many of them
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tools/flow_notes.h"
#include "tools/host_names.h"
#include "tools/text_set.h"

static void
each_text_is_kept_once(void **state)
{
	enum { N = 10000 };
	struct text_set *s = text_set_new(1);
	const char *kept[N];
	char text[16];

	(void)state;
	for (int i = 0; i < N; i++) {
		snprintf(text, sizeof(text), "host-%d", i);
		kept[i] = text_set_keep(s, text);
		assert_ptr_not_equal(kept[i], text);
	}
	for (int i = 0; i < N; i++) {
		snprintf(text, sizeof(text), "host-%d", i);
		assert_string_equal(kept[i], text);
		assert_ptr_equal(text_set_keep(s, text), kept[i]);
	}
	text_set_free(s);
}

static void
so_many_texts_are_kept(void **state)
{
	struct text_set *s = text_set_new(1);
	const char *first = NULL;
	char text[16];

	(void)state;
	for (int i = 0; i < TEXTS_MOST; i++) {
		snprintf(text, sizeof(text), "%d", i);
		assert_non_null(text_set_keep(s, text));
		first = first ? first : text_set_keep(s, text);
	}
	assert_null(text_set_keep(s, "one more"));
	assert_null(text_set_keep(s, "and another"));
	assert_ptr_equal(text_set_keep(s, "0"), first);
	text_set_free(s);
}

static void
names_of_an_address(void **state)
{
	struct host_names *h = host_names_new();
	struct ip ip = ip_from4(0x0a000001);
	const char *a = host_names_keep(h, "a"), *b = host_names_keep(h, "b");
	size_t n;

	(void)state;
	assert_null(host_names_of(h, ip, &n));
	host_names_tell(h, ip, a);
	host_names_tell(h, ip, b);
	host_names_tell(h, ip, a);
	assert_string_equal(host_names_of(h, ip, &n)[1], "b");
	assert_int_equal(n, 2);
	host_names_free(h);
}

static void
notes_are_forgotten(void **state)
{
	struct flow_notes *n = flow_notes_new();
	struct flow_key k = { .proto = PROTO_TCP, .dport = 443 }, other = k;

	(void)state;
	other.dport = 80;
	flow_notes_host(n, &k, "a");
	flow_notes_host(n, &k, "b");
	flow_notes_host(n, &other, "c");
	assert_string_equal(flow_notes_of(n, &k).host, "b");
	flow_notes_forget(n, &k);
	flow_notes_forget(n, &k);
	assert_null(flow_notes_of(n, &k).host);
	assert_string_equal(flow_notes_of(n, &other).host, "c");
	flow_notes_free(n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_text_is_kept_once),
		cmocka_unit_test(so_many_texts_are_kept),
		cmocka_unit_test(names_of_an_address),
		cmocka_unit_test(notes_are_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
