/*
 * geneve.c - the tunnel between a Gateway Load Balancer and an appliance
 *
 * The source port is a hash of the flow, the same for both of its directions.
 */

#include "dataplane/nodes/geneve.h"

#include "core/trace.h"
#include "dataplane/drop.h"
#include "dataplane/nodes/flow_hash.h"

enum { EPHEMERAL = 0xc000 };

struct flow_key
geneve_key(struct ip from, struct ip to, const struct flow_key *inner)
{
	uint64_t h = flow_hash(inner, HASH_TUNNEL);

	return (struct flow_key){
		.src = from,
		.dst = to,
		.sport = (uint16_t)(h | EPHEMERAL),
		.dport = GENEVE_PORT,
		.proto = PROTO_UDP,
	};
}

void
geneve_wrap_packet(struct packet *p, struct ip from, struct ip to)
{
	packet_swap_tunnel(p);
	p->key = geneve_key(from, to, &p->inner);
	p->quote = NULL;
	p->len += GENEVE_OVERHEAD;
}

static struct outcome
run_open(const struct step_call *c)
{
	packet_swap_tunnel(c->packet);
	c->packet->len -= GENEVE_OVERHEAD;
	return (struct outcome){ PASS, 0 };
}

static struct flow_key
turn(struct flow_key outer)
{
	struct ip src = outer.src;

	outer.src = outer.dst;
	outer.dst = src;
	return outer;
}

static struct outcome
run_return(const struct step_call *c)
{
	packet_swap_tunnel(c->packet);
	c->packet->key = turn(c->packet->key);
	c->packet->len += GENEVE_OVERHEAD;
	return (struct outcome){ PASS, 0 };
}

static const struct step open_step = { "GENEVE", run_open, NULL, STATE_NONE };
static const struct step return_step = { "GENEVE", run_return, NULL,
	STATE_NONE };

void
geneve_open(struct resolver *r)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_TRANSLATE);

	r_unwrap(r, &open_step, 0);
	if (h) {
		h->rule = "out of the GENEVE tunnel";
		h->after = *r_key(r);
	}
}

void
geneve_return(struct resolver *r, const struct flow_key *outer)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_TRANSLATE);
	struct flow_key back = turn(*outer);

	r_wrap(r, &return_step, 0, &back);
	if (h) {
		h->rule = "back into the GENEVE tunnel";
		h->after = back;
	}
}

enum { GENEVE_FITS, GENEVE_TOO_BIG };

static const struct fact mtu_facts[] = {
	[GENEVE_FITS] = { NULL, 0, false, 0 },
	[GENEVE_TOO_BIG] = { "larger than the appliance takes, with the 64 "
			     "bytes of the tunnel",
	    DROP_GENEVE_OVERSIZE, false, 0 },
};

static struct outcome
check_size(const struct step_call *c)
{
	if (c->packet->len <= c->arg) {
		step_room(c, c->arg - c->packet->len);
		return (struct outcome){ PASS, GENEVE_FITS };
	}
	return (struct outcome){ REFUSED, GENEVE_TOO_BIG };
}

const struct step geneve_mtu_step = { "MTU", check_size, mtu_facts,
	STATE_NONE };
