/*
 * interface.c - elastic network interfaces (AWS::EC2::NetworkInterface)
 *
 * Out: source check, services of the host, security groups; then to a
 * neighbour in the same subnet, or to the subnet's router.  In: network ACL of
 * the subnet, security groups, destination check; then to the host, which
 * takes what is for it and, if it forwards, sends on the rest from here or from
 * another one of its interfaces.
 *
 * A host that has several interfaces answers by the one that it was asked at:
 * so AWS's images are set up (policy routing).  One that is not answers by its
 * first, where the source check drops what is not that one's.
 *
 * Sources: EC2 User Guide, elastic network interfaces; VPC User Guide,
 * security groups; Reachability Analyzer guide for the order.
 */

#include "dataplane/nodes/interface.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/balanced.h"
#include "dataplane/nodes/geneve.h"
#include "dataplane/nodes/host_service.h"
#include "dataplane/nodes/missing.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/multicast_domain.h"
#include "dataplane/nodes/nat_instance.h"
#include "dataplane/nodes/sighted.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/tracked_always.h"
#include "dataplane/nodes/way_on.h"

bool
interface_owns(const struct interface *e, struct ip ip)
{
	for (size_t i = 0; i < e->ip.n; i++)
		if (ip_eq(e->ip.v[i].ip, ip))
			return true;
	for (size_t i = 0; i < e->prefixes.n; i++)
		if (prefix_has(e->prefixes.v[i].prefix, ip))
			return true;
	return false;
}

/* A VPC carries neither broadcast nor multicast. */
static bool
is_broadcast(const struct subnet *s, struct ip ip)
{
	if (ip_is_multicast(ip) || ip_eq(ip, ip_from4(UINT32_MAX)))
		return true;
	for (size_t i = 0; i < s->cidr.n; i++) {
		struct prefix p = s->cidr.v[i].prefix;

		if (prefix_is4(p) && ip_eq(ip, prefix_last(p)))
			return true;
	}
	return false;
}

/* Do the interface's groups judge this packet?  One that is not its own it
 * forwards. */
static bool
are_asked(struct resolver *r, const struct interface *e, bool own)
{
	if (e->unfiltered || (!own && !assumed(r)->transit_groups))
		return false;
	if (!own)
		r_mark(r, MARK_ASSUMED(ASSUME_TRANSIT_GROUPS));
	return true;
}

/* A host sends nothing larger than its interface takes. */
static void
check_size(struct resolver *r, const struct interface_cfg *c)
{
	r_step(r,
	    (struct step_words){
		.step = &mtu_fragment_step, .arg = c->interface->mtu });
}

static void
ask_groups(struct resolver *r, const struct interface_cfg *c,
    enum sg_direction d, bool own)
{
	if (are_asked(r, c->interface, own))
		security_groups_check(r, c->groups, d, tracked_always(r, c, d));
}

static void
send_out(struct resolver *r, const struct interface_cfg *c)
{
	bool own = interface_owns(c->interface, r_key(r)->src);

	sighted(r, SIGHTED_OUT, c->subnet);
	ask_groups(r, c, SG_EGRESS, own);
	balanced_catch(r, c);
	subnet_send(r, c->subnet);
}

/* Nobody hears it, but in a multicast domain. */
static void
send_to_all(struct resolver *r, const struct interface_cfg *c)
{
	const struct subnet_cfg *s = r_cfg(r, c->subnet);

	if (s->multicast == NODE_NONE || !ip_is_multicast(r_key(r)->dst)) {
		r_drop(r, DROP_L2_BROADCAST, r_at(r).node);
		return;
	}
	check_size(r, c);
	ask_groups(r, c, SG_EGRESS, true);
	multicast_domain_send(r, c->subnet);
}

static void
loop_back(struct resolver *r)
{
	r_mark(r, MARK_HOST_SERVICE);
	r_deliver(r, INTERFACE_SEND);
}

/* The interface of e's host that has the address; null: none has. */
static const struct interface *
of_host(struct resolver *r, const struct interface *e, struct ip ip)
{
	for (const struct interface *n = e->primary; n; n = n->next) {
		const struct interface_cfg *c = r_cfg(r, node_of(&n->o));

		if (!c->down && interface_owns(n, ip))
			return n;
	}
	return NULL;
}

