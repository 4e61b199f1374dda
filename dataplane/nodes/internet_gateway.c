/*
 * internet_gateway.c - internet gateway (AWS::EC2::InternetGateway)
 *
 * Translates IPv4 one to one, without state: a private address that has a
 * public one leaves as it, and the other way in.  IPv6 passes as it is.  No
 * private source without a public address leaves, no private destination is
 * taken, and nothing is delivered that the VPC does not hold (VPC User Guide,
 * internet gateways; codes: Reachability Analyzer guide).
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/block_public_access.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/internet.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"
#include "dataplane/tables/session.h"

/* Public and private address of each interface that has both. */
struct pair {
	struct ip private_ip;
	struct ip public_ip;
};

struct internet_gateway_cfg {
	const struct vpc *vpc;
	const struct pair *pair;
	const struct lpm *by_private, *by_public; /* values index pair */
	uint32_t edge; /* its own route table, or NODE_NONE */
	const struct block_public_access_cfg *public_access;
};

/* What an ICMP error quotes went the other way; it is translated with it, be
 * it of this interface or of another one. */
static void
quote_out(const struct internet_gateway_cfg *c, struct flow_key *quote)
{
	uint32_t pair =
	    quote ? lpm_lookup(c->by_private, quote->dst) : LPM_NONE;

	if (pair != LPM_NONE)
		quote->dst = c->pair[pair].public_ip;
}

static void
quote_in(const struct internet_gateway_cfg *c, struct flow_key *quote)
{
	uint32_t pair = quote ? lpm_lookup(c->by_public, quote->src) : LPM_NONE;

	if (pair != LPM_NONE)
		quote->src = c->pair[pair].private_ip;
}

static struct outcome
run_out(const struct step_call *s)
{
	const struct internet_gateway_cfg *c = s->self->cfg;

	s->packet->key.src = c->pair[s->arg].public_ip;
	quote_out(c, s->packet->quote);
	return (struct outcome){ PASS, 0 };
}

static struct outcome
run_in(const struct step_call *s)
{
	const struct internet_gateway_cfg *c = s->self->cfg;

	s->packet->key.dst = c->pair[s->arg].private_ip;
	quote_in(c, s->packet->quote);
	return (struct outcome){ PASS, 0 };
}

static const struct step out_step = { "public address", run_out, NULL,
	STATE_NONE };
static const struct step in_step = { "private address", run_in, NULL,
	STATE_NONE };

static void
translate(struct resolver *r, const struct step *step, uint32_t pair,
    struct flow_key after)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_TRANSLATE);

	if (h)
		h->after = after;
	r_rewrite(r, step, pair, &after);
	r_mark(r, MARK_TRANSLATED);
}

/* Which refusal a destination meets on the way out; DROP_NONE: it may go. */
static drop_code
refuse_destination(struct ip dst)
{
	if (ip_is_rfc1918(dst))
		return DROP_IGW_EGRESS_RFC1918;
	if (ip_is_rfc6598(dst))
		return DROP_IGW_EGRESS_RFC6598;
	return ip_is_special(dst) ? DROP_IGW_UNROUTABLE : DROP_NONE;
}

/* Whose the public address is; null: nobody's. */
static const struct public_address *
holder(struct resolver *r, const struct internet_gateway_cfg *c, uint32_t pair)
{
	struct ip src = r_key(r)->src;

	if (ip_is4(src) && pair == LPM_NONE)
		return NULL;
	return world_public(
	    r_world(r), ip_is4(src) ? c->pair[pair].public_ip : src);
}

static bool
is_nat_gateway(const struct resolver *r, uint32_t node)
{
	return r_node(r, node)->class == &nat_gateway_class.node;
}

/* What has been inspected comes from the subnet of the endpoint that did. */
static struct public_access_by
leaver(const struct resolver *r, const struct public_address *a)
{
	uint32_t from = r_at(r).from;
	struct public_access_by by = { .subnet = from };

	if (a && a->subnet != from && r_at(r).tags & TAG_INSPECTED &&
	    r_node(r, from)->class == &subnet_class.node)
		by.inspected = true;
	else if (a)
		by = (struct public_access_by){ .subnet = a->subnet,
			.stateful = is_nat_gateway(r, a->node) };
	return by;
}

