/*
 * route_server.c - VPC route server (AWS::EC2::RouteServer)
 *
 * Learns prefixes by BGP from appliances of the VPC and writes the best route
 * for each, to the appliance's interface, into the route tables that take them:
 * the shorter AS path, the lower MED, the first.  What is down announces nothing
 * any more.  No packet meets it: route tables take in its routes when they are
 * compiled, as propagated ones (VPC User Guide, "Dynamic routing in your VPC
 * using VPC Route Server").
 */

#include "dataplane/nodes/route_server.h"

#include "dataplane/classes.h"
#include "dataplane/nodes/announced.h"

static bool
writes_to(const struct route_server *s, const struct object *table)
{
	for (size_t i = 0; i < s->route_tables.n; i++)
		if (s->route_tables.v[i].object == table)
			return true;
	return false;
}

static void
add_peer(struct compiler *c, const struct route_server_peer *p,
    struct announcements *all)
{
	const struct object *via = p->interface.object;
	struct announced like = {
		.as_path = p->as_path,
		.med = p->med,
	};

	if (via == NULL || !config_has(&c->config, via))
		return;
	like.route = (struct route_cfg){
		.origin = ROUTE_PROPAGATED,
		.via = via->name,
		.target = node_of(via),
		.subnet = NODE_NONE,
		.advertised = true,
	};
	announced_add(c->arena, all, &p->prefixes, &like);
}

void
route_servers_add(struct compiler *c, const struct object *table,
    bool preferred, struct route_cfg **route, size_t *n)
{
	const struct vpc *v = table->vpc;
	struct announcements all = { 0 };

	for (size_t i = 0; i < v->nroute_servers; i++) {
		const struct route_server *s = v->route_servers[i];

		if (s->preferred != preferred || !writes_to(s, table) ||
		    !config_has(&c->config, &s->o))
			continue;
		for (size_t j = 0; j < s->npeers; j++)
			add_peer(c, &s->peers[j], &all);
	}
	announced_append(c->arena, &all, route, n);
}

const struct object_class route_server_class = {
	.node = { "route-server", NULL },
	.kind = OBJ_ROUTE_SERVER,
};
