/*
 * parse.c - from the bytes of a frame to a packet
 *
 * A view is what is left of the frame: bytes that were captured and bytes that
 * were on the wire.  Each layer asks for its header, takes it off the view and
 * shortens the view to the length that it states:
 *
 *	have <= wire
 *
 * A header that does not fit into wire is a lie, one that does not fit into
 * have was cut by the capture.
 */

#include "pcap/parse.h"

#include "pcap/bytes.h"
#include "pcap/capture.h"
#include "pcap/linktype.h"
#include "pcap/parse_usual.h"

enum {
	ETHERNET_HEADER = 14,
	SLL_HEADER = 16,
	SLL2_HEADER = 20,
	TAGS_MOST = 8,
	EXTENSIONS_MOST = 16,
	TCP_FLAGS = 0x3f, /* FIN to URG; the rest is about congestion */
};

enum ethertype {
	ETHERTYPE_IP4 = 0x0800,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_IP6 = 0x86dd,
	ETHERTYPE_QINQ = 0x88a8,
	ETHERTYPE_QINQ_OLD = 0x9100,
	ETHERTYPE_QINQ_OLDER = 0x9200,
};

/* IPv6 extension headers, by their next header number. */
enum extension {
	EXT_HOP_BY_HOP = 0,
	EXT_ROUTING = 43,
	EXT_FRAGMENT = 44,
	EXT_AH = 51,
	EXT_NONE = 59,
	EXT_DESTINATION = 60,
	EXT_MOBILITY = 135,
	EXT_HIP = 139,
	EXT_SHIM6 = 140,
};

struct view {
	const uint8_t *p;
	uint32_t have;
	uint32_t wire;
};

static inline enum parse_result
need(const struct view *v, uint32_t n)
{
	if (n <= v->have)
		return PARSE_OK;
	return n <= v->wire ? PARSE_TRUNCATED : PARSE_MALFORMED;
}

/* Takes n bytes off, which need() has granted. */
static inline void
pass(struct view *v, uint32_t n)
{
	v->p += n;
	v->have -= n;
	v->wire -= n;
}

/* As pass(), of bytes that the wire had and the capture may have cut. */
static inline void
pass_wire(struct view *v, uint32_t n)
{
	uint32_t here = n < v->have ? n : v->have;

	v->p += here;
	v->have -= here;
	v->wire -= n;
}

/* What is behind the first n bytes is not of this packet. */
static inline void
shorten(struct view *v, uint32_t n)
{
	if (n < v->wire)
		v->wire = n;
	if (n < v->have)
		v->have = n;
}

/* --- keys: fields that stand at fixed places ---------------------------- */

static inline uint8_t
fragment_of(bool later, bool more)
{
	return later ? FRAG_LATER : more ? FRAG_FIRST : FRAG_NONE;
}

static inline void
ip4_key(const uint8_t *b, struct flow_key *k)
{
	uint16_t f = be16(b + 6);

	*k = (struct flow_key){
		.src = ip_from4(be32(b + 12)),
		.dst = ip_from4(be32(b + 16)),
		.proto = b[9],
		.fragment = fragment_of((f & 0x1fff) != 0, f & 0x2000),
	};
}

static inline void
ip6_key(const uint8_t *b, struct flow_key *k)
{
	*k = (struct flow_key){
		.src = { be64(b + 8), be64(b + 16) },
		.dst = { be64(b + 24), be64(b + 32) },
		.proto = b[6],
	};
}

/* An IPv4 address in the form of an IPv6 one is never on the wire (RFC 4291,
 * section 2.5.5.2), and in a key it would be an IPv4 one. */
static inline bool
ip6_has_mapped(const struct flow_key *k)
{
	return ip_is4(k->src) || ip_is4(k->dst);
}

static bool
is_echo(const struct flow_key *k)
{
	return flow_key_is_echo_request(k) || flow_key_is_echo_reply(k);
}

/* Ports, or what ICMP has in their place; the fragment has them. */
static enum parse_result
ports_key(const struct view *v, struct flow_key *k)
{
	enum parse_result r = PARSE_OK;

	switch (k->proto) {
	case PROTO_TCP:
	case PROTO_UDP:
	case PROTO_SCTP:
		r = need(v, 4);
		if (r == PARSE_OK) {
			k->sport = be16(v->p);
			k->dport = be16(v->p + 2);
		}
		break;
	case PROTO_ICMP:
	case PROTO_ICMPV6:
		r = need(v, 4);
		if (r != PARSE_OK)
			break;
		k->icmp_type = v->p[0];
		k->icmp_code = v->p[1];
		if (is_echo(k) && (r = need(v, 6)) == PARSE_OK)
			k->sport = be16(v->p + 4);
		break;
	default:
		break;
	}
	return r;
}

