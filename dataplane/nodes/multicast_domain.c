/*
 * multicast_domain.c - multicast domains of a transit gateway
 * (AWS::EC2::TransitGatewayMulticastDomain)
 *
 * UDP to a group, from an interface in a subnet that is associated with the
 * domain: no route leads it there, but the sender's groups and the network ACL
 * of its subnet judge it, and those of each member.  Where sources are static,
 * others are refused.  A member in the sender's own subnet gets its copy by the
 * gateway too, and no sender gets its own.  8,500 bytes, larger packets are lost
 * without a message (Transit Gateway Guide, "Multicast on transit gateways").
 *
 * Who has joined by IGMPv2 is told by the model; queries and reports are not
 * sent.
 */

#include "dataplane/nodes/multicast_domain.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/model/multicast.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/interface.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/network_acl.h"
#include "dataplane/nodes/subnet.h"

struct group_cfg {
	const struct multicast_group *group;
	const uint32_t *member; /* nodes */
	const uint32_t *source;
	size_t nmember, nsource;
};

struct multicast_domain_cfg {
	const struct multicast_domain *domain;
	const struct group_cfg *group;
	size_t n;
};

void
multicast_domain_send(struct resolver *r, uint32_t subnet)
{
	const struct subnet_cfg *c = r_cfg(r, subnet);
	const struct multicast_domain_cfg *d = r_cfg(r, c->multicast);

	if (network_acl_admits(r, c->network_acl, ACL_EGRESS))
		r_goto(r, node_of(&d->domain->gateway->o),
		    side_of(GATEWAY_MULTICAST, side_which(r_at(r).side)));
}

static const struct group_cfg *
find_group(const struct multicast_domain_cfg *c, struct ip ip)
{
	for (size_t i = 0; i < c->n; i++)
		if (ip_eq(c->group[i].group->ip, ip))
			return &c->group[i];
	return NULL;
}

/* The n-th member that is not the sender; NODE_NONE: there are not so many. */
static uint32_t
member(const struct group_cfg *g, uint32_t sender, uint32_t n)
{
	for (size_t i = 0; i < g->nmember; i++)
		if (g->member[i] != sender && n-- == 0)
			return g->member[i];
	return NODE_NONE;
}

static bool
may_send(const struct multicast_domain_cfg *c, const struct group_cfg *g,
    uint32_t sender)
{
	bool found = !c->domain->static_sources;

	for (size_t i = 0; i < g->nsource; i++)
		found |= g->source[i] == sender;
	return found;
}

static drop_code
refuse(const struct resolver *r, const struct multicast_domain_cfg *c,
    const struct group_cfg *g)
{
	if (r_key(r)->proto != PROTO_UDP)
		return DROP_MULTICAST_PROTOCOL;
	if (g == NULL || member(g, r_at(r).from, 0) == NODE_NONE)
		return DROP_MULTICAST_NO_MEMBER;
	return may_send(c, g, r_at(r).from) ? DROP_NONE : DROP_MULTICAST_SOURCE;
}

static void
multicast_domain_resolve(struct resolver *r, const void *cfg)
{
	const struct multicast_domain_cfg *c = cfg;
	const struct group_cfg *g = find_group(c, r_key(r)->dst);
	struct place at = r_at(r);
	drop_code no = refuse(r, c, g);
	struct hop *h;
	uint32_t to;

	r_way(r, at.node);
	if (no != DROP_NONE) {
		r_drop(r, no, at.node);
		return;
	}
	to = member(g, at.from, side_which(at.side));
	h = r_hop(r, at.node, ACT_FORWARD);
	if (h) {
		h->rule = r_text(r, "a copy for %s", r_node(r, to)->name);
		h->where = g->group->where;
	}
	r_step(r,
	    (struct step_words){
		.step = &mtu_silent_step, .arg = MTU_TRANSIT });
	r_tag(r, TAG_TRANSIT | TAG_GROUPS_OFF);
	r_goto(r, to, SIDE_IN);
}

/* --- copies --------------------------------------------------------------- */

uint32_t
multicast_copies(
    const struct snap *s, const struct place *sender, struct ip dst)
{
	const struct node *n = &s->node[sender->node];
	const struct subnet_cfg *subnet;
	const struct group_cfg *g;
	uint32_t copies = 0;

	if (!ip_is_multicast(dst) || n->class != &interface_class.node)
		return 1;
	subnet = s->node[((const struct interface_cfg *)n->cfg)->subnet].cfg;
	if (subnet->multicast == NODE_NONE)
		return 1;
	g = find_group(s->node[subnet->multicast].cfg, dst);
	while (g && member(g, sender->node, copies) != NODE_NONE)
		copies++;
	return copies ? copies : 1;
}

struct place
multicast_copy(struct place sender, uint32_t n)
{
	sender.side = side_of(side_kind(sender.side), n);
	return sender;
}

/* --- compilation ---------------------------------------------------------- */

/* Has the gateway still an attachment of the subnet's VPC? */
static bool
is_served(struct compiler *c, const struct multicast_domain *d,
    const struct object *subnet)
{
	const struct tgw_attachment *a = multicast_attachment(d, subnet);

	return a && config_has(&c->config, &a->o) &&
	    config_has(&c->config, &d->gateway->o) &&
	    config_has(&c->config, &d->o);
}

uint32_t
multicast_domain_in(struct compiler *c, const struct object *subnet)
{
	const struct multicast_domain *d =
	    multicast_domain_of(c->model, subnet);

	return d && is_served(c, d, subnet) ? node_of(&d->o) : NODE_NONE;
}

/* Those that are there and served. */
static const uint32_t *
nodes_of(struct compiler *c, const struct multicast_domain *d,
    const struct refs *r, size_t *n)
{
	uint32_t *v = arena_alloc(c->arena, r->n * sizeof(*v));

	*n = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct interface *e =
		    (const struct interface *)r->v[i].object;

		if (e && config_has(&c->config, &e->o) &&
		    is_served(c, d, e->subnet.object))
			v[(*n)++] = node_of(&e->o);
	}
	return v;
}

static const void *
multicast_domain_compile(struct compiler *c, const struct object *o)
{
	const struct multicast_domain *d = (const struct multicast_domain *)o;
	struct multicast_domain_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct group_cfg *v = arena_alloc(c->arena, d->ngroups * sizeof(*v));

	for (size_t i = 0; i < d->ngroups; i++) {
		const struct multicast_group *g = &d->groups[i];

		v[i].group = g;
		v[i].member = nodes_of(c, d, &g->members, &v[i].nmember);
		v[i].source = nodes_of(c, d, &g->sources, &v[i].nsource);
	}
	*cfg = (struct multicast_domain_cfg){ d, v, d->ngroups };
	return cfg;
}

const struct object_class multicast_domain_class = {
	.node = { "multicast-domain", multicast_domain_resolve },
	.kind = OBJ_MULTICAST_DOMAIN,
	.compile = multicast_domain_compile,
};
