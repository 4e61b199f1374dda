#ifndef CORE_PACKET_H
#define CORE_PACKET_H

/*
 * packet.h - what the simulator knows of a packet
 *
 * The key is everything a node may look at when it decides where a packet
 * goes.  Resolution is handed a key and never a packet, so two packets with
 * equal keys cannot be resolved differently.  It has no padding: it is hashed
 * and compared as bytes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/ip.h"

enum ip_proto {
	PROTO_ICMP = 1,
	PROTO_TCP = 6,
	PROTO_UDP = 17,
	PROTO_GRE = 47,
	PROTO_ESP = 50,
	PROTO_AH = 51,
	PROTO_ICMPV6 = 58,
	PROTO_SCTP = 132,
};

enum icmp_type {
	ICMP4_ECHO_REPLY = 0,
	ICMP4_UNREACHABLE = 3,
	ICMP4_QUENCH = 4,
	ICMP4_REDIRECT = 5,
	ICMP4_ECHO_REQUEST = 8,
	ICMP4_TIME_EXCEEDED = 11,
	ICMP4_PARAMETER_PROBLEM = 12,
	ICMP6_UNREACHABLE = 1,
	ICMP6_PACKET_TOO_BIG = 2,
	ICMP6_TIME_EXCEEDED = 3,
	ICMP6_PARAMETER_PROBLEM = 4,
	ICMP6_ECHO_REQUEST = 128,
	ICMP6_ECHO_REPLY = 129,
};

enum icmp_code { ICMP4_PORT = 3, ICMP4_FRAG_NEEDED = 4, ICMP6_PORT = 4 };

enum fragment {
	FRAG_NONE,  /* a whole packet */
	FRAG_FIRST, /* the first fragment: it has the ports */
	FRAG_LATER, /* a later one: the ports are not in it, and are zero */
};

struct flow_key {
	struct ip src;
	struct ip dst;
	uint16_t sport; /* TCP, UDP; of an ICMP echo its identifier */
	uint16_t dport; /* TCP, UDP; of an ICMP echo zero */
	uint8_t proto;  /* IANA number */
	uint8_t fragment;
	uint8_t icmp_type; /* zero unless ICMP or ICMPv6 */
	uint8_t icmp_code;
};

_Static_assert(sizeof(struct flow_key) == 40, "flow_key has padding");

/*
 * Where a packet stands: at a node, having come from another one, by one of
 * the node's sides.  Tags stay with it from node to node until the end of its
 * journey.  Compared as bytes too.
 */
struct place {
	uint32_t node;
	uint32_t from;
	uint16_t side;
	uint16_t tags; /* bits of the model's: what happened on the way here */
};

_Static_assert(sizeof(struct place) == 12, "place has padding");

static inline bool
place_eq(const struct place *a, const struct place *b)
{
	return a->node == b->node && a->from == b->from && a->side == b->side &&
	    a->tags == b->tags;
}

enum tcp_flag {
	TCP_FIN = 1,
	TCP_SYN = 2,
	TCP_RST = 4,
	TCP_PSH = 8,
	TCP_ACK = 16,
};

struct ahead;
struct journey;
struct trace;

/*
 * What the last packet of the same direction of a flow met with, so that the
 * next one need not search: the segments.  Zero stands for nothing.  Whoever
 * lends the memo clears `first` before a whole packet whose key or place is not
 * that of the last whole packet with this memo.  What is noted of the others is
 * checked: by the stamp of the step that led there, or by the key.
 */
enum { MEMO_SEGMENTS = 2 };

struct memo {
	uint32_t first;                  /* its number */
	uint32_t segment[MEMO_SEGMENTS]; /* numbers, or hints of the cache */
};

/*
 * The pulse (pulses.h) of the entry that a step found for such a packet last
 * time, which it may use only to find the same one faster; and the stamp that
 * the entry has since.  As long as the entry bears it, a plain packet that is
 * else like the last one (sim_follow()) meets what that one met, and changes
 * nothing in the table but the time of the entry.  0: it may meet something else.
 */
struct hint {
	uint32_t pulse;
	uint32_t stamp;
};

/*
 * The last packet of the same direction of a flow, as far as the next one may be
 * like it; and what its steps found, which is known even where nothing else is
 * remembered (CACHE_OFF).  The rule of memo.first holds for `epoch`.
 */
enum { TRAIL_STEPS = 4 };

struct trail {
	struct hint hint[TRAIL_STEPS];
	uint8_t state[TRAIL_STEPS]; /* whose entry it is */
	uint32_t epoch;    /* of the simulation; 0: not to be followed */
	uint16_t len;      /* at most */
	uint8_t ttl;       /* at least */
	uint8_t nstep : 7; /* that left a hint */
	uint8_t dont_fragment : 1;
};

/* What an answer will find is probably what it answers has found, the other way
 * round. */
static inline void
trail_guess(struct trail *answer, const struct trail *asked)
{
	unsigned n = asked->nstep;

	*answer = (struct trail){ .nstep = asked->nstep };
	for (unsigned i = 0; i < n; i++) {
		answer->hint[i].pulse = asked->hint[n - 1 - i].pulse;
		answer->state[i] = asked->state[n - 1 - i];
	}
}

