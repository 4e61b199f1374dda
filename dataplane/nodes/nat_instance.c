/*
 * nat_instance.c - an instance that translates what it sends on
 *
 * It gives what leaves by an internet gateway an address that this knows: its
 * own, unless the packet's has a public one itself.  The answers come to it, and
 * it sends them on to the clients.  TCP, UDP and ICMP over IPv4; anything else
 * it sends on as it is.  Beside that it is an appliance like any other, with
 * security groups that judge both what it takes and what it sends (VPC User
 * Guide, "NAT instances", "Compare NAT gateways and NAT instances").
 *
 * The bindings are those of NAT gateways, with their ports and idle time.
 */

#include "dataplane/nodes/nat_instance.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/tables/nat.h"
#include "dataplane/tables/states.h"

enum { MINE, NOT_MINE };

static const struct fact back_facts[] = {
	[MINE] = { "answer to a binding", 0, false },
	[NOT_MINE] = { NULL, 0, false },
};

/* The steps of NAT gateways find the addresses where their node has them. */
static struct outcome
run(const struct step_call *c, const struct step *step)
{
	const struct interface_cfg *cfg = c->self->cfg;
	struct node self = *c->self;
	struct step_call call = *c;

	self.cfg = &cfg->nat;
	call.self = &self;
	return step->run(&call);
}

static struct outcome
run_out(const struct step_call *c)
{
	return run(c, &nat_out_step);
}

static struct outcome
run_back(const struct step_call *c)
{
	struct outcome o = run(c, &nat_in_step);

	return o.what == REWRITTEN ? (struct outcome){ REWRITTEN, MINE }
				   : (struct outcome){ PASS, NOT_MINE };
}

static const struct step out_step = { "source NAT", run_out, nat_facts,
	STATE_NAT_INSTANCE };
static const struct step back_step = { "reverse NAT", run_back, back_facts,
	STATE_NAT_INSTANCE };

static bool
translates(const struct flow_key *k)
{
	return ip_is4(k->src) &&
	    (k->proto == PROTO_TCP || k->proto == PROTO_UDP ||
		proto_is_icmp(k->proto));
}

static bool
has_public(const struct resolver *r, uint32_t vpc, struct ip private_ip)
{
	const struct world *w = r_world(r);

	for (size_t i = 0; i < w->npublic; i++)
		if (w->public_address[i].vpc == vpc &&
		    ip_eq(w->public_address[i].private_ip, private_ip))
			return true;
	return false;
}

static bool
leaves(const struct resolver *r, const struct interface_cfg *c)
{
	const struct subnet_cfg *s = r_cfg(r, c->subnet);
	const struct route_cfg *route =
	    route_table_lookup(r_cfg(r, s->route_table), r_key(r));

	return route && route->target != NODE_NONE &&
	    r_node(r, route->target)->class == &internet_gateway_class.node;
}

bool
nat_instance_masks(struct resolver *r, const struct interface_cfg *c)
{
	const struct flow_key *k = r_key(r);

	if (c->nat.n == 0 || !translates(k) || !leaves(r, c) ||
	    has_public(r, c->vpc, k->src))
		return false;
	if (((const struct world *)r_world(r))->model->ndumps > 0)
		r_mark(r, MARK_ASSUMED(ASSUME_NAT_INSTANCE));
	r_step(r,
	    (struct step_words){ .step = &out_step,
		.if_refused = DROP_NAT_FULL,
		.side_if_rewritten = INTERFACE_MASKED,
		.hop = r_hop(r, r_at(r).node, ACT_TRANSLATE) });
	/* The step rewrites or refuses; nothing passes it by. */
	r_drop_told(r, DROP_NAT_FULL, r_at(r).node);
	return true;
}

void
nat_instance_unmasks(struct resolver *r, const struct interface_cfg *c)
{
	if (c->nat.n > 0 && ip_eq(r_key(r)->dst, c->nat.ip[0]) &&
	    translates(r_key(r)))
		r_step(r,
		    (struct step_words){ .step = &back_step,
			.side_if_rewritten = INTERFACE_UNMASKED,
			.hop = r_hop(r, r_at(r).node, ACT_TRANSLATE) });
}
