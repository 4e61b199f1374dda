/*
 * nat_gateway.c - NAT gateway (AWS::EC2::NatGateway)
 *
 * Gives what comes from inside an address and port of its own and sends it on
 * by the route table of its subnet; a public one then leaves by the internet
 * gateway, as its Elastic IP address.  TCP, UDP and ICMP only; 350 s idle;
 * 8,500 bytes; no security group, but the network ACL of its subnet.  Serves
 * sources of its own VPC, not those that come by peering, VPN or Direct
 * Connect (VPC User Guide, NAT gateways; codes: Reachability Analyzer guide).
 *
 * NAT64 is always on: what is for 64:ff9b::/96 becomes IPv4 first, and the
 * answer IPv6 again last.  In between the packet has an IPv6 end, the client,
 * and an IPv4 one, which is what the bindings know it by (VPC User Guide, DNS64
 * and NAT64).
 *
 * A regional one is in no subnet: it has addresses in each zone into which it
 * has expanded, gives a client one of its own zone, serves other zones from
 * there too, and sends on by a route table of its own (VPC User Guide,
 * "Regional NAT gateways").
 */

#include <string.h>

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/nat64.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/tables/nat.h"

enum nat_gateway_side {
	NAT_SENT = 1, /* translated, on the way out */
	NAT_RETURNED, /* translated back, on the way to the client */
	NAT_TELLS,    /* a message of its own to the client */
};

/* Of a regional one: which of its addresses are in a zone. */
struct nat_zone {
	const char *az;
	uint32_t range; /* nat_range() */
};

struct nat_gateway_cfg {
	struct nat_addresses own; /* first: the NAT steps read it */
	uint32_t subnet;          /* node; NODE_NONE: it is regional */
	uint32_t route_table, vpc;
	const struct nat_zone *zone; /* those that work */
	size_t nzones;
};

static bool
is_own(const struct nat_gateway_cfg *c, struct ip ip)
{
	for (uint32_t i = 0; i < c->own.n; i++)
		if (ip_eq(c->own.ip[i], ip))
			return true;
	return false;
}

static bool
translates(uint8_t proto)
{
	return proto == PROTO_TCP || proto == PROTO_UDP || proto_is_icmp(proto);
}

/* What comes from a peer, a VPN or Direct Connect is not served: their
 * gateways hand packets to the VPC, whose router is a subnet for all others. */
static bool
is_from_vpc(const struct resolver *r)
{
	return r_node(r, r_at(r).from)->class == &subnet_class.node;
}

static drop_code
refuse(struct resolver *r, const struct nat_gateway_cfg *c)
{
	const struct flow_key *k = r_key(r);

	if (!is_from_vpc(r))
		return DROP_NGW_SOURCE_IN_VPC;
	if (is_own(c, k->src))
		return DROP_NAT_LOOP;
	return translates(k->proto) && (ip_is4(k->dst) || ip_is_nat64(k->dst))
	    ? DROP_NONE
	    : DROP_PROTOCOL;
}

/* --- zones of a regional one -------------------------------------------- */

/*
 * The zone that serves a client's: its own, or the first one while the gateway
 * has not expanded into that.  Null: it is zonal, or no zone works.
 */
static const struct nat_zone *
serving_zone(const struct nat_gateway_cfg *c, const char *az)
{
	for (size_t i = 0; az && i < c->nzones; i++)
		if (strcmp(c->zone[i].az, az) == 0)
			return &c->zone[i];
	return c->nzones ? &c->zone[0] : NULL;
}

static void
tell_zone(
    struct resolver *r, struct hop *h, const char *az, const struct nat_zone *z)
{
	if (h == NULL)
		return;
	h->rule = az && strcmp(az, z->az) == 0
	    ? r_text(r, "in zone %s", z->az)
	    : r_text(r,
		  "AVAILABILITY_ZONE_CROSSED: from zone %s, into which the "
		  "gateway has not expanded (REGIONAL_NGW_ROUTE_AZ_"
		  "RESTRICTION), served in %s",
		  az ? az : "unknown", z->az);
}

static void
send_on(struct resolver *r, const struct nat_gateway_cfg *c)
{
	sighted(r, SIGHTED_OUT, c->subnet);
	if (c->subnet != NODE_NONE)
		subnet_send(r, c->subnet);
	else
		route_table_forward(r, c->route_table,
		    route_table_lookup(r_cfg(r, c->route_table), r_key(r)),
		    c->vpc);
}

/* What an address and a port of their own rely on, in zone z or in the only one.
 * The port changes no verdict: only the hop tells how it is chosen. */
static void
tell_assumed(struct resolver *r, struct hop *h, const struct nat_gateway_cfg *c,
    const struct nat_zone *z)
{
	const struct assume *a = assumed(r);
	uint32_t n = z ? z->range & UINT16_MAX : c->own.n;

	if (n > 1 && !a->nat_first_address)
		r_mark(r, MARK_ASSUMED(ASSUME_NAT_ADDRESS));
	if (c->own.regional &&
	    a->regional_nat_idle.ns == assume_defaults.regional_nat_idle.ns)
		r_mark(r, MARK_ASSUMED(ASSUME_REGIONAL_NAT_IDLE));
	if (h && a->nat_keeps_port)
		h->note = "the port is the client's own if it is free";
}

