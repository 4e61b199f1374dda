/*
 * interface_endpoint.c - interface endpoint (AWS::EC2::VPCEndpoint, Interface)
 *
 * A network interface in each of its subnets, with security groups, behind
 * which stands a service.  It only answers.  TCP only; the service's ports
 * only; 350 s idle, after which packets are lost without a RST; 8,500 bytes,
 * larger ones lost without a message.  The service sees the client's private
 * address.  Reachable from peers, VPN and Direct Connect as well (AWS
 * PrivateLink Guide; its quotas).  So for a service in another Region.
 *
 * A customer's service is a load balancer of the same zone, which takes what
 * its listeners do, UDP too; its targets see the load balancer.  A resource
 * endpoint is the same before a resource gateway, for one port of TCP.
 *
 * What a VPC is associated with by a service network has an address in no
 * subnet, which only the VPC's own interfaces reach; the groups of the
 * association judge them, if it has some (VPC Lattice User Guide).
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/endpoint_region.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/service_names.h"
#include "dataplane/model/service_network.h"
#include "dataplane/nodes/endpoint_service.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/load_balancer.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/security_group.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"
#include "dataplane/tables/conntrack.h"
#include "dataplane/tables/session.h"

/* One of its interfaces. */
struct zone_cfg {
	uint32_t subnet; /* node */
	bool down;
};

struct interface_endpoint_cfg {
	struct conntrack_limits limits; /* first: conntrack_step reads it */
	const struct endpoint *endpoint;
	struct sg_set groups;
	const struct zone_cfg *zone;
	uint32_t vpc;
};

/* A resource has one port, of TCP. */
static drop_code
refuse_resource(const struct endpoint *e, const struct flow_key *k)
{
	if (k->proto != PROTO_TCP)
		return DROP_ENDPOINT_PROTOCOL;
	return k->fragment == FRAG_LATER || k->dport == e->provider->port
	    ? DROP_NONE
	    : DROP_ENDPOINT_PORT;
}

static drop_code
refuse_lattice(const struct endpoint *e, const struct flow_key *k)
{
	if (k->proto != PROTO_TCP)
		return DROP_ENDPOINT_PROTOCOL;
	return k->fragment == FRAG_LATER ||
		listens_to(&e->lattice->listens, k->proto, k->dport)
	    ? DROP_NONE
	    : DROP_ENDPOINT_PORT;
}

/* The listeners of a customer's load balancer say for themselves what they
 * take. */
static drop_code
refuse(const struct resolver *r, const struct interface_endpoint_cfg *c)
{
	const struct flow_key *k = r_key(r);

	if (c->endpoint->type == ENDPOINT_RESOURCE)
		return refuse_resource(c->endpoint, k);
	if (c->endpoint->type == ENDPOINT_LATTICE)
		return refuse_lattice(c->endpoint, k);
	if (c->endpoint->provider || c->endpoint->foreign)
		return k->proto == PROTO_TCP ||
			(k->proto == PROTO_UDP && assumed(r)->endpoint_udp)
		    ? DROP_NONE
		    : DROP_ENDPOINT_PROTOCOL;
	if (k->proto != PROTO_TCP)
		return DROP_ENDPOINT_PROTOCOL;
	if (k->fragment != FRAG_LATER &&
	    !service_has_port(c->endpoint->service_name, k->proto, k->dport))
		return DROP_ENDPOINT_PORT;
	return DROP_NONE;
}

static bool
crosses_regions(const struct interface_endpoint_cfg *c, unsigned which)
{
	const struct endpoint *e = c->endpoint;

	if (e->provider == NULL)
		return !e->lattice && endpoint_crosses_regions(e);
	return strcmp(e->served[which].balancer->o.vpc->region,
		   e->o.vpc->region) != 0;
}

/* Across Regions nothing else than within one? */
static bool
is_usual(const struct assume *a)
{
	return a->cross_region_mtu == assume_defaults.cross_region_mtu &&
	    a->cross_region_idle.ns == assume_defaults.cross_region_idle.ns;
}

/* What it carries, and for how long it knows an idle connection; both ways. */
static void
carry(struct resolver *r, const struct interface_endpoint_cfg *c,
    unsigned which, struct step_words session)
{
	const struct assume *a = assumed(r);
	uint32_t mtu = MTU_ENDPOINT;

	if (crosses_regions(c, which)) {
		r_mark(r, MARK_CROSS_REGION);
		if (is_usual(a))
			r_mark(r, MARK_ASSUMED(ASSUME_CROSS_REGION));
		mtu = (uint32_t)a->cross_region_mtu;
		session.arg =
		    (uint32_t)(a->cross_region_idle.ns / VTIME_SECONDS(1).ns);
	}
	r_step(r, (struct step_words){ .step = &mtu_silent_step, .arg = mtu });
	session.if_refused = DROP_ENDPOINT_IDLE;
	r_step(r, session);
}

static void
to_provider(struct resolver *r, const struct balancer_node *n)
{
	const struct load_balancer *b = n->balancer;

	r_goto(r, node_of(&b->o), side_of(BALANCER_CALLED, n->consumer));
}

