/*
 * place.c - where captured traffic enters the model
 */

#include "dataplane/place.h"

#include "dataplane/party.h"

const char *const aside_text[] = {
	[ASIDE_NOT_HERE] = "neither end is in the model",
	[ASIDE_AMBIGUOUS] = "the address is in several VPCs",
	[ASIDE_FRAGMENT] = "fragment without its first part",
	[ASIDE_ICMP_ERROR] = "ICMP error about a packet of no flow",
	[ASIDE_END_ONLY] = "opened by a gateway or endpoint",
};

const char *const aside_id[] = {
	[ASIDE_NOT_HERE] = "not-in-model",
	[ASIDE_AMBIGUOUS] = "ambiguous-address",
	[ASIDE_FRAGMENT] = "fragment-without-first",
	[ASIDE_ICMP_ERROR] = "icmp-error",
	[ASIDE_END_ONLY] = "opened-by-gateway",
};

static const struct public_address *
public_of(const struct snap *s, const struct party *p, struct ip private_ip)
{
	const struct world *w = world_of(s);

	for (size_t i = 0; i < w->npublic; i++)
		if (ip_eq(w->public_address[i].private_ip, private_ip) &&
		    w->public_address[i].vpc == node_of(&p->vpc->o))
			return &w->public_address[i];
	return NULL;
}

/*
 * Traffic from outside to an interface: captured outside it shows the public
 * address, captured inside the private one, which is translated back.  0, or
 * why it cannot enter.
 */
static int
place_outside(const struct snap *s, struct ip *dst, enum aside *why)
{
	const struct public_address *a;
	struct party to;

	if (world_public(world_of(s), *dst))
		return 0;
	*why = ASIDE_NOT_HERE;
	switch (party_at(s, *dst, &to)) {
	case 0:
		return -1;
	case 1:
		break;
	default:
		*why = ASIDE_AMBIGUOUS;
		return -1;
	}
	if (to.vpc == NULL)
		return -1;
	a = public_of(s, &to, *dst);
	if (a)
		*dst = a->public_ip;
	return 0;
}

/* Captured outside, an interface shows its public address. */
static struct ip
inside_address(const struct snap *s, struct ip ip)
{
	const struct public_address *a = world_public(world_of(s), ip);

	return a ? a->private_ip : ip;
}

/* The model's name for an address: its holder, or a named host. */
static const char *
resource_at(const struct snap *s, struct ip ip)
{
	struct party p;

	party_at(s, inside_address(s, ip), &p);
	return p.name;
}

int
place_opener(const struct snap *s, const struct flow_key *k,
    struct placement *at, enum aside *why)
{
	struct ip src = inside_address(s, k->src);
	struct party from;

	if (party_facing(s, src, inside_address(s, k->dst), &from) > 1) {
		*why = ASIDE_AMBIGUOUS;
		return -1;
	}
	if (from.kind == PARTY_GATEWAY) {
		*why = ASIDE_END_ONLY;
		return -1;
	}
	*at = (struct placement){ from.send, src, k->dst, NULL, NULL };
	if (from.kind == PARTY_OUTSIDE && place_outside(s, &at->dst, why) != 0)
		return -1;
	at->src_resource = from.name;
	at->dst_resource = resource_at(s, at->dst);
	return 0;
}
