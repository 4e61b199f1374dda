#ifndef PCAP_PARSE_USUAL_H
#define PCAP_PARSE_USUAL_H

/*
 * parse_usual.h - the frame that nearly every one is
 *
 * TCP that opens nothing, or UDP, in a whole IPv4 packet without options, in
 * Ethernet without tags.  What is anything else, or odd, or cut by the capture
 * before the end of its headers, is left to parse.c.
 */

#include "pcap/bytes.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"
#include "pcap/parse.h"

enum {
	USUAL_LINK = 14,
	USUAL_IP = 20,
	USUAL_TCP = 20,
	USUAL_UDP = 8,
	USUAL_NOT_WHOLE = 0x3fff, /* more fragments, or a place in the packet */
};

/* The length of the transport header; 0: not the usual one. */
static inline uint32_t
usual_transport(const uint8_t *ip, uint32_t have, uint32_t total)
{
	const uint8_t *t = ip + USUAL_IP;
	uint32_t len = 0;

	if (ip[9] == PROTO_TCP && have >= USUAL_IP + USUAL_TCP) {
		len = (t[12] >> 4) * 4u;
		if (len < USUAL_TCP || t[13] & TCP_SYN)
			return 0;
	} else if (ip[9] == PROTO_UDP && have >= USUAL_IP + USUAL_UDP) {
		len = USUAL_UDP;
		if (total - USUAL_IP != be16(t + 4))
			return 0;
	}
	return USUAL_IP + len <= total && USUAL_IP + len <= have ? len : 0;
}

static inline void
usual_packet(const uint8_t *ip, uint32_t total, struct packet *p)
{
	const uint8_t *t = ip + USUAL_IP;
	bool tcp = ip[9] == PROTO_TCP;

	*p = (struct packet){
		.key = { .src = ip_from4(be32(ip + 12)),
		    .dst = ip_from4(be32(ip + 16)),
		    .sport = be16(t),
		    .dport = be16(t + 2),
		    .proto = ip[9] },
		.len = total,
		.ttl = ip[8],
		.dont_fragment = be16(ip + 6) & 0x4000,
		.tcp_flags = tcp ? t[13] & 0x3f : 0,
	};
}

static inline void
usual_rest(const uint8_t *ip, uint32_t have, uint32_t total, uint32_t header,
    struct parsed *out)
{
	const uint8_t *t = ip + USUAL_IP;
	bool tcp = ip[9] == PROTO_TCP;

	*out = (struct parsed){
		.ip = ip,
		.ip_len = have,
		.payload = t + header,
		.payload_len = have - USUAL_IP - header,
		.payload_wire = total - USUAL_IP - header,
		.seq = tcp ? be32(t + 4) : 0,
		.ack = tcp ? be32(t + 8) : 0,
		.window = tcp ? be16(t + 14) : 0,
	};
}

/* The lengths of a usual one. */
struct usual {
	uint32_t total, have, header;
};

/* False: it is another one. */
static inline bool
usual_lengths(const struct frame *f, struct usual *u)
{
	const uint8_t *ip = f->bytes + USUAL_LINK;

	if (f->link != LINK_ETHERNET || f->caplen < USUAL_LINK + USUAL_IP ||
	    be16(f->bytes + 12) != 0x0800 || ip[0] != 0x45 ||
	    be16(ip + 6) & USUAL_NOT_WHOLE)
		return false;
	u->total = be16(ip + 2);
	if (u->total < USUAL_IP || u->total > f->len - USUAL_LINK)
		return false;
	u->have = f->caplen - USUAL_LINK;
	u->have = u->have < u->total ? u->have : u->total;
	u->header = usual_transport(ip, u->have, u->total);
	return u->header > 0;
}

/* The same of a frame that is not read any further. */
static inline bool
parse_usual_ends(const struct frame *f, struct ip *src, struct ip *dst)
{
	const uint8_t *ip = f->bytes + USUAL_LINK;
	struct usual u;

	if (!usual_lengths(f, &u))
		return false;
	*src = ip_from4(be32(ip + 12));
	*dst = ip_from4(be32(ip + 16));
	return true;
}

static inline bool
parse_usual(const struct frame *f, struct packet *p, struct parsed *out)
{
	const uint8_t *ip = f->bytes + USUAL_LINK;
	struct usual u;

	if (!usual_lengths(f, &u))
		return false;
	usual_packet(ip, u.total, p);
	usual_rest(ip, u.have, u.total, u.header, out);
	return true;
}

#endif /* PCAP_PARSE_USUAL_H */