/* --- IPv6 extension headers --------------------------------------------- */

/* The length of the header at v, or 0 if that is no extension header. */
static uint32_t
extension_len(uint8_t type, const struct view *v)
{
	switch (type) {
	case EXT_HOP_BY_HOP:
	case EXT_ROUTING:
	case EXT_DESTINATION:
	case EXT_MOBILITY:
	case EXT_HIP:
	case EXT_SHIM6:
		return v->have < 2 ? 8 : (v->p[1] + 1u) * 8;
	case EXT_AH:
		return v->have < 2 ? 8 : (v->p[1] + 2u) * 4;
	case EXT_FRAGMENT:
		return 8;
	default:
		return 0;
	}
}

/* Leaves the view at the transport header, its number in the key. */
static enum parse_result
extensions(struct view *v, struct flow_key *k, uint32_t *fragment_id)
{
	for (int i = 0;; i++) {
		uint32_t len = extension_len(k->proto, v);
		uint8_t type = k->proto;
		enum parse_result r;

		if (len == 0)
			return PARSE_OK;
		if (i == EXTENSIONS_MOST)
			return PARSE_MALFORMED;
		r = need(v, len);
		if (r != PARSE_OK)
			return r;
		k->proto = v->p[0];
		if (type == EXT_FRAGMENT) {
			uint16_t f = be16(v->p + 2);

			k->fragment = fragment_of(f >> 3 != 0, f & 1);
			*fragment_id = k->fragment ? be32(v->p + 4) : 0;
		}
		pass(v, len);
		if (k->fragment == FRAG_LATER)
			return PARSE_OK;
	}
}

/* --- the packet that an ICMP error is about ----------------------------- */

static enum parse_result
quote_ip(struct view *v, struct flow_key *k)
{
	uint32_t len, id;

	if (v->p[0] >> 4 == 4 && v->have >= 20) {
		len = (v->p[0] & 15u) * 4;
		if (len < 20 || len > v->have)
			return PARSE_MALFORMED;
		ip4_key(v->p, k);
		pass(v, len);
		return PARSE_OK;
	}
	if (v->p[0] >> 4 == 6 && v->have >= 40) {
		ip6_key(v->p, k);
		pass(v, 40);
		return ip6_has_mapped(k) ? PARSE_MALFORMED
					 : extensions(v, k, &id);
	}
	return PARSE_MALFORMED;
}

/* A quotation ends anywhere, so that lengths in it are not looked at. */
static void
read_quote(struct view v, struct parsed *out)
{
	struct flow_key k;

	if (v.have == 0 || quote_ip(&v, &k) != PARSE_OK)
		return;
	if (k.fragment != FRAG_LATER && ports_key(&v, &k) != PARSE_OK)
		return;
	out->has_quote = true;
	out->quote = k;
}

/* --- transport ---------------------------------------------------------- */

/* Of each protocol the header without what is optional. */
static uint32_t
least_header(uint8_t proto)
{
	switch (proto) {
	case PROTO_TCP:
		return 20;
	case PROTO_SCTP:
		return 12;
	case PROTO_UDP:
	case PROTO_ICMP:
		return 8;
	case PROTO_ICMPV6:
		return 4;
	default:
		return 0;
	}
}

enum tcp_option { TCP_OPTION_END, TCP_OPTION_NOP, TCP_OPTION_MSS };

/* The largest segment that a SYN announces, or 0; n bytes of options are here. */
static uint16_t
announced_mss(const uint8_t *o, uint32_t n)
{
	for (uint32_t i = 0; i + 4 <= n && o[i] != TCP_OPTION_END;) {
		if (o[i] == TCP_OPTION_NOP) {
			i++;
			continue;
		}
		if (o[i] == TCP_OPTION_MSS && o[i + 1] == 4)
			return be16(o + i + 2);
		if (o[i + 1] < 2)
			return 0;
		i += o[i + 1];
	}
	return 0;
}

