/*
 * compile.c - from a model to a sealed snapshot
 */

#include "dataplane/compile.h"

#include <string.h>
#include <strings.h>

#include "dataplane/classes.h"
#include "dataplane/model/address_data.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/nodes/connection.h"

void
prefixes_add(struct compiler *c, struct prefixes *p, struct prefix prefix)
{
	*ARENA_PUSH(c->arena, p->v, p->n) = prefix;
}

static void
add_list(struct compiler *c, const struct prefix_list *list, struct prefixes *p)
{
	for (size_t i = 0; i < list->entries.n; i++)
		prefixes_add(c, p, list->entries.v[i].prefix);
}

/* A list of the model that stands for the service's own: by its short name,
 * its full name, or its AWS id. */
static const struct prefix_list *
given_list(const struct model *m, const char *service, const char *region)
{
	const char *id = address_data_prefix_list_id(region, service);
	char full[128];

	snprintf(full, sizeof(full), "com.amazonaws.%s.%s", region, service);
	for (size_t i = 0; i < m->nprefix_lists; i++) {
		const struct prefix_list *l = m->prefix_lists[i];
		const char *alias = l->o.alias ? l->o.alias : "";

		if (strcasecmp(l->o.name, service) == 0 ||
		    strcmp(l->o.name, full) == 0 || strcmp(alias, full) == 0 ||
		    (id && strcmp(l->o.name, id) == 0))
			return l;
	}
	return NULL;
}

void
service_prefixes(struct compiler *c, const char *service, const char *region,
    struct prefixes *p, bool *derived)
{
	const struct prefix_list *list = given_list(c->model, service, region);

	*derived = list == NULL;
	if (list) {
		add_list(c, list, p);
		return;
	}
	if (c->model->addresses == NULL)
		return;
	for (int family = FAMILY_IPV4; family <= FAMILY_IPV6; family++) {
		size_t n;
		struct prefix *v = address_data_prefixes(c->model->addresses,
		    service, region, (enum ip_family)family, c->arena, &n);

		for (size_t i = 0; i < n; i++)
			prefixes_add(c, p, v[i]);
	}
}

static void
add_addresses(struct compiler *c, const struct addrs *a, struct prefixes *p)
{
	for (size_t i = 0; i < a->n; i++)
		prefixes_add(c, p, prefix_of(a->v[i].ip, 128));
}

static void
add_zones(struct compiler *c, const struct endpoint_subnet *subnets, size_t n,
    struct prefixes *p)
{
	for (size_t i = 0; i < n; i++)
		add_addresses(c, &subnets[i].ip, p);
}

static bool
has_group(const struct refs *groups, const struct object *g)
{
	for (size_t i = 0; i < groups->n; i++)
		if (groups->v[i].object == g)
			return true;
	return false;
}

static void
add_primary(struct compiler *c, const struct addrs *a, struct prefixes *p)
{
	struct ip primary = addrs_first(a, true);

	if (ip_is4(primary))
		prefixes_add(c, p, prefix_of(primary, 128));
}

static void
add_interface(struct compiler *c, const struct interface *e, bool primary,
    struct prefixes *p)
{
	if (primary) {
		add_primary(c, &e->ip, p);
		return;
	}
	add_addresses(c, &e->ip, p);
	for (size_t i = 0; i < e->prefixes.n; i++)
		prefixes_add(c, p, e->prefixes.v[i].prefix);
}

/* Private addresses of all that carry the group (VPC User Guide, security
 * group rules: public addresses never match). */
static void
add_members_in(struct compiler *c, const struct object *g, const struct vpc *v,
    bool primary, struct prefixes *p)
{
	for (size_t i = 0; i < v->ninterfaces; i++)
		if (has_group(&v->interfaces[i]->security_groups, g))
			add_interface(c, v->interfaces[i], primary, p);
	for (size_t i = 0; i < v->nendpoints; i++)
		if (has_group(&v->endpoints[i]->security_groups, g))
			add_zones(c, v->endpoints[i]->subnets,
			    v->endpoints[i]->nsubnets, p);
	for (size_t i = 0; i < v->nload_balancers; i++)
		if (has_group(&v->load_balancers[i]->security_groups, g))
			add_zones(c, v->load_balancers[i]->subnets,
			    v->load_balancers[i]->nsubnets, p);
}

static void
add_members(struct compiler *c, const struct object *g, bool primary,
    struct prefixes *p)
{
	const struct refs *more = &((const struct security_group *)g)->vpcs;

	add_members_in(c, g, g->vpc, primary, p);
	for (size_t i = 0; i < more->n; i++)
		if (more->v[i].object && more->v[i].object != &g->vpc->o)
			add_members_in(c, g,
			    (const struct vpc *)more->v[i].object, primary, p);
}

void
peer_prefixes(struct compiler *c, const struct peer *peer, const char *region,
    struct prefixes *p)
{
	bool derived;

	switch (peer->kind) {
	case PEER_CIDR:
		prefixes_add(c, p, peer->prefix);
		return;
	case PEER_PREFIX_LIST:
		add_list(c, (const struct prefix_list *)peer->object, p);
		return;
	case PEER_SERVICE:
		service_prefixes(c, peer->service, region, p, &derived);
		return;
	case PEER_GROUP:
		/* A stale reference, or one too far, matches nothing. */
		if (peer->object && !peer->out_of_reach)
			add_members(c, peer->object, false, p);
	}
}

void
peer_primaries(struct compiler *c, const struct peer *peer, struct prefixes *p)
{
	if (peer->kind == PEER_GROUP && peer->object && !peer->out_of_reach)
		add_members(c, peer->object, true, p);
}

/* --- public addresses --------------------------------------------------- */

struct publics {
	struct public_address *v;
	size_t n;
};

