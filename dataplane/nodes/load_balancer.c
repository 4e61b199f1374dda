/*
 * load_balancer.c - load balancers (AWS::ElasticLoadBalancingV2::LoadBalancer)
 *
 * A network interface in each of its zones, with security groups if it was made
 * with some.  A listener's connection goes to a healthy target of the zone, or
 * of all zones if it balances across them; to any of them if none is healthy.
 * The target sees the client's address, or the load balancer's.  Either way
 * answers come back here, and the client sees them come from where it called.
 *
 * What comes by PrivateLink enters beside the network: no ACL, and the groups
 * judge the client's own address, unless the load balancer is told not to ask
 * them; targets see the load balancer.  Nothing but the listeners is answered
 * (User Guide for Network Load Balancers; AWS PrivateLink Guide; codes:
 * Reachability Analyzer guide).
 */

#include "dataplane/nodes/load_balancer.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/security_group.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/tables/balancer.h"

struct zone_cfg {
	uint32_t subnet; /* node */
	struct ip own[2];
	bool down;
};

struct load_balancer_cfg {
	struct balancer_table_cfg table; /* first: the steps read it */
	const struct load_balancer *balancer;
	struct sg_set groups;
	struct zone_cfg *zone;
	bool down;
};

/* --- listeners ---------------------------------------------------------- */

static bool
hears(const struct listener *l, uint8_t proto)
{
	switch (l->proto) {
	case LISTEN_UDP:
		return proto == PROTO_UDP;
	case LISTEN_TCP_UDP:
		return proto == PROTO_TCP || proto == PROTO_UDP;
	default:
		return proto == PROTO_TCP;
	}
}

/* Null, and why, if none listens. */
static const struct listener *
find_listener(const struct load_balancer *b, uint32_t caller,
    const struct flow_key *k, drop_code *why)
{
	const struct endpoint_service *by =
	    b->type == BALANCER_RESOURCE && caller
	    ? b->consumers[caller - 1].endpoint->provider
	    : NULL;

	*why = DROP_LISTENERS;
	for (size_t i = 0; i < b->nlisteners; i++) {
		const struct listener *l = &b->listeners[i];

		if (!hears(l, k->proto) || l->only != by)
			continue;
		*why = DROP_LISTENER_PORT;
		if (k->fragment != FRAG_LATER && l->port == k->dport)
			return l;
	}
	return NULL;
}

/* The choices of a load balancer: by listener, zone, and family of client. */
static uint32_t
choice_number(const struct load_balancer *b, const struct listener *l,
    unsigned zone, bool v6)
{
	return (
	    uint32_t)(((size_t)(l - b->listeners) * b->nsubnets + zone) * 2 +
	    v6);
}

static const char *
listener_text(struct resolver *r, const struct listener *l)
{
	static const char *const words[] = {
		[LISTEN_TCP] = "tcp",
		[LISTEN_UDP] = "udp",
		[LISTEN_TCP_UDP] = "tcp_udp",
		[LISTEN_TLS] = "tls",
	};

	return r_text(r, "listener %s %d", words[l->proto], l->port);
}

/* Which targets get nothing, and why. */
static void
consider(struct resolver *r, struct hop *h, const struct load_balancer_cfg *c,
    const struct listener *l, unsigned zone)
{
	for (size_t i = 0; i < l->ntargets; i++) {
		const struct balancer_member *t = &l->targets[i];
		const char *why = NULL;

		if (!load_balancer_reaches(c->balancer, l, zone, t->az))
			why = "in another Availability Zone";
		else if (!t->healthy)
			why = "its health checks fail";
		if (why)
			r_considered(r, h,
			    (struct considered){ t->to.name, why, t->where });
	}
}

/* AWS sends nothing to a zone that is not enabled. */
static void
mark_zones(struct resolver *r, const struct load_balancer *b,
    const struct listener *l, unsigned zone)
{
	for (size_t i = 0; i < l->ntargets; i++)
		if (load_balancer_reaches(b, l, zone, l->targets[i].az) &&
		    !load_balancer_is_enabled(b, l->targets[i].az))
			r_mark(r, MARK_ASSUMED(ASSUME_ZONE_ENABLED));
}

