/*
 * on_premises.c - a site of the customer's own network
 *
 * Every address of its prefixes answers.  What it sends to AWS goes to the
 * gateway that it is connected to.  The outer path of a Site-to-Site VPN is
 * the public internet, encrypted; that of Direct Connect is not.
 */

#include "dataplane/nodes/on_premises.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"

/* A transit gateway may have several ways to the site and says itself which
 * one it was. */
static void
pass(struct resolver *r, const struct on_premises *s, uint32_t gateway)
{
	r_way(r, r_at(r).node);
	r_mark(r, MARK_ON_PREMISES);
	if (s->connection == CONNECT_VPN &&
	    r_node(r, gateway)->class != &transit_gateway_class.node)
		r_mark(r, MARK_PUBLIC_INTERNET);
}

static void
on_premises_resolve(struct resolver *r, const void *cfg)
{
	const struct on_premises *s = cfg;
	uint32_t self = r_at(r).node;

	if (r_at(r).side == SIDE_IN) {
		pass(r, s, r_at(r).from);
		r_deliver(r, ON_PREMISES_SEND);
		return;
	}
	r_hop(r, self, ACT_SEND);
	if (s->connect.object == NULL) {
		r_drop(r, DROP_NO_ROUTE, self);
		return;
	}
	pass(r, s, node_of(s->connect.object));
	r_goto(r, node_of(s->connect.object), GATEWAY_INGRESS);
}

static const void *
on_premises_compile(struct compiler *c, const struct object *o)
{
	(void)c;
	return o;
}

const struct object_class on_premises_class = {
	.node = { "on-premises", on_premises_resolve },
	.kind = OBJ_ON_PREMISES,
	.compile = on_premises_compile,
};
