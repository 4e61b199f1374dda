/*
 * check_quotas.c - more than AWS gives
 *
 * Most quotas can be raised on demand: more than what is usual is a warning, more
 * than AWS grants anybody an error.  What a dump shows has been given.  IPv4 and
 * IPv6 are counted apart; a prefix list counts for as many as it holds.
 *
 * Amazon VPC quotas; AWS PrivateLink quotas; Transit Gateway quotas;
 * Site-to-Site VPN quotas; VPC User Guide, managed prefix lists (weights).
 */

#include <stdlib.h>

#include "dataplane/model/block_public_access.h"
#include "dataplane/model/check/check.h"
#include "dataplane/model/route_server.h"
#include "dataplane/model/say.h"
#include "dataplane/model/site.h"

struct quota {
	const char *what;
	size_t usual;
	size_t most; /* 0: not published */
};

static const struct quota vpc_blocks = { "blocks of one family", 5, 50 };
static const struct quota vpc_subnets = { "subnets", 200, 0 };
static const struct quota vpc_tables = { "route tables", 200, 0 };
static const struct quota vpc_acls = { "network ACLs", 200, 0 };
static const struct quota vpc_peerings = { "peerings", 50, 125 };
static const struct quota vpc_gateway_endpoints = { "gateway endpoints", 20,
	255 };
static const struct quota vpc_endpoints = {
	"interface and Gateway Load Balancer endpoints", 50, 0
};
static const struct quota vpc_resource_endpoints = { "resource endpoints", 200,
	0 };
static const struct quota vpc_transit_gateways = {
	"attachments to transit gateways", 5, 5
};
static const struct quota vpc_route_servers = { "route servers", 5, 5 };
static const struct quota table_routes = { "static routes", 500, 1000 };
static const struct quota table_learnt = { "propagated routes", 100, 0 };
static const struct quota group_inbound = { "inbound rules", 60, 1000 };
static const struct quota group_outbound = { "outbound rules", 60, 1000 };
static const struct quota acl_inbound = { "inbound rules", 20, 40 };
static const struct quota acl_outbound = { "outbound rules", 20, 40 };
static const struct quota list_entries = { "entries", 1000, 1000 };
static const struct quota nat_addresses = { "Elastic IP addresses", 2, 8 };
static const struct quota peer_routes = { "prefixes", 100, 0 };
static const struct quota tgw_tables = { "route tables", 20, 0 };
static const struct quota tgw_attachments = { "attachments", 5000, 0 };
static const struct quota tgw_direct_connect = { "Direct Connect attachments",
	20, 0 };
static const struct quota tgw_peerings = { "peering attachments", 50, 0 };
static const struct quota announced_to_vgw = { "prefixes that it announces",
	100, 0 };
static const struct quota announced_to_tgw = { "prefixes that it announces",
	1000, 0 };
static const struct quota region_vpcs = { "VPCs", 5, 0 };
static const struct quota region_groups = { "security groups", 2500, 0 };

enum {
	RULES_OF_INTERFACE = 1000, /* groups of an interface by their rules */
	EXCLUSIONS = 50,
	NATS_IN_ZONE = 5,
	TGWS_IN_REGION = 5,
	LISTS = 100
};

static void
judge(struct where w, const char *who, size_t n, const struct quota *q,
    struct errs *errs)
{
	if (q->most && n > q->most)
		errs_add(errs, w, "%s has %zu %s, but AWS allows at most %zu",
		    who, n, q->what, q->most);
	else if (n > q->usual)
		errs_warn(errs, w,
		    "%s has %zu %s, and AWS's quota is %zu unless it was "
		    "raised",
		    who, n, q->what, q->usual);
}

static void
check(
    const struct object *o, size_t n, const struct quota *q, struct errs *errs)
{
	judge(o->where, SAY(o), n, q, errs);
}

/* --- both families ------------------------------------------------------ */

struct count {
	size_t v4, v6;
};