/* An application load balancer answers for itself: 503. */
static void
no_target(struct resolver *r, const struct load_balancer_cfg *c,
    const struct listener *l, unsigned zone)
{
	uint32_t self = r_at(r).node;
	struct hop *h;

	if (c->balancer->type == BALANCER_APPLICATION) {
		r_deliver(r, side_of(BALANCER_RETURNS, zone));
		return;
	}
	h = r_hop(r, self, ACT_DROP);
	if (h) {
		h->rule = listener_text(r, l);
		h->where = l->where;
		h->code =
		    l->ntargets ? DROP_NO_TARGETS_IN_ZONE : DROP_LISTENER_EMPTY;
		consider(r, h, c, l, zone);
	}
	r_drop_told(r,
	    l->ntargets ? DROP_NO_TARGETS_IN_ZONE : DROP_LISTENER_EMPTY, self);
}

/* caller: 0, or the number of the endpoint and 1. */
static void
balance(struct resolver *r, const struct load_balancer_cfg *c, unsigned zone,
    uint32_t caller)
{
	uint32_t self = r_at(r).node, n;
	drop_code why;
	const struct listener *l =
	    find_listener(c->balancer, caller, r_key(r), &why);
	struct hop *h;

	if (l == NULL) {
		r_drop(r, why, self);
		return;
	}
	n = choice_number(c->balancer, l, zone, !ip_is4(r_key(r)->src));
	if (c->table.choice[n].n == 0) {
		no_target(r, c, l, zone);
		return;
	}
	mark_zones(r, c->balancer, l, zone);
	h = r_hop(r, self, ACT_TRANSLATE);
	if (h) {
		h->rule = listener_text(r, l);
		h->where = l->where;
		consider(r, h, c, l, zone);
	}
	r_step(r,
	    (struct step_words){ .step = &balancer_out_step,
		.arg = n | caller << BALANCER_CALLER,
		.if_refused = DROP_BALANCER_FULL,
		.side_if_rewritten = side_of(BALANCER_CHOSEN, zone),
		.message_side = caller
		    ? side_of(BALANCER_RETURNS_TO_ENDPOINT, caller - 1)
		    : side_of(BALANCER_TELLS, zone),
		.hop = h });
	r_drop_told(r, DROP_BALANCER_FULL, self);
}

/* --- both ways ---------------------------------------------------------- */

static void
check_groups(
    struct resolver *r, const struct load_balancer_cfg *c, enum sg_direction d)
{
	if (c->groups.n)
		security_groups_check_tracked(r, c->groups, d);
}

/* An answer to one of its connections goes back from here. */
static void
catch_answer(struct resolver *r, unsigned zone)
{
	r_step(r,
	    (struct step_words){ .step = &balancer_back_step,
		.if_refused = DROP_BALANCER_IDLE,
		.message_side = side_of(BALANCER_TELLS, zone),
		.hop = r_hop(r, r_at(r).node, ACT_TRANSLATE) });
}

/* False if it is gone. */
static bool
is_up(struct resolver *r, const struct load_balancer_cfg *c, unsigned zone)
{
	missing_mark(r, r_at(r).node);
	if (c->down || c->zone[zone].down) {
		r_drop(r, DROP_BAD_STATE, r_at(r).node);
		return false;
	}
	return true;
}

/* From a client, or from a target that saw the load balancer's address. */
static void
arrive(struct resolver *r, const struct load_balancer_cfg *c, unsigned zone)
{
	if (!subnet_admit(r, c->zone[zone].subnet, r_at(r).from))
		return;
	r_way(r, r_at(r).node);
	if (!is_up(r, c, zone))
		return;
	if (r_at(r).tags & TAG_TRANSIT)
		r_tag(r, TAG_GROUPS_OFF);
	check_groups(r, c, SG_INGRESS);
	if (r_key(r)->dport >= BALANCER_PORT_FIRST)
		catch_answer(r, zone);
	balance(r, c, zone, 0);
}

