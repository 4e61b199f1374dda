/*
 * check_route_servers.c - VPC route servers
 *
 * VPC User Guide, "Dynamic routing in your VPC using VPC Route Server": peers
 * are interfaces of the VPC; routes go into tables of subnets and of internet
 * gateways.  Its quotas: 5 in a VPC, 100 routes of each peer.
 */

#include "dataplane/model/check/check.h"
#include "dataplane/model/route_server.h"
#include "dataplane/model/say.h"

enum { SERVERS = 5, PEER_ROUTES = 100 };

static void
check_peer(const struct route_server *s, const struct route_server_peer *p,
    struct errs *errs)
{
	const struct object *o = p->interface.object;

	if (o && o->vpc != s->o.vpc)
		errs_add(errs, check_place(&p->interface, &s->o),
		    "%s has the peer %s, which belongs to VPC \"%s\"",
		    SAY(&s->o), SAY(o), o->vpc->o.name);
	if (p->prefixes.n > PEER_ROUTES)
		errs_warn(errs, p->where,
		    "%s learns %zu routes from one peer, and AWS's quota is "
		    "%d",
		    SAY(&s->o), p->prefixes.n, PEER_ROUTES);
}

static void
check_table(
    const struct route_server *s, const struct ref *ref, struct errs *errs)
{
	const struct route_table *t = (const struct route_table *)ref->object;

	if (t == NULL)
		return;
	if (t->o.vpc != s->o.vpc)
		errs_add(errs, check_place(ref, &s->o),
		    "%s writes routes into %s, which belongs to VPC \"%s\"",
		    SAY(&s->o), SAY(&t->o), t->o.vpc->o.name);
	if (t->gateway.object && t->gateway.object->kind == OBJ_VPN_GATEWAY)
		errs_add(errs, check_place(ref, &s->o),
		    "%s writes routes into %s, but not into a table of %s",
		    SAY(&s->o), SAY(&t->o), SAY(t->gateway.object));
}

void
check_route_servers(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++) {
		const struct vpc *v = m->vpcs[i];

		if (v->nroute_servers > SERVERS)
			errs_warn(errs, v->route_servers[SERVERS]->o.where,
			    "VPC \"%s\" has %zu route servers, and AWS's quota "
			    "is %d",
			    v->o.name, v->nroute_servers, SERVERS);
		for (size_t j = 0; j < v->nroute_servers; j++) {
			const struct route_server *s = v->route_servers[j];

			for (size_t k = 0; k < s->npeers; k++)
				check_peer(s, &s->peers[k], errs);
			for (size_t k = 0; k < s->route_tables.n; k++)
				check_table(s, &s->route_tables.v[k], errs);
		}
	}
}
