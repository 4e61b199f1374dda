/*
 * test/unit/build.c - build
 *
 * What was built is read back, and its checksums are checked the way a
 * receiver does it: all words, the checksum among them, add up to 0xffff.
 */

#include "pcap/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "pcap/bytes.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"
#include "pcap/parse.h"
#include "test/unit/seed.h"

enum { BUF = 70000, ROUNDS = 20000 };

static uint8_t buf[BUF];

/* Bytes are added one by one, each at its place in a word. */
static bool
adds_up(uint32_t s, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s += i % 2 ? p[i] : p[i] * 256u;
	while (s > 0xffff)
		s = s / 65536 + s % 65536;
	return s == 0xffff;
}

static void
check_sums(const uint8_t *b, size_t len, uint8_t proto)
{
	size_t header = b[0] >> 4 == 4 ? 20 : 40;
	uint32_t s = 0;

	if (header == 20)
		assert_true(adds_up(0, b, 20));
	if (proto != PROTO_TCP && proto != PROTO_UDP && !proto_is_icmp(proto))
		return;
	if (proto != PROTO_ICMP) {
		s = proto + (uint32_t)(len - header);
		for (size_t i = header == 20 ? 12 : 8; i < header; i += 2)
			s += be16(b + i);
	}
	assert_true(adds_up(s, b + header, len - header));
}

static struct ip
random_ip(struct rng *r, bool is4)
{
	if (is4)
		return ip_from4((uint32_t)rng_next(r));
	return (struct ip){ rng_next(r) | 1, rng_next(r) };
}

static struct packet
random_packet(struct rng *r)
{
	static const uint8_t protos[] = { PROTO_TCP, PROTO_UDP, PROTO_ICMP,
		PROTO_ICMPV6, PROTO_GRE, PROTO_ESP, 99 };
	bool is4 = rng_below(r, 2);
	struct packet p = { .key = { .src = random_ip(r, is4),
				.dst = random_ip(r, is4),
				.proto = protos[rng_below(r, sizeof(protos))] },
		.ttl = (uint8_t)rng_next(r),
		.dont_fragment = !is4 || rng_below(r, 2) };

	if (p.key.proto == PROTO_TCP || p.key.proto == PROTO_UDP) {
		p.key.sport = (uint16_t)rng_next(r);
		p.key.dport = (uint16_t)rng_next(r);
	}
	if (p.key.proto == PROTO_TCP)
		p.tcp_flags = rng_next(r) & 0x3f;
	if (p.tcp_flags & TCP_SYN && rng_below(r, 2))
		p.mss = (uint16_t)(536 + rng_below(r, 9000));
	if (proto_is_icmp(p.key.proto)) {
		p.key.icmp_type = (uint8_t)rng_next(r);
		p.key.icmp_code = (uint8_t)rng_next(r);
		if (rng_below(r, 2))
			p.key.icmp_type = p.key.proto == PROTO_ICMP
			    ? ICMP4_ECHO_REPLY
			    : ICMP6_ECHO_REQUEST;
		if (flow_key_is_echo_request(&p.key) ||
		    flow_key_is_echo_reply(&p.key))
			p.key.sport = (uint16_t)rng_next(r);
	}
	return p;
}

static void
check_extras(
    const struct packet *p, const struct build *b, const struct parsed *q)
{
	bool echo = flow_key_is_echo_request(&p->key) ||
	    flow_key_is_echo_reply(&p->key);

	if (p->key.proto == PROTO_TCP) {
		assert_int_equal(q->seq, b->seq);
		assert_int_equal(q->ack, b->ack);
		assert_int_equal(q->window, b->window);
	}
	if (echo)
		assert_int_equal(q->seq, b->seq & 0xffff);
}

static void
is_read_back(void **state)
{
	struct rng rng = seeded(__func__);
	uint8_t payload[1500];

	(void)state;
	for (size_t i = 0; i < sizeof(payload); i++)
		payload[i] = (uint8_t)rng_next(&rng);
	for (int i = 0; i < ROUNDS; i++) {
		struct packet p = random_packet(&rng), got;
		struct build b = { .seq = (uint32_t)rng_next(&rng),
			.ack = (uint32_t)rng_next(&rng),
			.icmp_rest = (uint32_t)rng_next(&rng),
			.window = (uint16_t)rng_next(&rng),
			.ip_id = (uint16_t)rng_next(&rng),
			.payload = payload,
			.payload_len = rng_below(&rng, sizeof(payload)) };
		size_t len = build_ip(&p, &b, buf, BUF);
		struct parsed q;

		assert_true(len > 0);
		check_sums(buf, len, p.key.proto);
		assert_int_equal(
		    parse_ip(buf, (uint32_t)len, (uint32_t)len, &got, &q),
		    PARSE_OK);
		p.len = (uint32_t)len;
		assert_memory_equal(&got, &p, sizeof(p));
		assert_int_equal(q.payload_len, b.payload_len);
		assert_memory_equal(q.payload, payload, b.payload_len);
		check_extras(&p, &b, &q);
	}
}

static struct packet
udp(bool is4)
{
	struct rng r = { 7 };

	return (struct packet){ .key = { .src = random_ip(&r, is4),
				    .dst = random_ip(&r, is4),
				    .sport = 53,
				    .dport = 5353,
				    .proto = PROTO_UDP },
		.ttl = 64 };
}

static void
null_payload_is_zeros(void **state)
{
	struct packet p = udp(true);
	struct build b = { .payload_len = 100 };

	(void)state;
	memset(buf, 0xff, 200);
	assert_int_equal(build_ip(&p, &b, buf, BUF), 128);
	check_sums(buf, 128, PROTO_UDP);
	for (int i = 28; i < 128; i++)
		assert_int_equal(buf[i], 0);
	assert_int_equal(buf[128], 0xff);
}

