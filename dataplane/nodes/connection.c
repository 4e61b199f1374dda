/*
 * connection.c - a connection of a site: a Site-to-Site VPN
 * (AWS::EC2::VPNConnection), a Direct Connect virtual interface, a Connect peer
 *
 * Carries packets between a site and the gateway at its other end, as large as
 * it can; AWS tells the sender of none that is too large.  The outer path of a
 * VPN is the public internet unless it runs over Direct Connect.
 *
 * A public virtual interface leads to AWS's public addresses, all Regions but
 * those of China, and to nobody else; the site shows the public addresses that
 * it announces.  What Direct Connect announces to the site, allowed prefixes
 * decide.  Two with SiteLink reach each other without a Region (Direct Connect
 * Guide, virtual interfaces, allowed prefixes, SiteLink; Site-to-Site VPN
 * Guide, quotas).
 */

#include "dataplane/nodes/connection.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/internet.h"
#include "dataplane/nodes/mtu.h"
#include "dataplane/nodes/on_premises.h"
#include "dataplane/nodes/transit_gateway.h"
#include "dataplane/nodes/vpn_gateway.h"

struct connection_cfg {
	const struct connection *connection;
	uint32_t mtu;
	const struct lpm *sites;  /* by SiteLink; values are connections */
	const struct lpm *public; /* public addresses that the site shows */
};

static const char *const names[] = {
	[CONNECT_VPN] = "VPN",
	[CONNECT_DIRECT_CONNECT] = "Direct Connect",
	[CONNECT_GRE] = "Connect peer",
	[CONNECT_PUBLIC_VIF] = "public virtual interface",
};

static uint32_t
gateway_of(const struct connection *c)
{
	return c->terms.to.object ? node_of(c->terms.to.object) : NODE_INTERNET;
}

/* --- what it carries ---------------------------------------------------- */

static uint64_t
marks_of(const struct connection *c)
{
	if (c->terms.type == CONNECT_PUBLIC_VIF)
		return MARK_AWS_PUBLIC | MARK_PUBLIC_ADDRESSES;
	return MARK_ON_PREMISES |
	    (connection_is_public(c) ? MARK_PUBLIC_INTERNET : 0);
}

/* A transit gateway takes less than jumbo frames, and says so itself. */
static unsigned
carried(const struct connection_cfg *c)
{
	return c->connection->attachment && c->mtu > MTU_TRANSIT ? MTU_TRANSIT
								 : c->mtu;
}

static void
carry(struct resolver *r, const struct connection_cfg *c)
{
	struct hop *h = r_hop(r, r_at(r).node, ACT_FORWARD);

	if (h)
		h->rule = r_text(r, "%s%s%s, %u bytes",
		    names[c->connection->terms.type],
		    connection_is_public(c->connection)
			? " over the public internet"
			: "",
		    c->connection->terms.accelerated ? ", accelerated" : "",
		    carried(c));
	r_mark(r,
	    r_at(r).tags & TAG_PROVIDED ? MARK_PROVIDER_LEAVES
					: marks_of(c->connection));
	r_step(r,
	    (struct step_words){
		.step = c->connection->terms.type == CONNECT_VPN
		    ? &mtu_tunnel_step
		    : &mtu_quiet_step,
		.arg = c->mtu });
}

static drop_code
refuse_public(const struct resolver *r, const struct connection_cfg *c)
{
	const struct flow_key *k = r_key(r);

	if (lpm_lookup(c->public, k->src) == LPM_NONE)
		return DROP_PUBLIC_VIF_SOURCE;
	return internet_is_aws(r_world(r), k->dst) ? DROP_NONE
						   : DROP_PUBLIC_VIF_NOT_AWS;
}

static void
up(struct resolver *r, const struct connection_cfg *c)
{
	uint32_t self = r_at(r).node;
	uint32_t other = lpm_lookup(c->sites, r_key(r)->dst);
	drop_code no = DROP_NONE;

	if (c->connection->terms.type == CONNECT_PUBLIC_VIF)
		no = refuse_public(r, c);
	if (no != DROP_NONE)
		r_drop(r, no, self);
	else if (other != LPM_NONE)
		r_goto(r, other, SIDE_IN);
	else if (c->connection->terms.type == CONNECT_PUBLIC_VIF)
		r_goto(r, NODE_INTERNET, SIDE_IN);
	else
		r_goto(r, gateway_of(c->connection), GATEWAY_INGRESS);
}

static void
connection_resolve(struct resolver *r, const void *cfg)
{
	const struct connection_cfg *c = cfg;
	bool from_site = r_at(r).side == CONNECTION_UP;

	carry(r, c);
	if (from_site)
		up(r, c);
	else
		r_goto(r, node_of(&c->connection->site->o), SIDE_IN);
}

/* --- what it announces to the site -------------------------------------- */

static bool
covers(const struct cidrs *list, struct prefix p)
{
	for (size_t i = 0; i < list->n; i++)
		if (prefix_covers(list->v[i].prefix, p))
			return true;
	return false;
}

