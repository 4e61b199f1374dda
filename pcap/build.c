/*
 * build.c - from a packet to the bytes of it
 *
 * Headers are written from the inside out: payload, transport header with a
 * checksum over both and the pseudo header (RFC 793, 768, 8200 section 8.1),
 * IP header.
 */

#include "pcap/build.h"

#include <string.h>

#include "pcap/bytes.h"

enum {
	IP4_HEADER = 20,
	IP6_HEADER = 40,
	TCP_HEADER = 20,
	MSS_OPTION = 4,
	UDP_HEADER = 8,
	ICMP_HEADER = 8,
	FRAGMENT_HEADER = 8,
	FRAGMENT_PROTO = 44,
	IP_LEN_MOST = 65535,
};

/* --- checksums (RFC 1071) ----------------------------------------------- */

static uint64_t
sum(const uint8_t *p, size_t n, uint64_t so_far)
{
	for (; n > 1; n -= 2, p += 2)
		so_far += be16(p);
	return n ? so_far + (uint64_t)(p[0] << 8) : so_far;
}

static uint16_t
fold(uint64_t s)
{
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return (uint16_t)~s;
}

/* The sum over addresses, protocol and length, as both families have it. */
static uint64_t
pseudo_header(const struct flow_key *k, size_t len)
{
	uint8_t addr[32];
	uint64_t s = k->proto + (uint64_t)len;

	if (ip_is4(k->src)) {
		ip_to_bytes4(k->src, addr);
		ip_to_bytes4(k->dst, addr + 4);
		return sum(addr, 8, s);
	}
	ip_to_bytes16(k->src, addr);
	ip_to_bytes16(k->dst, addr + 16);
	return sum(addr, 32, s);
}

/* --- transport ---------------------------------------------------------- */

static size_t
transport_header_len(const struct packet *p)
{
	switch (p->key.proto) {
	case PROTO_TCP:
		return TCP_HEADER + (p->mss ? MSS_OPTION : 0);
	case PROTO_UDP:
		return UDP_HEADER;
	case PROTO_ICMP:
	case PROTO_ICMPV6:
		return ICMP_HEADER;
	default:
		return 0;
	}
}

/* The transport functions get zeroed headers with the payload behind them. */
static void
tcp(const struct packet *p, const struct build *b, uint8_t *t, size_t len)
{
	size_t header = transport_header_len(p);

	put_be16(t, p->key.sport);
	put_be16(t + 2, p->key.dport);
	put_be32(t + 4, b->seq);
	put_be32(t + 8, b->ack);
	t[12] = (uint8_t)(header / 4 << 4);
	t[13] = p->tcp_flags;
	put_be16(t + 14, b->window);
	if (p->mss) {
		t[20] = 2;
		t[21] = MSS_OPTION;
		put_be16(t + 22, p->mss);
	}
	put_be16(t + 16, fold(sum(t, len, pseudo_header(&p->key, len))));
}

static void
udp(const struct packet *p, uint8_t *t, size_t len)
{
	uint16_t check;

	put_be16(t, p->key.sport);
	put_be16(t + 2, p->key.dport);
	put_be16(t + 4, (uint16_t)len);
	check = fold(sum(t, len, pseudo_header(&p->key, len)));
	/* Zero would say that there is no checksum. */
	put_be16(t + 6, check ? check : 0xffff);
}

static void
icmp(const struct packet *p, const struct build *b, uint8_t *t, size_t len)
{
	const struct flow_key *k = &p->key;
	uint64_t pseudo = k->proto == PROTO_ICMPV6 ? pseudo_header(k, len) : 0;

	t[0] = k->icmp_type;
	t[1] = k->icmp_code;
	put_be32(t + 4, b->icmp_rest);
	if (flow_key_is_echo_request(k) || flow_key_is_echo_reply(k)) {
		put_be16(t + 4, k->sport);
		put_be16(t + 6, (uint16_t)b->seq);
	}
	put_be16(t + 2, fold(sum(t, len, pseudo)));
}

static void
transport(const struct packet *p, const struct build *b, uint8_t *t, size_t len)
{
	size_t header = transport_header_len(p);

	memset(t, 0, len);
	if (b->payload && b->payload_len)
		memcpy(t + header, b->payload, b->payload_len);
	switch (p->key.proto) {
	case PROTO_TCP:
		tcp(p, b, t, len);
		break;
	case PROTO_UDP:
		udp(p, t, len);
		break;
	case PROTO_ICMP:
	case PROTO_ICMPV6:
		icmp(p, b, t, len);
		break;
	default:
		break;
	}
}

