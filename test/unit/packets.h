#ifndef TEST_UNIT_PACKETS_H
#define TEST_UNIT_PACKETS_H

/*
 * packets.h - packets to be parsed, and their bytes
 */

#include <stdlib.h>
#include <string.h>

#include "pcap/build.h"

enum { BUF = 2048 };

static inline struct ip
addr(const char *text)
{
	struct ip a;

	assert_true(ip_parse(text, &a));
	return a;
}

static inline struct packet
packet4(uint8_t proto)
{
	return (struct packet){
		.key = { .src = addr("10.0.0.1"),
		    .dst = addr("192.0.2.9"),
		    .sport = 40000,
		    .dport = 443,
		    .proto = proto },
		.tcp_flags = TCP_SYN,
		.ttl = 64,
	};
}

static inline struct packet
packet6(uint8_t proto)
{
	struct packet p = packet4(proto);

	p.key.src = addr("2600:1f18::1");
	p.key.dst = addr("2001:db8::9");
	return p;
}

/* A packet with 10 bytes of payload, 1 to 10; returns its length. */
static inline uint32_t
build(const struct packet *p, uint8_t *buf)
{
	static const uint8_t payload[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	struct build b = { .seq = 1000,
		.ack = 2000,
		.window = 512,
		.payload = payload,
		.payload_len = sizeof(payload) };
	size_t n = build_ip(p, &b, buf, BUF);

	assert_true(n > 0);
	return (uint32_t)n;
}

/* With nothing behind it, so that the sanitizer sees reading there. */
static inline uint8_t *
exact_copy(const uint8_t *b, uint32_t n)
{
	uint8_t *copy = n ? malloc(n) : malloc(1);

	memcpy(copy, b, n);
	return copy;
}

#endif /* TEST_UNIT_PACKETS_H */
