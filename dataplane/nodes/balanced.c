/*
 * balanced.c - interfaces that are targets of load balancers
 *
 * A target that sees the client's address answers the client, wherever its
 * route table would lead; but what answers a connection of a load balancer goes
 * back through it.  The network ACLs of both subnets are asked, no route table
 * is (User Guide for Network Load Balancers, "Client IP preservation", "Network
 * ACLs").
 */

#include "dataplane/nodes/balanced.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/load_balancer.h"
#include "dataplane/nodes/network_acl.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/tables/balancer.h"
#include "dataplane/tables/states.h"

enum { NOT_BALANCED, BALANCED };

static const struct fact facts[] = {
	[NOT_BALANCED] = { NULL, 0, false },
	[BALANCED] = { "answers a connection of a load balancer", 0, false },
};

static struct outcome
run(const struct step_call *c)
{
	const struct interface_cfg *cfg = c->self->cfg;
	const struct interface *e = cfg->interface;
	uint16_t which;

	for (size_t i = 0; i < e->nbalanced; i++) {
		if (e->balanced[i].zone != 0 ||
		    !balancer_answers(
			c, node_of(&e->balanced[i].balancer->o), &which))
			continue;
		*c->side = side_of(INTERFACE_BALANCED, which);
		return (struct outcome){ REWRITTEN, BALANCED };
	}
	return (struct outcome){ PASS, NOT_BALANCED };
}

static const struct step catch_step = { "answer for a load balancer", run,
	facts, STATE_BALANCER };

void
balanced_catch(struct resolver *r, const struct interface_cfg *c)
{
	if (c->interface->nbalanced > 0)
		r_step(r,
		    (struct step_words){ .step = &catch_step,
			.hop = r_hop(r, r_at(r).node, ACT_FORWARD) });
}

void
balanced_return(
    struct resolver *r, const struct interface_cfg *c, unsigned which)
{
	const struct balancer_node *n = &c->interface->balanced[which];
	const struct load_balancer *b = n->balancer;
	const struct subnet_cfg *s = r_cfg(r, c->subnet);

	if (b->subnets[n->zone].subnet.object != &s->subnet->o &&
	    !network_acl_admits(r, s->network_acl, ACL_EGRESS))
		return;
	r_goto_from(
	    r, c->subnet, node_of(&b->o), side_of(BALANCER_ANSWERED, n->zone));
}