/* --- IP ----------------------------------------------------------------- */

static void
ip4_finish(uint8_t *h)
{
	put_be16(h + 10, 0);
	put_be16(h + 10, fold(sum(h, IP4_HEADER, 0)));
}

static void
ip4(const struct packet *p, const struct build *b, uint8_t *h, size_t len)
{
	memset(h, 0, IP4_HEADER);
	h[0] = 0x45;
	put_be16(h + 2, (uint16_t)len);
	put_be16(h + 4, b->ip_id);
	put_be16(h + 6, p->dont_fragment ? 0x4000 : 0);
	h[8] = p->ttl;
	h[9] = p->key.proto;
	ip_to_bytes4(p->key.src, h + 12);
	ip_to_bytes4(p->key.dst, h + 16);
	ip4_finish(h);
}

static void
ip6(const struct packet *p, uint8_t *h, size_t len)
{
	memset(h, 0, IP6_HEADER);
	h[0] = 0x60;
	put_be16(h + 4, (uint16_t)(len - IP6_HEADER));
	h[6] = p->key.proto;
	h[7] = p->ttl;
	ip_to_bytes16(p->key.src, h + 8);
	ip_to_bytes16(p->key.dst, h + 24);
}

size_t
build_ip(
    const struct packet *p, const struct build *b, uint8_t *out, size_t size)
{
	bool is4 = ip_is4(p->key.src);
	size_t header = is4 ? IP4_HEADER : IP6_HEADER;
	size_t inner = transport_header_len(p) + (size_t)b->payload_len;
	size_t len = header + inner;
	size_t most = is4 ? IP_LEN_MOST : IP_LEN_MOST + IP6_HEADER;

	if (len > size || len > most || ip_is4(p->key.dst) != is4 ||
	    p->key.fragment != FRAG_NONE)
		return 0;
	transport(p, b, out + header, inner);
	if (is4)
		ip4(p, b, out, len);
	else
		ip6(p, out, len);
	return len;
}

/* --- fragments ---------------------------------------------------------- */

static void
fragment4(uint8_t *h, size_t offset, size_t len, bool more, uint32_t id)
{
	put_be16(h + 2, (uint16_t)(IP4_HEADER + len));
	put_be16(h + 4, (uint16_t)id);
	put_be16(h + 6, (uint16_t)(offset / 8 | (more ? 0x2000 : 0)));
	ip4_finish(h);
}

static void
fragment6(uint8_t *h, size_t offset, size_t len, bool more, uint32_t id)
{
	uint8_t *f = h + IP6_HEADER;

	put_be16(h + 4, (uint16_t)(FRAGMENT_HEADER + len));
	f[0] = h[6];
	f[1] = 0;
	put_be16(f + 2, (uint16_t)(offset | more));
	put_be32(f + 4, id);
	h[6] = FRAGMENT_PROTO;
}

size_t
build_fragment(const uint8_t *whole, size_t offset, size_t len, uint32_t id,
    uint8_t *out, size_t size)
{
	bool is4 = whole[0] >> 4 == 4;
	size_t header = is4 ? IP4_HEADER : IP6_HEADER;
	size_t inner =
	    is4 ? be16(whole + 2) - (size_t)IP4_HEADER : be16(whole + 4);
	size_t before = is4 ? header : header + FRAGMENT_HEADER;
	bool more;

	if (offset % 8 != 0 || len == 0 || offset >= inner)
		return 0;
	more = len < inner - offset;
	len = more ? len : inner - offset;
	if (before + len > size || (more && len % 8 != 0))
		return 0;
	memcpy(out, whole, header);
	memcpy(out + before, whole + header + offset, len);
	if (is4)
		fragment4(out, offset, len, more, id);
	else
		fragment6(out, offset, len, more, id);
	return before + len;
}

/* --- Ethernet ----------------------------------------------------------- */

void
build_ethernet(uint8_t header[static BUILD_ETHERNET],
    const uint8_t dst[static 6], const uint8_t src[static 6], bool is4)
{
	memcpy(header, dst, 6);
	memcpy(header + 6, src, 6);
	put_be16(header + 12, is4 ? 0x0800 : 0x86dd);
}
