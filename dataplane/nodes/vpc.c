/*
 * vpc.c - a VPC: who holds which address in it
 *
 * The implicit router's last act: a packet for an address of the VPC goes to
 * the interface that holds it, whichever subnet that is in.  Nobody holds it:
 * it is lost without a word.
 */

#include "dataplane/nodes/vpc.h"

#include "core/trace.h"
#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/missing.h"

const struct owner *
vpc_owner(const struct vpc_cfg *c, struct ip ip)
{
	uint32_t i = lpm_lookup(c->owners, ip);

	return i == LPM_NONE ? NULL : &c->owner[i];
}

static void
vpc_resolve(struct resolver *r, const void *cfg)
{
	struct place at = r_at(r);
	const struct vpc_cfg *c = cfg;
	const struct owner *o = vpc_owner(c, r_key(r)->dst);

	missing_mark(r, at.node);
	missing_mark_if(r, o == NULL && c->vpc->not_shown.interfaces);
	if (o == NULL)
		r_drop(r, DROP_NO_SUCH_ADDRESS, at.node);
	else
		r_goto_from(r, at.from, o->node, side_of(SIDE_IN, o->which));
}

/* --- compilation -------------------------------------------------------- */

struct holders {
	struct lpm_entry *entry;
	size_t n;
	struct owner *owner;
	size_t nowner;
};

static void
hold(struct compiler *c, struct holders *h, struct prefix p,
    const struct object *o, uint16_t which)
{
	struct lpm_entry *e = ARENA_PUSH(c->arena, h->entry, h->n);

	*e = (struct lpm_entry){ p, (uint32_t)h->nowner };
	*ARENA_PUSH(c->arena, h->owner, h->nowner) =
	    (struct owner){ node_of(o), which };
}

static void
hold_all(struct compiler *c, struct holders *h, const struct addrs *a,
    const struct object *o, uint16_t which)
{
	for (size_t i = 0; config_has(&c->config, o) && i < a->n; i++)
		hold(c, h, prefix_of(a->v[i].ip, 128), o, which);
}

static void
hold_zones(struct compiler *c, struct holders *h, const struct object *o,
    const struct endpoint_subnet *subnets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hold_all(c, h, &subnets[i].ip, o, (uint16_t)i);
}

static void
hold_interfaces(struct compiler *c, struct holders *h, const struct vpc *v)
{
	for (size_t i = 0; i < v->ninterfaces; i++) {
		const struct interface *e = v->interfaces[i];

		hold_all(c, h, &e->ip, &e->o, 0);
		for (size_t j = 0;
		     config_has(&c->config, &e->o) && j < e->prefixes.n; j++)
			hold(c, h, e->prefixes.v[j].prefix, &e->o, 0);
	}
	for (size_t i = 0; i < v->nnat_gateways; i++)
		hold_all(
		    c, h, &v->nat_gateways[i]->ip, &v->nat_gateways[i]->o, 0);
	for (size_t i = 0; i < v->nendpoints; i++) {
		const struct endpoint *e = v->endpoints[i];

		hold_zones(c, h, &e->o, e->subnets, e->nsubnets);
		if (e->associated && config_has(&c->config, &e->o))
			hold(c, h, prefix_of(e->associated_ip, 128), &e->o, 0);
	}
	for (size_t i = 0; i < v->nload_balancers; i++)
		hold_zones(c, h, &v->load_balancers[i]->o,
		    v->load_balancers[i]->subnets,
		    v->load_balancers[i]->nsubnets);
}

/* Route 53 Resolver answers at the primary IPv4 block plus two. */
static struct ip
resolver_address(const struct vpc *v)
{
	for (size_t i = 0; i < v->cidr.n; i++)
		if (prefix_is4(v->cidr.v[i].prefix))
			return ip_add(v->cidr.v[i].prefix.addr, 2);
	return (struct ip){ 0, 0 };
}

static const void *
vpc_compile(struct compiler *c, const struct object *o)
{
	const struct vpc *v = (const struct vpc *)o;
	struct vpc_cfg *cfg = arena_alloc(c->arena, sizeof(*cfg));
	struct holders h = { 0 };

	hold_interfaces(c, &h, v);
	*cfg = (struct vpc_cfg){
		.vpc = v,
		.owners = lpm_new(c->arena, h.entry, h.n),
		.owner = h.owner,
		.resolver = resolver_address(v),
		.internet_gateway = NODE_NONE,
		.egress_only_gateway = NODE_NONE,
	};
	if (v->internet_gateway &&
	    config_has(&c->config, &v->internet_gateway->o))
		cfg->internet_gateway = node_of(&v->internet_gateway->o);
	if (v->egress_only_internet_gateway &&
	    config_has(&c->config, &v->egress_only_internet_gateway->o))
		cfg->egress_only_gateway =
		    node_of(&v->egress_only_internet_gateway->o);
	return cfg;
}

const struct object_class vpc_class = {
	.node = { "vpc", vpc_resolve },
	.kind = OBJ_VPC,
	.compile = vpc_compile,
};