static void
answered(struct resolver *r, const struct load_balancer_cfg *c, unsigned zone)
{
	if (!subnet_admit(r, c->zone[zone].subnet, r_at(r).from))
		return;
	r_way(r, r_at(r).node);
	check_groups(r, c, SG_INGRESS);
	catch_answer(r, zone);
	r_drop_told(r, DROP_BALANCER_IDLE, r_at(r).node);
}

/* Do its groups judge what an endpoint brings? */
static bool
judges(struct resolver *r, const struct load_balancer_cfg *c)
{
	if (!c->balancer->judges_private_link || c->groups.n == 0)
		return false;
	if (r_key(r)->proto != PROTO_UDP)
		return true;
	if (!assumed(r)->endpoint_udp_groups)
		return false;
	r_mark(r, MARK_ASSUMED(ASSUME_ENDPOINT_UDP_GROUPS));
	return true;
}

static void
called(struct resolver *r, const struct load_balancer_cfg *c, unsigned which)
{
	unsigned zone = c->balancer->consumers[which].zone;

	r_way(r, r_at(r).node);
	if (!is_up(r, c, zone))
		return;
	r_tag(r, TAG_GROUPS_LOST | TAG_PROVIDED);
	if (judges(r, c))
		check_groups(r, c, SG_INGRESS);
	balance(r, c, zone, which + 1);
}

static bool
is_own(const struct zone_cfg *z, struct ip ip)
{
	return ip_eq(z->own[0], ip) || ip_eq(z->own[1], ip);
}

/* Where the source is the load balancer's own, the packet is a new one. */
static void
send_on(struct resolver *r, const struct load_balancer_cfg *c, unsigned zone)
{
	uint16_t provided = r_at(r).tags & TAG_PROVIDED;

	r_mark(r, MARK_TRANSLATED);
	if (is_own(&c->zone[zone], r_key(r)->src))
		r_untag(r);
	else
		r_tag(r, TAG_BALANCED);
	r_tag(r, provided);
	sighted(r, SIGHTED_OUT, c->zone[zone].subnet);
	check_groups(r, c, SG_EGRESS);
	subnet_send(r, c->zone[zone].subnet);
}

static void
return_to_endpoint(
    struct resolver *r, const struct load_balancer_cfg *c, unsigned which)
{
	const struct balancer_consumer *to = &c->balancer->consumers[which];

	r_untag(r);
	r_goto(
	    r, node_of(&to->endpoint->o), side_of(GATEWAY_ANSWER, to->which));
}

void
load_balancer_resolve(struct resolver *r, const void *cfg)
{
	const struct load_balancer_cfg *c = cfg;
	unsigned which = side_which(r_at(r).side);

	switch (side_kind(r_at(r).side)) {
	case SIDE_IN:
		arrive(r, c, which);
		return;
	case BALANCER_CALLED:
		called(r, c, which);
		return;
	case BALANCER_ANSWERED:
		answered(r, c, which);
		return;
	case BALANCER_TELLS:
		message_begins(r);
		send_on(r, c, which);
		return;
	case BALANCER_RETURNS_TO_ENDPOINT:
		return_to_endpoint(r, c, which);
		return;
	default:
		send_on(r, c, which);
	}
}

/* --- compilation -------------------------------------------------------- */

static const char *
zone_name(const struct endpoint_subnet *s)
{
	return ((const struct subnet *)s->subnet.object)->az.s;
}

struct targets {
	struct balancer_target *v;
	size_t n;
};

/* For one listener in one zone. */
struct gathering {
	struct compiler *c;
	const struct load_balancer *balancer;
	const struct listener *listener;
	unsigned zone;
	bool v6;           /* the client */
	bool unhealthy;    /* those too */
	struct targets to; /* found */
};

static void
add_target(struct gathering *g, const struct balancer_member *t, struct ip ip)
{
	const struct listener *l = g->listener;
	int port = t->port   ? t->port
	    : l->target_port ? l->target_port
			     : l->port;

	if (ip_is_zero(ip))
		return;
	*ARENA_PUSH(g->c->arena, g->to.v, g->to.n) = (struct balancer_target){
		.ip = ip,
		.port = (uint16_t)port,
		.balanced = (uint16_t)(t->balanced + g->zone),
		.preserve = t->preserves && ip_is4(ip) != g->v6,
	};
}

