/*
 * egress_only_gateway.c - egress-only internet gateway
 * (AWS::EC2::EgressOnlyInternetGateway)
 *
 * IPv6 only.  Remembers the connections that go out and lets in what answers
 * them; no address is translated (VPC User Guide, egress-only internet
 * gateways).
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/block_public_access.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/vpc.h"
#include "dataplane/tables/session.h"

struct egress_only_gateway_cfg {
	const struct vpc *vpc;
	const struct block_public_access_cfg *public_access;
};

/* The subnet of an address of the VPC; it is public as it is. */
static struct public_access_by
public_access_by(const struct resolver *r, struct ip own)
{
	const struct public_address *a = world_public(r_world(r), own);

	return (struct public_access_by){ .subnet = a ? a->subnet : NODE_NONE,
		.stateful = true };
}

static drop_code
refuse_egress(struct resolver *r, const struct vpc *v)
{
	const struct flow_key *k = r_key(r);

	if (ip_is4(k->dst))
		return DROP_EIGW_IPV4;
	if (r_at(r).tags & TAG_INSPECTED)
		return DROP_GWLBE_EIGW;
	if (!gateway_knows(r, v, k->src) || ip_is_special(k->src))
		return DROP_IGW_SPOOFED;
	return ip_is_special(k->dst) ? DROP_IGW_UNROUTABLE : DROP_NONE;
}

static void
egress(struct resolver *r, const struct egress_only_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;
	drop_code no = refuse_egress(r, c->vpc);

	r_way(r, self);
	if (!block_public_access_admits(
		r, c->public_access, public_access_by(r, r_key(r)->src)))
		return;
	if (no != DROP_NONE) {
		r_drop(r, no, self);
		return;
	}
	mtu_edge(r, GATEWAY_TELLS);
	r_step(r,
	    (struct step_words){
		.step = &eigw_out_step, .hop = r_hop(r, self, ACT_FORWARD) });
	r_exit(r);
	r_mark(r, MARK_PUBLIC_ADDRESSES);
	r_goto(r, NODE_INTERNET, SIDE_IN);
}

static void
ingress(struct resolver *r, const struct egress_only_gateway_cfg *c)
{
	uint32_t self = r_at(r).node;

	r_way(r, self);
	if (!block_public_access_admits(
		r, c->public_access, public_access_by(r, r_key(r)->dst)))
		return;
	mtu_edge(r, 0);
	r_step(r,
	    (struct step_words){ .step = &eigw_in_step,
		.if_refused = DROP_EIGW_UNSOLICITED,
		.hop = r_hop(r, self, ACT_FORWARD) });
	r_exit(r);
	r_mark(r, MARK_PUBLIC_ADDRESSES);
	r_goto(r, node_of(&c->vpc->o), VPC_LOCAL);
}

static void
egress_only_gateway_resolve(struct resolver *r, const void *cfg)
{
	const struct egress_only_gateway_cfg *c = cfg;

	if (message_from_edge(r, c->vpc))
		return;
	if (r_at(r).side == GATEWAY_INGRESS)
		ingress(r, c);
	else
		egress(r, c);
}

static const void *
egress_only_gateway_compile(struct compiler *c, const struct object *o)
{
	struct egress_only_gateway_cfg *cfg =
	    arena_alloc(c->arena, sizeof(*cfg));

	cfg->vpc = o->vpc;
	cfg->public_access = block_public_access_compile(c, o->vpc);
	return cfg;
}

const struct object_class egress_only_gateway_class = {
	.node = { "egress-only-internet-gateway", egress_only_gateway_resolve },
	.kind = OBJ_EGRESS_ONLY_INTERNET_GATEWAY,
	.compile = egress_only_gateway_compile,
};