/* ... and what will be goes there first. */
static struct public_access_by
comer(const struct resolver *r, const struct internet_gateway_cfg *c,
    const struct public_address *a)
{
	struct flow_key k = { .dst = a ? a->private_ip : r_key(r)->dst };
	const struct route_cfg *route = NULL;

	if (a == NULL)
		return (struct public_access_by){ .subnet = NODE_NONE };
	if (c->edge != NODE_NONE)
		route = route_table_lookup(r_cfg(r, c->edge), &k);
	if (route && route->subnet != NODE_NONE)
		return (struct public_access_by){ .subnet = route->subnet,
			.inspected = true };
	return (struct public_access_by){ .subnet = a->subnet,
		.stateful = is_nat_gateway(r, a->node) };
}

/* Straight from a subnet whose arriving traffic an appliance inspects? */
static bool
is_redirected(
    struct resolver *r, const struct internet_gateway_cfg *c, uint32_t pair)
{
	const struct public_address *a = holder(r, c, pair);

	return a && r_at(r).from == a->subnet &&
	    route_table_redirects(r, c->edge, r_key(r)->src);
}

/* The appliance that an edge route leads to needs a public address. */
static bool
leads_to_private(struct resolver *r, const struct internet_gateway_cfg *c)
{
	const struct world *w = r_world(r);
	const struct route_cfg *route;

	if (c->edge == NODE_NONE)
		return false;
	route = route_table_lookup(r_cfg(r, c->edge), r_key(r));
	if (route == NULL || route->target == NODE_NONE ||
	    r_node(r, route->target)->class != &interface_class.node)
		return false;
	for (size_t i = 0; i < w->npublic; i++)
		if (w->public_address[i].node == route->target)
			return false;
	return true;
}

static drop_code
refuse_fragment(const struct resolver *r)
{
	return r_key(r)->fragment != FRAG_NONE && !assumed(r)->edge_fragments
	    ? DROP_IGW_FRAGMENT
	    : DROP_NONE;
}

static void
mark_fragment(struct resolver *r)
{
	if (r_key(r)->fragment != FRAG_NONE)
		r_mark(r, MARK_ASSUMED(ASSUME_EDGE_FRAGMENTS));
}

static drop_code
refuse_source(
    struct resolver *r, const struct internet_gateway_cfg *c, uint32_t pair)
{
	struct ip src = r_key(r)->src;

	if (!gateway_knows(r, c->vpc, src))
		return DROP_IGW_SPOOFED;
	if (ip_is4(src) ? pair == LPM_NONE : ip_is_special(src))
		return DROP_IGW_NO_PUBLIC_IP;
	return is_redirected(r, c, pair) ? DROP_EDGE_REDIRECTED : DROP_NONE;
}

static void
to_outside(
    struct resolver *r, const struct internet_gateway_cfg *c, uint32_t pair)
{
	struct flow_key after = *r_key(r);

	mtu_edge(r, GATEWAY_TELLS);
	r_exit(r);
	r_mark(r, MARK_PUBLIC_ADDRESSES);
	mark_fragment(r);
	if (ip_is4(after.src)) {
		after.src = c->pair[pair].public_ip;
		translate(r, &out_step, pair, after);
	} else {
		r_hop(r, r_at(r).node, ACT_FORWARD);
	}
	r_goto(r, NODE_INTERNET, SIDE_IN);
}

static void
egress(struct resolver *r, const struct internet_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;
	uint32_t pair = lpm_lookup(c->by_private, r_key(r)->src);
	struct public_access_by by = leaver(r, holder(r, c, pair));
	drop_code no = refuse_source(r, c, pair);

	if (no == DROP_NONE)
		no = refuse_destination(r_key(r)->dst);
	if (no == DROP_NONE)
		no = refuse_fragment(r);
	r_way(r, self);
	if (!block_public_access_admits(r, c->public_access, by))
		return;
	if (no != DROP_NONE) {
		r_drop(r, no, self);
		return;
	}
	block_public_access_remember(
	    r, c->public_access, by, &public_access_out_step);
	to_outside(r, c, pair);
}

/*
 * Interfaces of endpoints and of internal load balancers take nothing from an
 * internet gateway, though their IPv6 addresses are public ones (EC2 API
 * Reference, DenyAllIgwTraffic).
 */
