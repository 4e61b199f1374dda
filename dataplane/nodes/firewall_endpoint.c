/*
 * firewall_endpoint.c - endpoints that are targets of routes
 * (AWS::EC2::VPCEndpoint, GatewayLoadBalancer; AWS Network Firewall's too)
 *
 * What a route leads here is inspected behind it and comes out again as it was,
 * to be routed by the table of the endpoint's subnet.  Any protocol, both
 * families; no security groups, but the network ACL of its subnet; 8,500 bytes,
 * larger packets lost without a message.  References to groups do not survive
 * it, IPv6 does not leave by an egress-only gateway behind it, and it takes
 * nothing that the route table of a VPN gateway leads to it (AWS PrivateLink
 * Guide, "Gateway Load Balancer endpoints"; VPC User Guide, "Gateway route
 * tables"; codes: Reachability Analyzer guide).
 *
 * Behind it stands a Gateway Load Balancer of the same zone.  A firewall that is
 * no object of the model, AWS Network Firewall's or what a
 * dump does not show, is here: one for each endpoint, so that the two directions
 * of a connection must pass the same endpoint.
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/firewall.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/endpoint_service.h"
#include "dataplane/nodes/firewall.h"
#include "dataplane/nodes/gateway_load_balancer.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"

struct firewall_endpoint_cfg {
	const struct endpoint *endpoint;
	uint32_t subnet; /* node */
	struct firewall_cfg firewall;
	bool unknown; /* what stands behind it */
};

static bool
is_own(const struct endpoint *e, struct ip ip)
{
	for (size_t i = 0; i < e->subnets[0].ip.n; i++)
		if (ip_eq(e->subnets[0].ip.v[i].ip, ip))
			return true;
	return false;
}

static drop_code
refuse(const struct resolver *r, const struct firewall_endpoint_cfg *c)
{
	if (r_node(r, r_at(r).from)->class == &vpn_gateway_class.node)
		return DROP_GWLBE_VGW;
	if (is_own(c->endpoint, r_key(r)->dst))
		return DROP_GWLBE_ADDRESSED;
	return c->endpoint->provider ? endpoint_service_refuses(c->endpoint, 0)
				     : DROP_NONE;
}

static void
come_out(struct resolver *r, const struct firewall_endpoint_cfg *c)
{
	r_tag(r, TAG_GROUPS_LOST | TAG_INSPECTED);
	if (endpoint_is_network_firewall(c->endpoint))
		r_tag(r, TAG_FIREWALLED);
	r_hop(r, r_at(r).node, ACT_FORWARD);
	sighted(r, SIGHTED_OUT, c->subnet);
	subnet_send(r, c->subnet);
}

static void
to_balancer(struct resolver *r, const struct balancer_node *n)
{
	r_hop(r, r_at(r).node, ACT_FORWARD);
	r_goto(r, node_of(&n->balancer->o),
	    side_of(GATEWAY_BALANCER_CALLED, n->consumer));
}

static void
go_in(struct resolver *r, const struct firewall_endpoint_cfg *c)
{
	struct place at = r_at(r);
	drop_code no = refuse(r, c);

	if (no == DROP_NONE && !subnet_admit(r, c->subnet, at.from))
		return;
	r_way(r, at.node);
	if (c->endpoint->provider)
		missing_mark(r, node_of(&c->endpoint->provider->o));
	if (no != DROP_NONE) {
		r_drop(r, no, at.node);
		return;
	}
	r_step(r,
	    (struct step_words){
		.step = &mtu_silent_step, .arg = MTU_ENDPOINT });
	if (c->endpoint->provider) {
		to_balancer(r, &c->endpoint->served[0]);
		return;
	}
	if (c->unknown)
		r_mark(r, MARK_ASSUMED(ASSUME_BEHIND_ENDPOINT));
	firewall_inspect(r, &c->firewall);
	come_out(r, c);
}

static void
firewall_endpoint_resolve(struct resolver *r, const void *cfg)
{
	if (r_at(r).side == FIREWALL_ENDPOINT_BACK)
		come_out(r, cfg);
	else
		go_in(r, cfg);
}

static bool
is_firewall_endpoint(const struct object *o)
{
	return ((const struct endpoint *)o)->type ==
	    ENDPOINT_GATEWAY_LOAD_BALANCER;
}

static const void *
firewall_endpoint_compile(struct compiler *c, const struct object *o)
{
	const struct endpoint *e = (const struct endpoint *)o;
	struct firewall_endpoint_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	*cfg = (struct firewall_endpoint_cfg){
		.endpoint = e,
		.subnet = node_of(e->subnets[0].subnet.object),
		.firewall = firewall_compile(c,
		    &(struct firewall_object){ o, o->vpc->region, e->stateful,
			e->has_filter, &e->filter }),
		.unknown = !endpoint_is_network_firewall(e),
	};
	return cfg;
}

const struct object_class firewall_endpoint_class = {
	.node = { "gateway-load-balancer-endpoint", firewall_endpoint_resolve },
	.kind = OBJ_ENDPOINT,
	.is = is_firewall_endpoint,
	.compile = firewall_endpoint_compile,
};
