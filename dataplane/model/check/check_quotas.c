/*
 * check_quotas.c - more than AWS gives without asking
 *
 * Quotas can mostly be raised, so these are warnings; what a dump shows has
 * been given.  Amazon VPC quotas; Transit Gateway quotas; Site-to-Site VPN
 * quotas.  IPv4 and IPv6 are counted apart.
 */

#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"
#include "dataplane/model/site.h"

enum {
	VPC_BLOCKS = 5,
	TABLE_ROUTES = 500,
	TABLE_LEARNT = 100,
	GROUP_RULES = 60,
	ACL_RULES = 20,
	LIST_ENTRIES = 1000,
	VPC_PEERINGS = 50,
	TGW_TABLES = 20,
	TGW_DIRECT_CONNECT = 20,
	TGW_PEERINGS = 50,
	ANNOUNCED_VGW = 100,
	ANNOUNCED_TGW = 1000,
};

struct count {
	size_t v4, v6;
};

static void
add(struct count *c, bool v4)
{
	*(v4 ? &c->v4 : &c->v6) += 1;
}

static void
warn(const struct object *o, size_t n, size_t quota, const char *what,
    struct errs *errs)
{
	if (n > quota)
		errs_warn(errs, o->where,
		    "%s has %zu %s, and AWS's quota is %zu unless it was "
		    "raised",
		    SAY(o), n, what, quota);
}

static void
warn_each(const struct object *o, struct count c, size_t quota,
    const char *what, struct errs *errs)
{
	warn(o, c.v4 > c.v6 ? c.v4 : c.v6, quota, what, errs);
}

static struct count
count_cidrs(const struct cidrs *list)
{
	struct count c = { 0, 0 };

	for (size_t i = 0; i < list->n; i++)
		add(&c, prefix_is4(list->v[i].prefix));
	return c;
}

/* --- VPCs --------------------------------------------------------------- */

static void
check_table(
    const struct model *m, const struct route_table *t, struct errs *errs)
{
	struct count written = { 0, 0 }, learnt = { 0, 0 };

	for (size_t i = 0; i < t->routes.n; i++) {
		const struct route *r = &t->routes.v[i];

		if (r->to.kind == PEER_CIDR)
			add(r->propagated ? &learnt : &written,
			    prefix_is4(r->to.prefix));
	}
	for (size_t i = 0; i < m->nconnections; i++)
		for (size_t j = 0; j < t->propagate_from.n; j++)
			if (m->connections[i]->terms.to.object &&
			    m->connections[i]->terms.to.object ==
				t->propagate_from.v[j].object)
				learnt.v4 +=
				    connection_prefixes(m->connections[i])->n;
	warn_each(&t->o, written, TABLE_ROUTES, "static routes", errs);
	warn_each(&t->o, learnt, TABLE_LEARNT, "propagated routes", errs);
}

/* A reference to a group or list counts for both families. */
static struct count
count_rules(const struct rules *rules)
{
	struct count c = { 0, 0 };

	for (size_t i = 0; i < rules->n; i++)
		for (size_t j = 0; j < rules->v[i].peers.n; j++) {
			const struct peer *p = &rules->v[i].peers.v[j];
			bool block = p->kind == PEER_CIDR;

			if (!block || prefix_is4(p->prefix))
				c.v4++;
			if (!block || !prefix_is4(p->prefix))
				c.v6++;
		}
	return c;
}

static void
check_rules_of(const struct object *o, const struct rules *ingress,
    const struct rules *egress, size_t quota, struct errs *errs)
{
	warn_each(o, count_rules(ingress), quota, "inbound rules", errs);
	warn_each(o, count_rules(egress), quota, "outbound rules", errs);
}

static size_t
count_peerings(const struct model *m, const struct vpc *v)
{
	size_t n = 0;

	for (size_t i = 0; i < m->npeerings; i++)
		for (size_t j = 0; j < m->peerings[i]->between.n; j++)
			n += m->peerings[i]->between.v[j].object == &v->o;
	return n;
}

static void
check_vpc(const struct model *m, const struct vpc *v, struct errs *errs)
{
	warn_each(&v->o, count_cidrs(&v->cidr), VPC_BLOCKS,
	    "blocks of one family", errs);
	warn(&v->o, count_peerings(m, v), VPC_PEERINGS, "peerings", errs);
	for (size_t i = 0; i < v->nroute_tables; i++)
		check_table(m, v->route_tables[i], errs);
	for (size_t i = 0; i < v->nsecurity_groups; i++) {
		const struct security_group *g = v->security_groups[i];

		check_rules_of(
		    &g->o, &g->ingress, &g->egress, GROUP_RULES, errs);
	}
	for (size_t i = 0; i < v->nnetwork_acls; i++) {
		const struct network_acl *a = v->network_acls[i];

		check_rules_of(&a->o, &a->ingress, &a->egress, ACL_RULES, errs);
	}
}

/* --- what is in none ---------------------------------------------------- */

static size_t
count_attachments(const struct transit_gateway *g, enum attachment_type type)
{
	size_t n = 0;

	for (size_t i = 0; i < g->nattachments; i++)
		n += g->attachments[i]->type == type;
	return n;
}

static void
check_transit_gateway(const struct transit_gateway *g, struct errs *errs)
{
	warn(&g->o, g->nroute_tables, TGW_TABLES, "route tables", errs);
	warn(&g->o, count_attachments(g, ATTACH_DIRECT_CONNECT),
	    TGW_DIRECT_CONNECT, "Direct Connect attachments", errs);
	warn(&g->o, count_attachments(g, ATTACH_PEERING), TGW_PEERINGS,
	    "peering attachments", errs);
}

static void
check_connection(const struct connection *c, struct errs *errs)
{
	warn(&c->o, connection_prefixes(c)->n,
	    c->attachment ? ANNOUNCED_TGW : ANNOUNCED_VGW,
	    "prefixes that it announces", errs);
}

void
check_quotas(const struct model *m, struct errs *errs)
{
	if (m->ndumps > 0)
		return;
	for (size_t i = 0; i < m->nvpcs; i++)
		check_vpc(m, m->vpcs[i], errs);
	for (size_t i = 0; i < m->ntransit_gateways; i++)
		check_transit_gateway(m->transit_gateways[i], errs);
	for (size_t i = 0; i < m->nprefix_lists; i++)
		warn(&m->prefix_lists[i]->o, m->prefix_lists[i]->entries.n,
		    LIST_ENTRIES, "entries", errs);
	for (size_t i = 0; i < m->nconnections; i++)
		check_connection(m->connections[i], errs);
}