/* Groups judge what goes from one of a host's interfaces to another (VPC User
 * Guide); but only a host that is set up for it lets such packets out. */
static bool
stays_in_host(struct resolver *r, const struct interface *e)
{
	const struct interface *from = of_host(r, e, r_key(r)->src);
	const struct interface *to = of_host(r, e, r_key(r)->dst);

	if (!assumed(r)->host_to_itself || !from || !to || from == to)
		return false;
	r_mark(r, MARK_ASSUMED(ASSUME_HOST_TO_ITSELF));
	return true;
}

/* Flow logs have it all the same: they know of groups and ACLs only. */
static void
refuse_source(struct resolver *r, const struct interface_cfg *c)
{
	sighted(r, SIGHTED_OUT, c->subnet);
	r_drop(r, DROP_SOURCE_DEST_CHECK, r_at(r).node);
}

/* Why nobody sends or takes anything there; 0: somebody does. */
static drop_code
unavailable(const struct interface_cfg *c)
{
	if (c->down || c->interface->attached == ATTACHED_STOPPED)
		return DROP_BAD_STATE;
	return c->interface->attached == ATTACHED_NOT ? DROP_NOT_ATTACHED
						      : DROP_NONE;
}

static void
host_sends(struct resolver *r, const struct interface_cfg *c, bool forwards)
{
	const struct interface *e = c->interface;
	const struct subnet *s =
	    ((const struct subnet_cfg *)r_cfg(r, c->subnet))->subnet;
	uint32_t self = r_at(r).node;

	if (forwards)
		r_tag(r, TAG_GROUPS_LOST);
	if (r_at(r).from != self)
		r_way(r, self);
	missing_mark(r, self);
	r_hop(r, self, forwards ? ACT_FORWARD : ACT_SEND);
	if (unavailable(c))
		r_drop(r, unavailable(c), self);
	else if (interface_owns(e, r_key(r)->dst) ||
	    ip_is_loopback(r_key(r)->dst) || (!forwards && stays_in_host(r, e)))
		loop_back(r);
	else if (e->source_dest_check && !interface_owns(e, r_key(r)->src))
		refuse_source(r, c);
	else if (is_broadcast(s, r_key(r)->dst) && !host_service_is_dhcp(r))
		send_to_all(r, c);
	else if (!host_service_takes(
		     r, r_cfg(r, c->vpc), s, INTERFACE_HOSTED)) {
		if (!forwards)
			check_size(r, c);
		if (!forwards || !nat_instance_masks(r, c))
			send_out(r, c);
	}
}

static void
pass_on(struct resolver *r, const struct interface_cfg *c)
{
	const struct object *by = c->interface->forwards_by.object;

	firewall_inspect(r, &c->firewall);
	if (by == NULL && c->interface->primary->has_others)
		r_mark(r, MARK_ASSUMED(ASSUME_FORWARDS_SENSIBLY));
	r_goto(r, by ? node_of(by) : way_on(r, c), INTERFACE_FORWARD);
}

/* An appliance that a Gateway Load Balancer sends something to. */
static void
inspect(struct resolver *r, const struct interface_cfg *c)
{
	struct flow_key outer = *r_key(r);

	r_step(r,
	    (struct step_words){ .step = &geneve_mtu_step,
		.arg = c->interface->mtu,
		.if_refused = DROP_GENEVE_OVERSIZE });
	geneve_open(r);
	firewall_inspect(r, &c->firewall);
	geneve_return(r, &outer);
	send_out(r, c);
}

static void
take(struct resolver *r, const struct interface_cfg *c)
{
	const struct interface *e = c->interface;
	const struct object *by = e->answers_by.object;

	nat_instance_unmasks(r, c);

	if (by == NULL && e->primary != e)
		r_mark(r, MARK_ASSUMED(ASSUME_ANSWERS_WHERE_ASKED));
	r_deliver_answered_at(
	    r, by ? node_of(by) : r_at(r).node, INTERFACE_SEND);
}

