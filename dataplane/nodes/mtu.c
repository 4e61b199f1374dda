/*
 * mtu.c - what size of packet a hop carries
 */

#include "dataplane/nodes/mtu.h"

#include "dataplane/drop.h"

enum { MTU_FITS, MTU_FRAGMENTED, MTU_TOO_BIG };

static const struct fact told_facts[] = {
	[MTU_FITS] = { NULL, 0, false },
	[MTU_FRAGMENTED] = { "larger than the MTU: sent in fragments", 0,
	    false },
	[MTU_TOO_BIG] = { "larger than the MTU", DROP_MTU, false },
};

static const struct fact silent_facts[] = {
	[MTU_FITS] = { NULL, 0, false },
	[MTU_FRAGMENTED] = { "larger than the MTU: sent in fragments", 0,
	    false },
	[MTU_TOO_BIG] = { "larger than the MTU", DROP_MTU_SILENT, false },
};

static struct outcome
fragment(const struct step_call *c)
{
	const struct packet *p = c->packet;

	if (p->len <= c->arg)
		return (struct outcome){ PASS, MTU_FITS };
	if (p->dont_fragment || !ip_is4(p->key.dst))
		return (struct outcome){ REFUSED, MTU_TOO_BIG };
	return (struct outcome){ PASS, MTU_FRAGMENTED };
}

static struct outcome
refuse(const struct step_call *c)
{
	if (c->packet->len <= c->arg)
		return (struct outcome){ PASS, MTU_FITS };
	return (struct outcome){ REFUSED, MTU_TOO_BIG };
}

const struct step mtu_fragment_step = { "MTU", fragment, told_facts,
	STATE_NONE };
const struct step mtu_quiet_step = { "MTU", fragment, silent_facts,
	STATE_NONE };
const struct step mtu_told_step = { "MTU", refuse, told_facts, STATE_NONE };
const struct step mtu_silent_step = { "MTU", refuse, silent_facts, STATE_NONE };
