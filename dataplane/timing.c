/*
 * timing.c - how long the ways between things take
 *
 * A way from one node to the next is of a kind, by what stands at its end:
 *
 *	one round trip more by     both directions pass it     the first only
 *	another interface, zone    VPC
 *	NAT, transit gateway       the gateway
 *	VPN, Direct Connect        the connection
 *	the internet               the internet gateway
 *	another Region             peering, transit gateways
 *	PrivateLink to a service                               the endpoint
 *	S3 by gateway endpoint                                 the endpoint
 *
 * Half of a round trip is added where both directions pass, all of it where
 * only the first does, for the answer begins there.  Site-to-Site VPN tunnels
 * have 1.25 Gbit/s; AWS names no queue for anything, so there is none here.
 */

#include "dataplane/timing.h"

#include <string.h>

#include "dataplane/model/load_balancer.h"
#include "dataplane/model/site.h"
#include "dataplane/world.h"

enum way {
	WAY_PLAIN, /* whatever the zones make it */
	WAY_NAT,
	WAY_TRANSIT_GATEWAY,
	WAY_PRIVATE_LINK,
	WAY_ENDPOINT, /* of AWS's services: the answer begins there */
	WAY_GATEWAY_ENDPOINT,
	WAY_INTERNET,
	WAY_VPN,
	WAY_DIRECT_CONNECT,
	WAY_FAR, /* between Regions of whose distance nothing is known */
	WAY_REGIONS,
};

#define MICROSECONDS(n)             \
	{                           \
		(int64_t)(n) * 1000 \
	}

/* One way. */
static const struct link_spec ways[WAY_REGIONS] = {
	[WAY_NAT] = { .latency = MICROSECONDS(150) },
	[WAY_TRANSIT_GATEWAY] = { .latency = MICROSECONDS(250) },
	[WAY_PRIVATE_LINK] = { .latency = MICROSECONDS(150) },
	[WAY_ENDPOINT] = { .latency = MICROSECONDS(300) },
	[WAY_GATEWAY_ENDPOINT] = { .latency = MICROSECONDS(1000) },
	[WAY_INTERNET] = { .latency = MICROSECONDS(500) },
	[WAY_VPN] = { .latency = MICROSECONDS(500),
	    .bits_per_second = 1250000000 },
	[WAY_DIRECT_CONNECT] = { .latency = MICROSECONDS(250) },
	[WAY_FAR] = { .latency = MICROSECONDS(50000) },
};

/* What the two ends' zones add to it. */
enum zones { ZONES_NONE, ZONES_SAME, ZONES_OTHER, ZONES };

static const vtime zones_add[ZONES] = {
	[ZONES_SAME] = MICROSECONDS(75),
	[ZONES_OTHER] = MICROSECONDS(400),
};

/* Round trips in milliseconds: medians measured by others. */
static const struct {
	const char *a, *b;
	int ms;
} regions[] = {
	{ "us-east-1", "us-west-2", 87 },
	{ "us-east-1", "us-west-1", 73 },
	{ "us-east-1", "us-east-2", 12 },
	{ "us-east-1", "eu-west-1", 80 },
	{ "us-east-1", "eu-central-1", 89 },
	{ "us-east-1", "ap-northeast-1", 145 },
	{ "us-east-1", "ap-southeast-1", 217 },
	{ "us-east-1", "ap-southeast-2", 230 },
	{ "us-east-1", "sa-east-1", 120 },
	{ "eu-west-1", "eu-central-1", 20 },
	{ "us-west-1", "us-west-2", 19 },
	{ "us-west-2", "ap-northeast-1", 89 },
	{ "ap-northeast-1", "ap-northeast-2", 31 },
	{ "ap-southeast-1", "ap-northeast-1", 74 },
};

enum {
	PAIRS = sizeof(regions) / sizeof(regions[0]),
	LINKS = (WAY_REGIONS + PAIRS) * ZONES
};

static uint32_t
way_between(const char *a, const char *b)
{
	if (a == NULL || b == NULL || strcmp(a, b) == 0)
		return WAY_PLAIN;
	for (uint32_t i = 0; i < PAIRS; i++) {
		const char *x = regions[i].a, *y = regions[i].b;

		if ((strcmp(a, x) == 0 && strcmp(b, y) == 0) ||
		    (strcmp(a, y) == 0 && strcmp(b, x) == 0))
			return WAY_REGIONS + i;
	}
	return WAY_FAR;
}

/* --- which way it is ---------------------------------------------------- */

