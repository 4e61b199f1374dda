/*
 * test/unit/parse_twin.c - parse, beside a naive twin
 *
 * Random packets, damaged at random.  The twin reads by absolute offsets.
 */

#include "pcap/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/build.h"
#include "pcap/bytes.h"
#include "test/unit/packets.h"
#include "test/unit/seed.h"

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

/* A raw packet; every question is asked with offsets from its beginning. */
struct twin {
	const uint8_t *b;
	uint32_t cap, wire;
	struct flow_key key;
	uint32_t len;
	uint32_t id; /* of the fragment */
};

static enum parse_result
upto(const struct twin *t, uint32_t end)
{
	if (end > t->wire)
		return PARSE_MALFORMED;
	return end > t->cap ? PARSE_TRUNCATED : PARSE_OK;
}

static void
limit(struct twin *t, uint32_t len)
{
	t->len = len;
	t->wire = len;
	t->cap = t->cap < len ? t->cap : len;
}

static uint32_t
twin_header(uint8_t proto)
{
	static const uint8_t size[256] = {
		[1] = 8, [6] = 20, [17] = 8, [58] = 4, [132] = 12
	};

	return size[proto];
}

static enum parse_result
twin_icmp(struct twin *t, uint32_t at)
{
	const uint8_t *h = t->b + at;
	bool echo = t->key.proto == 1 ? h[0] == 0 || h[0] == 8
				      : h[0] == 128 || h[0] == 129;
	bool error = t->key.proto == 58 && h[0] < 128;

	if ((echo || error) && upto(t, at + 8) != PARSE_OK)
		return upto(t, at + 8);
	t->key.icmp_type = h[0];
	t->key.icmp_code = h[1];
	if (echo)
		t->key.sport = be16(h + 4);
	return PARSE_OK;
}

static enum parse_result
twin_tcp(const struct twin *t, uint32_t at)
{
	unsigned words = t->b[at + 12] >> 4;

	return words < 5 || at + words * 4 > t->wire ? PARSE_MALFORMED
						     : PARSE_OK;
}

static enum parse_result
twin_udp(const struct twin *t, uint32_t at)
{
	uint16_t len = be16(t->b + at + 4);

	if (len >= 8 && t->key.fragment == FRAG_FIRST)
		return PARSE_OK;
	return len < 8 || at + len > t->wire ? PARSE_MALFORMED : PARSE_OK;
}

static enum parse_result
twin_transport(struct twin *t, uint32_t at)
{
	struct flow_key *k = &t->key;
	uint32_t end = at + twin_header(k->proto);

	if (k->fragment == FRAG_LATER || end == at)
		return PARSE_OK;
	if (upto(t, end) != PARSE_OK)
		return upto(t, end);
	if (k->proto == 1 || k->proto == 58)
		return twin_icmp(t, at);
	k->sport = be16(t->b + at);
	k->dport = be16(t->b + at + 2);
	return k->proto == 6 ? twin_tcp(t, at)
	    : k->proto == 17 ? twin_udp(t, at)
			     : PARSE_OK;
}

static enum parse_result
twin4(struct twin *t)
{
	uint32_t header, total;

	if (upto(t, 20) != PARSE_OK)
		return upto(t, 20);
	header = (t->b[0] & 15) * 4u;
	total = be16(t->b + 2) ? be16(t->b + 2) : t->wire;
	if (t->b[0] >> 4 != 4 || header < 20 || header > total ||
	    total > t->wire)
		return PARSE_MALFORMED;
	limit(t, total);
	if (upto(t, header) != PARSE_OK)
		return upto(t, header);
	t->key.src = ip_from_bytes4(t->b + 12);
	t->key.dst = ip_from_bytes4(t->b + 16);
	t->key.proto = t->b[9];
	if (be16(t->b + 6) & 0x1fff)
		t->key.fragment = FRAG_LATER;
	else if (t->b[6] & 0x20)
		t->key.fragment = FRAG_FIRST;
	if (t->key.fragment)
		t->id = be16(t->b + 4);
	return twin_transport(t, header);
}

static bool
twin_walks(uint8_t proto)
{
	static const uint8_t walked[] = { 0, 43, 44, 51, 60, 135, 139, 140 };

	return memchr(walked, proto, sizeof(walked)) != NULL;
}

/* The extension header at that place; returns as the twin does. */
static enum parse_result
twin_extension(struct twin *t, uint32_t *at)
{
	const uint8_t *h = t->b + *at;
	uint8_t type = t->key.proto;
	uint32_t len = 8;

	if (t->cap < *at + 2)
		return upto(t, *at + 8);
	if (type != 44)
		len = type == 51 ? (h[1] + 2u) * 4 : (h[1] + 1u) * 8;
	if (upto(t, *at + len) != PARSE_OK)
		return upto(t, *at + len);
	t->key.proto = h[0];
	*at += len;
	if (type == 44)
		t->key.fragment = be16(h + 2) >> 3 ? FRAG_LATER
		    : h[3] & 1                     ? FRAG_FIRST
						   : FRAG_NONE;
	if (type == 44)
		t->id = t->key.fragment ? be32(h + 4) : 0;
	return PARSE_OK;
}

