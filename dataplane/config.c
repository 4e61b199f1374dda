/*
 * config.c - the configuration in force at a time
 */

#include "dataplane/config.h"

#include <string.h>

#include "dataplane/model/load_balancer.h"

static void
take_from_model(struct config *c, const struct object *o)
{
	switch (o->kind) {
	case OBJ_ROUTE_TABLE:
		c->routes[o->id] = ((const struct route_table *)o)->routes;
		break;
	case OBJ_TGW_ROUTE_TABLE:
		c->routes[o->id] = ((const struct tgw_route_table *)o)->routes;
		break;
	case OBJ_SECURITY_GROUP: {
		const struct security_group *g =
		    (const struct security_group *)o;

		c->ingress[o->id] = g->ingress;
		c->egress[o->id] = g->egress;
		break;
	}
	case OBJ_NETWORK_ACL: {
		const struct network_acl *acl = (const struct network_acl *)o;

		c->ingress[o->id] = acl->ingress;
		c->egress[o->id] = acl->egress;
		break;
	}
	default:
		break;
	}
}

/* And with an endpoint its parts. */
static void
set_down(struct config *c, const struct object *o, bool down)
{
	c->down[o->id] = down;
	for (size_t i = 0; o->kind == OBJ_ENDPOINT && i < o->vpc->nendpoints;
	     i++)
		if (o->vpc->endpoints[i]->part_of == (const void *)o)
			c->down[o->vpc->endpoints[i]->o.id] = down;
}

struct config
config_initial(const struct model *m, struct arena *a)
{
	struct config c = {
		.down = arena_alloc(a, m->nobjects * sizeof(*c.down)),
		.routes = arena_alloc(a, m->nobjects * sizeof(*c.routes)),
		.ingress = arena_alloc(a, m->nobjects * sizeof(*c.ingress)),
		.egress = arena_alloc(a, m->nobjects * sizeof(*c.egress)),
		.public_access = arena_alloc(
		    a, m->nblock_public_access * sizeof(*c.public_access)),
		.n = m->nobjects,
		.npublic_access = m->nblock_public_access,
	};

	for (size_t i = 0; i < m->nobjects; i++) {
		take_from_model(&c, m->objects[i]);
		c.down[i] = m->objects[i]->down;
	}
	for (size_t i = 0; i < m->nblock_public_access; i++)
		c.public_access[i] = m->block_public_access[i].mode;
	for (size_t i = 0; i < m->nchanges; i++)
		if (m->changes[i].kind == CHANGE_CREATE_ENDPOINT)
			set_down(&c, m->changes[i].object.object, true);
	return c;
}

static struct config
copy(const struct config *c, struct arena *a)
{
	return (struct config){
		.down = arena_copy(a, c->down, c->n * sizeof(*c->down)),
		.routes = arena_copy(a, c->routes, c->n * sizeof(*c->routes)),
		.ingress =
		    arena_copy(a, c->ingress, c->n * sizeof(*c->ingress)),
		.egress = arena_copy(a, c->egress, c->n * sizeof(*c->egress)),
		.public_access = arena_copy(a, c->public_access,
		    c->npublic_access * sizeof(*c->public_access)),
		.n = c->n,
		.npublic_access = c->npublic_access,
	};
}

/* --- routes ------------------------------------------------------------- */

static bool
same_destination(const struct peer *a, const struct peer *b)
{
	if (a->kind == PEER_CIDR && b->kind == PEER_CIDR)
		return prefix_eq(a->prefix, b->prefix);
	return strcmp(a->text.s, b->text.s) == 0;
}

/* The table's routes without those to this destination. */
static struct routes
without(const struct routes *old, const struct peer *to, struct arena *a)
{
	struct routes r = { 0 };

	for (size_t i = 0; i < old->n; i++)
		if (old->v[i].propagated ||
		    !same_destination(&old->v[i].to, to))
			*ARENA_PUSH(a, r.v, r.n) = old->v[i];
	return r;
}

static void
change_route(struct config *c, const struct change *ch, struct arena *a)
{
	struct routes *r = &c->routes[ch->object.object->id];

	*r = without(r, &ch->route.to, a);
	if (ch->kind != CHANGE_DELETE_ROUTE)
		*ARENA_PUSH(a, r->v, r->n) = ch->route;
}

static void
change_rules(struct config *c, const struct change *ch)
{
	uint32_t id = ch->object.object->id;

	if (ch->has_ingress)
		c->ingress[id] = ch->ingress;
	if (ch->has_egress)
		c->egress[id] = ch->egress;
}

/* --- what is there ------------------------------------------------------ */

static bool
is_zone(const struct subnet *s, const char *az)
{
	return s && s->az.s && strcmp(s->az.s, az) == 0;
}

static bool
in_zone(const struct ref *subnet, const char *az)
{
	return is_zone((const struct subnet *)subnet->object, az);
}

static bool
all_in_zone(const struct endpoint_subnet *subnets, size_t n, const char *az)
{
	for (size_t i = 0; i < n; i++)
		if (!in_zone(&subnets[i].subnet, az))
			return false;
	return n > 0;
}

/* What has several zones is down with the last one: it is not split here. */
static bool
is_in_zone(const struct object *o, const char *az)
{
	const struct endpoint *e = (const struct endpoint *)o;
	const struct load_balancer *b = (const struct load_balancer *)o;

	switch (o->kind) {
	case OBJ_SUBNET:
		return is_zone((const struct subnet *)o, az);
	case OBJ_INTERFACE:
		return in_zone(&((const struct interface *)o)->subnet, az);
	case OBJ_NAT_GATEWAY:
		return in_zone(&((const struct nat_gateway *)o)->subnet, az);
	case OBJ_ENDPOINT:
		return all_in_zone(e->subnets, e->nsubnets, az);
	case OBJ_LOAD_BALANCER:
	case OBJ_RESOURCE_GATEWAY:
		return all_in_zone(b->subnets, b->nsubnets, az);
	default:
		return false;
	}
}

static void
change_zone(struct config *c, const struct model *m, const struct change *ch)
{
	for (size_t i = 0; i < m->nobjects; i++)
		if (is_in_zone(m->objects[i], ch->az.s))
			c->down[i] = ch->kind == CHANGE_AZ_DOWN;
}

struct config
config_after(const struct config *before, const struct model *m,
    const struct change *ch, struct arena *a)
{
	struct config c = copy(before, a);

	switch (ch->kind) {
	case CHANGE_ADD_ROUTE:
	case CHANGE_REPLACE_ROUTE:
	case CHANGE_DELETE_ROUTE:
		change_route(&c, ch, a);
		break;
	case CHANGE_SET_RULES:
		change_rules(&c, ch);
		break;
	case CHANGE_DOWN:
	case CHANGE_DELETE_ENDPOINT:
		set_down(&c, ch->object.object, true);
		break;
	case CHANGE_UP:
	case CHANGE_CREATE_ENDPOINT:
		set_down(&c, ch->object.object, false);
		break;
	case CHANGE_AZ_DOWN:
	case CHANGE_AZ_UP:
		change_zone(&c, m, ch);
		break;
	case CHANGE_SET_PUBLIC_ACCESS:
		c.public_access[ch->public_access_of] =
		    (enum public_access_mode)ch->public_access;
		break;
	case CHANGE_NONE:
		break;
	}
	return c;
}
