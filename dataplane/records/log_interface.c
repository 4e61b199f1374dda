/*
 * log_interface.c - every network interface of a model, as flow logs name it
 *
 * Types are those of DescribeNetworkInterfaces.  What AWS makes in a subnet has
 * no instance (VPC User Guide, "Flow log records": instance-id).
 */

#include "dataplane/records/log_interface.h"

#include <string.h>

#include "core/arena.h"
#include "core/map.h"
#include "dataplane/model/load_balancer.h"

/* Whose interface, and in which subnet: nodes. */
struct place_key {
	uint32_t node, at;
};

struct indexed {
	struct place_key key;
	uint64_t number;
};

static void
add(struct log_interfaces *all, uint32_t node, struct log_interface e)
{
	struct place_key key = { node,
		e.subnet ? node_of(&e.subnet->o) : NODE_NONE };
	struct indexed *x;

	if (table_find(&all->index, &key))
		return;
	x = table_insert(&all->index, &key, (vtime){ 0 });
	x->number = all->n;
	*ARENA_PUSH(all->arena, all->v, all->n) = e;
}

static const char *
account_of(const struct object *o)
{
	return o->vpc ? o->vpc->account : NULL;
}

static void
add_own(struct log_interfaces *all, const struct interface *e)
{
	if (e->subnet.object)
		add(all, node_of(&e->o),
		    (struct log_interface){ .owner = &e->o,
			.subnet = (const struct subnet *)e->subnet.object,
			.id = e->o.name,
			.type = "interface",
			.account = e->account ? e->account : account_of(&e->o),
			.instance = e->instance.s,
			.primary4 = addrs_first(&e->ip, true),
			.ipv6 = addrs_first(&e->ip, false),
			.ip = &e->ip,
			.prefixes = &e->prefixes,
			.nitro = e->nitro });
}

static void
add_nat_gateway(struct log_interfaces *all, const struct nat_gateway *n)
{
	struct log_interface e = {
		.owner = &n->o,
		.id = n->interface ? n->interface : n->o.name,
		.type = "nat_gateway",
		.account = account_of(&n->o),
		.primary4 = addrs_first(&n->ip, true),
		.ip = &n->ip,
		.nitro = true,
	};

	if (n->is_regional) {
		e.id = NULL;
		e.type = "regional_nat_gateway";
	} else {
		e.subnet = (const struct subnet *)n->subnet.object;
	}
	if (n->is_regional || e.subnet)
		add(all, node_of(&n->o), e);
}

/* As it is known, or else after the object and the subnet. */
static const char *
id_of(struct log_interfaces *all, const struct object *o,
    const struct object *subnet, const char *known)
{
	return known ? known
		     : arena_printf(all->arena, "%s/%s", o->name, subnet->name);
}

/* An object's interface in each of its subnets. */
static void
add_zones(struct log_interfaces *all, const struct object *o, const char *type,
    const struct endpoint_subnet *zones, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct endpoint_subnet *z = &zones[i];

		if (z->subnet.object == NULL)
			continue;
		add(all, node_of(o),
		    (struct log_interface){ .owner = o,
			.subnet = (const struct subnet *)z->subnet.object,
			.id = id_of(all, o, z->subnet.object, z->interface),
			.type = type,
			.account = account_of(o),
			.primary4 = addrs_first(&z->ip, true),
			.ipv6 = addrs_first(&z->ip, false),
			.ip = &z->ip,
			.nitro = true });
	}
}

static const char *
endpoint_type_name(const struct endpoint *e)
{
	return e->type == ENDPOINT_GATEWAY_LOAD_BALANCER
	    ? "gateway_load_balancer_endpoint"
	    : "vpc_endpoint";
}

static const char *
balancer_type_name(const struct load_balancer *b)
{
	switch (b->type) {
	case BALANCER_NETWORK:
		return "network_load_balancer";
	case BALANCER_GATEWAY:
		return "gateway_load_balancer";
	case BALANCER_APPLICATION:
		return "load_balancer";
	default:
		return "interface";
	}
}

static struct ip
nth_address(const struct addrs *a, size_t n)
{
	return n < a->n ? a->v[n].ip : (struct ip){ 0, 0 };
}