/* These find the least header in the view, and pass the whole of it. */
static enum parse_result
tcp(struct view *v, struct packet *p, struct parsed *out)
{
	uint32_t len = (v->p[12] >> 4) * 4u;

	if (len < 20 || len > v->wire)
		return PARSE_MALFORMED;
	p->tcp_flags = v->p[13] & TCP_FLAGS;
	out->seq = be32(v->p + 4);
	out->ack = be32(v->p + 8);
	out->window = be16(v->p + 14);
	if (p->tcp_flags & TCP_SYN)
		p->mss = announced_mss(
		    v->p + 20, (len < v->have ? len : v->have) - 20);
	pass_wire(v, len);
	return PARSE_OK;
}

/* The length of a datagram in fragments is that of all of them. */
static enum parse_result
udp(struct view *v, const struct packet *p)
{
	uint32_t len = be16(v->p + 4);

	if (len < 8 || (len > v->wire && p->key.fragment == FRAG_NONE))
		return PARSE_MALFORMED;
	shorten(v, len);
	pass(v, 8);
	return PARSE_OK;
}

/* Messages of ICMPv6 may be shorter than the header that echo and errors have.
 */
static enum parse_result
icmp(struct view *v, const struct packet *p, struct parsed *out)
{
	bool echo = is_echo(&p->key);
	bool error = flow_key_is_icmp_error(&p->key);
	enum parse_result r = need(v, echo || error ? 8 : 4);

	if (r != PARSE_OK)
		return r;
	if (echo)
		out->seq = be16(v->p + 6);
	pass_wire(v, v->wire < 8 ? v->wire : 8);
	if (error)
		read_quote(*v, out);
	return PARSE_OK;
}

static enum parse_result
transport_header(struct view *v, struct packet *p, struct parsed *out)
{
	uint32_t least = least_header(p->key.proto);
	enum parse_result r = need(v, least);

	if (r == PARSE_OK)
		r = ports_key(v, &p->key);
	if (r != PARSE_OK)
		return r;
	switch (p->key.proto) {
	case PROTO_TCP:
		return tcp(v, p, out);
	case PROTO_UDP:
		return udp(v, p);
	case PROTO_ICMP:
	case PROTO_ICMPV6:
		return icmp(v, p, out);
	default:
		pass(v, least);
		return PARSE_OK;
	}
}

static enum parse_result
transport(struct view *v, struct packet *p, struct parsed *out)
{
	enum parse_result r = PARSE_OK;

	if (p->key.fragment != FRAG_LATER)
		r = transport_header(v, p, out);
	out->payload = v->p;
	out->payload_len = v->have;
	out->payload_wire = v->wire;
	return r;
}

/* --- IP ----------------------------------------------------------------- */

static enum parse_result
ip4(struct view *v, struct packet *p, struct parsed *out)
{
	enum parse_result r = need(v, 20);
	uint32_t header, total;

	if (r != PARSE_OK)
		return r;
	header = (v->p[0] & 15u) * 4;
	total = be16(v->p + 2);
	/* Of a segment that the interface is to split the length is zero. */
	if (total == 0)
		total = v->wire;
	if (v->p[0] >> 4 != 4 || header < 20 || total < header ||
	    total > v->wire)
		return PARSE_MALFORMED;
	shorten(v, total);
	r = need(v, header);
	if (r != PARSE_OK)
		return r;
	ip4_key(v->p, &p->key);
	p->len = total;
	p->ttl = v->p[8];
	p->dont_fragment = be16(v->p + 6) & 0x4000;
	if (p->key.fragment)
		p->fragment_id = be16(v->p + 4);
	out->ip = v->p;
	out->ip_len = v->have;
	pass(v, header);
	return transport(v, p, out);
}

/* The payload's length is zero when a jumbogram's option tells it, or when the
 * interface is to split the segment. */
static uint32_t
ip6_total(const struct view *v)
{
	uint32_t len = be16(v->p + 4);

	return len == 0 && v->p[6] != EXT_NONE ? v->wire : 40 + len;
}

static enum parse_result
ip6(struct view *v, struct packet *p, struct parsed *out)
{
	enum parse_result r = need(v, 40);
	uint32_t total;

	if (r != PARSE_OK)
		return r;
	total = ip6_total(v);
	if (v->p[0] >> 4 != 6 || total > v->wire)
		return PARSE_MALFORMED;
	shorten(v, total);
	ip6_key(v->p, &p->key);
	if (ip6_has_mapped(&p->key))
		return PARSE_MALFORMED;
	p->len = total;
	p->ttl = v->p[7];
	/* Routers do not fragment IPv6. */
	p->dont_fragment = true;
	out->ip = v->p;
	out->ip_len = v->have;
	pass(v, 40);
	r = extensions(v, &p->key, &p->fragment_id);
	return r == PARSE_OK ? transport(v, p, out) : r;
}

