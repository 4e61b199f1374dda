/*
 * test/unit/parse.c - parse, by examples
 *
 * parse_twin.c has the random ones.
 */

#include "pcap/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/build.h"
#include "pcap/bytes.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"
#include "test/unit/packets.h"

static enum parse_result
parse(uint32_t link, const uint8_t *b, uint32_t len, struct packet *p,
    struct parsed *q)
{
	struct frame f = {
		.link = link, .bytes = b, .caplen = len, .len = len
	};

	return parse_frame(&f, p, q);
}

/* --- link types --------------------------------------------------------- */

static void
expect_behind(uint32_t link, const char *header, size_t n, int version)
{
	struct packet p =
	    version == 4 ? packet4(PROTO_TCP) : packet6(PROTO_TCP);
	struct packet got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len;

	memcpy(buf, header, n);
	len = build(&p, buf + n);
	assert_int_equal(parse(link, buf, (uint32_t)n + len, &got, &q), 0);
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_int_equal(got.len, len);
	assert_ptr_equal(q.ip, buf + n);
	for (uint32_t cut = 0; cut < n; cut++) {
		struct frame f = { .link = link,
			.bytes = buf,
			.caplen = cut,
			.len = (uint32_t)n + len };

		assert_int_equal(parse_frame(&f, &got, &q), PARSE_TRUNCATED);
		f.len = cut;
		assert_int_equal(parse_frame(&f, &got, &q), PARSE_MALFORMED);
	}
}

#define MACS "\2\0\0\0\0\1\2\0\0\0\0\2"
#define BEHIND(link, header, version) \
	expect_behind((link), (header), sizeof(header) - 1, (version))

static void
knows_link_types(void **state)
{
	static const uint32_t raw[] = { LINK_RAW, LINK_RAW_12, LINK_RAW_14 };

	(void)state;
	BEHIND(LINK_ETHERNET, MACS "\x08\x00", 4);
	BEHIND(LINK_ETHERNET, MACS "\x86\xdd", 6);
	BEHIND(LINK_ETHERNET, MACS "\x81\0\0\5\x08\0", 4);
	BEHIND(LINK_ETHERNET, MACS "\x88\xa8\0\5\x81\0\0\6\x86\xdd", 6);
	BEHIND(LINK_ETHERNET, MACS "\x91\0\0\5\x92\0\0\6\x81\0\0\7\x08\0", 4);
	BEHIND(LINK_SLL, "\0\0\0\1\0\6\0\1\2\3\4\5\0\0\x08\0", 4);
	BEHIND(LINK_SLL, "\0\0\0\1\0\6\0\1\2\3\4\5\0\0\x81\0\0\1\x86\xdd", 6);
	BEHIND(LINK_SLL2, "\x86\xdd\0\0\0\0\0\2\0\1\0\6\0\1\2\3\4\5\0\0", 6);
	BEHIND(LINK_SLL2, "\x08\0\0\0\0\0\0\2\0\1\0\6\0\1\2\3\4\5\0\0", 4);
	BEHIND(LINK_NULL, "\2\0\0\0", 4);
	BEHIND(LINK_NULL, "\0\0\0\2", 4);
	BEHIND(LINK_NULL, "\x1e\0\0\0", 6);
	BEHIND(LINK_NULL, "\x18\0\0\0", 6);
	BEHIND(LINK_NULL, "\0\0\0\x1c", 6);
	BEHIND(LINK_LOOP, "\0\0\0\x0a", 6);
	BEHIND(LINK_LOOP, "\0\0\0\2", 4);
	BEHIND(LINK_IPV4, "", 4);
	BEHIND(LINK_IPV6, "", 6);
	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++) {
		BEHIND(raw[i], "", 4);
		BEHIND(raw[i], "", 6);
	}
}

static void
tells_what_is_not_ip(void **state)
{
	struct packet p;
	struct parsed q;
	uint8_t buf[64] = MACS "\x08\x06";

	(void)state;
	assert_int_equal(parse(LINK_ETHERNET, buf, 42, &p, &q), PARSE_NOT_IP);
	assert_int_equal(parse(LINK_NULL, buf + 12, 42, &p, &q), PARSE_NOT_IP);
	assert_int_equal(parse(105, buf, 42, &p, &q), PARSE_LINK_TYPE);
	for (int i = 0; i < PARSE_RESULTS; i++)
		assert_non_null(parse_result_text((enum parse_result)i));
}

