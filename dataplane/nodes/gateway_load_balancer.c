/*
 * gateway_load_balancer.c - Gateway Load Balancer
 * (AWS::ElasticLoadBalancingV2::LoadBalancer, gateway)
 *
 * What its endpoints are led goes, as it is, through a tunnel to an appliance
 * and back to the endpoint by which it came.  A flow keeps its appliance in
 * both directions.  Appliances of the endpoint's zone, or of all zones; healthy
 * ones, or all of them if none is.  8,500 bytes, and the appliance must take 64
 * more; its security groups and network ACLs see the tunnel, UDP to port 6081
 * (User Guide for Gateway Load Balancers; codes: Reachability Analyzer guide).
 *
 * The tunnel is in one segment: nothing between here and an appliance rewrites
 * packets (model_check() wants the appliance to be an interface).
 */

#include "dataplane/nodes/gateway_load_balancer.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/geneve.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/tables/gateway_flows.h"

struct zone_cfg {
	uint32_t subnet; /* node */
	struct ip own;
	bool down;
};

struct target_cfg {
	uint32_t node;
	struct ip ip;
	const struct interface *interface;
	bool down;
};

struct gateway_load_balancer_cfg {
	struct gateway_flows_cfg flows; /* first: the step reads it */
	const struct load_balancer *balancer;
	const struct zone_cfg *zone;
	const struct target_cfg *target;
	bool down;
};

/* --- from an endpoint to an appliance ----------------------------------- */

static const struct balancer_consumer *
consumer(const struct gateway_load_balancer_cfg *c, unsigned which)
{
	return &c->balancer->consumers[which];
}

static void
choose(struct resolver *r, const struct gateway_load_balancer_cfg *c,
    unsigned which)
{
	uint32_t self = r_at(r).node;

	r_way(r, self);
	if (c->down || c->zone[consumer(c, which)->zone].down) {
		r_drop(r, DROP_BAD_STATE, self);
		return;
	}
	if (c->flows.choice[which].n == 0) {
		r_drop(r,
		    c->balancer->ntargets ? DROP_NO_TARGETS_IN_ZONE
					  : DROP_LISTENER_EMPTY,
		    self);
		return;
	}
	r_step(r,
	    (struct step_words){
		.step = &mtu_silent_step, .arg = MTU_ENDPOINT });
	r_step(r,
	    (struct step_words){ .step = &gateway_choose_step,
		.arg = which,
		.if_refused = DROP_BAD_STATE,
		.side_if_rewritten = side_of(GATEWAY_BALANCER_CHOSEN, 0),
		.hop = r_hop(r, self, ACT_FORWARD) });
	/* The step always chooses. */
	r_drop_told(r, DROP_BAD_STATE, self);
}

enum { TARGET_BITS = 16 };

static struct outcome
run_wrap(const struct step_call *s)
{
	const struct gateway_load_balancer_cfg *c = s->self->cfg;

	geneve_wrap_packet(s->packet, c->zone[s->arg >> TARGET_BITS].own,
	    c->target[s->arg & ((1u << TARGET_BITS) - 1)].ip);
	return (struct outcome){ PASS, 0 };
}

static const struct step wrap_step = { "GENEVE", run_wrap, NULL, STATE_NONE };

static void
wrap(struct resolver *r, const struct gateway_load_balancer_cfg *c,
    unsigned zone, unsigned target)
{
	const struct target_cfg *t = &c->target[target];
	struct flow_key outer = geneve_key(c->zone[zone].own, t->ip, r_key(r));
	struct hop *h = r_hop(r, r_at(r).node, ACT_TRANSLATE);

	r_wrap(r, &wrap_step, zone << TARGET_BITS | target, &outer);
	if (h) {
		h->rule = r_text(
		    r, "into a GENEVE tunnel to %s", t->interface->o.name);
		h->after = outer;
	}
}

/* An appliance that has its ports listed must list the tunnel's. */
static bool
listens(const struct interface *e)
{
	return !e->has_listens ||
	    listens_to(&e->listens, PROTO_UDP, GENEVE_PORT);
}

static void
send_to(struct resolver *r, const struct gateway_load_balancer_cfg *c,
    unsigned target)
{
	const struct target_cfg *t = &c->target[target];
	unsigned zone = 0;

	for (size_t i = 0; i < c->balancer->nconsumers; i++)
		if (node_of(&consumer(c, (unsigned)i)->endpoint->o) ==
		    r_at(r).from)
			zone = consumer(c, (unsigned)i)->zone;
	if (t->down) {
		r_drop(r, DROP_BAD_STATE, t->node);
		return;
	}
	if (!listens(t->interface)) {
		r_drop(r, DROP_GWLB_PORT, t->node);
		return;
	}
	wrap(r, c, zone, target);
	sighted(r, SIGHTED_OUT, c->zone[zone].subnet);
	subnet_send(r, c->zone[zone].subnet);
}