static enum parse_result
ip_any(struct view *v, struct packet *p, struct parsed *out)
{
	enum parse_result r = need(v, 1);

	if (r != PARSE_OK)
		return r;
	return v->p[0] >> 4 == 6 ? ip6(v, p, out) : ip4(v, p, out);
}

/* --- link --------------------------------------------------------------- */

static bool
is_tag(uint16_t type)
{
	return type == ETHERTYPE_VLAN || type == ETHERTYPE_QINQ ||
	    type == ETHERTYPE_QINQ_OLD || type == ETHERTYPE_QINQ_OLDER;
}

static enum parse_result
by_ethertype(
    struct view *v, uint16_t type, struct packet *p, struct parsed *out)
{
	for (int i = 0; i < TAGS_MOST && is_tag(type); i++) {
		enum parse_result r = need(v, 4);

		if (r != PARSE_OK)
			return r;
		type = be16(v->p + 2);
		pass(v, 4);
	}
	if (type == ETHERTYPE_IP4)
		return ip4(v, p, out);
	if (type == ETHERTYPE_IP6)
		return ip6(v, p, out);
	return PARSE_NOT_IP;
}

/* A link header of so many bytes with the ethertype at that place. */
static enum parse_result
with_ethertype(struct view *v, uint32_t header, uint32_t at, struct packet *p,
    struct parsed *out)
{
	enum parse_result r = need(v, header);
	uint16_t type;

	if (r != PARSE_OK)
		return r;
	type = be16(v->p + at);
	pass(v, header);
	return by_ethertype(v, type, p, out);
}

/* An address family in either order; that of IPv6 differs between systems. */
static enum parse_result
loopback(struct view *v, struct packet *p, struct parsed *out)
{
	enum parse_result r = need(v, 4);
	uint32_t family;

	if (r != PARSE_OK)
		return r;
	family = be32(v->p);
	if (family > 0xffff)
		family = le32(v->p);
	pass(v, 4);
	switch (family) {
	case 2:
		return ip4(v, p, out);
	case 10: /* Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* Darwin */
		return ip6(v, p, out);
	default:
		return PARSE_NOT_IP;
	}
}

enum parse_result
parse_frame(const struct frame *f, struct packet *p, struct parsed *out)
{
	struct view v = { f->bytes, f->caplen, f->len };
	struct parsed unused;

	if (out == NULL)
		out = &unused;
	if (parse_usual(f, p, out))
		return PARSE_OK;
	*p = (struct packet){ 0 };
	*out = (struct parsed){ 0 };
	switch (f->link) {
	case LINK_ETHERNET:
		return with_ethertype(&v, ETHERNET_HEADER, 12, p, out);
	case LINK_SLL:
		return with_ethertype(&v, SLL_HEADER, 14, p, out);
	case LINK_SLL2:
		return with_ethertype(&v, SLL2_HEADER, 0, p, out);
	case LINK_RAW:
	case LINK_RAW_12:
	case LINK_RAW_14:
		return ip_any(&v, p, out);
	case LINK_IPV4:
		return ip4(&v, p, out);
	case LINK_IPV6:
		return ip6(&v, p, out);
	case LINK_NULL:
	case LINK_LOOP:
		return loopback(&v, p, out);
	default:
		return PARSE_LINK_TYPE;
	}
}

enum parse_result
parse_ip(const uint8_t *bytes, uint32_t caplen, uint32_t wire, struct packet *p,
    struct parsed *out)
{
	struct frame f = {
		.link = LINK_RAW, .bytes = bytes, .caplen = caplen, .len = wire
	};

	return parse_frame(&f, p, out);
}

const char *
parse_result_text(enum parse_result r)
{
	static const char *const text[PARSE_RESULTS] = {
		[PARSE_OK] = "read",
		[PARSE_NOT_IP] = "not IP",
		[PARSE_LINK_TYPE] = "link type not supported",
		[PARSE_TRUNCATED] = "header cut off by the capture",
		[PARSE_MALFORMED] = "malformed",
	};

	return text[r];
}
