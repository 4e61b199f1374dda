/*
 * vpn_gateway.c - virtual private gateway (AWS::EC2::VPNGateway)
 *
 * Hands packets of the VPC's own interfaces to the site that has announced the
 * destination, over a Site-to-Site VPN or Direct Connect, and packets of a
 * site to interfaces of the VPC; nothing passes through.  IPv4 only.  Of equal
 * prefixes Direct Connect is preferred over VPN (Site-to-Site VPN Guide, route
 * priority; codes: Reachability Analyzer guide).
 */

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/nodes/gateway.h"
#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/vpc.h"

struct vpn_gateway_cfg {
	const struct vpc *vpc;
	const struct lpm *sites; /* values are nodes */
	uint32_t edge;           /* its own route table, or NODE_NONE */
};

static drop_code
refuse_egress(
    struct resolver *r, const struct vpn_gateway_cfg *c, uint32_t site)
{
	const struct flow_key *k = r_key(r);

	if (!ip_is4(k->dst))
		return DROP_VGW_IPV6;
	if (!gateway_knows(r, c->vpc, k->src))
		return DROP_VGW_EGRESS;
	return site == LPM_NONE ? DROP_VGW_UNKNOWN_PREFIX : DROP_NONE;
}

static void
vpn_gateway_resolve(struct resolver *r, const void *cfg)
{
	const struct vpn_gateway_cfg *c = cfg;
	struct place at = r_at(r);
	bool ingress = at.side == GATEWAY_INGRESS;
	uint32_t site = lpm_lookup(c->sites, r_key(r)->dst);
	drop_code no = DROP_NONE;

	if (!ingress)
		no = refuse_egress(r, c, site);
	else if (!gateway_knows(r, c->vpc, r_key(r)->dst))
		no = DROP_VGW_INGRESS;
	r_way(r, at.node);
	if (no != DROP_NONE) {
		r_drop(r, no, at.node);
		return;
	}
	r_exit(r);
	r_hop(r, at.node, ACT_FORWARD);
	if (ingress)
		route_table_enter(r, c->edge, node_of(&c->vpc->o));
	else
		r_goto(r, site, SIDE_IN);
}

static void
add_sites(struct compiler *c, const struct object *vgw,
    enum connection_type type, struct lpm_entry **e, size_t *n)
{
	for (size_t i = 0; i < c->model->non_premises; i++) {
		const struct on_premises *s = c->model->on_premises[i];

		if (s->connect.object != vgw || s->connection != type ||
		    !config_has(&c->config, &s->o))
			continue;
		for (size_t j = 0; j < s->cidr.n; j++)
			*ARENA_PUSH(c->arena, *e, *n) =
			    (struct lpm_entry){ s->cidr.v[j].prefix,
				    node_of(&s->o) };
	}
}

static const void *
vpn_gateway_compile(struct compiler *c, const struct object *o)
{
	struct vpn_gateway_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct lpm_entry *e = NULL;
	size_t n = 0;

	add_sites(c, o, CONNECT_DIRECT_CONNECT, &e, &n);
	add_sites(c, o, CONNECT_VPN, &e, &n);
	*cfg = (struct vpn_gateway_cfg){ o->vpc, lpm_new(c->arena, e, n),
		route_table_of_gateway(o) };
	return cfg;
}

const struct object_class vpn_gateway_class = {
	.node = { "vpn-gateway", vpn_gateway_resolve },
	.kind = OBJ_VPN_GATEWAY,
	.compile = vpn_gateway_compile,
};
