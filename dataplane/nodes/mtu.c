/*
 * mtu.c - what size of packet a hop carries, and how many hops it goes
 */

#include "dataplane/nodes/mtu.h"

#include "dataplane/drop.h"
#include "dataplane/world.h"

enum { MTU_FITS, MTU_FRAGMENTED, MTU_TOO_BIG };

static const struct fact told_facts[] = {
	[MTU_FITS] = { NULL, 0, false },
	[MTU_FRAGMENTED] = { "larger than the MTU: sent in fragments", 0,
	    false },
	[MTU_TOO_BIG] = { "larger than the MTU", DROP_MTU, false,
	    MESSAGE_TOO_BIG },
};

static const struct fact silent_facts[] = {
	[MTU_FITS] = { NULL, 0, false },
	[MTU_FRAGMENTED] = { "larger than the MTU: sent in fragments", 0,
	    false },
	[MTU_TOO_BIG] = { "larger than the MTU", DROP_MTU_SILENT, false },
};

static struct outcome
fits(const struct step_call *c)
{
	step_room(c, c->arg - c->packet->len);
	return (struct outcome){ PASS, MTU_FITS };
}

static struct outcome
fragment(const struct step_call *c)
{
	const struct packet *p = c->packet;

	if (p->len <= c->arg)
		return fits(c);
	step_room(c, 0);
	if (p->dont_fragment || !ip_is4(p->key.dst))
		return (struct outcome){ REFUSED, MTU_TOO_BIG };
	return (struct outcome){ PASS, MTU_FRAGMENTED };
}

enum { TCP_HEADER = 20 };

/* So that no segment is too large for this hop (MSS clamping). */
static void
clamp(struct packet *p, uint32_t mtu)
{
	uint32_t headers = (ip_is4(p->key.dst) ? 20 : 40) + TCP_HEADER;

	if (p->mss > mtu - headers)
		p->mss = (uint16_t)(mtu - headers);
}

static struct outcome
refuse_unclamped(const struct step_call *c)
{
	if (c->packet->len <= c->arg)
		return fits(c);
	return (struct outcome){ REFUSED, MTU_TOO_BIG };
}

static struct outcome
refuse(const struct step_call *c)
{
	clamp(c->packet, c->arg);
	return refuse_unclamped(c);
}

static struct outcome
fragment_clamped(const struct step_call *c)
{
	clamp(c->packet, c->arg);
	return fragment(c);
}

enum { TTL_LEFT, TTL_OVER };

static const struct fact ttl_facts[] = {
	[TTL_LEFT] = { NULL, 0, false },
	[TTL_OVER] = { "its time to live has run out", DROP_TTL, false,
	    MESSAGE_TIME_EXCEEDED },
};

static struct outcome
count_down(const struct step_call *c)
{
	if (c->packet->ttl <= 1)
		return (struct outcome){ REFUSED, TTL_OVER };
	c->packet->ttl--;
	return (struct outcome){ PASS, TTL_LEFT };
}

const struct step mtu_fragment_step = { "MTU", fragment, told_facts,
	STATE_NONE };
const struct step mtu_quiet_step = { "MTU", fragment, silent_facts,
	STATE_NONE };
const struct step mtu_told_step = { "MTU", refuse, told_facts, STATE_NONE };
const struct step mtu_silent_step = { "MTU", refuse, silent_facts, STATE_NONE };
const struct step mtu_unclamped_step = { "MTU", refuse_unclamped, told_facts,
	STATE_NONE };
static const struct step ttl_step = { "TTL", count_down, ttl_facts,
	STATE_NONE };
const struct step mtu_tunnel_step = { "MTU", fragment_clamped, silent_facts,
	STATE_NONE };

void
ttl_count(struct resolver *r, uint8_t message_side)
{
	if (assumed(r)->ttl_counted)
		r_step(r,
		    (struct step_words){
			.step = &ttl_step, .message_side = message_side });
}

void
mtu_edge(struct resolver *r, uint8_t message_side)
{
	r_step(r,
	    (struct step_words){ .step = assumed(r)->edge_tells
		    ? &mtu_fragment_step
		    : &mtu_quiet_step,
		.arg = MTU_INTERNET,
		.message_side = message_side });
}