static void
add(struct count *c, size_t n, bool v4)
{
	*(v4 ? &c->v4 : &c->v6) += n;
}

static size_t
greater(struct count c)
{
	return c.v4 > c.v6 ? c.v4 : c.v6;
}

static struct count
count_cidrs(const struct cidrs *list)
{
	struct count c = { 0, 0 };

	for (size_t i = 0; i < list->n; i++)
		add(&c, 1, prefix_is4(list->v[i].prefix));
	return c;
}

/* The other end of a rule, or the destination of a route.  The lists of S3 and
 * DynamoDB count as one. */
static void
count_peer(struct count *c, const struct peer *p)
{
	const struct prefix_list *list = (const struct prefix_list *)p->object;
	struct count n;

	switch (p->kind) {
	case PEER_CIDR:
		add(c, 1, prefix_is4(p->prefix));
		return;
	case PEER_PREFIX_LIST:
		n = list ? count_cidrs(&list->entries) : (struct count){ 1, 1 };
		add(c, n.v4, true);
		add(c, n.v6, false);
		return;
	default:
		add(c, 1, true);
		add(c, 1, false);
	}
}

static struct count
count_rules(const struct rules *rules)
{
	struct count c = { 0, 0 };

	for (size_t i = 0; i < rules->n; i++)
		for (size_t j = 0; j < rules->v[i].peers.n; j++)
			count_peer(&c, &rules->v[i].peers.v[j]);
	return c;
}

/* --- route tables and groups -------------------------------------------- */

static void
check_table(
    const struct model *m, const struct route_table *t, struct errs *errs)
{
	struct count written = { 0, 0 }, learnt = { 0, 0 };

	for (size_t i = 0; i < t->routes.n; i++)
		count_peer(t->routes.v[i].propagated ? &learnt : &written,
		    &t->routes.v[i].to);
	for (size_t i = 0; i < m->nconnections; i++)
		for (size_t j = 0; j < t->propagate_from.n; j++)
			if (m->connections[i]->terms.to.object &&
			    m->connections[i]->terms.to.object ==
				t->propagate_from.v[j].object)
				learnt.v4 +=
				    connection_prefixes(m->connections[i])->n;
	check(&t->o, greater(written), &table_routes, errs);
	check(&t->o, greater(learnt), &table_learnt, errs);
}

static size_t
most_rules(const struct security_group *g)
{
	size_t in = greater(count_rules(&g->ingress));
	size_t out = greater(count_rules(&g->egress));

	return in > out ? in : out;
}

/* However both quotas are raised, their product stays below this. */
static void
check_interface(const struct interface *e, struct errs *errs)
{
	size_t most = 0, n = e->security_groups.n;

	for (size_t i = 0; i < n; i++) {
		const struct object *g = e->security_groups.v[i].object;
		size_t rules =
		    g ? most_rules((const struct security_group *)g) : 0;

		most = rules > most ? rules : most;
	}
	if (n > 1 && most * n > RULES_OF_INTERFACE)
		errs_add(errs, e->o.where,
		    "%s has %zu security groups, one with %zu rules, but AWS "
		    "allows no more than %d for groups times rules",
		    SAY(&e->o), n, most, RULES_OF_INTERFACE);
}

/* --- VPCs --------------------------------------------------------------- */

static size_t
count_peerings(const struct model *m, const struct vpc *v)
{
	size_t n = 0;

	for (size_t i = 0; i < m->npeerings; i++)
		for (size_t j = 0; j < m->peerings[i]->between.n; j++)
			n += m->peerings[i]->between.v[j].object == &v->o;
	return n;
}

static size_t
count_endpoints(const struct vpc *v, enum endpoint_type a, enum endpoint_type b)
{
	size_t n = 0;

	for (size_t i = 0; i < v->nendpoints; i++)
		n += v->endpoints[i]->type == a || v->endpoints[i]->type == b;
	return n;
}

