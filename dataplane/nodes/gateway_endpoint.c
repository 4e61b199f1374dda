/*
 * gateway_endpoint.c - gateway endpoint (AWS::EC2::VPCEndpoint, Gateway)
 *
 * A route target: the prefix list of S3 or DynamoDB leads here.  The packet
 * keeps its private source, and the service answers from an address of the
 * list.  Serves its own VPC only, TCP and ICMP echo; not reachable by peering,
 * transit gateway, VPN or Direct Connect (AWS PrivateLink Guide, gateway
 * endpoints; codes: Reachability Analyzer guide).
 *
 * A connection that was open before the endpoint came, through a NAT gateway or
 * an internet gateway, now reaches the service from another address, where it
 * is not known (AWS PrivateLink Guide, gateway endpoints, considerations).
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/vpc.h"
#include "dataplane/tables/session.h"

/* As long as an interface tracks an established connection. */
enum { FIVE_DAYS = 432000 };

static bool
carries(const struct flow_key *k)
{
	return k->proto == PROTO_TCP || flow_key_is_echo_request(k) ||
	    flow_key_is_echo_reply(k) ||
	    (proto_is_icmp(k->proto) && k->fragment == FRAG_LATER);
}

static bool
is_nat_gateway(struct resolver *r, const struct endpoint *e, struct ip ip)
{
	const struct owner *o = vpc_owner(r_cfg(r, vpc_node_of(&e->o)), ip);

	return o && r_node(r, o->node)->class == &nat_gateway_class.node;
}

static drop_code
refuse(struct resolver *r, const struct endpoint *e)
{
	if (!gateway_knows(r, e->o.vpc, r_key(r)->src) ||
	    (!assumed(r)->nat_uses_gateway_endpoint &&
		is_nat_gateway(r, e, r_key(r)->src)))
		return DROP_VPCE_GW_SOURCE;
	return carries(r_key(r)) ? DROP_NONE : DROP_VPCE_GW_PROTOCOL;
}

static void
to_service(struct resolver *r, const struct endpoint *e)
{
	uint32_t self = r_at(r).node;
	drop_code no = refuse(r, e);

	r_way(r, self);
	if (no != DROP_NONE) {
		r_drop(r, no, self);
		return;
	}
	r_exit(r);
	r_mark(r, MARK_GATEWAY_EP);
	if (is_nat_gateway(r, e, r_key(r)->src))
		r_mark(r, MARK_ASSUMED(ASSUME_NAT_USES_ENDPOINT));
	r_step(r,
	    (struct step_words){ .step = &mtu_silent_step,
		.arg = (uint32_t)assumed(r)->gateway_endpoint_mtu });
	r_step(r,
	    (struct step_words){ .step = &gateway_endpoint_in_step,
		.arg = FIVE_DAYS,
		.if_refused = DROP_VPCE_GW_OTHER_WAY,
		.hop = r_hop(r, self, ACT_FORWARD) });
	r_deliver(r, GATEWAY_ANSWER);
}

static void
gateway_endpoint_resolve(struct resolver *r, const void *cfg)
{
	const struct endpoint *e = cfg;

	if (r_at(r).side != GATEWAY_ANSWER) {
		to_service(r, e);
		return;
	}
	r_way(r, r_at(r).node);
	r_hop(r, r_at(r).node, ACT_SEND);
	r_goto(r, vpc_node_of(&e->o), VPC_LOCAL);
}

static bool
is_gateway(const struct object *o)
{
	return ((const struct endpoint *)o)->type == ENDPOINT_GATEWAY;
}

static const void *
gateway_endpoint_compile(struct compiler *c, const struct object *o)
{
	(void)c;
	return o;
}

const struct object_class gateway_endpoint_class = {
	.node = { "gateway-endpoint", gateway_endpoint_resolve },
	.kind = OBJ_ENDPOINT,
	.is = is_gateway,
	.compile = gateway_endpoint_compile,
};