/* --- IP ----------------------------------------------------------------- */

static void
reads_what_it_built(void **state)
{
	static const uint8_t payload[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	struct packet p = packet4(PROTO_TCP), got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len;

	(void)state;
	p.dont_fragment = true;
	len = build(&p, buf);
	assert_int_equal(parse(LINK_RAW, buf, len + 6, &got, &q), PARSE_OK);
	p.len = len;
	assert_memory_equal(&got, &p, sizeof(p));
	assert_int_equal(q.ip_len, len);
	assert_int_equal(q.payload_len, 10);
	assert_int_equal(q.payload_wire, 10);
	assert_memory_equal(q.payload, payload, 10);
	assert_int_equal(q.seq, 1000);
	assert_int_equal(q.ack, 2000);
	assert_int_equal(q.window, 512);
	assert_false(q.has_quote);
	assert_int_equal(parse_ip(buf, len, len, &got, NULL), PARSE_OK);
}

static void
reads_ip_options(void **state)
{
	struct packet p = packet4(PROTO_UDP), got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len = build(&p, buf);

	(void)state;
	memmove(buf + 28, buf + 20, len - 20);
	memset(buf + 20, 1, 8);
	buf[0] = 0x47;
	put_be16(buf + 2, (uint16_t)(len + 8));
	assert_int_equal(parse(LINK_RAW, buf, len + 8, &got, &q), PARSE_OK);
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_int_equal(q.payload_len, 10);
}

/* Sets a byte of a good TCP packet of either family. */
static enum parse_result
with_byte(int version, uint32_t at, uint8_t v)
{
	struct packet p =
	    version == 4 ? packet4(PROTO_TCP) : packet6(PROTO_TCP);
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len = build(&p, buf);

	buf[at] = v;
	return parse(version == 4 ? LINK_IPV4 : LINK_IPV6, buf, len, &p, &q);
}

static void
refuses_lies(void **state)
{
	(void)state;
	assert_int_equal(with_byte(4, 0, 0x44), PARSE_MALFORMED);
	assert_int_equal(with_byte(4, 0, 0x65), PARSE_MALFORMED);
	assert_int_equal(with_byte(4, 3, 19), PARSE_MALFORMED);
	assert_int_equal(with_byte(4, 3, 51), PARSE_MALFORMED);
	assert_int_equal(with_byte(4, 3, 50), PARSE_OK);
	assert_int_equal(with_byte(4, 32, 0x40), PARSE_MALFORMED);
	assert_int_equal(with_byte(4, 32, 0x80), PARSE_MALFORMED);
	assert_int_equal(with_byte(6, 0, 0x40), PARSE_MALFORMED);
	assert_int_equal(with_byte(6, 5, 31), PARSE_MALFORMED);
	assert_int_equal(with_byte(6, 5, 30), PARSE_OK);
	assert_int_equal(with_byte(6, 52, 0x40), PARSE_MALFORMED);
}

static void
refuses_ip4_addresses_in_ip6(void **state)
{
	(void)state;
	for (uint32_t at = 8; at <= 24; at += 16) {
		static const uint8_t mapped[12] = { [10] = 0xff, 0xff };
		struct packet p = packet6(PROTO_TCP);
		uint8_t buf[BUF];
		uint32_t len = build(&p, buf);

		memcpy(buf + at, mapped, sizeof(mapped));
		assert_int_equal(
		    parse_ip(buf, len, len, &p, NULL), PARSE_MALFORMED);
	}
}

static void
checks_the_length_of_udp(void **state)
{
	struct packet p = packet4(PROTO_UDP), got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len = build(&p, buf);

	(void)state;
	put_be16(buf + 24, 7);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_MALFORMED);
	put_be16(buf + 24, 19);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_MALFORMED);
	put_be16(buf + 24, 12);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_OK);
	assert_int_equal(q.payload_len, 4);
}

/* Segments that the interface is to split state no length. */
static void
takes_length_zero_for_all(void **state)
{
	struct packet p = packet4(PROTO_TCP), got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len = build(&p, buf);

	(void)state;
	put_be16(buf + 2, 0);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_OK);
	assert_int_equal(got.len, len);
	p = packet6(PROTO_TCP);
	len = build(&p, buf);
	put_be16(buf + 4, 0);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_OK);
	assert_int_equal(got.len, len);
	assert_int_equal(q.payload_len, 10);
}