static void
add_public(struct compiler *c, struct publics *p, const struct object *o,
    const struct ref *subnet, struct ip public_ip, struct ip private_ip)
{
	*ARENA_PUSH(c->arena, p->v, p->n) = (struct public_address){
		.public_ip = public_ip,
		.private_ip = private_ip,
		.node = node_of(o),
		.vpc = node_of(&o->vpc->o),
		.subnet = subnet->object ? node_of(subnet->object) : NODE_NONE,
	};
}

/*
 * The n-th public address is that of the n-th private IPv4 address.  An IPv6
 * address is public by itself, unless it is unique local.
 */
static void
pair_addresses(struct compiler *c, struct publics *p, const struct object *o,
    const struct ref *subnet, const struct addrs *ip,
    const struct addrs *public_ip)
{
	size_t used = 0;

	for (size_t i = 0; i < ip->n; i++) {
		struct ip a = ip->v[i].ip;

		if (!ip_is4(a) && !ip_is_special(a))
			add_public(c, p, o, subnet, a, a);
		else if (ip_is4(a) && used < public_ip->n &&
		    !ip_is_zero(public_ip->v[used++].ip))
			add_public(
			    c, p, o, subnet, public_ip->v[used - 1].ip, a);
	}
}

static void
gather_of_vpc(struct compiler *c, const struct vpc *v, struct publics *p)
{
	for (size_t i = 0; i < v->ninterfaces; i++) {
		const struct interface *n = v->interfaces[i];

		if (config_has(&c->config, &n->o))
			pair_addresses(
			    c, p, &n->o, &n->subnet, &n->ip, &n->public_ip);
	}
	for (size_t i = 0; i < v->nnat_gateways; i++) {
		const struct nat_gateway *n = v->nat_gateways[i];

		if (config_has(&c->config, &n->o))
			pair_addresses(
			    c, p, &n->o, &n->subnet, &n->ip, &n->public_ip);
	}
	for (size_t i = 0; i < v->nload_balancers; i++) {
		const struct load_balancer *b = v->load_balancers[i];

		if (!b->internet_facing || !config_has(&c->config, &b->o))
			continue;
		for (size_t j = 0; j < b->nsubnets; j++)
			pair_addresses(c, p, &b->o, &b->subnets[j].subnet,
			    &b->subnets[j].ip, &b->subnets[j].public_ip);
	}
}

static void
gather_public(struct compiler *c)
{
	struct publics p = { 0 };
	struct lpm_entry *e;

	for (size_t i = 0; i < c->model->nvpcs; i++)
		gather_of_vpc(c, c->model->vpcs[i], &p);
	e = arena_alloc(c->arena, p.n * sizeof(*e));
	for (uint32_t i = 0; i < p.n; i++)
		e[i] =
		    (struct lpm_entry){ prefix_of(p.v[i].public_ip, 128), i };
	c->world->public = lpm_new(c->arena, e, p.n);
	c->world->public_address = p.v;
	c->world->npublic = p.n;
}

/* --- what an import did not show ---------------------------------------- */

static bool
leads_to_missing(const struct route_table *t)
{
	for (size_t i = 0; i < t->routes.n; i++)
		if (t->routes.v[i].missing)
			return true;
	return false;
}

static bool
is_partial(const struct model *m)
{
	for (size_t i = 0; i < m->nobjects; i++) {
		const struct object *o = m->objects[i];

		if (o->missing ||
		    (o->kind == OBJ_VPC &&
			((const struct vpc *)o)->not_shown.interfaces) ||
		    (o->kind == OBJ_ROUTE_TABLE &&
			leads_to_missing((const struct route_table *)o)))
			return true;
	}
	return false;
}

/* --- all of it ---------------------------------------------------------- */

static const struct snap *
compile_config(
    const struct model *m, const struct config *config, struct arena *arena)
{
	struct compiler c = { arena, m, arena_alloc(arena, sizeof(*c.world)),
		*config };
	uint32_t n = (uint32_t)m->nobjects + 1;
	struct node *node = arena_alloc(arena, n * sizeof(*node));
	struct snap *snap = arena_alloc(arena, sizeof(*snap));

	c.world->model = m;
	c.world->is_partial = is_partial(m);
	gather_public(&c);
	connection_gather_public(&c);
	node[NODE_INTERNET] =
	    (struct node){ .class = &internet_class, .name = "internet" };
	for (uint32_t i = 1; i < n; i++) {
		const struct object *o = m->objects[i - 1];
		const struct object_class *class = class_of(o);

		node[i] = (struct node){ .class = &class->node,
			.name = o->name,
			.where = o->where,
			.cfg = class->compile ? class->compile(&c, o) : NULL };
	}
	*snap = (struct snap){ .node = node, .nnode = n, .world = c.world };
	return snap;
}

/* Changes of one moment make one snapshot. */
static void
compile_later(struct world *first, const struct model *m, struct config config,
    struct arena *arena)
{
	struct timed_snap *later = NULL;
	size_t n = 0;

	for (size_t i = 0; i < m->nchanges; i++) {
		const struct change *c = &m->changes[i];

		config = config_after(&config, m, c, arena);
		if (i + 1 < m->nchanges && m->changes[i + 1].at.ns == c->at.ns)
			continue;
		*ARENA_PUSH(arena, later, n) = (struct timed_snap){ c->at,
			compile_config(m, &config, arena) };
	}
	first->later = later;
	first->nlater = n;
}

const struct snap *
compile(const struct model *m, struct arena *arena)
{
	struct config config = config_initial(m, arena);
	const struct snap *snap = compile_config(m, &config, arena);

	/* Its world is ours until it is handed out. */
	compile_later((struct world *)snap->world, m, config, arena);
	return snap;
}