/* A load balancer as target: the nodes that it has. */
static void
add_balancer(struct gathering *g, const struct balancer_member *t,
    const struct load_balancer *b)
{
	for (size_t i = 0; i < b->nsubnets; i++)
		if (load_balancer_reaches(g->balancer, g->listener, g->zone,
			zone_name(&b->subnets[i])))
			add_target(
			    g, t, addrs_first(&b->subnets[i].ip, !g->v6));
}

static bool
is_healthy(const struct gathering *g, const struct balancer_member *t)
{
	return t->healthy &&
	    (t->owner == NULL || config_has(&g->c->config, &t->owner->o));
}

static void
add_member(struct gathering *g, const struct balancer_member *t)
{
	bool v6 = ip_is_zero(t->ip4) || (g->v6 && !ip_is_zero(t->ip6));

	if (!g->unhealthy && !is_healthy(g, t))
		return;
	if (t->to.object && t->to.object->kind == OBJ_LOAD_BALANCER)
		add_balancer(g, t, (const struct load_balancer *)t->to.object);
	else if (load_balancer_reaches(
		     g->balancer, g->listener, g->zone, t->az))
		add_target(g, t, v6 ? t->ip6 : t->ip4);
}

/* Healthy targets; or, if there are none, all of them. */
static void
gather(struct gathering *g)
{
	for (int unhealthy = 0; unhealthy < 2 && g->to.n == 0; unhealthy++) {
		g->unhealthy = unhealthy;
		for (size_t i = 0; i < g->listener->ntargets; i++)
			add_member(g, &g->listener->targets[i]);
	}
}

static const struct balancer_choice *
make_choices(struct compiler *c, const struct load_balancer *b,
    const struct zone_cfg *zones)
{
	struct balancer_choice *v =
	    arena_alloc(c->arena, b->nlisteners * b->nsubnets * 2 * sizeof(*v));

	for (size_t i = 0; i < b->nlisteners * b->nsubnets * 2; i++) {
		struct gathering g = {
			.c = c,
			.balancer = b,
			.listener = &b->listeners[i / 2 / b->nsubnets],
			.zone = (unsigned)(i / 2 % b->nsubnets),
			.v6 = i % 2,
		};

		gather(&g);
		v[i] = (struct balancer_choice){ .target = g.to.v,
			.n = (uint32_t)g.to.n,
			.own = { zones[g.zone].own[0], zones[g.zone].own[1] },
			.back = side_of(BALANCER_RETURNS, g.zone),
			.tcp_idle = g.listener->tcp_idle.ns
			    ? g.listener->tcp_idle
			    : b->tcp_idle };
	}
	return v;
}

static struct zone_cfg *
make_zones(struct compiler *c, const struct load_balancer *b)
{
	struct zone_cfg *v = arena_alloc(c->arena, b->nsubnets * sizeof(*v));

	for (size_t i = 0; i < b->nsubnets; i++) {
		const struct endpoint_subnet *s = &b->subnets[i];

		v[i] = (struct zone_cfg){
			.subnet = node_of(s->subnet.object),
			.own = { addrs_first(&s->ip, true),
			    addrs_first(&s->ip, false) },
			.down = !config_has(&c->config, s->subnet.object),
		};
	}
	return v;
}

const void *
load_balancer_compile(struct compiler *c, const struct object *o)
{
	const struct load_balancer *b = (const struct load_balancer *)o;
	struct load_balancer_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct zone_cfg *zones = make_zones(c, b);

	*cfg = (struct load_balancer_cfg){
		.table = {
		    .limits = conntrack_limits_of(&c->model->assume),
		    .choice = make_choices(c, b, zones),
		    .back_to_endpoint = BALANCER_RETURNS_TO_ENDPOINT,
		},
		.balancer = b,
		.groups = security_group_set(c->arena, &b->security_groups),
		.zone = zones,
		.down = !config_has(&c->config, o),
	};
	return cfg;
}

const struct object_class load_balancer_class = {
	.node = { "load-balancer", load_balancer_resolve },
	.kind = OBJ_LOAD_BALANCER,
	.compile = load_balancer_compile,
};
