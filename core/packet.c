/*
 * packet.c - what the simulator knows of a packet
 */

#include "core/packet.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

bool
flow_key_is_echo_request(const struct flow_key *k)
{
	return (k->proto == PROTO_ICMP && k->icmp_type == ICMP4_ECHO_REQUEST) ||
	    (k->proto == PROTO_ICMPV6 && k->icmp_type == ICMP6_ECHO_REQUEST);
}

bool
flow_key_is_echo_reply(const struct flow_key *k)
{
	return (k->proto == PROTO_ICMP && k->fragment != FRAG_LATER &&
		   k->icmp_type == ICMP4_ECHO_REPLY) ||
	    (k->proto == PROTO_ICMPV6 && k->icmp_type == ICMP6_ECHO_REPLY);
}

bool
flow_key_is_icmp_error(const struct flow_key *k)
{
	if (k->fragment == FRAG_LATER)
		return false;
	if (k->proto == PROTO_ICMPV6)
		return k->icmp_type < ICMP6_ECHO_REQUEST;
	if (k->proto != PROTO_ICMP)
		return false;
	switch (k->icmp_type) {
	case ICMP4_UNREACHABLE:
	case ICMP4_QUENCH:
	case ICMP4_REDIRECT:
	case ICMP4_TIME_EXCEEDED:
	case ICMP4_PARAMETER_PROBLEM:
		return true;
	default:
		return false;
	}
}

static uint8_t
reverse_type(const struct flow_key *k)
{
	if (flow_key_is_echo_request(k))
		return k->proto == PROTO_ICMP ? ICMP4_ECHO_REPLY
					      : ICMP6_ECHO_REPLY;
	if (flow_key_is_echo_reply(k))
		return k->proto == PROTO_ICMP ? ICMP4_ECHO_REQUEST
					      : ICMP6_ECHO_REQUEST;
	return k->icmp_type;
}

struct flow_key
flow_key_reverse_icmp(const struct flow_key *k)
{
	struct flow_key r = *k;

	r.src = k->dst;
	r.dst = k->src;
	r.icmp_type = reverse_type(k);
	return r;
}

static const struct {
	uint8_t number;
	const char *name;
} protos[] = {
	{ PROTO_TCP, "tcp" },
	{ PROTO_UDP, "udp" },
	{ PROTO_ICMP, "icmp" },
	{ PROTO_ICMPV6, "icmpv6" },
	{ PROTO_GRE, "gre" },
	{ PROTO_ESP, "esp" },
	{ PROTO_AH, "ah" },
	{ PROTO_SCTP, "sctp" },
};

enum { NPROTO = sizeof(protos) / sizeof(protos[0]) };

const char *
proto_name(uint8_t proto, char buf[static 8])
{
	for (int i = 0; i < NPROTO; i++)
		if (protos[i].number == proto)
			return protos[i].name;
	snprintf(buf, 8, "%u", proto);
	return buf;
}

int
proto_parse(const char *s)
{
	char *end;
	long n;

	for (int i = 0; i < NPROTO; i++)
		if (strcasecmp(protos[i].name, s) == 0)
			return protos[i].number;
	n = strtol(s, &end, 10);
	return *s < '0' || *s > '9' || *end != '\0' || n > 255 ? -1 : (int)n;
}

void
packet_swap_tunnel(struct packet *p)
{
	struct flow_key key = p->key;
	struct flow_key *quote = p->quote;

	p->key = p->inner;
	p->quote = p->inner_quote;
	p->inner = key;
	p->inner_quote = quote;
}
