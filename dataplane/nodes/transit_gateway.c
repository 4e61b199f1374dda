/*
 * transit_gateway.c - transit gateway (AWS::EC2::TransitGateway), and the core
 * network of Cloud WAN (AWS::NetworkManager::CoreNetwork)
 *
 * Takes what comes in by an attachment to the attachment that its route table
 * says: the table is the one that the first attachment is associated with.
 * From a VPC only zones that the attachment has a subnet in can send.  To a VPC
 * the packet comes out in an attachment subnet, whose route table takes it on:
 * so NAT gateways and appliances of that VPC serve it.  It keeps no state; the
 * answer finds its own way back.
 *
 * Network ACL of an attachment subnet: inbound by source for what the VPC
 * sends, outbound by destination for what it gets.  8,500 bytes, over a VPN
 * 1,500; senders in a VPC are told.  A reference to a security group survives
 * if the gateway and both attachments support it (Transit Gateway Guide, "How
 * transit gateways work", "Network ACLs", quotas; codes: Reachability Analyzer
 * guide).
 */

#include "dataplane/nodes/transit_gateway.h"

#include <string.h>

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/interface.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/network_acl.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/tgw_attachment.h"
#include "dataplane/nodes/tgw_route_table.h"

struct transit_gateway_cfg {
	const struct transit_gateway *gateway;
	const uint32_t *attachment; /* nodes */
	size_t n;
};

/* How a packet came in. */
struct entry {
	const struct tgw_attachment *by;
	uint32_t table;  /* of that attachment; NODE_NONE: none */
	uint32_t subnet; /* of a VPC, in the zone of the sender; or NODE_NONE */
};

static bool
is_subnet(const struct resolver *r, uint32_t node)
{
	return r_node(r, node)->class == &subnet_class.node;
}

/* Who sent it here: the VPC of the subnet it was routed in, or of a NAT gateway
 * that is in no subnet, a site's connection, another transit gateway. */
static uint32_t
sender(const struct resolver *r)
{
	const struct world *w = r_world(r);
	uint32_t from = r_at(r).from;

	if (is_subnet(r, from))
		return ((const struct subnet_cfg *)r_cfg(r, from))->vpc;
	if (r_node(r, from)->class == &nat_gateway_class.node)
		return node_of(&w->model->objects[from - 1]->vpc->o);
	return from;
}

/* The attachment's subnet in the zone of the sender. */
static uint32_t
way_in(const struct resolver *r, const struct tgw_attachment_cfg *a)
{
	if (is_subnet(r, r_at(r).from))
		return tgw_attachment_way_in(r, a, r_at(r).from);
	return a->nsubnets ? a->subnet[0] : NODE_NONE;
}

static const struct tgw_attachment_cfg *
attachment_of(const struct resolver *r, const struct transit_gateway_cfg *c,
    uint32_t object)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct tgw_attachment_cfg *a = r_cfg(r, c->attachment[i]);

		if (a->to == object)
			return a;
	}
	return NULL;
}

bool
transit_gateway_leads(
    const struct resolver *r, uint32_t gateway, uint32_t from, struct ip dst)
{
	const struct tgw_attachment_cfg *a =
	    attachment_of(r, r_cfg(r, gateway), from);

	return a && a->table != NODE_NONE &&
	    tgw_route_table_leads(r, a->table, dst);
}

static void
tell_entry(struct resolver *r, const struct tgw_attachment *by)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_FORWARD);

	if (h)
		h->rule = r_text(r, "comes in by %s", by->o.name);
}

static drop_code
refuse(const struct resolver *r, const struct entry *e)
{
	if (e->by->type == ATTACH_VPC && e->subnet == NODE_NONE)
		return DROP_TGW_AZ;
	if (e->by->type == ATTACH_VPC && !ip_is4(r_key(r)->dst) &&
	    !e->by->ipv6_support)
		return DROP_TGW_IPV6;
	return e->table == NODE_NONE ? DROP_TGW_NO_ASSOCIATION : DROP_NONE;
}

/* False: the packet has been dropped. */
static bool
enter(struct resolver *r, const struct transit_gateway_cfg *c, struct entry *e)
{
	const struct tgw_attachment_cfg *a = attachment_of(r, c, sender(r));
	const struct subnet_cfg *s;
	drop_code no = DROP_TGW_NOT_ATTACHED;

	*e = (struct entry){ .subnet = NODE_NONE };
	if (a) {
		e->by = a->attachment;
		missing_mark_if(r, e->by->o.missing);
		e->table = a->table;
		if (e->by->type == ATTACH_VPC)
			e->subnet = way_in(r, a);
		no = refuse(r, e);
	}
	if (no != DROP_NONE) {
		r_drop(r, no, r_at(r).node);
		return false;
	}
	if (e->subnet == NODE_NONE)
		return true;
	sighted(r, SIGHTED_IN, e->subnet);
	s = r_cfg(r, e->subnet);
	return network_acl_admits(r, s->network_acl, ACL_INGRESS);
}

static bool
keeps_groups(const struct tgw_attachment *in, const struct tgw_attachment *out)
{
	return in->type == ATTACH_VPC && out->type == ATTACH_VPC &&
	    in->gateway->security_group_referencing &&
	    in->security_group_referencing && out->security_group_referencing;
}

