/*
 * crossed.c - the borders inside AWS that a flow crossed: zones, accounts
 *
 * What stands in a subnet is in its zone and belongs to an account: its own in
 * a shared VPC, else that of the VPC.  An endpoint with interfaces in several
 * subnets does not tell which was passed.  A flow crosses a border if two things
 * on its way differ; what is not known does not differ.  Zones are compared
 * inside a Region only.
 */

#include "dataplane/records/crossed.h"

#include <string.h>

struct spot {
	const char *region, *az, *account; /* each may be null */
};

static struct spot
spot_in(const struct ref *subnet, const struct vpc *v, const char *account)
{
	const struct subnet *s = (const struct subnet *)subnet->object;

	return (struct spot){ v->region, s ? s->az.s : NULL,
		account ? account : v->account };
}

static struct spot
spot_in_only(const struct endpoint_subnet *v, size_t n, const struct object *o)
{
	if (n != 1)
		return (struct spot){ NULL, NULL, NULL };
	return spot_in(&v->subnet, o->vpc, NULL);
}

static struct spot
spot_of(const struct world *w, uint32_t node)
{
	const struct object *o = world_object(w, node);
	const struct interface *e = (const struct interface *)o;
	const struct endpoint *p = (const struct endpoint *)o;

	if (o && o->kind == OBJ_INTERFACE)
		return spot_in(&e->subnet, o->vpc, e->account);
	if (o && o->kind == OBJ_NAT_GATEWAY)
		return spot_in(
		    &((const struct nat_gateway *)o)->subnet, o->vpc, NULL);
	if (o && o->kind == OBJ_ENDPOINT)
		return spot_in_only(p->subnets, p->nsubnets, o);
	return (struct spot){ NULL, NULL, NULL };
}

static bool
differ(const char *a, const char *b)
{
	return a && b && strcmp(a, b) != 0;
}

static void
step(struct spot *last, struct spot next, struct facts *f)
{
	if (next.region == NULL)
		return;
	if (!differ(last->region, next.region))
		f->cross_az |= differ(last->az, next.az);
	f->cross_account |= differ(last->account, next.account);
	*last = next;
}

void
crossed_find(const struct snap *s, const struct exchange *x, struct facts *f)
{
	const struct world *w = world_of(s);
	const struct journey *j = &x->way[0];
	struct spot last = { NULL, NULL, NULL };

	for (uint32_t i = 0; i < j->nway; i++)
		step(&last, spot_of(w, j->way[i]), f);
	if (x->forward.delivered)
		step(&last, spot_of(w, x->forward.node), f);
}
