/*
 * tgw_attachment.c - attachments of a transit gateway
 * (AWS::EC2::TransitGatewayAttachment)
 *
 * An attachment of a VPC has a subnet in each zone that it serves, and a
 * packet stays in the zone where it came in.  If the destination has no subnet
 * there, any of its zones is taken.  In appliance mode a hash of the flow
 * takes the zone instead, the same for both directions (Transit Gateway Guide,
 * "How transit gateways work", "Appliance in a shared services VPC").  The
 * hash is of our own making: AWS says no more than that it is one.
 *
 * A network function is a firewall of the gateway's own, without a VPC: what a
 * route leads to it comes in by it again, to be routed by its table.  Appliance
 * mode is implied, so both directions of a flow meet the same state (EC2 API
 * Reference, attachment type network-function).
 */

#include "dataplane/nodes/tgw_attachment.h"

#include <string.h>

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/marks.h"
#include "dataplane/model/site.h"
#include "dataplane/model/transit.h"
#include "dataplane/nodes/flow_hash.h"
#include "dataplane/nodes/subnet.h"

static const char *
zone(const struct resolver *r, uint32_t subnet)
{
	return ((const struct subnet_cfg *)r_cfg(r, subnet))->subnet->az.s;
}

static bool
same_zone(const struct resolver *r, uint32_t a, uint32_t b)
{
	const char *x = zone(r, a), *y = zone(r, b);

	return a == b || x == NULL || y == NULL || strcmp(x, y) == 0;
}

uint32_t
tgw_attachment_way_in(const struct resolver *r,
    const struct tgw_attachment_cfg *c, uint32_t sender_subnet)
{
	for (size_t i = 0; i < c->nsubnets; i++)
		if (c->subnet[i] == sender_subnet)
			return sender_subnet;
	for (size_t i = 0; i < c->nsubnets; i++)
		if (same_zone(r, c->subnet[i], sender_subnet))
			return c->subnet[i];
	return NODE_NONE;
}

static void
tell(struct resolver *r, uint32_t attachment, uint32_t chosen, const char *why)
{
	const struct tgw_attachment_cfg *c = r_cfg(r, attachment);
	struct hop *h = r_hop(r, attachment, ACT_FORWARD);

	if (h == NULL)
		return;
	h->rule = r_text(r, "by subnet %s: %s", r_node(r, chosen)->name, why);
	for (size_t i = 0; i < c->nsubnets; i++)
		if (c->subnet[i] != chosen)
			r_considered(r, h,
			    (struct considered){
				r_text(r, "subnet %s",
				    r_node(r, c->subnet[i])->name),
				"TGW_ATTACH_VPC_AZ_RESTRICTION: the flow "
				"belongs to another zone",
				r_node(r, c->subnet[i])->where });
}

/* Nothing that comes from no zone has one to stay in. */
static bool
takes_first(const struct resolver *r, const struct tgw_attachment_cfg *c,
    uint32_t way_in)
{
	return way_in == NODE_NONE && !c->attachment->appliance_mode &&
	    !assumed(r)->transit_zone_hash;
}

uint32_t
tgw_attachment_way_out(struct resolver *r, uint32_t attachment, uint32_t way_in)
{
	const struct tgw_attachment_cfg *c = r_cfg(r, attachment);
	const char *why = "the zone by which the packet came in";
	uint32_t chosen = NODE_NONE;

	if (c->nsubnets == 0)
		return NODE_NONE;
	if (way_in != NODE_NONE && !c->attachment->appliance_mode)
		chosen = tgw_attachment_way_in(r, c, way_in);
	if (takes_first(r, c, way_in)) {
		chosen = c->subnet[0];
		why = "the first zone of the attachment";
	} else if (chosen == NODE_NONE) {
		chosen =
		    c->subnet[flow_hash(r_key(r), HASH_ZONE) % c->nsubnets];
		why = c->nsubnets == 1 ? "the only one"
		    : c->attachment->appliance_mode
		    ? "appliance mode, a hash of the flow"
		    : "the zone is chosen by a hash of the flow";
		if (way_in == NODE_NONE && c->nsubnets > 1)
			r_mark(r, MARK_ASSUMED(ASSUME_TGW_ZONE));
	}
	tell(r, attachment, chosen, why);
	return chosen;
}

/* In appliance mode a zone that fails is not left out. */
static bool
serves(const struct compiler *c, const struct tgw_attachment *a,
    const struct object *subnet)
{
	return subnet && (a->appliance_mode || config_has(&c->config, subnet));
}

/* A network function: what the gateway leads here comes in by it again. */
static void
tgw_attachment_resolve(struct resolver *r, const void *cfg)
{
	const struct tgw_attachment_cfg *c = cfg;

	r_way(r, r_at(r).node);
	firewall_inspect(r, &c->firewall);
	r_tag(r, TAG_GROUPS_LOST);
	r_goto(r, node_of(&c->attachment->gateway->o), SIDE_IN);
}

static uint32_t
leads_to(const struct tgw_attachment *a)
{
	if (a->type == ATTACH_NETWORK_FUNCTION)
		return node_of(&a->o);
	if (a->connection)
		return node_of(&a->connection->o);
	return a->to.object ? node_of(a->to.object) : NODE_NONE;
}

static const void *
tgw_attachment_compile(struct compiler *c, const struct object *o)
{
	const struct tgw_attachment *a = (const struct tgw_attachment *)o;
	const struct tgw_route_table *t = tgw_attachment_table(a);
	struct tgw_attachment_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	uint32_t *subnet =
	    arena_alloc(c->arena, a->subnets.n * sizeof(*subnet));
	size_t n = 0;

	for (size_t i = 0; i < a->subnets.n; i++)
		if (serves(c, a, a->subnets.v[i].object))
			subnet[n++] = node_of(a->subnets.v[i].object);
	*cfg = (struct tgw_attachment_cfg){
		.attachment = a,
		.to = leads_to(a),
		.table = t ? node_of(&t->o) : NODE_NONE,
		.subnet = subnet,
		.nsubnets = n,
		.firewall = firewall_compile(c,
		    &(struct firewall_object){ o, a->gateway->region, true,
			a->has_filter, &a->filter }),
	};
	return cfg;
}

const struct object_class tgw_attachment_class = {
	.node = { "transit-gateway-attachment", tgw_attachment_resolve },
	.kind = OBJ_TGW_ATTACHMENT,
	.compile = tgw_attachment_compile,
};