static void
arrive(struct resolver *r, const struct interface_cfg *c)
{
	const struct interface *e = c->interface;
	struct place at = r_at(r);
	bool own =
	    interface_owns(e, r_key(r)->dst) || ip_is_multicast(r_key(r)->dst);

	if (!subnet_admit(r, c->subnet, at.from))
		return;
	r_way(r, at.node);
	missing_mark(r, at.node);
	ask_groups(r, c, SG_INGRESS, own);
	if (!own && e->source_dest_check)
		r_drop(r, DROP_SOURCE_DEST_CHECK, at.node);
	else if (unavailable(c))
		r_drop(r, unavailable(c), at.node);
	else if (own && r_tunnel(r))
		inspect(r, c);
	else if (own)
		take(r, c);
	else if (e->forwards || e->forwards_by.object)
		pass_on(r, c);
	else
		r_drop(r, DROP_NOT_FORWARDED, at.node);
}

static void
interface_resolve(struct resolver *r, const void *cfg)
{
	switch (side_kind(r_at(r).side)) {
	case INTERFACE_BALANCED:
		balanced_return(r, cfg, side_which(r_at(r).side));
		return;
	case INTERFACE_SEND:
		host_sends(r, cfg, false);
		return;
	case INTERFACE_FORWARD:
		host_sends(r, cfg, true);
		return;
	case INTERFACE_MASKED:
		r_mark(r, MARK_TRANSLATED);
		send_out(r, cfg);
		return;
	case INTERFACE_UNMASKED:
		r_mark(r, MARK_TRANSLATED);
		pass_on(r, cfg);
		return;
	case INTERFACE_HOSTED:
		r_way(r, r_at(r).node);
		r_deliver(r, INTERFACE_SEND);
		return;
	default:
		arrive(r, cfg);
	}
}

static vtime
or_default(vtime own, vtime usual)
{
	return own.ns ? own : usual;
}

static struct conntrack_limits
limits_of(const struct interface *e, const struct assume *a)
{
	struct conntrack_limits l = conntrack_limits_of(a);

	l.tcp_established = or_default(e->tcp_established, l.tcp_established);
	l.udp_single = or_default(e->udp_single, l.udp_single);
	l.udp_stream = or_default(e->udp_stream, l.udp_stream);
	l.max = e->conntrack_max;
	return l;
}

static struct sg_set
groups_of(struct compiler *c, const struct interface *e)
{
	struct sg_set set = security_group_set(c->arena, &e->security_groups);
	struct ip *v = arena_alloc(c->arena, 2 * e->nbalanced * sizeof(*v));

	for (size_t i = 0; i < e->nbalanced; i++) {
		const struct balancer_node *n = &e->balanced[i];
		const struct addrs *own = &n->balancer->subnets[n->zone].ip;

		v[set.nbalancers++] = addrs_first(own, true);
		v[set.nbalancers++] = addrs_first(own, false);
	}
	set.balancer = v;
	return set;
}

/* Of a NAT instance: the address that it gives what it sends on. */
static struct nat_addresses
addresses_of(struct compiler *c, const struct interface *e)
{
	struct ip *own = arena_alloc(c->arena, sizeof(*own));

	*own = addrs_first(&e->ip, true);
	return (struct nat_addresses){ own,
		e->nat_instance && !ip_is_zero(*own), &c->model->assume,
		false };
}

static const void *
interface_compile(struct compiler *c, const struct object *o)
{
	const struct interface *e = (const struct interface *)o;
	struct interface_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));

	*cfg = (struct interface_cfg){
		.limits = limits_of(e, &c->model->assume),
		.interface = e,
		.vpc = node_of(&o->vpc->o),
		.subnet = node_of(e->subnet.object),
		.groups = groups_of(c, e),
		.firewall = firewall_compile(c,
		    &(struct firewall_object){ &e->primary->o, o->vpc->region,
			e->stateful, e->has_filter, &e->filter }),
		.down = !config_has(&c->config, o),
		.nat = addresses_of(c, e),
	};
	return cfg;
}

const struct object_class interface_class = {
	.node = { "interface", interface_resolve },
	.kind = OBJ_INTERFACE,
	.compile = interface_compile,
};
