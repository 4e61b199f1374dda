/*
 * test/fuzz/fuzz_parse.c - any bytes as a frame
 *
 * The first byte chooses the link type, the second how many bytes the capture
 * cut off.  What was read is built again, and must be the same when it is read
 * the second time.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/build.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"
#include "pcap/parse.h"

/* The name is libFuzzer's. */
/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const uint32_t links[] = { LINK_RAW, LINK_ETHERNET, LINK_SLL, LINK_SLL2,
	LINK_NULL, LINK_LOOP, LINK_IPV4, LINK_IPV6, LINK_RAW_12, LINK_RAW_14,
	147 };

enum { NLINKS = sizeof(links) / sizeof(links[0]) };

static void
must(int condition)
{
	if (!condition)
		abort();
}

static void
check_places(
    const struct frame *f, const struct packet *p, const struct parsed *q)
{
	const uint8_t *end = f->bytes + f->caplen;

	must(q->ip >= f->bytes && q->ip + q->ip_len <= end);
	must(q->payload >= q->ip);
	must(q->payload + q->payload_len <= q->ip + q->ip_len);
	must(q->payload_len <= q->payload_wire && q->payload_wire < p->len);
	must(q->ip_len <= p->len && p->len <= f->len);
	must(q->ip[0] >> 4 == (ip_is4(p->key.src) ? 4 : 6));
	must(ip_is4(p->key.src) == ip_is4(p->key.dst));
}

/* The builder makes no fragments, and of SCTP no header. */
static void
build_again(const struct packet *p, const struct parsed *q)
{
	struct build b = { .seq = q->seq,
		.ack = q->ack,
		.window = q->window,
		.payload = q->payload,
		.payload_len = q->payload_len };
	static uint8_t buf[BUILD_IP_MOST];
	struct packet again;
	size_t len;

	if (p->key.fragment != FRAG_NONE || p->key.proto == PROTO_SCTP)
		return;
	len = build_ip(p, &b, buf, sizeof(buf));
	if (len == 0)
		return;
	must(parse_ip(buf, (uint32_t)len, (uint32_t)len, &again, NULL) ==
	    PARSE_OK);
	must(flow_key_eq(&again.key, &p->key));
	must(again.tcp_flags == p->tcp_flags && again.ttl == p->ttl);
}

int /* NOLINTNEXTLINE(readability-identifier-naming) */
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct frame f = { 0 };
	struct parsed q;
	struct packet p;

	if (n < 2)
		return 0;
	f.link = links[data[0] % NLINKS];
	f.bytes = data + 2;
	f.caplen = (uint32_t)n - 2;
	f.len = f.caplen + data[1];
	if (parse_frame(&f, &p, &q) == PARSE_OK) {
		check_places(&f, &p, &q);
		build_again(&p, &q);
	}
	return 0;
}
