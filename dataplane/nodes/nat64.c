/*
 * nat64.c - a packet changes its family at a NAT gateway
 *
 * Addresses, ICMP types and the length; of an ICMP error what it quotes too,
 * which went the other way.
 */

#include "dataplane/nodes/nat64.h"

#include "core/trace.h"

enum { HEADERS_DIFFER = 20 }; /* IPv6 40 bytes, IPv4 20 */

struct icmp {
	uint8_t type, code;
};

/* By family, IPv4 first.  What has no counterpart stays (RFC 7915, sections 4.2
 * and 5.2); codes of errors follow as far as anybody looks at them. */
static const struct {
	struct icmp of[2];
	bool any_code;
} counterparts[] = {
	{ { { ICMP4_ECHO_REQUEST, 0 }, { ICMP6_ECHO_REQUEST, 0 } }, true },
	{ { { ICMP4_ECHO_REPLY, 0 }, { ICMP6_ECHO_REPLY, 0 } }, true },
	{ { { ICMP4_UNREACHABLE, ICMP4_FRAG_NEEDED },
	      { ICMP6_PACKET_TOO_BIG, 0 } },
	    false },
	{ { { ICMP4_UNREACHABLE, ICMP4_PORT },
	      { ICMP6_UNREACHABLE, ICMP6_PORT } },
	    false },
	{ { { ICMP4_UNREACHABLE, 1 }, { ICMP6_UNREACHABLE, 0 } }, true },
	{ { { ICMP4_TIME_EXCEEDED, 0 }, { ICMP6_TIME_EXCEEDED, 0 } }, true },
};

enum { COUNTERPARTS = sizeof(counterparts) / sizeof(counterparts[0]) };

static void
change_proto(struct flow_key *k, bool to6)
{
	if (k->proto != (to6 ? PROTO_ICMP : PROTO_ICMPV6))
		return;
	k->proto = to6 ? PROTO_ICMPV6 : PROTO_ICMP;
	for (int i = 0; i < COUNTERPARTS; i++) {
		const struct icmp *from = &counterparts[i].of[!to6];

		if (k->icmp_type != from->type ||
		    (!counterparts[i].any_code && k->icmp_code != from->code))
			continue;
		k->icmp_type = counterparts[i].of[to6].type;
		k->icmp_code = counterparts[i].of[to6].code;
		return;
	}
}

static struct flow_key
to_ipv4(struct flow_key k)
{
	k.dst = ip_from_nat64(k.dst);
	change_proto(&k, false);
	return k;
}

static struct flow_key
to_ipv6(struct flow_key k)
{
	k.src = ip_to_nat64(k.src);
	change_proto(&k, true);
	return k;
}

static struct outcome
run_to_ipv4(const struct step_call *s)
{
	struct packet *p = s->packet;

	p->key = to_ipv4(p->key);
	if (p->quote) {
		p->quote->src = ip_from_nat64(p->quote->src);
		change_proto(p->quote, false);
	}
	p->len -= p->len > HEADERS_DIFFER ? HEADERS_DIFFER : 0;
	return (struct outcome){ PASS, 0 };
}

static struct outcome
run_to_ipv6(const struct step_call *s)
{
	struct packet *p = s->packet;

	p->key = to_ipv6(p->key);
	if (p->quote) {
		p->quote->dst = ip_to_nat64(p->quote->dst);
		change_proto(p->quote, true);
	}
	p->len += HEADERS_DIFFER;
	return (struct outcome){ PASS, 0 };
}

static const struct step to_ipv4_step = { "IPv6 to IPv4", run_to_ipv4, NULL,
	STATE_NONE };
static const struct step to_ipv6_step = { "IPv4 to IPv6", run_to_ipv6, NULL,
	STATE_NONE };

static void
change_family(
    struct resolver *r, const struct step *step, struct flow_key after)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_TRANSLATE);

	if (h) {
		h->after = after;
		h->rule = "NAT64";
	}
	r_rewrite(r, step, 0, &after);
}

void
nat64_to_ipv4(struct resolver *r)
{
	change_family(r, &to_ipv4_step, to_ipv4(*r_key(r)));
}

void
nat64_to_ipv6(struct resolver *r)
{
	change_family(r, &to_ipv6_step, to_ipv6(*r_key(r)));
}
