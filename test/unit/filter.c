/*
 * test/unit/filter.c - filter
 */

#include "pcap/filter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/err.h"
#include "core/packet.h"
#include "pcap/build.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"

static const uint8_t macs[6] = { 2, 0, 0, 0, 0, 1 };

/* A TCP packet to that port behind the header of that link type. */
static struct frame
frame(uint32_t link, uint16_t port, uint8_t b[static 200])
{
	struct packet p = { .key = { .src = ip_from4(0x0a000001),
				.dst = ip_from4(0x0a000002),
				.sport = 40000,
				.dport = port,
				.proto = PROTO_TCP },
		.ttl = 64 };
	struct build q = { 0 };
	uint32_t header = 0;

	memset(b, 0, 200);
	if (link == LINK_ETHERNET) {
		header = BUILD_ETHERNET;
		build_ethernet(b, macs, macs, true);
	} else if (link == LINK_SLL) {
		header = 16;
		b[14] = 8;
	}
	header += (uint32_t)build_ip(&p, &q, b + header, 200 - header);
	return (struct frame){
		.link = link, .bytes = b, .caplen = header, .len = header
	};
}

static struct filter *
good(const char *text)
{
	struct errs *e = errs_new();
	struct filter *f = filter_new(text, e);

	assert_non_null(f);
	assert_int_equal(errs_count(e), 0);
	errs_free(e);
	return f;
}

static void
matches_on_every_link_type(void **state)
{
	static const uint32_t links[] = { LINK_ETHERNET, LINK_RAW, LINK_SLL,
		LINK_RAW_12, LINK_RAW_14, LINK_IPV4, LINK_ETHERNET };
	struct filter *f = good("tcp port 443");
	uint8_t b[200];

	(void)state;
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct frame yes = frame(links[i], 443, b);

		assert_int_equal(filter_match(f, &yes), 1);
		yes.caplen = 20;
		assert_int_equal(filter_match(f, &yes), 0);
		yes = frame(links[i], 444, b);
		assert_int_equal(filter_match(f, &yes), 0);
	}
	assert_string_equal(filter_error(f), "");
	filter_free(f);
}

static void
empty_matches_all(void **state)
{
	struct filter *f = good("");
	uint8_t b[200];
	struct frame any = frame(LINK_RAW, 1, b);

	(void)state;
	assert_int_equal(filter_match(f, &any), 1);
	filter_free(f);
}

static void
knows_the_length_on_the_wire(void **state)
{
	struct filter *f = good("greater 1000");
	uint8_t b[200];
	struct frame big = frame(LINK_RAW, 1, b);

	(void)state;
	assert_int_equal(filter_match(f, &big), 0);
	big.len = 1500;
	assert_int_equal(filter_match(f, &big), 1);
	filter_free(f);
}

static void
tells_what_is_wrong(void **state)
{
	struct errs *e = errs_new();

	(void)state;
	assert_null(filter_new("tcp prot 443", e));
	assert_null(filter_new("host 1.2.3.4.5.6", e));
	assert_int_equal(errs_count(e), 2);
	assert_non_null(strstr(errs_get(e, 0)->text, "\"tcp prot 443\""));
	assert_non_null(strstr(errs_get(e, 0)->text, "syntax error"));
	errs_free(e);
}

static void
tells_of_link_types_without_a_meaning(void **state)
{
	struct filter *f = good("ether host 02:00:00:00:00:01");
	uint8_t b[200];
	struct frame some = frame(LINK_ETHERNET, 1, b);

	(void)state;
	assert_int_equal(filter_match(f, &some), 1);
	some = frame(LINK_RAW, 1, b);
	assert_int_equal(filter_match(f, &some), -1);
	assert_int_equal(filter_match(f, &some), -1);
	assert_string_not_equal(filter_error(f), "");
	filter_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches_on_every_link_type),
		cmocka_unit_test(empty_matches_all),
		cmocka_unit_test(knows_the_length_on_the_wire),
		cmocka_unit_test(tells_what_is_wrong),
		cmocka_unit_test(tells_of_link_types_without_a_meaning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