/* Only what has its address in the VPC reaches an association. */
static bool
is_stranger(struct resolver *r, const struct interface_endpoint_cfg *c)
{
	return c->endpoint->associated &&
	    !vpc_has(c->endpoint->o.vpc, r_key(r)->src);
}

static void
check_groups(struct resolver *r, const struct interface_endpoint_cfg *c,
    enum sg_direction d)
{
	if (c->groups.n)
		security_groups_check_tracked(r, c->groups, d);
}

/* An association is in no subnet. */
static bool
admits(
    struct resolver *r, const struct interface_endpoint_cfg *c, unsigned which)
{
	return c->endpoint->associated ||
	    subnet_admit(r, c->zone[which].subnet, r_at(r).from);
}

static void
to_service(
    struct resolver *r, const struct interface_endpoint_cfg *c, unsigned which)
{
	uint32_t self = r_at(r).node;
	drop_code no = refuse(r, c);
	drop_code unused = c->endpoint->provider
	    ? endpoint_service_refuses(c->endpoint, which)
	    : DROP_NONE;

	if (!admits(r, c, which))
		return;
	r_way(r, self);
	missing_mark(r, self);
	if (c->endpoint->provider)
		missing_mark(r, node_of(&c->endpoint->provider->o));
	if (is_stranger(r, c))
		unused = DROP_SERVICE_NETWORK_OUTSIDE;
	else if (c->zone[which].down)
		unused = DROP_BAD_STATE;
	if (unused != DROP_NONE) {
		r_drop(r, unused, self);
		return;
	}
	if (r_at(r).tags & TAG_TRANSIT)
		r_tag(r, TAG_GROUPS_OFF);
	check_groups(r, c, SG_INGRESS);
	if (no != DROP_NONE) {
		r_drop(r, no, self);
		return;
	}
	r_mark(r, MARK_INTERFACE_EP);
	if (r_key(r)->proto == PROTO_UDP)
		r_mark(r, MARK_ASSUMED(ASSUME_ENDPOINT_UDP));
	missing_mark_if(r, c->endpoint->foreign);
	carry(r, c, which,
	    (struct step_words){ .step = &endpoint_in_step,
		.hop = r_hop(r, self, ACT_FORWARD) });
	r_exit(r);
	if (c->endpoint->provider)
		to_provider(r, &c->endpoint->served[which]);
	else
		r_deliver(r, side_of(GATEWAY_ANSWER, which));
}

static void
to_client(
    struct resolver *r, const struct interface_endpoint_cfg *c, unsigned which)
{
	uint32_t self = r_at(r).node;

	r_way(r, self);
	if (c->zone[which].down) {
		r_drop(r, DROP_BAD_STATE, self);
		return;
	}
	carry(r, c, which,
	    (struct step_words){
		.step = &endpoint_back_step, .hop = r_hop(r, self, ACT_SEND) });
	if (!c->endpoint->associated)
		sighted(r, SIGHTED_OUT, c->zone[which].subnet);
	check_groups(r, c, SG_EGRESS);
	if (c->endpoint->associated)
		r_goto(r, c->vpc, VPC_LOCAL);
	else
		subnet_send(r, c->zone[which].subnet);
}

static void
interface_endpoint_resolve(struct resolver *r, const void *cfg)
{
	uint16_t side = r_at(r).side;

	if (side_kind(side) == GATEWAY_ANSWER)
		to_client(r, cfg, side_which(side));
	else
		to_service(r, cfg, side_which(side));
}

static bool
is_interface(const struct object *o)
{
	return ENDPOINT_IS_CALLED((const struct endpoint *)o);
}

/* Of an association one, which is in no subnet. */
static const struct zone_cfg *
zones_of(struct compiler *c, const struct endpoint *e)
{
	struct zone_cfg *zone =
	    arena_alloc(c->arena, (e->nsubnets + 1) * sizeof(*zone));

	zone[0] = (struct zone_cfg){ NODE_NONE, false };
	for (size_t i = 0; i < e->nsubnets; i++) {
		const struct object *subnet = e->subnets[i].subnet.object;

		zone[i] = (struct zone_cfg){ node_of(subnet),
			!config_has(&c->config, subnet) };
	}
	return zone;
}

static const void *
interface_endpoint_compile(struct compiler *c, const struct object *o)
{
	const struct endpoint *e = (const struct endpoint *)o;
	struct interface_endpoint_cfg *cfg =
	    arena_alloc(c->arena, sizeof(*cfg));

	*cfg = (struct interface_endpoint_cfg){
		.limits = conntrack_limits_of(&c->model->assume),
		.endpoint = e,
		.groups = security_group_set(c->arena, &e->security_groups),
		.zone = zones_of(c, e),
		.vpc = node_of(&o->vpc->o),
	};
	return cfg;
}

const struct object_class interface_endpoint_class = {
	.node = { "interface-endpoint", interface_endpoint_resolve },
	.kind = OBJ_ENDPOINT,
	.is = is_interface,
	.compile = interface_endpoint_compile,
};
