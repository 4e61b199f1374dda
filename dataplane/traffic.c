/*
 * traffic.c - the packets of a scenario's `traffic`
 *
 * One way takes a millisecond; segments follow each other 10 microseconds
 * apart; the receiver acknowledges every second one.  The times matter only in
 * that they are the same for `gen` and for `replay`.
 */

#include "dataplane/traffic.h"

#include <stdlib.h>
#include <string.h>

enum {
	FULL = 1488, /* a segment of 1,500 bytes has 12 of options; we none */
	DATAGRAM = 1400,
	LEAST_DATAGRAM = 32,
	ECHO_BYTES = 56,
	TCP_HEADER = 20,
	MSS_OPTION = 4,
	UDP_HEADER = 8,
	ICMP_HEADER = 8,
	PACKETS_MAX = 100000000,
};

static const vtime one_way = { 1000000 };
static const vtime apart = { 10000 };

static uint32_t
ip_header(struct ip ip)
{
	return ip_is4(ip) ? 20 : 40;
}

/* --- the first packet --------------------------------------------------- */

static int
choose_proto(
    const struct flow_spec *f, struct ip dst, uint8_t *proto, struct errs *errs)
{
	int p = f->proto;

	if (p < 0)
		p = f->port >= 0 ? PROTO_TCP : PROTO_ICMP;
	if (p == PROTO_ICMP && !ip_is4(dst))
		p = PROTO_ICMPV6;
	*proto = (uint8_t)p;
	if ((p == PROTO_TCP || p == PROTO_UDP) && f->port < 0) {
		errs_add(errs, f->where, "a flow by %s needs a port",
		    p == PROTO_TCP ? "tcp" : "udp");
		return -1;
	}
	return 0;
}

static uint32_t
usual_length(uint8_t proto, struct ip dst)
{
	switch (proto) {
	case PROTO_TCP:
		return ip_header(dst) + TCP_HEADER;
	case PROTO_UDP:
		return ip_header(dst) + UDP_HEADER + 32;
	default:
		return ip_header(dst) + ICMP_HEADER + ECHO_BYTES;
	}
}

static struct flow_key
make_key(const struct flow_spec *f, uint8_t proto, struct ip src, struct ip dst)
{
	struct flow_key k = { .src = src, .dst = dst, .proto = proto };

	if (proto == PROTO_TCP || proto == PROTO_UDP) {
		k.sport = (uint16_t)(f->sport >= 0 ? f->sport : EPHEMERAL_PORT);
		k.dport = (uint16_t)f->port;
	} else if (proto_is_icmp(proto)) {
		k.icmp_type = proto == PROTO_ICMP ? ICMP4_ECHO_REQUEST
						  : ICMP6_ECHO_REQUEST;
		k.sport = (uint16_t)(f->sport >= 0 ? f->sport : 1);
	}
	return k;
}

static int
make_packet(const struct flow_spec *f, struct flow_start *s, struct errs *errs)
{
	struct ip dst = s->target.ip, src = party_source(&s->from, dst);
	uint8_t proto;

	if (ip_is_zero(dst)) {
		errs_add(errs, f->to.where, "\"%s\" has no address", f->to.s);
		return -1;
	}
	if (ip_is_zero(src)) {
		errs_add(errs, f->from.where,
		    "\"%s\" has no %s address to send from", f->from.s,
		    ip_is4(dst) ? "IPv4" : "IPv6");
		return -1;
	}
	if (choose_proto(f, dst, &proto, errs) != 0)
		return -1;
	s->packet = (struct packet){
		.key = make_key(f, proto, src, dst),
		.at = s->from.send,
		.len = f->bytes ? (uint32_t)f->bytes : usual_length(proto, dst),
		.tcp_flags = proto == PROTO_TCP ? TCP_SYN : 0,
		.ttl = f->ttl >= 0 ? (uint8_t)f->ttl : 64,
		.dont_fragment = f->dont_fragment,
	};
	return 0;
}

int
flow_start(const struct snap *snap, const struct flow_spec *f, struct arena *a,
    struct flow_start *s, struct errs *errs)
{
	*s = (struct flow_start){ 0 };
	if (party_find(snap, f->from, f->to, a, &s->from, errs) != 0)
		return -1;
	s->from.asks_at = f->at;
	if (target_find(snap, &s->from, f->to, a, &s->target, errs) != 0)
		return -1;
	return s->target.code ? 0 : make_packet(f, s, errs);
}

/* --- whole conversations ------------------------------------------------ */

/* A conversation in the making; `back` below: the far end sends. */
struct talk {
	struct arena *arena;
	struct traffic_packets *out;
	struct packet first; /* of the opener */
	uint32_t flow;
	vtime t;
	uint32_t most;    /* payload of a segment or datagram */
	uint16_t mss;     /* that both ends announce; 0: the usual one */
	uint32_t next[2]; /* sequence numbers: opener, far end */
	uint16_t id[2];
};

