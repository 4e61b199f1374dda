/*
 * on_premises.c - a site of the customer's own network
 *
 * Every address of its prefixes answers.  What it sends to AWS goes to a
 * gateway that it is connected to: to the first that announces the
 * destination, or the only one.  The outer path of a Site-to-Site VPN is the
 * public internet, encrypted; that of Direct Connect is not.
 */

#include "dataplane/nodes/on_premises.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/transit.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/transit_gateway.h"

struct on_premises_cfg {
	const struct on_premises *site;
	const struct object **gateway; /* the one it is connected to first */
	size_t n;
};

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

/* A VPN gateway announces the blocks of its VPC. */
static bool
leads(const struct resolver *r, const struct object *gateway)
{
	struct ip dst = r_key(r)->dst;

	if (gateway->kind == OBJ_TRANSIT_GATEWAY)
		return transit_gateway_leads(
		    r, node_of(gateway), r_at(r).node, dst);
	return vpc_has(gateway->vpc, dst);
}

static uint32_t
choose(const struct resolver *r, const struct on_premises_cfg *c)
{
	for (size_t i = 0; c->n > 1 && i < c->n; i++)
		if (leads(r, c->gateway[i]))
			return node_of(c->gateway[i]);
	return c->n ? node_of(c->gateway[0]) : NODE_NONE;
}

static void
send_out(struct resolver *r, const struct on_premises_cfg *c)
{
	uint32_t gateway = choose(r, c);

	r_hop(r, r_at(r).node, ACT_SEND);
	if (gateway == NODE_NONE) {
		r_drop(r, DROP_NO_ROUTE, r_at(r).node);
		return;
	}
	pass(r, c->site, gateway);
	r_goto(r, gateway, GATEWAY_INGRESS);
}

static void
on_premises_resolve(struct resolver *r, const void *cfg)
{
	const struct on_premises_cfg *c = cfg;

	if (r_at(r).side == SIDE_IN) {
		pass(r, c->site, r_at(r).from);
		r_deliver(r, ON_PREMISES_SEND);
	} else {
		send_out(r, c);
	}
}

static bool
is_attached(const struct transit_gateway *g, const struct on_premises *site)
{
	return transit_gateway_attachment(g, ATTACH_VPN, &site->o) ||
	    transit_gateway_attachment(g, ATTACH_DIRECT_CONNECT, &site->o);
}

static const void *
on_premises_compile(struct compiler *c, const struct object *o)
{
	const struct on_premises *s = (const struct on_premises *)o;
	struct on_premises_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	cfg->site = s;
	if (s->connect.object)
		*ARENA_PUSH(c->arena, cfg->gateway, cfg->n) = s->connect.object;
	for (size_t i = 0; i < c->model->ntransit_gateways; i++) {
		const struct transit_gateway *g = c->model->transit_gateways[i];

		if (&g->o != s->connect.object && is_attached(g, s))
			*ARENA_PUSH(c->arena, cfg->gateway, cfg->n) = &g->o;
	}
	return cfg;
}

const struct object_class on_premises_class = {
	.node = { "on-premises", on_premises_resolve },
	.kind = OBJ_ON_PREMISES,
	.compile = on_premises_compile,
};