static void
lend(struct resolver *r, const struct nat_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;
	const struct subnet_cfg *from = r_cfg(r, r_at(r).from);
	const struct nat_zone *z = serving_zone(c, from->subnet->az.s);
	struct hop *h = r_hop(r, self, ACT_TRANSLATE);

	if (z)
		tell_zone(r, h, from->subnet->az.s, z);
	tell_assumed(r, h, c, z);
	r_step(r,
	    (struct step_words){ .step = &nat_out_step,
		.arg = z ? z->range : 0,
		.if_refused = DROP_NAT_FULL,
		.side_if_rewritten = NAT_SENT,
		.message_side = NAT_TELLS,
		.hop = h });
	/* The step rewrites or refuses; nothing passes it by. */
	r_drop_told(r, DROP_NAT_FULL, self);
}

static void
outwards(struct resolver *r, const struct nat_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;
	drop_code no = refuse(r, c);

	if (no != DROP_NONE) {
		r_drop(r, no, self);
		return;
	}
	ttl_count(r, NAT_TELLS);
	r_step(r,
	    (struct step_words){ .step = &mtu_told_step,
		.arg = MTU_NAT,
		.message_side = NAT_TELLS });
	if (ip_is_nat64(r_key(r)->dst))
		nat64_to_ipv4(r);
	lend(r, c);
}

static void
inwards(struct resolver *r)
{
	uint32_t self = r_at(r).node;

	r_step(
	    r, (struct step_words){ .step = &mtu_told_step, .arg = MTU_NAT });
	r_step(r,
	    (struct step_words){ .step = &nat_in_step,
		.if_refused = DROP_NAT_UNSOLICITED,
		.side_if_rewritten = NAT_RETURNED,
		.hop = r_hop(r, self, ACT_TRANSLATE) });
	r_drop_told(r, DROP_NAT_UNSOLICITED, self);
}

static void
arrive(struct resolver *r, const struct nat_gateway_cfg *c)
{
	struct place at = r_at(r);

	if (c->subnet == NODE_NONE)
		sighted(r, SIGHTED_IN, NODE_NONE);
	else if (!subnet_admit(r, c->subnet, at.from))
		return;
	r_way(r, at.node);
	if (c->own.n == 0)
		r_drop(r, DROP_BAD_STATE, at.node);
	else if (is_own(c, r_key(r)->dst))
		inwards(r);
	else
		outwards(r, c);
}

static void
nat_gateway_resolve(struct resolver *r, const void *cfg)
{
	const struct nat_gateway_cfg *c = cfg;

	if (r_at(r).side == SIDE_IN) {
		arrive(r, c);
		return;
	}
	if (r_at(r).side == NAT_TELLS)
		message_begins(r);
	else
		r_mark(r, MARK_TRANSLATED);
	if (ip_is4(r_key(r)->src) != ip_is4(r_key(r)->dst))
		nat64_to_ipv6(r);
	send_on(r, c);
}

/* A zone fails with all its subnets. */
static bool
zone_works(struct compiler *c, const struct vpc *v, const char *az)
{
	bool any = false;

	for (size_t i = 0; i < v->nsubnets; i++) {
		const struct subnet *s = v->subnets[i];

		if (s->az.s == NULL || strcmp(s->az.s, az) != 0)
			continue;
		any = true;
		if (config_has(&c->config, &s->o))
			return true;
	}
	return !any;
}

static void
add_zones(struct compiler *c, const struct nat_gateway *n,
    struct nat_gateway_cfg *cfg)
{
	struct nat_zone *zone = NULL;
	uint32_t first = 0;

	for (size_t i = 0; i < n->nzones; i++) {
		const struct endpoint_subnet *z = &n->zones[i];
		uint32_t range = nat_range(first, (uint32_t)z->ip.n);

		first += (uint32_t)z->ip.n;
		if (z->ip.n > 0 && zone_works(c, n->o.vpc, z->subnet.name))
			*ARENA_PUSH(c->arena, zone, cfg->nzones) =
			    (struct nat_zone){ z->subnet.name, range };
	}
	cfg->zone = zone;
	if (cfg->nzones == 0)
		cfg->own.n = 0;
}

static const void *
nat_gateway_compile(struct compiler *c, const struct object *o)
{
	const struct nat_gateway *n = (const struct nat_gateway *)o;
	struct nat_gateway_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct ip *ip = arena_alloc(c->arena, n->ip.n * sizeof(*ip));

	for (size_t i = 0; i < n->ip.n; i++)
		ip[i] = n->ip.v[i].ip;
	*cfg = (struct nat_gateway_cfg){
		.own = { ip, (uint32_t)n->ip.n, &c->model->assume,
		    n->is_regional },
		.subnet = NODE_NONE,
		.vpc = vpc_node_of(o),
	};
	if (n->is_regional) {
		cfg->route_table = node_of(n->route_table.object);
		add_zones(c, n, cfg);
	} else {
		cfg->subnet = node_of(n->subnet.object);
	}
	return cfg;
}

const struct object_class nat_gateway_class = {
	.node = { "nat-gateway", nat_gateway_resolve },
	.kind = OBJ_NAT_GATEWAY,
	.compile = nat_gateway_compile,
};