static void
say(struct talk *k, bool back, uint8_t tcp_flags, uint32_t payload)
{
	uint32_t header = ip_header(k->first.key.dst);
	struct traffic_packet *p = ARENA_PUSH(k->arena, k->out->v, k->out->n);

	p->t = k->t;
	p->flow = k->flow;
	p->packet = k->first;
	p->packet.at = (struct place){ 0 };
	if (back)
		p->packet.key = flow_key_reverse(&k->first.key);
	p->packet.tcp_flags = tcp_flags;
	p->seq = k->next[back];
	p->ack = tcp_flags & TCP_ACK ? k->next[!back] : 0;
	p->payload = payload;
	p->id = k->id[back]++;
	switch (k->first.key.proto) {
	case PROTO_TCP:
		p->packet.len = header + TCP_HEADER + payload;
		if (tcp_flags & TCP_SYN && k->mss) {
			p->packet.mss = k->mss;
			p->packet.len += MSS_OPTION;
		}
		k->next[back] += payload + !!(tcp_flags & (TCP_SYN | TCP_FIN));
		break;
	case PROTO_UDP:
		p->packet.len = header + UDP_HEADER + payload;
		break;
	default:
		p->packet.len = header + ICMP_HEADER + payload;
	}
}

static void
pass(struct talk *k, vtime d)
{
	k->t = vtime_add(k->t, d);
}

static void
say_data(struct talk *k, bool back, uint64_t bytes)
{
	unsigned unacknowledged = 0;

	while (bytes > 0) {
		uint32_t n = bytes < k->most ? (uint32_t)bytes : k->most;

		bytes -= n;
		say(k, back, bytes ? TCP_ACK : TCP_ACK | TCP_PSH, n);
		pass(k, apart);
		if (++unacknowledged == 2 || bytes == 0) {
			say(k, !back, TCP_ACK, 0);
			unacknowledged = 0;
		}
		pass(k, apart);
	}
}

/* Data alone: who has lost the connection acknowledges nothing. */
static void
push(struct talk *k, bool back, uint64_t bytes)
{
	while (bytes > 0) {
		uint32_t n = bytes < k->most ? (uint32_t)bytes : k->most;

		bytes -= n;
		say(k, back, bytes ? TCP_ACK : TCP_ACK | TCP_PSH, n);
		pass(k, apart);
	}
}

static void
say_datagrams(struct talk *k, bool back, uint64_t bytes)
{
	while (bytes > 0) {
		uint32_t n = bytes < k->most ? (uint32_t)bytes : k->most;

		say(k, back, 0, n);
		pass(k, apart);
		bytes -= n;
	}
}

static void
say_turn(struct talk *k, const struct turn *t)
{
	pass(k, t->after);
	if (k->first.key.proto == PROTO_TCP) {
		push(k, false, t->send);
		pass(k, one_way);
		push(k, true, t->receive);
	} else {
		say_datagrams(k, false, t->send);
		pass(k, one_way);
		say_datagrams(k, true, t->receive);
	}
}

static void
say_turns(struct talk *k, const struct traffic *t)
{
	for (size_t i = 0; i < t->then.n; i++)
		say_turn(k, &t->then.v[i]);
}

static void
close_tcp(struct talk *k)
{
	pass(k, one_way);
	say(k, false, TCP_FIN | TCP_ACK, 0);
	pass(k, one_way);
	say(k, true, TCP_FIN | TCP_ACK, 0);
	pass(k, one_way);
	say(k, false, TCP_ACK, 0);
}

static void
talk_tcp(struct talk *k, const struct traffic *t)
{
	say(k, false, TCP_SYN, 0);
	pass(k, one_way);
	say(k, true, TCP_SYN | TCP_ACK, 0);
	pass(k, one_way);
	say(k, false, TCP_ACK, 0);
	say_data(k, false, t->send);
	pass(k, one_way);
	say_data(k, true, t->receive);
	if (t->then.n)
		say_turns(k, t);
	else
		close_tcp(k);
}

/* A datagram of the size that the flow's first packet is to have. */
static void
say_first(struct talk *k, uint64_t bytes)
{
	uint32_t header = ip_header(k->first.key.dst) + UDP_HEADER;

	if (bytes <= header)
		return;
	say(k, false, 0, (uint32_t)bytes - header);
	pass(k, apart);
}

static void
talk_udp(struct talk *k, const struct traffic *t)
{
	uint64_t least = t->flow.bytes ? 0 : LEAST_DATAGRAM;

	say_first(k, t->flow.bytes);
	say_datagrams(k, false, t->send ? t->send : least);
	pass(k, one_way);
	if (t->receive || !ip_is_multicast(k->first.key.dst))
		say_datagrams(
		    k, true, t->receive ? t->receive : LEAST_DATAGRAM);
	say_turns(k, t);
}