static uint32_t
way_to_peer(const struct peering *p)
{
	const struct vpc *v[2];

	for (int i = 0; i < 2; i++)
		v[i] = (const struct vpc *)p->between.v[i].object;
	return way_between(v[0]->region, v[1]->region);
}

static uint32_t
way_to_transit(const struct object *from, const struct transit_gateway *to)
{
	if (from && from->kind == OBJ_TRANSIT_GATEWAY)
		return way_between(
		    ((const struct transit_gateway *)from)->region, to->region);
	return WAY_TRANSIT_GATEWAY;
}

static uint32_t
way_to_endpoint(const struct endpoint *e)
{
	if (e->type == ENDPOINT_GATEWAY)
		return WAY_GATEWAY_ENDPOINT;
	return e->provider ? WAY_PRIVATE_LINK : WAY_ENDPOINT;
}

static uint32_t
way_by(const struct connection *c)
{
	return c->terms.type == CONNECT_VPN ? WAY_VPN : WAY_DIRECT_CONNECT;
}

static uint32_t
way_to(const struct object *from, const struct object *to)
{
	switch (to->kind) {
	case OBJ_NAT_GATEWAY:
		return WAY_NAT;
	case OBJ_INTERNET_GATEWAY:
	case OBJ_EGRESS_ONLY_INTERNET_GATEWAY:
		return WAY_INTERNET;
	case OBJ_TRANSIT_GATEWAY:
		return way_to_transit(from, (const struct transit_gateway *)to);
	case OBJ_PEERING:
		return way_to_peer((const struct peering *)to);
	case OBJ_ENDPOINT:
		return way_to_endpoint((const struct endpoint *)to);
	case OBJ_CONNECTION:
		return way_by((const struct connection *)to);
	default:
		return WAY_PLAIN;
	}
}

/* --- and from which zone to which --------------------------------------- */

/* Of one of the interfaces of an object, or null. */
static const struct subnet *
subnet_of(const struct object *o, unsigned which)
{
	const struct endpoint_subnet *subnets = NULL;
	const struct ref *subnet = NULL;

	switch (o->kind) {
	case OBJ_INTERFACE:
		subnet = &((const struct interface *)o)->subnet;
		break;
	case OBJ_NAT_GATEWAY:
		subnet = &((const struct nat_gateway *)o)->subnet;
		break;
	case OBJ_ENDPOINT:
		subnets = ((const struct endpoint *)o)->subnets;
		break;
	case OBJ_LOAD_BALANCER:
	case OBJ_RESOURCE_GATEWAY:
		subnets = ((const struct load_balancer *)o)->subnets;
		break;
	default:
		break;
	}
	if (subnets)
		subnet = &subnets[which].subnet;
	return subnet ? (const struct subnet *)subnet->object : NULL;
}

static enum zones
zones_between(const struct object *from, const struct object *to, uint16_t side)
{
	const struct subnet *there = subnet_of(to, side_which(side));
	const char *a, *b = there ? there->az.s : NULL;

	/* In which zone the peer is is not known any more here. */
	if (from && from->kind == OBJ_PEERING && there)
		return ZONES_SAME;
	if (from == NULL || from->kind != OBJ_SUBNET || there == NULL)
		return ZONES_NONE;
	a = ((const struct subnet *)from)->az.s;
	return from == &there->o || (a && b && strcmp(a, b) == 0) ? ZONES_SAME
								  : ZONES_OTHER;
}

static uint32_t
link_to(const struct snap *s, const struct place *at)
{
	const struct object *from = world_object(world_of(s), at->from);
	const struct object *to = world_object(world_of(s), at->node);
	uint32_t way, zones;

	if (to == NULL || at->from == at->node)
		return LINK_NONE;
	way = way_to(from, to);
	zones = zones_between(from, to, at->side);
	return way == WAY_PLAIN && zones == ZONES_NONE ? LINK_NONE
						       : way * ZONES + zones;
}

const struct snap *
timing_add(const struct snap *s, struct arena *a)
{
	struct snap *timed = arena_copy(a, s, sizeof(*s));
	struct link_spec *link = arena_alloc(a, LINKS * sizeof(*link));

	for (uint32_t i = 0; i < LINKS; i++) {
		uint32_t way = i / ZONES;

		if (way < WAY_REGIONS)
			link[i] = ways[way];
		else
			link[i].latency.ns =
			    (int64_t)regions[way - WAY_REGIONS].ms * 500000;
		link[i].latency =
		    vtime_add(link[i].latency, zones_add[i % ZONES]);
	}
	timed->link = link;
	timed->nlink = LINKS;
	timed->link_to = link_to;
	return timed;
}
