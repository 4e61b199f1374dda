/*
 * way_on.c - by which of its interfaces an appliance sends on
 *
 * AWS leaves that to the appliance's own routes.  They are taken to be sensible:
 * by the interface by which the packet came in, unless from that one's subnet it
 * would come straight back to the appliance, or lead nowhere, and from another
 * one's it would not.  Only interfaces whose source/destination check is off
 * count: the others let nothing out that is not their own.
 */

#include "dataplane/nodes/way_on.h"

#include "dataplane/nodes/route_table.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/nodes/vpc.h"

static bool
is_of_host(
    const struct resolver *r, const struct interface *host, uint32_t node)
{
	const struct object *o = world_object(r_world(r), node);

	return o && o->kind == OBJ_INTERFACE &&
	    ((const struct interface *)o)->primary == host->primary;
}

/* Sent by this interface, does it get anywhere? */
static bool
leads_on(const struct resolver *r, const struct interface_cfg *c)
{
	const struct subnet_cfg *s = r_cfg(r, c->subnet);
	const struct route_cfg *route;

	if (subnet_holds(s, r_key(r)->dst))
		return true;
	route = route_table_lookup(r_cfg(r, s->route_table), r_key(r));
	if (route == NULL || route->blackhole)
		return false;
	if (route->local)
		return vpc_owner(r_cfg(r, c->vpc), r_key(r)->dst) != NULL;
	return !is_of_host(r, c->interface, route->target);
}

static bool
may_serve(const struct resolver *r, const struct interface *e)
{
	const struct interface_cfg *c = r_cfg(r, node_of(&e->o));

	return !e->source_dest_check && !c->down && leads_on(r, c);
}

uint32_t
way_on(const struct resolver *r, const struct interface_cfg *c)
{
	const struct interface *e = c->interface;

	if (leads_on(r, c))
		return node_of(&e->o);
	for (const struct interface *n = e->primary; n; n = n->next)
		if (n != e && may_serve(r, n))
			return node_of(&n->o);
	return node_of(&e->o);
}