/* A VPN gateway announces the blocks of its VPC, if all of one is allowed; a
 * transit gateway the allowed prefixes, whatever they cover. */
static bool
is_allowed(const struct connection_terms *t, struct ip dst)
{
	const struct object *gateway = t->to.object;

	if (!t->has_allowed)
		return true;
	if (gateway->kind == OBJ_TRANSIT_GATEWAY)
		return covers(&t->allowed, prefix_of(dst, 128));
	for (size_t i = 0; i < gateway->vpc->cidr.n; i++) {
		struct prefix p = gateway->vpc->cidr.v[i].prefix;

		if (prefix_has(p, dst) && covers(&t->allowed, p))
			return true;
	}
	return false;
}

bool
connection_leads(const struct resolver *r, uint32_t self, struct ip dst)
{
	const struct connection_cfg *c = r_cfg(r, self);
	const struct connection_terms *t = &c->connection->terms;

	if (t->type == CONNECT_PUBLIC_VIF)
		return internet_is_aws(r_world(r), dst);
	if (lpm_lookup(c->sites, dst) != LPM_NONE)
		return true;
	if (!is_allowed(t, dst))
		return false;
	if (t->to.object->kind == OBJ_TRANSIT_GATEWAY)
		return transit_gateway_leads(
		    r, node_of(t->to.object), self, dst);
	return vpn_gateway_leads(r, node_of(t->to.object), self, dst);
}

/* --- compilation -------------------------------------------------------- */

static bool
carrier_is_up(const struct config *config, const struct tgw_attachment *a)
{
	const struct tgw_attachment *below =
	    (const struct tgw_attachment *)a->transport.object;

	if (!config_has(config, &a->o))
		return false;
	return below == NULL ||
	    (config_has(config, &below->o) && below->to.object &&
		config_has(config, below->to.object));
}

bool
connection_is_up(const struct config *config, const struct connection *c)
{
	const struct object *gateway = c->terms.to.object;

	if (gateway == NULL && c->terms.type != CONNECT_PUBLIC_VIF)
		return false;
	return config_has(config, &c->o) && config_has(config, &c->site->o) &&
	    (gateway == NULL || config_has(config, gateway)) &&
	    (c->attachment == NULL || carrier_is_up(config, c->attachment));
}

static void
add_prefixes(struct compiler *c, const struct connection *from,
    struct lpm_entry **e, size_t *n)
{
	const struct cidrs *p = connection_prefixes(from);

	for (size_t i = 0; i < p->n; i++)
		*ARENA_PUSH(c->arena, *e, *n) =
		    (struct lpm_entry){ p->v[i].prefix, node_of(&from->o) };
}

/* Private addresses of the site stay behind its own translation. */
static void
add_public_prefixes(struct compiler *c, const struct connection *from,
    struct lpm_entry **e, size_t *n)
{
	const struct cidrs *p = connection_prefixes(from);

	for (size_t i = 0; i < p->n; i++)
		if (!ip_is_rfc1918(p->v[i].prefix.addr) &&
		    !ip_is_special(p->v[i].prefix.addr))
			*ARENA_PUSH(c->arena, *e, *n) =
			    (struct lpm_entry){ p->v[i].prefix,
				    node_of(&from->o) };
}

static bool
are_linked(const struct connection *a, const struct connection *b)
{
	return a->terms.sitelink && b->terms.sitelink && a->site != b->site &&
	    a->terms.to.object == b->terms.to.object;
}

static const struct lpm *
linked_sites(struct compiler *c, const struct connection *self)
{
	const struct model *m = c->model;
	struct lpm_entry *e = NULL;
	size_t n = 0;

	for (size_t i = 0; i < m->nconnections; i++)
		if (are_linked(self, m->connections[i]) &&
		    connection_is_up(&c->config, m->connections[i]))
			add_prefixes(c, m->connections[i], &e, &n);
	return lpm_new(c->arena, e, n);
}

void
connection_gather_public(struct compiler *c)
{
	struct lpm_entry *e = NULL;
	size_t n = 0;

	for (size_t i = 0; i < c->model->nconnections; i++) {
		const struct connection *from = c->model->connections[i];

		if (from->terms.type == CONNECT_PUBLIC_VIF &&
		    connection_is_up(&c->config, from))
			add_public_prefixes(c, from, &e, &n);
	}
	c->world->announced = lpm_new(c->arena, e, n);
}

static const void *
connection_compile(struct compiler *c, const struct object *o)
{
	const struct connection *self = (const struct connection *)o;
	struct connection_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct lpm_entry *e = NULL;
	size_t n = 0;

	add_public_prefixes(c, self, &e, &n);
	*cfg = (struct connection_cfg){
		.connection = self,
		.mtu = (uint32_t)connection_mtu(self),
		.sites = linked_sites(c, self),
		.public = lpm_new(c->arena, e, n),
	};
	return cfg;
}

const struct object_class connection_class = {
	.node = { "connection", connection_resolve },
	.kind = OBJ_CONNECTION,
	.compile = connection_compile,
};