/* A checksum of zero would say that there is none. */
static void
udp_checksum_is_never_zero(void **state)
{
	struct packet p = udp(true);
	struct build b = { .payload_len = 2 };
	unsigned ones = 0;

	(void)state;
	for (unsigned v = 0; v < 65536; v++) {
		uint8_t payload[2] = { (uint8_t)(v >> 8), (uint8_t)v };

		b.payload = payload;
		build_ip(&p, &b, buf, BUF);
		assert_int_not_equal(be16(buf + 26), 0);
		ones += be16(buf + 26) == 0xffff;
	}
	assert_true(ones >= 1);
}

static void
refuses_what_ip_cannot_hold(void **state)
{
	struct build b = { .payload_len = 65535 - 28 };
	struct packet p = udp(true);

	(void)state;
	assert_int_equal(build_ip(&p, &b, buf, 65534), 0);
	assert_int_equal(build_ip(&p, &b, buf, BUF), 65535);
	b.payload_len++;
	assert_int_equal(build_ip(&p, &b, buf, BUF), 0);
	p = udp(false);
	b.payload_len = 65535 - 8;
	assert_int_equal(build_ip(&p, &b, buf, BUF), BUILD_IP_MOST);
	b.payload_len = UINT32_MAX;
	assert_int_equal(build_ip(&p, &b, buf, BUF), 0);
	b.payload_len = 0;
	p.key.dst = ip_from4(1);
	assert_int_equal(build_ip(&p, &b, buf, BUF), 0);
	p = udp(true);
	p.key.fragment = FRAG_LATER;
	assert_int_equal(build_ip(&p, &b, buf, BUF), 0);
}

/* One fragment, checked; its payload goes to its place.  Returns how much. */
static size_t
check_fragment(const struct packet *p, size_t at, size_t step, uint8_t *to)
{
	bool is4 = ip_is4(p->key.src);
	size_t header = is4 ? 20 : 48, inner = be16(buf + 4);
	static uint8_t part[BUF];
	size_t n = build_fragment(buf, at, step, 9, part, BUF);
	struct packet got;

	if (is4)
		inner = be16(buf + 2) - 20u;
	assert_true(n > header);
	assert_int_equal(
	    parse_ip(part, (uint32_t)n, (uint32_t)n, &got, NULL), PARSE_OK);
	if (at > 0)
		assert_int_equal(got.key.fragment, FRAG_LATER);
	else
		assert_int_equal(
		    got.key.fragment, step < inner ? FRAG_FIRST : FRAG_NONE);
	if (is4)
		check_sums(part, n, 0);
	memcpy(to + at, part + header, n - header);
	return n - header;
}

/* Puts fragments of random sizes together again. */
static void
fragments_make_the_whole(void **state)
{
	struct rng rng = seeded(__func__);
	static uint8_t together[BUF];

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct packet p = udp(i % 2);
		struct build b = { .payload_len = rng_below(&rng, 4000) };
		size_t inner = build_ip(&p, &b, buf, BUF) - (i % 2 ? 20 : 40);
		size_t step = 8 * (1 + rng_below(&rng, 200)), at = 0;

		while (at < inner)
			at += check_fragment(&p, at, step, together);
		assert_int_equal(at, inner);
		assert_memory_equal(together, buf + (i % 2 ? 20 : 40), inner);
	}
}

static void
refuses_wrong_fragments(void **state)
{
	struct packet p = udp(true);
	struct build b = { .payload_len = 100 };
	uint8_t part[200];

	(void)state;
	build_ip(&p, &b, buf, BUF);
	assert_int_equal(build_fragment(buf, 4, 8, 1, part, 200), 0);
	assert_int_equal(build_fragment(buf, 8, 9, 1, part, 200), 0);
	assert_int_equal(build_fragment(buf, 8, 0, 1, part, 200), 0);
	assert_int_equal(build_fragment(buf, 112, 8, 1, part, 200), 0);
	assert_int_equal(build_fragment(buf, 8, 8, 1, part, 27), 0);
	assert_int_equal(build_fragment(buf, 8, 8, 1, part, 28), 28);
	assert_int_equal(build_fragment(buf, 104, 99, 1, part, 200), 24);
}

static void
makes_ethernet_frames(void **state)
{
	static const uint8_t dst[6] = { 2, 0, 0, 0, 0, 1 };
	static const uint8_t src[6] = { 2, 0, 0, 0, 0, 2 };

	(void)state;
	for (int is4 = 0; is4 < 2; is4++) {
		struct packet p = udp(is4), got;
		struct build b = { .payload_len = 20 };
		struct frame f = { .link = LINK_ETHERNET, .bytes = buf };

		build_ethernet(buf, dst, src, is4);
		f.len = (uint32_t)(BUILD_ETHERNET +
		    build_ip(&p, &b, buf + BUILD_ETHERNET, BUF - 14));
		f.caplen = f.len;
		assert_int_equal(parse_frame(&f, &got, NULL), PARSE_OK);
		assert_true(flow_key_eq(&got.key, &p.key));
		assert_memory_equal(buf, dst, 6);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_read_back),
		cmocka_unit_test(null_payload_is_zeros),
		cmocka_unit_test(udp_checksum_is_never_zero),
		cmocka_unit_test(refuses_what_ip_cannot_hold),
		cmocka_unit_test(fragments_make_the_whole),
		cmocka_unit_test(refuses_wrong_fragments),
		cmocka_unit_test(makes_ethernet_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
