/*
 * block_public_access.c - VPC Block Public Access, of an account in a Region
 *
 * After linking there is at most one entry for a Region, and every change of
 * the mode has the entry of its Region.
 */

#include "dataplane/model/block_public_access.h"

#include <string.h>

#include "dataplane/model/say.h"

const char *
public_access_mode_name(enum public_access_mode m)
{
	static const char *const names[] = {
		[PUBLIC_ACCESS_OFF] = "off",
		[PUBLIC_ACCESS_BLOCK_BIDIRECTIONAL] = "block-bidirectional",
		[PUBLIC_ACCESS_BLOCK_INGRESS] = "block-ingress",
	};

	return names[m];
}

size_t
block_public_access_in(const struct model *m, const char *region)
{
	for (size_t i = 0; i < m->nblock_public_access; i++)
		if (strcmp(m->block_public_access[i].region.s, region) == 0)
			return i;
	return SIZE_MAX;
}

static void
link_exclusion(
    struct model *m, struct public_access_exclusion *x, struct errs *errs)
{
	unsigned kind = 1u << (x->is_subnet ? OBJ_SUBNET : OBJ_VPC);
	const char *what = x->is_subnet ? "subnet" : "VPC", *near;
	bool several;

	x->of.object = model_find(m, NULL, kind, x->of.name, &several);
	if (x->of.object)
		return;
	near = several ? NULL : model_nearest(m, kind, x->of.name);
	errs_add(errs, x->of.where,
	    several ? "block_public_access excludes %s \"%s\", which is the "
		      "name of several; write VPC/NAME%s%s%s"
		    : "block_public_access excludes %s \"%s\", but there is no "
		      "such thing%s%s%s",
	    what, x->of.name, near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
}

/* The entry that a change is about, made if there is none. */
static void
link_change_of_mode(struct model *m, struct change *c)
{
	const char *region = c->region.s ? c->region.s : m->region;

	c->public_access_of = block_public_access_in(m, region);
	if (c->public_access_of != SIZE_MAX)
		return;
	c->public_access_of = m->nblock_public_access;
	*ARENA_PUSH(m->arena, m->block_public_access, m->nblock_public_access) =
	    (struct block_public_access){ .where = c->where,
		    .region = { region, c->where } };
}

void
link_block_public_access(struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nblock_public_access; i++) {
		struct block_public_access *b = &m->block_public_access[i];

		if (b->region.s == NULL)
			b->region = (struct text){ m->region, b->where };
		for (size_t j = 0; j < b->nexclusions; j++)
			link_exclusion(m, &b->exclusions[j], errs);
		if (block_public_access_in(m, b->region.s) != i)
			errs_add(errs, b->where,
			    "there are two block_public_access for Region %s",
			    b->region.s);
	}
	for (size_t i = 0; i < m->nchanges; i++)
		if (m->changes[i].kind == CHANGE_SET_PUBLIC_ACCESS)
			link_change_of_mode(m, &m->changes[i]);
}
