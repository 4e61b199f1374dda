/*
 * make_capture.c - a capture of many conversations, to be replayed
 *
 * usage: make_capture PACKETS FLOWS 60|300|1400|mixed FILE
 *
 * Sixteen clients of scenario.yaml talk TCP to port 443, every other flow with
 * an address of S3's, the rest with the internet.  Each packet is of a flow
 * taken at random: first the SYN, then its answer, then data both ways.  With
 * as many flows as packets every packet is a SYN.  Sizes are those of Ethernet
 * frames; "mixed" is 60, 590 and 1,514 bytes as 7:4:1.  A packet each 10
 * microseconds; the seed is fixed, so a capture is a function of the arguments.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/rng.h"
#include "pcap/build.h"
#include "pcap/linktype.h"
#include "pcap/writer.h"

enum { CLIENTS = 16, PORTS = 60000, HEADERS = 54, LARGEST = 1514 };

struct plan {
	uint32_t packets, flows;
	uint32_t size; /* 0: mixed */
	uint32_t *sent;
	struct rng rng;
};

static uint32_t
frame_size(struct plan *p)
{
	uint32_t turn = p->size ? 0 : rng_below(&p->rng, 12);

	if (p->size)
		return p->size;
	return turn < 7 ? 60 : turn < 11 ? 590 : LARGEST;
}

static struct flow_key
key_of(uint32_t flow)
{
	uint32_t host = (uint32_t)rng_mix(flow);

	return (struct flow_key){
		.src = ip_from4(0x0a00010a + flow % CLIENTS),
		.dst = ip_from4(flow / CLIENTS % 2 ? 0x34d80000 | host >> 15
						   : 0x5db80000 | host >> 16),
		.sport = (uint16_t)(1024 + flow / CLIENTS % PORTS),
		.dport = 443,
		.proto = PROTO_TCP,
	};
}

static struct packet
next_packet(struct plan *p, uint32_t number)
{
	uint32_t flow =
	    p->flows == p->packets ? number : rng_below(&p->rng, p->flows);
	uint32_t turn = p->sent[flow]++;
	struct packet packet = {
		.key = key_of(flow), .ttl = 64, .tcp_flags = TCP_ACK | TCP_PSH
	};

	if (turn == 0)
		packet.tcp_flags = TCP_SYN;
	else if (turn == 1)
		packet.tcp_flags = TCP_SYN | TCP_ACK;
	if (turn % 2)
		packet.key = flow_key_reverse(&packet.key);
	return packet;
}

static int
write_packet(struct writer *w, struct plan *p, uint32_t number)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 };
	static uint8_t frame[LARGEST];
	struct packet packet = next_packet(p, number);
	struct build build = { .payload_len = frame_size(p) - HEADERS,
		.window = 65535 };
	vtime t = { 1700000000000000000 + (int64_t)number * 10000 };
	size_t n = build_ip(&packet, &build, frame + BUILD_ETHERNET,
	    sizeof(frame) - BUILD_ETHERNET);

	build_ethernet(frame, mac, mac, true);
	return writer_frame(w, t, frame, n + BUILD_ETHERNET, NULL);
}

static int
write_all(struct plan *p, const char *path)
{
	struct writer_options o = { .format = WRITER_PCAP_MICRO,
		.link = LINK_ETHERNET };
	struct errs *errs = errs_new();
	struct writer *w = writer_open(path, &o, errs);
	int bad = w == NULL;

	errs_print(errs, stderr);
	for (uint32_t i = 0; !bad && i < p->packets; i++)
		bad = write_packet(w, p, i);
	if (w)
		bad |= writer_close(w);
	errs_free(errs);
	return bad ? 1 : 0;
}

int
main(int argc, char **argv)
{
	struct plan p = { .rng = { 1 } };
	int status;

	if (argc == 5) {
		p.packets = (uint32_t)strtoul(argv[1], NULL, 10);
		p.flows = (uint32_t)strtoul(argv[2], NULL, 10);
		p.size = (uint32_t)strtoul(argv[3], NULL, 10);
	}
	if (p.flows == 0 || p.flows > p.packets || p.size > LARGEST ||
	    (p.size ? p.size < 60 : strcmp(argv[3], "mixed") != 0)) {
		fprintf(stderr,
		    "usage: make_capture PACKETS FLOWS 60|300|1400|mixed "
		    "FILE\n");
		return 2;
	}
	p.sent = xcalloc(p.flows, sizeof(*p.sent));
	status = write_all(&p, argv[4]);
	free(p.sent);
	return status;
}