static void
cut_payload_is_fine(void **state)
{
	static const uint8_t protos[] = { PROTO_TCP, PROTO_UDP, PROTO_ICMP };

	(void)state;
	for (size_t i = 0; i < sizeof(protos); i++) {
		struct packet p = packet4(protos[i]), got;
		struct parsed q;
		uint8_t buf[BUF];
		uint32_t len = build(&p, buf);
		uint32_t header = len - 10;

		for (uint32_t n = 0; n < len; n++) {
			uint8_t *copy = exact_copy(buf, n);
			enum parse_result r;

			r = parse_ip(copy, n, len, &got, &q);
			assert_int_equal(
			    r, n < header ? PARSE_TRUNCATED : PARSE_OK);
			if (r == PARSE_OK) {
				assert_int_equal(got.len, len);
				assert_int_equal(q.payload_len, n - header);
				assert_int_equal(q.payload_wire, 10);
			}
			free(copy);
		}
	}
}

/* --- IPv6 extension headers, fragments ---------------------------------- */

/* Puts a header between the IPv6 header and what follows it. */
static uint32_t
insert6(uint8_t *buf, uint32_t len, uint8_t type, const uint8_t *h, uint32_t n)
{
	memmove(buf + 40 + n, buf + 40, len - 40);
	memcpy(buf + 40, h, n);
	buf[40] = buf[6];
	buf[6] = type;
	put_be16(buf + 4, (uint16_t)(len + n - 40));
	return len + n;
}

static void
walks_extension_headers(void **state)
{
	static const uint8_t zero[32];
	static const uint8_t ah[24] = { 0, 4 };
	static const uint8_t atomic[8];
	struct packet p = packet6(PROTO_UDP), got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len = build(&p, buf);

	(void)state;
	len = insert6(buf, len, 51, ah, 24);
	len = insert6(buf, len, 44, atomic, 8);
	len = insert6(buf, len, 43, zero, 8);
	len = insert6(buf, len, 60, (const uint8_t[16]){ 0, 1 }, 16);
	len = insert6(buf, len, 0, zero, 8);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_OK);
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_int_equal(q.payload_len, 10);
	for (int i = 0; i < 12; i++)
		len = insert6(buf, len, 60, zero, 8);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_MALFORMED);
}

static void
knows_no_next_header(void **state)
{
	struct packet p = packet6(59), got;
	struct parsed q;
	uint8_t buf[BUF] = { 0 };
	uint32_t len = build(&p, buf);

	(void)state;
	p.key.sport = p.key.dport = 0;
	put_be16(buf + 4, 0);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_OK);
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_int_equal(got.len, 40);
}

static void
expect_fragments(struct packet p)
{
	uint8_t whole[BUF], part[BUF];
	struct packet got;
	struct parsed q;
	size_t n;

	build(&p, whole);
	n = build_fragment(whole, 0, 8, 77, part, sizeof(part));
	assert_int_equal(parse(LINK_RAW, part, (uint32_t)n, &got, &q), 0);
	p.key.fragment = FRAG_FIRST;
	assert_true(flow_key_eq(&got.key, &p.key));
	n = build_fragment(whole, 8, 8, 77, part, sizeof(part));
	assert_int_equal(parse(LINK_RAW, part, (uint32_t)n, &got, &q), 0);
	p.key.fragment = FRAG_LATER;
	p.key.sport = p.key.dport = 0;
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_int_equal(q.payload_len, 8);
	assert_int_equal(q.payload[0], 1);
}

static void
knows_fragments(void **state)
{
	uint8_t whole[BUF], part[BUF];
	struct packet p = packet4(PROTO_TCP), got;
	struct parsed q;
	size_t n;

	(void)state;
	expect_fragments(packet4(PROTO_UDP));
	expect_fragments(packet6(PROTO_UDP));
	/* A TCP header does not fit into the first one. */
	build(&p, whole);
	n = build_fragment(whole, 0, 8, 77, part, sizeof(part));
	assert_int_equal(
	    parse(LINK_RAW, part, (uint32_t)n, &got, &q), PARSE_MALFORMED);
}

/* --- other protocols ---------------------------------------------------- */