static void
check_counts(const struct model *m, const struct vpc *v, struct errs *errs)
{
	check(&v->o, greater(count_cidrs(&v->cidr)), &vpc_blocks, errs);
	check(&v->o, v->nsubnets, &vpc_subnets, errs);
	check(&v->o, v->nroute_tables, &vpc_tables, errs);
	check(&v->o, v->nnetwork_acls, &vpc_acls, errs);
	check(&v->o, v->nroute_servers, &vpc_route_servers, errs);
	check(&v->o, count_peerings(m, v), &vpc_peerings, errs);
	check(&v->o, count_endpoints(v, ENDPOINT_GATEWAY, ENDPOINT_GATEWAY),
	    &vpc_gateway_endpoints, errs);
	check(&v->o,
	    count_endpoints(
		v, ENDPOINT_INTERFACE, ENDPOINT_GATEWAY_LOAD_BALANCER),
	    &vpc_endpoints, errs);
	check(&v->o, count_endpoints(v, ENDPOINT_RESOURCE, ENDPOINT_RESOURCE),
	    &vpc_resource_endpoints, errs);
}

static bool
same_zone(const struct nat_gateway *a, const struct nat_gateway *b)
{
	const struct subnet *s = (const struct subnet *)a->subnet.object;
	const struct subnet *t = (const struct subnet *)b->subnet.object;

	return s && t && check_same_text(s->az.s, t->az.s);
}

/* Told at the one that is too many. */
static void
check_nat_gateway(const struct vpc *v, size_t which, struct errs *errs)
{
	const struct nat_gateway *n = v->nat_gateways[which];
	size_t others = 0;

	if (n->is_regional)
		return;
	check(&n->o, n->public_ip.n, &nat_addresses, errs);
	for (size_t i = 0; i < which; i++)
		others += same_zone(v->nat_gateways[i], n);
	if (others == NATS_IN_ZONE)
		errs_warn(errs, n->o.where,
		    "%s is one more in its zone than AWS's quota of %d, unless "
		    "that was raised",
		    SAY(&n->o), NATS_IN_ZONE);
}

static void
check_vpc(const struct model *m, const struct vpc *v, struct errs *errs)
{
	check_counts(m, v, errs);
	for (size_t i = 0; i < v->nroute_tables; i++)
		check_table(m, v->route_tables[i], errs);
	for (size_t i = 0; i < v->nsecurity_groups; i++) {
		const struct security_group *g = v->security_groups[i];

		check(&g->o, greater(count_rules(&g->ingress)), &group_inbound,
		    errs);
		check(&g->o, greater(count_rules(&g->egress)), &group_outbound,
		    errs);
	}
	for (size_t i = 0; i < v->nnetwork_acls; i++) {
		const struct network_acl *a = v->network_acls[i];

		check(&a->o, greater(count_rules(&a->ingress)), &acl_inbound,
		    errs);
		check(&a->o, greater(count_rules(&a->egress)), &acl_outbound,
		    errs);
	}
	for (size_t i = 0; i < v->ninterfaces; i++)
		check_interface(v->interfaces[i], errs);
	for (size_t i = 0; i < v->nnat_gateways; i++)
		check_nat_gateway(v, i, errs);
	for (size_t i = 0; i < v->nroute_servers; i++)
		for (size_t j = 0; j < v->route_servers[i]->npeers; j++)
			judge(v->route_servers[i]->peers[j].where,
			    "a peer of a route server",
			    v->route_servers[i]->peers[j].prefixes.n,
			    &peer_routes, errs);
}

/* --- Regions ------------------------------------------------------------ */

static bool
same_account(const struct vpc *a, const struct vpc *b)
{
	return check_same_text(a->region, b->region) &&
	    (a->account == b->account ||
		check_same_text(a->account, b->account));
}

