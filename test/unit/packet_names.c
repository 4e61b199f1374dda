/*
 * test/unit/packet_names.c - names in payloads: DNS answers, SNI, Host
 *
 * Each message is read whole, cut at every length, and with bytes changed: what
 * is told must be the name, or nothing, and no byte behind the end is read (the
 * messages are copied to the end of an allocation for the sanitizers to see).
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pcap/server_name.h"
#include "test/unit/seed.h"

/* --- messages ------------------------------------------------------------ */

/* www.example.com is an alias of a.example.net, which has two addresses. */
static const uint8_t answer[] =
    "\x12\x34\x81\x80\0\1\0\3\0\0\0\0"
    "\3wWw\7example\3com\0\0\1\0\1"
    "\xc0\x0c\0\5\0\1\0\0\0\x3c\0\x0f\1a\7example\3net\0"
    "\1a\7example\3net\0\0\1\0\1\0\0\0\x3c\0\4\xcb\0\x71\x50"
    "\xc0\x2d\0\x1c\0\1\0\0\0\x3c\0\x10\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1";

static const uint8_t hello[] = "\x16\3\1\0\x4b" /* record */
			       "\1\0\0\x47"     /* ClientHello */
			       "\3\3"           /* version */
			       "0123456789abcdef0123456789abcdef" /* random */
			       "\0"                               /* session */
			       "\0\2\x13\1"               /* cipher suites */
			       "\1\0"                     /* compression */
			       "\0\x1c"                   /* extensions */
			       "\0\x2b\0\3\2\3\4"         /* versions */
			       "\0\0\0\x11\0\x0f\0\0\x0c" /* server name */
			       "A.Example.go";

static const char request[] = "GET / HTTP/1.1\r\nAccept: */*\r\n"
			      "hOST:  a.example.org:8080\r\n\r\n";

/* --- the whole and its parts -------------------------------------------- */

static bool
server_name(const void *p, size_t n, char *name)
{
	uint8_t *copy = malloc(n ? n : 1);
	bool found;

	memcpy(copy, p, n);
	found = server_name_parse(copy, (uint32_t)n, name);
	free(copy);
	return found;
}

static bool
dns(const void *p, size_t n, struct dns_answer *a)
{
	uint8_t *copy = malloc(n ? n : 1);
	bool found;

	memcpy(copy, p, n);
	found = dns_answer_parse(copy, (uint32_t)n, a);
	free(copy);
	return found;
}

static void
an_answer(void **state)
{
	struct dns_answer a;

	(void)state;
	assert_true(dns(answer, sizeof(answer) - 1, &a));
	assert_string_equal(a.name, "www.example.com");
	assert_int_equal(a.n, 2);
	assert_true(ip_eq(a.ip[0], ip_from4(0xcb007150)));
	assert_true(ip_eq(a.ip[1], (struct ip){ 0x20010db800000000u, 1 }));
}

static void
a_cut_answer(void **state)
{
	struct dns_answer a;

	(void)state;
	for (size_t n = 0; n < sizeof(answer) - 1; n++)
		if (dns(answer, n, &a)) {
			assert_string_equal(a.name, "www.example.com");
			assert_int_equal(a.n, 1);
		}
	assert_false(dns(answer, 80, &a));
}

static void
no_answers(void **state)
{
	uint8_t m[sizeof(answer)];
	struct dns_answer a;

	(void)state;
	memcpy(m, answer, sizeof(m));
	m[2] = 1; /* a question */
	assert_false(dns(m, sizeof(m) - 1, &a));
	m[2] = 0x81;
	m[3] = 0x83; /* no such name */
	assert_false(dns(m, sizeof(m) - 1, &a));
	m[3] = 0x80;
	m[5] = 2; /* two questions */
	assert_false(dns(m, sizeof(m) - 1, &a));
	m[5] = 1;
	m[13] = ' '; /* no name of a host */
	assert_false(dns(m, sizeof(m) - 1, &a));
	m[12] = 0xc0; /* a pointer in the question */
	assert_false(dns(m, sizeof(m) - 1, &a));
}

static void
a_client_hello(void **state)
{
	char name[HOST_NAME_MOST];

	(void)state;
	assert_true(server_name(hello, sizeof(hello) - 1, name));
	assert_string_equal(name, "a.example.go");
	for (size_t n = 0; n < sizeof(hello) - 1; n++)
		assert_false(server_name(hello, n, name));
}

static void
a_request(void **state)
{
	static const char *const none[] = { "GET", "GET / HTTP/1.1\r\n",
		"GET / HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n",
		"GET / HTTP/1.1\r\nHost:\r\n\r\n",
		"NOTIFY / HTTP/1.1\r\nHost: a.example\r\n\r\n" };
	char name[HOST_NAME_MOST];

	(void)state;
	assert_true(server_name(request, sizeof(request) - 1, name));
	assert_string_equal(name, "a.example.org");
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(server_name(none[i], strlen(none[i]), name));
}

static void
changed_bytes(void **state)
{
	struct rng r = seeded("changed bytes");
	uint8_t m[sizeof(answer) + sizeof(hello)];
	char name[HOST_NAME_MOST];
	struct dns_answer a;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		const uint8_t *from = i % 2 ? answer : hello;
		size_t n = i % 2 ? sizeof(answer) - 1 : sizeof(hello) - 1;

		memcpy(m, from, n);
		for (int k = 0; k < 3; k++)
			m[rng_below(&r, (uint32_t)n)] =
			    (uint8_t)rng_below(&r, 256);
		if (dns(m, n, &a))
			assert_true(a.n > 0 && host_name_clean(a.name));
		if (server_name(m, n, name))
			assert_true(host_name_clean(name));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer),
		cmocka_unit_test(a_cut_answer),
		cmocka_unit_test(no_answers),
		cmocka_unit_test(a_client_hello),
		cmocka_unit_test(a_request),
		cmocka_unit_test(changed_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