static enum parse_result
twin6_length(struct twin *t)
{
	uint32_t len = be16(t->b + 4);

	if (len == 0 && t->b[6] != 59)
		len = t->wire - 40;
	if (t->b[0] >> 4 != 6 || 40 + len > t->wire)
		return PARSE_MALFORMED;
	limit(t, 40 + len);
	return PARSE_OK;
}

static enum parse_result
twin6(struct twin *t)
{
	uint32_t at = 40;
	enum parse_result r = upto(t, at);

	if (r == PARSE_OK)
		r = twin6_length(t);
	if (r != PARSE_OK)
		return r;
	t->key.src = ip_from_bytes16(t->b + 8);
	t->key.dst = ip_from_bytes16(t->b + 24);
	t->key.proto = t->b[6];
	if (ip_is4(t->key.src) || ip_is4(t->key.dst))
		return PARSE_MALFORMED;
	for (int i = 0; twin_walks(t->key.proto); i++) {
		if (i == 16)
			return PARSE_MALFORMED;
		r = twin_extension(t, &at);
		if (r != PARSE_OK || t->key.fragment == FRAG_LATER)
			return r;
	}
	return twin_transport(t, at);
}

static enum parse_result
twin_parse(struct twin *t)
{
	if (upto(t, 1) != PARSE_OK)
		return upto(t, 1);
	return t->b[0] >> 4 == 6 ? twin6(t) : twin4(t);
}

static uint32_t
random_packet(struct rng *r, uint8_t *buf)
{
	static const uint8_t protos[] = { 6, 17, 1, 58, 132, 47, 6, 17 };
	static const uint8_t walked[] = { 0, 43, 44, 51, 60, 135, 140 };
	uint8_t proto = protos[rng_below(r, sizeof(protos))];
	struct packet p = rng_below(r, 2) ? packet4(proto) : packet6(proto);
	uint32_t len;

	p.key.icmp_type = (uint8_t)rng_below(r, 140);
	len = build(&p, buf);
	if (ip_is4(p.key.src))
		return len;
	for (uint32_t i = rng_below(r, 19); i > 0 && rng_below(r, 4); i--) {
		uint8_t h[32] = { 0, (uint8_t)rng_below(r, 3) };
		uint8_t type = walked[rng_below(r, sizeof(walked))];
		uint32_t n = type == 44 ? 8
		    : type == 51        ? (h[1] + 2u) * 4
					: (h[1] + 1u) * 8;

		len = insert6(buf, len, type, h, n);
	}
	return len;
}

/* Changes bytes where headers are, and the ends. */
static void
damage(struct rng *r, uint8_t *buf, uint32_t *cap, uint32_t *wire)
{
	uint32_t len = *wire;

	for (uint32_t i = rng_below(r, 4); i > 0; i--) {
		uint32_t at =
		    rng_below(r, rng_below(r, 2) || len < 8 ? 8 : len);

		buf[at] = (uint8_t)(rng_below(r, 2)
			? rng_next(r)
			: buf[at] ^ 1u << rng_below(r, 8));
	}
	*cap = len;
	if (rng_below(r, 4) == 0)
		*cap = rng_below(r, len + 1);
	else if (rng_below(r, 3) == 0)
		*cap = *wire = rng_below(r, len + 1);
}

static void
agrees_with_a_naive_twin(void **state)
{
	struct rng rng = seeded(__func__);
	unsigned count[PARSE_RESULTS] = { 0 };

	(void)state;
	for (int i = 0; i < 300000; i++) {
		uint8_t buf[BUF], *copy;
		uint32_t wire = random_packet(&rng, buf), cap;
		struct twin t = { 0 };
		enum parse_result r;
		struct packet p;
		struct parsed q;

		damage(&rng, buf, &cap, &wire);
		copy = exact_copy(buf, cap);
		t.b = copy;
		t.cap = cap;
		t.wire = wire;
		r = parse_ip(copy, cap, wire, &p, &q);
		count[r]++;
		assert_int_equal(r, twin_parse(&t));
		if (r == PARSE_OK) {
			assert_true(flow_key_eq(&p.key, &t.key));
			assert_int_equal(p.len, t.len);
			assert_int_equal(p.fragment_id, t.id);
			assert_true(q.payload + q.payload_len <= copy + cap);
		}
		free(copy);
	}
	assert_true(count[PARSE_OK] > 1000 && count[PARSE_TRUNCATED] > 1000 &&
	    count[PARSE_MALFORMED] > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_a_naive_twin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