/* --- from the network --------------------------------------------------- */

/* It takes nothing but what its appliances send back. */
static void
arrive(struct resolver *r, const struct gateway_load_balancer_cfg *c,
    unsigned zone)
{
	const struct place *tunnel = r_tunnel(r);

	if (!subnet_admit(r, c->zone[zone].subnet, r_at(r).from))
		return;
	if (tunnel && tunnel->node == r_at(r).node) {
		geneve_open(r);
		r_goto(r, tunnel->from, FIREWALL_ENDPOINT_BACK);
		return;
	}
	r_way(r, r_at(r).node);
	r_drop(r,
	    r_key(r)->proto == PROTO_UDP ? DROP_GWLB_PORT : DROP_GWLB_PROTOCOL,
	    r_at(r).node);
}

static void
gateway_load_balancer_resolve(struct resolver *r, const void *cfg)
{
	unsigned which = side_which(r_at(r).side);

	switch (side_kind(r_at(r).side)) {
	case GATEWAY_BALANCER_CALLED:
		choose(r, cfg, which);
		return;
	case GATEWAY_BALANCER_CHOSEN:
		send_to(r, cfg, which);
		return;
	default:
		arrive(r, cfg, which);
	}
}

/* --- compilation -------------------------------------------------------- */

static const struct zone_cfg *
make_zones(struct compiler *c, const struct load_balancer *b)
{
	struct zone_cfg *v = arena_alloc(c->arena, b->nsubnets * sizeof(*v));

	for (size_t i = 0; i < b->nsubnets; i++) {
		const struct endpoint_subnet *s = &b->subnets[i];

		v[i].subnet = node_of(s->subnet.object);
		v[i].down = !config_has(&c->config, s->subnet.object);
		for (size_t j = 0; j < s->ip.n; j++)
			if (ip_is4(s->ip.v[j].ip))
				v[i].own = s->ip.v[j].ip;
	}
	return v;
}

static const struct target_cfg *
make_targets(
    struct compiler *c, const struct load_balancer *b, const bool **healthy)
{
	struct target_cfg *v = arena_alloc(c->arena, b->ntargets * sizeof(*v));
	bool *h = arena_alloc(c->arena, b->ntargets * sizeof(*h));

	for (size_t i = 0; i < b->ntargets; i++) {
		const struct balancer_member *t = &b->targets[i];

		if (t->owner == NULL)
			continue;
		v[i] = (struct target_cfg){
			.node = node_of(&t->owner->o),
			.ip = t->ip4,
			.interface = t->owner,
			.down = !config_has(&c->config, &t->owner->o),
		};
		h[i] = t->healthy && !v[i].down;
	}
	*healthy = h;
	return v;
}

/* Healthy targets that a zone reaches; if there are none, all that it does. */
static struct gateway_choice
gather(struct compiler *c, const struct load_balancer *b, size_t zone,
    const bool *healthy)
{
	static const struct listener everything;
	uint16_t *target = NULL;
	size_t n = 0;

	for (int all = 0; all < 2 && n == 0; all++)
		for (size_t i = 0; i < b->ntargets; i++)
			if (b->targets[i].owner && (all || healthy[i]) &&
			    load_balancer_reaches(
				b, &everything, zone, b->targets[i].az))
				*ARENA_PUSH(c->arena, target, n) = (uint16_t)i;
	return (struct gateway_choice){ target, (uint32_t)n };
}

static const void *
gateway_load_balancer_compile(struct compiler *c, const struct object *o)
{
	const struct load_balancer *b = (const struct load_balancer *)o;
	struct gateway_load_balancer_cfg *cfg =
	    arena_alloc(c->arena, sizeof(*cfg));
	struct gateway_choice *choice =
	    arena_alloc(c->arena, b->nconsumers * sizeof(*choice));
	const bool *healthy;

	*cfg = (struct gateway_load_balancer_cfg){
		.balancer = b,
		.zone = make_zones(c, b),
		.target = make_targets(c, b, &healthy),
		.down = !config_has(&c->config, o),
	};
	for (size_t i = 0; i < b->nconsumers; i++)
		choice[i] = gather(c, b, b->consumers[i].zone, healthy);
	cfg->flows = (struct gateway_flows_cfg){
		.choice = choice,
		.healthy = healthy,
		.tuple = b->stickiness,
		.rebalance = b->rebalance,
		.tcp_idle = b->tcp_idle,
		.side_kind = GATEWAY_BALANCER_CHOSEN,
	};
	return cfg;
}

static bool
is_gateway(const struct object *o)
{
	return ((const struct load_balancer *)o)->type == BALANCER_GATEWAY;
}

const struct object_class gateway_load_balancer_class = {
	.node = { "gateway-load-balancer", gateway_load_balancer_resolve },
	.kind = OBJ_LOAD_BALANCER,
	.is = is_gateway,
	.compile = gateway_load_balancer_compile,
};
