/*
 * peering.c - VPC peering connection (AWS::EC2::VPCPeeringConnection)
 *
 * Carries packets from an address of one VPC to an address of the other, and
 * nothing else: it is not transitive and leads to no gateway of the peer.  It
 * keeps no state; the answer finds its own way back.  Between Regions it
 * carries 8,500 bytes (VPC Peering Guide; EC2 User Guide, network MTU; codes:
 * Reachability Analyzer guide).
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"

struct peering_cfg {
	const struct vpc *vpc[2];
	bool cross_region;
};

/* The VPC that a packet comes from is that of the subnet it was routed in. */
static const struct vpc *
sender(const struct resolver *r, const struct peering_cfg *c)
{
	const struct subnet_cfg *s = r_cfg(r, r_at(r).from);

	return s->vpc == node_of(&c->vpc[0]->o) ? c->vpc[0] : c->vpc[1];
}

/* To the sender, in its own VPC. */
static void
tell(struct resolver *r, const struct peering_cfg *c)
{
	message_begins(r);
	r_mark(r, MARK_ASSUMED(ASSUME_PEERING_TELLS));
	r_goto(r, node_of(&sender(r, c)->o), VPC_LOCAL);
}

static void
forward(struct resolver *r, const struct peering_cfg *c)
{
	const struct vpc *from = sender(r, c);
	const struct vpc *to = from == c->vpc[0] ? c->vpc[1] : c->vpc[0];
	uint32_t self = r_at(r).node;

	r_way(r, self);
	if (from->o.missing || to->o.missing)
		r_mark(r, MARK_ASSUMED(ASSUME_NOT_IN_DUMP));
	if (!vpc_has(from, r_key(r)->src) || !vpc_has(to, r_key(r)->dst)) {
		r_drop(r, DROP_PCX_ADDRESS, self);
		return;
	}
	if (c->cross_region)
		r_step(r,
		    (struct step_words){ .step = &mtu_unclamped_step,
			.arg = MTU_PEERING,
			.message_side = GATEWAY_TELLS });
	r_exit(r);
	r_mark(r, MARK_PEERING | (c->cross_region ? MARK_CROSS_REGION : 0));
	r_hop(r, self, ACT_FORWARD);
	r_goto(r, node_of(&to->o), VPC_LOCAL);
}

static void
peering_resolve(struct resolver *r, const void *cfg)
{
	if (r_at(r).side == GATEWAY_TELLS)
		tell(r, cfg);
	else
		forward(r, cfg);
}

static const void *
peering_compile(struct compiler *c, const struct object *o)
{
	const struct peering *p = (const struct peering *)o;
	struct peering_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	for (int i = 0; i < 2; i++)
		cfg->vpc[i] = (const struct vpc *)p->between.v[i].object;
	cfg->cross_region =
	    strcmp(cfg->vpc[0]->region, cfg->vpc[1]->region) != 0;
	return cfg;
}

const struct object_class peering_class = {
	.node = { "peering", peering_resolve },
	.kind = OBJ_PEERING,
	.compile = peering_compile,
};