static void
carry(struct resolver *r, const struct tgw_attachment *in,
    const struct tgw_attachment *out)
{
	bool vpn = in->type == ATTACH_VPN || out->type == ATTACH_VPN;

	r_tag(r, TAG_TRANSIT);
	if (!keeps_groups(in, out))
		r_tag(r, TAG_GROUPS_OFF);
	ttl_count(r, GATEWAY_TELLS);
	r_step(r,
	    (struct step_words){
		.step = in->type == ATTACH_VPC || in->type == ATTACH_CONNECT
		    ? &mtu_told_step
		    : &mtu_silent_step,
		.arg = vpn ? MTU_VPN : MTU_TRANSIT,
		.message_side = GATEWAY_TELLS });
}

static void
leave_to_vpc(struct resolver *r, uint32_t attachment, uint32_t way_in)
{
	const struct tgw_attachment_cfg *out = r_cfg(r, attachment);
	uint32_t subnet;

	if (!ip_is4(r_key(r)->dst) && !out->attachment->ipv6_support) {
		r_drop(r, DROP_TGW_IPV6, r_at(r).node);
		return;
	}
	subnet = tgw_attachment_way_out(r, attachment, way_in);
	if (subnet == NODE_NONE) {
		r_drop(r, DROP_TGW_NOT_ATTACHED, r_at(r).node);
		return;
	}
	sighted(r, SIGHTED_OUT, subnet);
	r_goto(r, subnet, SUBNET_TRANSIT);
}

/* A core network has attachments in several Regions. */
static bool
crosses_region(
    const struct tgw_attachment *in, const struct tgw_attachment *out)
{
	return in->type == ATTACH_VPC && out->type == ATTACH_VPC &&
	    strcmp(((const struct vpc *)in->to.object)->region,
		((const struct vpc *)out->to.object)->region) != 0;
}

static void
leave(struct resolver *r, const struct entry *e, uint32_t attachment)
{
	const struct tgw_attachment_cfg *out = r_cfg(r, attachment);
	const struct transit_gateway *here = e->by->gateway, *there;

	missing_mark(r, attachment);
	carry(r, e->by, out->attachment);
	sighted(r, SIGHTED_TRANSIT_OUT, attachment);
	switch (out->attachment->type) {
	case ATTACH_VPC:
		if (crosses_region(e->by, out->attachment))
			r_mark(r, MARK_CROSS_REGION);
		leave_to_vpc(r, attachment, e->subnet);
		return;
	case ATTACH_PEERING:
		there =
		    (const struct transit_gateway *)out->attachment->to.object;
		if (strcmp(here->region, there->region) != 0)
			r_mark(r, MARK_CROSS_REGION);
		break;
	default:
		break;
	}
	r_hop(r, attachment, ACT_FORWARD);
	r_goto(r, out->to, SIDE_IN);
}

/* To where the packet came from: into a VPC by the attachment's subnet. */
static void
tell(struct resolver *r, const struct transit_gateway_cfg *c)
{
	const struct tgw_attachment_cfg *a = attachment_of(r, c, sender(r));
	uint32_t subnet = NODE_NONE;

	message_begins(r);
	if (a && a->attachment->type == ATTACH_VPC)
		subnet = way_in(r, a);
	if (subnet == NODE_NONE)
		r_goto(r, r_at(r).from, SIDE_IN);
	else
		r_goto(r, subnet, SUBNET_TRANSIT);
}

/* From an interface, whose subnet is in a multicast domain. */
static void
to_group(struct resolver *r)
{
	struct place at = r_at(r);
	const struct interface_cfg *sender = r_cfg(r, at.from);
	const struct subnet_cfg *s = r_cfg(r, sender->subnet);
	struct hop *h = r_hop(r, at.node, ACT_FORWARD);

	if (h)
		h->rule = "by a multicast domain; no route is asked";
	r_way(r, at.node);
	r_exit(r);
	r_mark(r, MARK_TRANSIT_GATEWAY);
	r_goto_from(
	    r, at.from, s->multicast, side_of(SIDE_IN, side_which(at.side)));
}

static void
transit_gateway_resolve(struct resolver *r, const void *cfg)
{
	struct entry e;
	uint32_t out;

	if (side_kind(r_at(r).side) == GATEWAY_MULTICAST) {
		to_group(r);
		return;
	}
	if (r_at(r).side == GATEWAY_TELLS) {
		tell(r, cfg);
		return;
	}
	r_way(r, r_at(r).node);
	r_exit(r);
	r_mark(r, MARK_TRANSIT_GATEWAY);
	missing_mark(r, r_at(r).node);
	if (!enter(r, cfg, &e))
		return;
	sighted(r, SIGHTED_TRANSIT_IN, node_of(&e.by->o));
	tell_entry(r, e.by);
	out = tgw_route_table_decide(r, e.table);
	if (out != NODE_NONE)
		leave(r, &e, out);
}

static const void *
transit_gateway_compile(struct compiler *c, const struct object *o)
{
	const struct transit_gateway *g = (const struct transit_gateway *)o;
	struct transit_gateway_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	uint32_t *node = NULL;
	size_t n = 0;

	for (size_t i = 0; i < g->nattachments; i++)
		if (config_has(&c->config, &g->attachments[i]->o))
			*ARENA_PUSH(c->arena, node, n) =
			    node_of(&g->attachments[i]->o);
	*cfg = (struct transit_gateway_cfg){ g, node, n };
	return cfg;
}

const struct object_class transit_gateway_class = {
	.node = { "transit-gateway", transit_gateway_resolve },
	.kind = OBJ_TRANSIT_GATEWAY,
	.compile = transit_gateway_compile,
};