/* A packet in flight.  It owns no memory; its bytes stay in the capture. */
struct packet {
	struct flow_key key;
	struct place at;
	uint32_t
	    len; /* bytes from the IP header on, as they were on the wire */
	uint16_t mss; /* of a TCP SYN: the option, 0 if it has none */
	uint8_t tcp_flags;
	uint8_t ttl; /* or hop limit */
	bool dont_fragment;
	uint32_t fragment_id; /* IP's identification; zero unless a fragment */
	/* Of an ICMP error the packet that it is about; else null.  Whoever
	 * translates the error translates it too; the sender owns it. */
	struct flow_key *quote;
	uint16_t segments; /* that it has come by; the sender's is zero */
	/* In a tunnel, of what it carries; out of one again, of the tunnel.  See
	 * r_wrap(). */
	struct flow_key inner;
	struct flow_key *inner_quote;
	uint64_t id;             /* the sender's; comes back in the verdict */
	struct journey *journey; /* null: do not record the way */
	struct trace *trace;     /* null: do not explain */
	/* Both null: no such packet is expected again. */
	struct memo *memo;
	struct trail *trail;
	const struct ahead *ahead; /* sim.h; or null */
};

/* Does it neither open nor close a connection, and is it whole? */
static inline bool
packet_is_plain(const struct packet *p)
{
	return p->key.fragment == FRAG_NONE && p->quote == NULL &&
	    p->mss == 0 &&
	    (p->key.proto != PROTO_TCP ||
		(p->tcp_flags & (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK)) ==
		    TCP_ACK);
}

/* Does it open a connection? */
static inline bool
packet_opens(const struct packet *p)
{
	return p->key.proto == PROTO_TCP &&
	    (p->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

/* Does it answer what opens a connection, and is it whole? */
static inline bool
packet_accepts(const struct packet *p)
{
	return p->key.fragment == FRAG_NONE && p->quote == NULL &&
	    p->key.proto == PROTO_TCP &&
	    (p->tcp_flags & (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK)) ==
	    (TCP_SYN | TCP_ACK);
}

/* Into the tunnel, or out of it. */
void packet_swap_tunnel(struct packet *);

static inline uint64_t
flow_key_word(const struct flow_key *k, size_t i)
{
	uint64_t w;

	memcpy(&w, (const char *)k + i * sizeof(w), sizeof(w));
	return w;
}

static inline bool
flow_key_eq(const struct flow_key *a, const struct flow_key *b)
{
	uint64_t differ = 0;

	for (size_t i = 0; i < sizeof(*a) / sizeof(differ); i++)
		differ |= flow_key_word(a, i) ^ flow_key_word(b, i);
	return differ == 0;
}

/* Has the protocol ports, and does this packet hold them? */
static inline bool
flow_key_has_ports(const struct flow_key *k)
{
	return (k->proto == PROTO_TCP || k->proto == PROTO_UDP) &&
	    k->fragment != FRAG_LATER;
}

static inline bool
proto_is_icmp(uint8_t proto)
{
	return proto == PROTO_ICMP || proto == PROTO_ICMPV6;
}

/*
 * Keys are written by field and read as words.  A word that was just written in
 * parts takes the processor many times as long to read, so where keys are made
 * for each packet all that follows the addresses is written at once.
 */
typedef uint16_t flow_key_rest __attribute__((vector_size(8)));

static inline flow_key_rest
flow_key_get_rest(const struct flow_key *k)
{
	flow_key_rest r;

	memcpy(
	    &r, (const char *)k + offsetof(struct flow_key, sport), sizeof(r));
	return r;
}

static inline void
flow_key_put_rest(struct flow_key *k, flow_key_rest r)
{
	memcpy((char *)k + offsetof(struct flow_key, sport), &r, sizeof(r));
}

static inline void
flow_key_set_sport(struct flow_key *k, uint16_t port)
{
	flow_key_rest r = flow_key_get_rest(k);

	r[0] = port;
	flow_key_put_rest(k, r);
}

static inline void
flow_key_set_dport(struct flow_key *k, uint16_t port)
{
	flow_key_rest r = flow_key_get_rest(k);

	r[1] = port;
	flow_key_put_rest(k, r);
}

/* The same for ICMP and ICMPv6. */
struct flow_key flow_key_reverse_icmp(const struct flow_key *k);

/* The key that an answer to k has: ends exchanged, echo becomes echo reply. */
static inline struct flow_key
flow_key_reverse(const struct flow_key *k)
{
	flow_key_rest rest = flow_key_get_rest(k);
	struct flow_key r;

	if (proto_is_icmp(k->proto))
		return flow_key_reverse_icmp(k);
	r.src = k->dst;
	r.dst = k->src;
	flow_key_put_rest(&r, __builtin_shufflevector(rest, rest, 1, 0, 2, 3));
	return r;
}

/* Is b what an answer to a has? */
static inline bool
flow_key_is_reverse(const struct flow_key *a, const struct flow_key *b)
{
	flow_key_rest rest = flow_key_get_rest(a);
	struct flow_key r;
	uint64_t word;

	if (a->src.lo != b->dst.lo || a->dst.lo != b->src.lo ||
	    a->src.hi != b->dst.hi || a->dst.hi != b->src.hi)
		return false;
	if (proto_is_icmp(a->proto)) {
		r = flow_key_reverse_icmp(a);
		return flow_key_eq(&r, b);
	}
	rest = __builtin_shufflevector(rest, rest, 1, 0, 2, 3);
	memcpy(&word, &rest, sizeof(word));
	return word == flow_key_word(b, sizeof(*b) / sizeof(word) - 1);
}

/* An ICMP or ICMPv6 echo request, or reply. */
bool flow_key_is_echo_request(const struct flow_key *);
bool flow_key_is_echo_reply(const struct flow_key *);

/* An ICMP or ICMPv6 message that quotes the packet that it is about. */
bool flow_key_is_icmp_error(const struct flow_key *);

/* Names by IANA number: "tcp", "gre"; the number for the unnamed.  proto_parse
 * takes a name or a number and returns -1 for anything else. */
const char *proto_name(uint8_t proto, char buf[static 8]);
int proto_parse(const char *);

#endif /* CORE_PACKET_H */