static void
add_attachment(struct log_interfaces *all, const struct tgw_attachment *a)
{
	for (size_t i = 0; i < a->subnets.n; i++) {
		const struct object *s = a->subnets.v[i].object;

		if (s == NULL)
			continue;
		add(all, node_of(&a->gateway->o),
		    (struct log_interface){ .owner = &a->o,
			.subnet = (const struct subnet *)s,
			.id = id_of(all, &a->o, s,
			    i < a->interfaces.n ? a->interfaces.v[i].s : NULL),
			.type = "transit_gateway",
			.account = account_of(s),
			.primary4 = nth_address(&a->ip, i),
			.nitro = true });
	}
}

/* A dump shows an attachment's interface as one of the VPC, too. */
static bool
is_attachments(const struct map *ids, const struct interface *e)
{
	return e->silent && map_get(ids, e->o.name);
}

static void
add_vpc(struct log_interfaces *all, const struct vpc *v, const struct map *ids)
{
	for (size_t i = 0; i < v->ninterfaces; i++)
		if (!is_attachments(ids, v->interfaces[i]))
			add_own(all, v->interfaces[i]);
	for (size_t i = 0; i < v->nnat_gateways; i++)
		add_nat_gateway(all, v->nat_gateways[i]);
	for (size_t i = 0; i < v->nendpoints; i++)
		add_zones(all, &v->endpoints[i]->o,
		    endpoint_type_name(v->endpoints[i]),
		    v->endpoints[i]->subnets, v->endpoints[i]->nsubnets);
	for (size_t i = 0; i < v->nload_balancers; i++)
		add_zones(all, &v->load_balancers[i]->o,
		    balancer_type_name(v->load_balancers[i]),
		    v->load_balancers[i]->subnets,
		    v->load_balancers[i]->nsubnets);
}

/* Notes the ids that are known of theirs. */
static void
add_attachments(
    struct log_interfaces *all, const struct model *m, struct map *ids)
{
	for (size_t i = 0; i < m->ntransit_gateways; i++) {
		const struct transit_gateway *g = m->transit_gateways[i];

		for (size_t j = 0; j < g->nattachments; j++) {
			struct tgw_attachment *a = g->attachments[j];

			add_attachment(all, a);
			for (size_t k = 0; k < a->interfaces.n; k++)
				map_set(ids, a->interfaces.v[k].s, a);
		}
	}
}

void
log_interfaces_init(struct log_interfaces *all, const struct model *m)
{
	struct map *ids = map_new();

	*all = (struct log_interfaces){ .arena = arena_new() };
	table_init(
	    &all->index, sizeof(struct place_key), sizeof(struct indexed), 0);
	add_attachments(all, m, ids);
	for (size_t i = 0; i < m->nvpcs; i++)
		add_vpc(all, m->vpcs[i], ids);
	map_free(ids);
}

void
log_interfaces_fini(struct log_interfaces *all)
{
	table_fini(&all->index);
	arena_free(all->arena);
}

uint32_t
log_interface_find(const struct log_interfaces *all, uint32_t node, uint32_t at)
{
	struct place_key key = { node, at };
	const struct indexed *x = table_find(&all->index, &key);

	return x ? (uint32_t)x->number : LOG_INTERFACE_NONE;
}

bool
log_interface_owns(const struct log_interface *e, struct ip ip)
{
	for (size_t i = 0; e->ip && i < e->ip->n; i++)
		if (ip_eq(e->ip->v[i].ip, ip))
			return true;
	return false;
}

bool
log_interface_delegates(const struct log_interface *e, struct ip ip)
{
	for (size_t i = 0; e->prefixes && i < e->prefixes->n; i++)
		if (prefix_has(e->prefixes->v[i].prefix, ip))
			return true;
	return false;
}

const struct vpc *
log_interface_vpc(const struct log_interface *e)
{
	return e->subnet ? e->subnet->o.vpc : e->owner->vpc;
}

bool
log_interface_is_of(
    const struct log_interface *e, const struct object *resource)
{
	return resource == NULL || resource == e->owner ||
	    resource == &log_interface_vpc(e)->o ||
	    (e->subnet && resource == &e->subnet->o);
}
