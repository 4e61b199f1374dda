/*
 * traffic_bytes.c - a scenario's traffic as the bytes that a capture has
 *
 * Payload is a line of text again and again, which begins anew with each
 * packet, so that a hex dump is easy on the eye.  No TCP options but the one that
 * announces an unusual segment size: the length of a packet is the one that the
 * simulator reckons with.
 */

#include "tools/traffic_bytes.h"

#include <string.h>

#include "pcap/build.h"

enum { WINDOW = 65535 };

static const uint8_t *
payload(void)
{
	static const char line[] = "vpcsim synthetic payload 0123456789\n";
	static uint8_t text[65536];

	for (size_t i = 0; text[0] == 0 && i < sizeof(text); i++)
		text[sizeof(text) - 1 - i] =
		    (uint8_t)line[(sizeof(text) - 1 - i) % (sizeof(line) - 1)];
	return text;
}

size_t
traffic_bytes(const struct traffic_packet *t, uint8_t *buf, size_t size)
{
	struct build b = { .seq = t->seq,
		.ack = t->ack,
		.window = t->packet.key.proto == PROTO_TCP ? WINDOW : 0,
		.ip_id = t->id,
		.payload = payload(),
		.payload_len = t->payload };

	if (t->payload > 65536)
		return 0;
	return build_ip(&t->packet, &b, buf, size);
}
