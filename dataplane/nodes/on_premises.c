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

static void
pass(struct resolver *r, const struct on_premises *s)
{
	r_way(r, r_at(r).node);
	r_mark(r, MARK_ON_PREMISES);
	if (s->connection == CONNECT_VPN)
		r_mark(r, MARK_PUBLIC_INTERNET);
}

static void
on_premises_resolve(struct resolver *r, const void *cfg)
{
	const struct on_premises *s = cfg;
	uint32_t self = r_at(r).node;

	pass(r, s);
	if (r_at(r).side == SIDE_IN) {
		r_deliver(r, ON_PREMISES_SEND);
		return;
	}
	r_hop(r, self, ACT_SEND);
	if (s->connect.object)
		r_goto(r, node_of(s->connect.object), GATEWAY_INGRESS);
	else
		r_drop(r, DROP_NO_ROUTE, self);
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
