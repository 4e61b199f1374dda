/*
 * instances.c - interfaces that are attached to one instance
 *
 * Interfaces of an instance may be in several subnets, and in VPCs of one
 * account, but in one Availability Zone (EC2 User Guide, "Elastic network
 * interfaces").
 */

#include "dataplane/model/instances.h"

#include <string.h>

#include "core/map.h"
#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"

static struct interface *
interface_at(const struct model *m, size_t i)
{
	struct object *o = m->objects[i];

	return o->kind == OBJ_INTERFACE ? (struct interface *)o : NULL;
}

static void
note_primary(struct map *by_name, struct interface *n)
{
	const struct interface *known =
	    n->instance.s ? map_get(by_name, n->instance.s) : NULL;

	if (n->instance.s && (known == NULL || n->is_primary))
		map_set(by_name, n->instance.s, n);
}

void
link_instances(struct model *m)
{
	struct map *by_name = map_new();

	for (size_t i = 0; i < m->nobjects; i++)
		if (interface_at(m, i))
			note_primary(by_name, interface_at(m, i));
	for (size_t i = 0; i < m->nobjects; i++) {
		struct interface *n = interface_at(m, i);

		if (n == NULL)
			continue;
		n->primary =
		    n->instance.s ? map_get(by_name, n->instance.s) : n;
		if (n->primary == n)
			continue;
		n->primary->has_others = true;
		n->next = n->primary->next;
		n->primary->next = n;
	}
	for (size_t i = 0; i < m->nobjects; i++) {
		struct interface *n = interface_at(m, i);

		if (n)
			n->is_primary = n->has_others;
	}
	map_free(by_name);
}

static const char *
zone_of(const struct interface *n)
{
	const struct subnet *s = (const struct subnet *)n->subnet.object;

	return s ? s->az.s : NULL;
}

static void
check_by(const struct interface *n, const struct ref *by, const char *does,
    struct errs *errs)
{
	const struct interface *other = (const struct interface *)by->object;

	if (other && other->primary != n->primary)
		errs_add(errs, check_place(by, &n->o),
		    "%s %s %s, which is not of the same instance; say so with "
		    "\"instance\"",
		    SAY(&n->o), does, SAY(&other->o));
}

static void
check_interface(const struct interface *n, struct errs *errs)
{
	const char *zone = zone_of(n), *first = zone_of(n->primary);

	check_by(n, &n->answers_by, "answers by", errs);
	check_by(n, &n->forwards_by, "forwards by", errs);
	if (zone && first && !check_same_text(zone, first))
		errs_add(errs, n->instance.where,
		    "%s is in %s, but %s of the same instance is in %s",
		    SAY(&n->o), zone, SAY(&n->primary->o), first);
}

void
check_instances(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nobjects; i++)
		if (interface_at(m, i))
			check_interface(interface_at(m, i), errs);
}

bool
instance_type_is_nitro(const char *type)
{
	static const char *const xen[] = { "c1", "c3", "c4", "cc2", "cr1", "d2",
		"f1", "g2", "g3", "g3s", "h1", "hs1", "i2", "i3", "m1", "m2",
		"m3", "m4", "p2", "p3", "r3", "r4", "t1", "t2", "x1", "x1e" };
	size_t family = type ? strcspn(type, ".") : 0;

	if (type == NULL || strcmp(type + family, ".metal") == 0)
		return true;
	for (size_t i = 0; i < sizeof(xen) / sizeof(xen[0]); i++)
		if (strlen(xen[i]) == family &&
		    strncmp(xen[i], type, family) == 0)
			return false;
	return true;
}
