/*
 * message.c - what a hop sends to the sender of a packet that it has dropped
 *
 * From which address it comes AWS does not document: a NAT gateway's own, else
 * that of the VPC's router in the subnet from which the dropped packet came.
 */

#include "dataplane/nodes/message.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"
#include "dataplane/tables/nat.h"

/* The address of a subnet's router is the second one of its block. */
static struct ip
router_of(const struct subnet *s, bool v4, struct ip otherwise)
{
	for (size_t i = 0; i < s->cidr.n; i++)
		if (prefix_is4(s->cidr.v[i].prefix) == v4)
			return ip_add(s->cidr.v[i].prefix.addr, 1);
	return otherwise;
}

static struct ip
source_of(const struct snap *s, const struct verdict *v)
{
	const struct node *hop = &s->node[v->node];
	const struct node *from = &s->node[v->answer.from];
	bool v4 = ip_is4(v->key.src);

	if (hop->class == &nat_gateway_class.node) {
		const struct nat_addresses *own = hop->cfg;

		if (own->n == 0)
			return v->key.dst;
		return v4 ? own->ip[0] : ip_to_nat64(own->ip[0]);
	}
	if (from->class == &subnet_class.node)
		return router_of(((const struct subnet_cfg *)from->cfg)->subnet,
		    v4, v->key.dst);
	return v->key.dst;
}

static void
set_type(struct flow_key *k, enum message m)
{
	bool v4 = ip_is4(k->dst);

	k->proto = v4 ? PROTO_ICMP : PROTO_ICMPV6;
	if (m == MESSAGE_TIME_EXCEEDED) {
		k->icmp_type = v4 ? ICMP4_TIME_EXCEEDED : ICMP6_TIME_EXCEEDED;
	} else {
		k->icmp_type = v4 ? ICMP4_UNREACHABLE : ICMP6_PACKET_TOO_BIG;
		k->icmp_code = v4 ? ICMP4_FRAG_NEEDED : 0;
	}
}

bool
message_packet(const struct snap *s, const struct verdict *v,
    struct flow_key *quote, struct packet *p)
{
	/* A RST is a TCP header; an ICMP error quotes 8 bytes or more. */
	enum { IP4 = 20, IP6 = 40, RESET = 20, ICMP = 8, QUOTED = 8 };
	uint32_t header = ip_is4(v->key.src) ? IP4 : IP6;

	if (v->message == MESSAGE_NONE || flow_key_is_icmp_error(&v->key))
		return false;
	*p = (struct packet){ .at = v->answer, .ttl = 64 };
	if (v->message == MESSAGE_RESET) {
		if (v->key.proto != PROTO_TCP)
			return false;
		p->key = flow_key_reverse(&v->key);
		p->tcp_flags = TCP_RST | TCP_ACK;
		p->len = header + RESET;
		return true;
	}
	*quote = v->key;
	p->quote = quote;
	p->key = (struct flow_key){ .src = source_of(s, v), .dst = v->key.src };
	set_type(&p->key, v->message);
	p->len = header + ICMP + header + QUOTED;
	return true;
}

const char *
message_name(enum message m, const struct flow_key *k)
{
	switch (m) {
	case MESSAGE_TOO_BIG:
		return ip_is4(k->src) ? "frag-needed" : "packet-too-big";
	case MESSAGE_TIME_EXCEEDED:
		return "time-exceeded";
	case MESSAGE_RESET:
		return "rst";
	default:
		return NULL;
	}
}

static const char *
words_for(const struct flow_key *k)
{
	if (k->proto == PROTO_TCP)
		return "tells the sender: RST";
	if (k->icmp_type ==
	    (k->proto == PROTO_ICMP ? ICMP4_TIME_EXCEEDED
				    : ICMP6_TIME_EXCEEDED))
		return "tells the sender: time exceeded";
	return k->proto == PROTO_ICMP ? "tells the sender: fragmentation needed"
				      : "tells the sender: packet too big";
}

void
message_begins(struct resolver *r)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_SEND);

	if (h)
		h->rule = words_for(r_key(r));
}

bool
message_from_edge(struct resolver *r, const struct vpc *v)
{
	if (r_at(r).side != GATEWAY_TELLS)
		return false;
	message_begins(r);
	r_mark(r, MARK_ASSUMED(ASSUME_MESSAGE_AT_EDGE));
	r_goto(r, node_of(&v->o), VPC_LOCAL);
	return true;
}