/* Of an account in a Region; told at its last VPC. */
static void
check_account(const struct model *m, size_t last, struct errs *errs)
{
	const struct vpc *v = m->vpcs[last];
	size_t vpcs = 0, groups = 0;

	for (size_t i = last + 1; i < m->nvpcs; i++)
		if (same_account(m->vpcs[i], v))
			return;
	for (size_t i = 0; i <= last; i++)
		if (same_account(m->vpcs[i], v)) {
			vpcs++;
			groups += m->vpcs[i]->nsecurity_groups;
		}
	judge(v->o.where, "an account in one Region", vpcs, &region_vpcs, errs);
	judge(v->o.where, "an account in one Region", groups, &region_groups,
	    errs);
}

/* --- what is in no VPC -------------------------------------------------- */

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
	check(&g->o, g->nroute_tables, &tgw_tables, errs);
	check(&g->o, g->nattachments, &tgw_attachments, errs);
	check(&g->o, count_attachments(g, ATTACH_DIRECT_CONNECT),
	    &tgw_direct_connect, errs);
	check(&g->o, count_attachments(g, ATTACH_PEERING), &tgw_peerings, errs);
}

static size_t
same_region(const struct model *m, size_t before)
{
	size_t n = 0;

	for (size_t i = 0; i < before; i++)
		n += check_same_text(m->transit_gateways[i]->region,
		    m->transit_gateways[before]->region);
	return n;
}

static void
check_transit_gateways(const struct model *m, struct errs *errs)
{
	size_t *of = xcalloc(m->nobjects, sizeof(*of)); /* VPCs, by id */

	for (size_t i = 0; i < m->ntransit_gateways; i++) {
		const struct transit_gateway *g = m->transit_gateways[i];

		check_transit_gateway(g, errs);
		if (same_region(m, i) == TGWS_IN_REGION)
			errs_warn(errs, g->o.where,
			    "%s is one more in its Region than AWS's quota of "
			    "%d, unless that was raised",
			    SAY(&g->o), TGWS_IN_REGION);
		for (size_t j = 0; j < g->nattachments; j++)
			if (g->attachments[j]->type == ATTACH_VPC &&
			    g->attachments[j]->to.object)
				of[g->attachments[j]->to.object->id]++;
	}
	for (size_t i = 0; i < m->nvpcs; i++)
		check(&m->vpcs[i]->o, of[m->vpcs[i]->o.id],
		    &vpc_transit_gateways, errs);
	free(of);
}

static void
check_connection(const struct connection *c, struct errs *errs)
{
	check(&c->o, connection_prefixes(c)->n,
	    c->attachment ? &announced_to_tgw : &announced_to_vgw, errs);
}

static void
check_exclusions(const struct block_public_access *b, struct errs *errs)
{
	if (b->nexclusions > EXCLUSIONS)
		errs_warn(errs, b->exclusions[EXCLUSIONS].where,
		    "there are %zu exclusions, and AWS's quota is %d unless it "
		    "was raised",
		    b->nexclusions, EXCLUSIONS);
}

void
check_quotas(const struct model *m, struct errs *errs)
{
	if (m->ndumps > 0)
		return;
	for (size_t i = 0; i < m->nvpcs; i++) {
		check_vpc(m, m->vpcs[i], errs);
		check_account(m, i, errs);
	}
	check_transit_gateways(m, errs);
	for (size_t i = 0; i < m->nprefix_lists; i++)
		check(&m->prefix_lists[i]->o, m->prefix_lists[i]->entries.n,
		    &list_entries, errs);
	if (m->nprefix_lists > LISTS)
		errs_warn(errs, m->prefix_lists[LISTS]->o.where,
		    "there are %zu prefix lists, and AWS's quota is %d in a "
		    "Region unless it was raised",
		    m->nprefix_lists, LISTS);
	for (size_t i = 0; i < m->nconnections; i++)
		check_connection(m->connections[i], errs);
	for (size_t i = 0; i < m->nblock_public_access; i++)
		check_exclusions(&m->block_public_access[i], errs);
}