static bool
takes(const struct resolver *r, const struct internet_gateway_cfg *c,
    struct ip ip6)
{
	const struct owner *o = vpc_owner(r_cfg(r, node_of(&c->vpc->o)), ip6);
	const struct object *by = o ? world_object(r_world(r), o->node) : NULL;

	if (by == NULL || by->kind == OBJ_ENDPOINT)
		return false;
	return by->kind != OBJ_LOAD_BALANCER ||
	    ((const struct load_balancer *)by)->internet_facing;
}

static drop_code
refuse_ingress(
    struct resolver *r, const struct internet_gateway_cfg *c, uint32_t pair)
{
	const struct flow_key *k = r_key(r);

	if (ip_is4(k->dst) ? pair == LPM_NONE : !takes(r, c, k->dst))
		return DROP_IGW_NO_PRIVATE_IP;
	if (ip_is_rfc1918(k->src))
		return DROP_IGW_INGRESS_RFC1918;
	if (ip_is_rfc6598(k->src))
		return DROP_IGW_INGRESS_RFC6598;
	return ip_is_special(k->src) ? DROP_IGW_SPOOFED : refuse_fragment(r);
}

static void
to_inside(
    struct resolver *r, const struct internet_gateway_cfg *c, uint32_t pair)
{
	struct flow_key after = *r_key(r);

	mtu_edge(r, 0);
	r_exit(r);
	r_mark(r, MARK_PUBLIC_ADDRESSES);
	mark_fragment(r);
	if (ip_is4(after.dst)) {
		after.dst = c->pair[pair].private_ip;
		translate(r, &in_step, pair, after);
	} else {
		r_hop(r, r_at(r).node, ACT_FORWARD);
	}
}

static void
ingress(struct resolver *r, const struct internet_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;
	struct ip dst = r_key(r)->dst;
	uint32_t pair = lpm_lookup(c->by_public, dst);
	drop_code no = refuse_ingress(r, c, pair);
	struct public_access_by by;

	r_way(r, self);
	if (no != DROP_NONE) {
		r_drop(r, no, self);
		return;
	}
	if (c->public_access)
		sighted(r, SIGHTED_AT_EDGE, NODE_NONE);
	by = comer(r, c, world_public(r_world(r), dst));
	if (!block_public_access_admits(r, c->public_access, by))
		return;
	to_inside(r, c, pair);
	block_public_access_remember(
	    r, c->public_access, by, &public_access_in_step);
	if (leads_to_private(r, c))
		r_drop(r, DROP_EDGE_NO_PUBLIC_IP, self);
	else
		route_table_enter(r, c->edge, node_of(&c->vpc->o));
}

static void
internet_gateway_resolve(struct resolver *r, const void *cfg)
{
	const struct internet_gateway_cfg *c = cfg;

	if (message_from_edge(r, c->vpc))
		return;
	if (r_at(r).side == GATEWAY_INGRESS)
		ingress(r, c);
	else
		egress(r, c);
}

static const void *
internet_gateway_compile(struct compiler *c, const struct object *o)
{
	struct internet_gateway_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct lpm_entry *priv = NULL, *pub = NULL;
	struct pair *pair = NULL;
	size_t n = 0, npriv = 0, npub = 0;

	for (size_t i = 0; i < c->world->npublic; i++) {
		const struct public_address *a = &c->world->public_address[i];

		if (a->vpc != vpc_node_of(o) || !ip_is4(a->public_ip))
			continue;
		*ARENA_PUSH(c->arena, priv, npriv) =
		    (struct lpm_entry){ prefix_of(a->private_ip, 128),
			    (uint32_t)n };
		*ARENA_PUSH(c->arena, pub, npub) =
		    (struct lpm_entry){ prefix_of(a->public_ip, 128),
			    (uint32_t)n };
		*ARENA_PUSH(c->arena, pair, n) =
		    (struct pair){ a->private_ip, a->public_ip };
	}
	*cfg = (struct internet_gateway_cfg){ o->vpc, pair,
		lpm_new(c->arena, priv, npriv), lpm_new(c->arena, pub, npub),
		route_table_of_gateway(o),
		block_public_access_compile(c, o->vpc) };
	return cfg;
}

const struct object_class internet_gateway_class = {
	.node = { "internet-gateway", internet_gateway_resolve },
	.kind = OBJ_INTERNET_GATEWAY,
	.compile = internet_gateway_compile,
};