static void
reads_icmp(void **state)
{
	struct packet p = packet4(PROTO_ICMP), got;
	struct parsed q;
	uint8_t buf[BUF];

	(void)state;
	p.key.icmp_type = ICMP4_ECHO_REQUEST;
	p.key.sport = 4711;
	p.key.dport = 0;
	parse(LINK_RAW, buf, build(&p, buf), &got, &q);
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_int_equal(q.seq, 1000);
	p = packet6(PROTO_ICMPV6);
	p.key.icmp_type = 135;
	p.key.sport = p.key.dport = 0;
	parse(LINK_RAW, buf, build(&p, buf), &got, &q);
	assert_true(flow_key_eq(&got.key, &p.key));
	assert_false(q.has_quote);
}

static void
expect_quote(struct packet error, const struct packet *about)
{
	struct packet got;
	struct parsed q;
	uint8_t inner[BUF], buf[BUF];
	uint32_t len = build(about, inner);
	uint32_t header = ip_is4(about->key.src) ? 20 : 40;
	uint32_t enough = proto_is_icmp(about->key.proto) ? 6 : 4;

	/* It ends before the packet does, and its length is a lie. */
	for (uint32_t n = 0; n < len; n++) {
		struct build b = { .payload = inner, .payload_len = n };
		size_t size = build_ip(&error, &b, buf, sizeof(buf));

		assert_int_equal(
		    parse(LINK_RAW, buf, (uint32_t)size, &got, &q), PARSE_OK);
		assert_int_equal(q.has_quote, n >= header + enough);
		if (q.has_quote)
			assert_true(flow_key_eq(&q.quote, &about->key));
	}
}

static void
reads_what_an_icmp_error_is_about(void **state)
{
	static const uint8_t types4[] = { 3, 11, 12 },
			     types6[] = { 1, 2, 3, 4 };
	struct packet ping = packet4(PROTO_ICMP);

	(void)state;
	ping.key.icmp_type = ICMP4_ECHO_REQUEST;
	ping.key.dport = 0;
	for (size_t i = 0; i < sizeof(types4); i++) {
		struct packet e = packet4(PROTO_ICMP), about;

		e.key.icmp_type = types4[i];
		about = packet4(PROTO_TCP);
		expect_quote(e, &about);
		expect_quote(e, &ping);
	}
	for (size_t i = 0; i < sizeof(types6); i++) {
		struct packet e = packet6(PROTO_ICMPV6);
		struct packet about = packet6(PROTO_UDP);

		e.key.icmp_type = types6[i];
		expect_quote(e, &about);
	}
}

static void
reads_other_protocols(void **state)
{
	static const uint8_t protos[] = { PROTO_GRE, PROTO_ESP, PROTO_AH, 200 };
	struct packet got;
	struct parsed q;
	uint8_t buf[BUF];
	uint32_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(protos); i++) {
		struct packet p = packet4(protos[i]);

		len = build(&p, buf);
		p.key.sport = p.key.dport = 0;
		assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), 0);
		assert_true(flow_key_eq(&got.key, &p.key));
		assert_int_equal(q.payload_len, 10);
	}
	got = packet4(PROTO_SCTP);
	len = build(&got, buf);
	assert_int_equal(parse(LINK_RAW, buf, len, &got, &q), PARSE_MALFORMED);
	put_be16(buf + 2, (uint16_t)(len + 2));
	assert_int_equal(parse(LINK_RAW, buf, len + 2, &got, &q), PARSE_OK);
	assert_int_equal(got.key.sport, 0x0102);
	assert_int_equal(got.key.dport, 0x0304);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_link_types),
		cmocka_unit_test(tells_what_is_not_ip),
		cmocka_unit_test(reads_what_it_built),
		cmocka_unit_test(reads_ip_options),
		cmocka_unit_test(refuses_lies),
		cmocka_unit_test(refuses_ip4_addresses_in_ip6),
		cmocka_unit_test(checks_the_length_of_udp),
		cmocka_unit_test(takes_length_zero_for_all),
		cmocka_unit_test(cut_payload_is_fine),
		cmocka_unit_test(walks_extension_headers),
		cmocka_unit_test(knows_no_next_header),
		cmocka_unit_test(knows_fragments),
		cmocka_unit_test(reads_icmp),
		cmocka_unit_test(reads_what_an_icmp_error_is_about),
		cmocka_unit_test(reads_other_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
