/*
 * check_sites.c - on-premises sites, their connections and hosts
 *
 * Direct Connect Guide, "Virtual interfaces" (frames of 1,500, 8,500 and 9,001
 * bytes, allowed prefixes, SiteLink); Site-to-Site VPN Guide (accelerated
 * connections and private IP VPNs end at transit gateways).
 */

#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"
#include "dataplane/model/site.h"

static const char *const names[] = {
	[CONNECT_VPN] = "a VPN",
	[CONNECT_DIRECT_CONNECT] = "Direct Connect",
	[CONNECT_GRE] = "a Connect peer",
	[CONNECT_PUBLIC_VIF] = "a public virtual interface",
};

/* --- connections -------------------------------------------------------- */

static bool
ends_at_transit_gateway(const struct connection *c)
{
	return c->terms.to.object == NULL ||
	    c->terms.to.object->kind == OBJ_TRANSIT_GATEWAY;
}

/* A key that only connections of another kind have. */
static void
check_key(const struct connection *c, bool written, enum connection_type of,
    const char *key, struct errs *errs)
{
	if (written && c->terms.type != of)
		errs_add(errs, c->o.where, "%s is %s, but only %s has %s",
		    SAY(&c->o), names[c->terms.type], names[of], key);
}

static void
check_keys(const struct connection *c, struct errs *errs)
{
	const struct connection_terms *t = &c->terms;

	check_key(c, t->is_static, CONNECT_VPN, "static_routes", errs);
	check_key(c, t->accelerated, CONNECT_VPN, "accelerated", errs);
	check_key(c, t->has_allowed, CONNECT_DIRECT_CONNECT, "allowed_prefixes",
	    errs);
	check_key(c, t->sitelink, CONNECT_DIRECT_CONNECT, "sitelink", errs);
	if (t->type != CONNECT_VPN)
		check_key(c, t->transport.name != NULL, CONNECT_GRE,
		    "a transport", errs);
	if (t->is_static && t->is_bgp)
		errs_add(errs, c->o.where,
		    "%s has static_routes and bgp, but routing is one of the "
		    "two",
		    SAY(&c->o));
	if (t->type == CONNECT_PUBLIC_VIF && !t->public_vif)
		errs_add(errs, c->o.where,
		    "%s says public_vif: false; leave it out and say what it "
		    "is instead",
		    SAY(&c->o));
}

/* What only a transit gateway can be the other end of. */
static void
check_end(const struct connection *c, struct errs *errs)
{
	const struct connection_terms *t = &c->terms;
	const char *what = t->type == CONNECT_GRE ? "a Connect peer"
	    : t->accelerated                      ? "an accelerated VPN"
	    : t->type == CONNECT_VPN && !connection_is_public(c)
	    ? "a VPN over Direct Connect"
	    : NULL;

	if (what && !ends_at_transit_gateway(c))
		errs_add(errs, check_place(&t->to, &c->o),
		    "%s is %s, which ends at a transit gateway, not at %s",
		    SAY(&c->o), what, SAY(t->to.object));
	if (t->has_underlay && t->public_underlay &&
	    (t->type == CONNECT_DIRECT_CONNECT ||
		t->type == CONNECT_PUBLIC_VIF))
		errs_add(errs, t->underlay_where,
		    "%s is %s, which is no part of the public internet",
		    SAY(&c->o), names[t->type]);
}

static void
check_mtu(const struct connection *c, struct errs *errs)
{
	uint64_t mtu = c->terms.mtu;
	uint64_t jumbo = c->attachment ? 8500 : 9001;

	if (mtu == 0)
		return;
	if (c->terms.type == CONNECT_DIRECT_CONNECT && mtu != 1500 &&
	    mtu != jumbo)
		errs_add(errs, c->o.where,
		    "%s has frames of %u bytes, but such a virtual interface "
		    "has 1500 or %u",
		    SAY(&c->o), (unsigned)mtu, (unsigned)jumbo);
	else if (c->terms.type != CONNECT_DIRECT_CONNECT &&
	    c->terms.type != CONNECT_GRE && mtu > 1500)
		errs_add(errs, c->o.where,
		    "%s carries %u bytes, but %s has 1500 at most", SAY(&c->o),
		    (unsigned)mtu, names[c->terms.type]);
}

/* A public virtual interface shows AWS the customer's own public addresses. */
static void
check_public(const struct connection *c, struct errs *errs)
{
	const struct cidrs *p = connection_prefixes(c);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += !ip_is_rfc1918(p->v[i].prefix.addr) &&
		    !ip_is_special(p->v[i].prefix.addr);
	if (c->terms.type == CONNECT_PUBLIC_VIF && n == 0)
		errs_warn(errs, c->o.where,
		    "%s is a public virtual interface over which no public "
		    "prefix is announced: nothing can use it",
		    SAY(&c->o));
}

static void
warn_overlap(
    const struct connection *c, const struct cidr *announced, struct errs *errs)
{
	const struct vpc *v = c->terms.to.object->vpc;

	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_overlaps(v->cidr.v[i].prefix, announced->prefix))
			errs_warn(errs, announced->where,
			    "%s has %s, which overlaps the block %s of VPC "
			    "\"%s\": there the VPC's own addresses are meant",
			    SAY(&c->site->o), SAY_CIDR(announced->prefix),
			    SAY_CIDR(v->cidr.v[i].prefix), v->o.name);
}

static void
check_connection(const struct connection *c, struct errs *errs)
{
	const struct object *gateway = c->terms.to.object;
	const struct cidrs *p = connection_prefixes(c);

	check_keys(c, errs);
	check_end(c, errs);
	check_mtu(c, errs);
	check_public(c, errs);
	for (size_t i = 0; gateway && gateway->vpc && i < p->n; i++)
		warn_overlap(c, &p->v[i], errs);
}

/* --- sites -------------------------------------------------------------- */

static bool
site_has(const struct on_premises *s, struct ip a)
{
	for (size_t i = 0; i < s->cidr.n; i++)
		if (prefix_has(s->cidr.v[i].prefix, a))
			return true;
	return s->cidr.n == 0;
}

static void
check_site(const struct on_premises *s, struct errs *errs)
{
	if (s->connect.type != CONNECT_NONE && s->nconnections > 0)
		errs_add(errs, s->o.where,
		    "%s has connect, which is its only connection, and "
		    "connections; write all of them under connections",
		    SAY(&s->o));
	for (size_t i = 0; i < s->nhosts; i++)
		if (!site_has(s, s->hosts[i]->ip))
			errs_add(errs, s->hosts[i]->o.where,
			    "%s has %s, which is in no block of its %s",
			    SAY(&s->hosts[i]->o), SAY_IP(s->hosts[i]->ip),
			    SAY(&s->o));
}

void
check_sites(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->non_premises; i++)
		check_site(m->on_premises[i], errs);
	for (size_t i = 0; i < m->nconnections; i++)
		check_connection(m->connections[i], errs);
}