static void
converse(struct talk *k, const struct traffic *t)
{
	uint32_t echo = t->flow.bytes ? k->most : ECHO_BYTES;

	switch (k->first.key.proto) {
	case PROTO_TCP:
		talk_tcp(k, t);
		return;
	case PROTO_UDP:
		talk_udp(k, t);
		return;
	case PROTO_ICMP:
	case PROTO_ICMPV6:
		say(k, false, 0, echo);
		pass(k, one_way);
		say(k, true, 0, echo);
		return;
	default:
		say(k, false, 0, echo);
	}
}

/* What is in the largest packets: as much as `bytes` leaves room for. */
static void
set_sizes(struct talk *k, const struct flow_spec *f)
{
	bool tcp = k->first.key.proto == PROTO_TCP;
	uint32_t header =
	    ip_header(k->first.key.dst) + (tcp ? TCP_HEADER : UDP_HEADER);

	k->mss = 0;
	k->most = tcp ? FULL - header : DATAGRAM;
	if (f->bytes == 0)
		return;
	k->most = f->bytes > header ? (uint32_t)f->bytes - header : 1;
	k->mss = tcp ? (uint16_t)k->most : 0;
}

static uint64_t
packets_of(const struct talk *k, const struct traffic *t)
{
	uint64_t one = 8 + 2 * ((t->send + t->receive) / k->most + 2);

	for (size_t i = 0; i < t->then.n; i++)
		one += 2 + (t->then.v[i].send + t->then.v[i].receive) / k->most;

	return one * (t->count ? t->count : 1);
}

/* Each conversation of an entry has a source port (or echo id) of its own. */
static uint16_t
port_of(const struct flow_start *s, uint64_t i)
{
	uint32_t first = s->packet.key.sport;
	uint32_t port = (uint32_t)(first + i);

	return port <= UINT16_MAX ? (uint16_t)port
				  : (uint16_t)(1024 + (port - 65536) % 64512);
}

static int
add_entry(const struct snap *snap, const struct traffic *t, struct talk *k,
    struct errs *errs)
{
	struct flow_spec f = t->flow;
	struct flow_start s;
	uint64_t n = t->count ? t->count : 1;

	f.at = t->at;
	if (flow_start(snap, &f, k->arena, &s, errs) != 0)
		return -1;
	if (s.target.code) {
		errs_add(errs, t->flow.to.where,
		    "traffic \"%s\": \"%s\" has no address: %s",
		    t->name ? t->name : "", t->flow.to.s,
		    drop_info(s.target.code)->means);
		return -1;
	}
	k->first = s.packet;
	set_sizes(k, &t->flow);
	if (k->out->n + packets_of(k, t) > PACKETS_MAX) {
		errs_add(errs, t->flow.where,
		    "traffic \"%s\" is more than %d packets",
		    t->name ? t->name : "", PACKETS_MAX);
		return -1;
	}
	for (uint64_t i = 0; i < n; i++) {
		k->first = s.packet;
		k->first.key.sport = port_of(&s, i);
		k->t = (vtime){ t->at.ns + (int64_t)i * t->every.ns };
		k->next[0] = 1000 * (k->flow + 1);
		k->next[1] = 2000 * (k->flow + 1);
		k->id[0] = k->id[1] = 1;
		converse(k, t);
		*ARENA_PUSH(k->arena, k->out->of, k->out->nof) = t;
		k->flow++;
	}
	return 0;
}

static int
by_time(const void *a, const void *b)
{
	const struct traffic_packet *x = a, *y = b;

	if (x->t.ns != y->t.ns)
		return x->t.ns < y->t.ns ? -1 : 1;
	if (x->flow != y->flow)
		return x->flow < y->flow ? -1 : 1;
	return 0;
}

/* qsort need not keep the order of equals: inside a flow it must stay. */
static void
sort_packets(struct traffic_packets *p)
{
	for (size_t i = 1; i < p->n; i++)
		if (p->v[i].flow == p->v[i - 1].flow &&
		    p->v[i].t.ns <= p->v[i - 1].t.ns)
			p->v[i].t.ns = p->v[i - 1].t.ns + 1;
	if (p->n)
		qsort(p->v, p->n, sizeof(*p->v), by_time);
}

int
traffic_packets(const struct snap *snap, const char *name, struct arena *a,
    struct traffic_packets *out, struct errs *errs)
{
	const struct model *m = world_of(snap)->model;
	struct talk k = { .arena = a, .out = out };
	int result = 0;

	*out = (struct traffic_packets){ 0 };
	for (size_t i = 0; i < m->ntraffic; i++) {
		const char *own = m->traffic[i].name;

		if (name && (own == NULL || strcmp(own, name) != 0))
			continue;
		if (add_entry(snap, &m->traffic[i], &k, errs) != 0)
			result = -1;
	}
	sort_packets(out);
	return result;
}
