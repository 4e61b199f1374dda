/*
 * check_public_access.c - VPC Block Public Access
 *
 * VPC User Guide, "Block public access to VPCs and subnets": exclusions are of
 * VPCs and subnets of the Region, 50 at most; one that lets traffic out only
 * has an effect where both directions are blocked.
 */

#include "dataplane/model/block_public_access.h"
#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"

enum { EXCLUSIONS_MAX = 50 };

static const struct vpc *
vpc_of(const struct object *o)
{
	return o->kind == OBJ_VPC ? (const struct vpc *)o : o->vpc;
}

static bool
is_set_later(const struct model *m, size_t i)
{
	for (size_t j = 0; j < m->nchanges; j++)
		if (m->changes[j].kind == CHANGE_SET_PUBLIC_ACCESS &&
		    m->changes[j].public_access_of == i)
			return true;
	return false;
}

static void
check_exclusion(const struct block_public_access *b,
    const struct public_access_exclusion *x, bool changes, struct errs *errs)
{
	const struct object *o = x->of.object;

	if (o == NULL)
		return;
	if (!check_same_text(vpc_of(o)->region, b->region.s))
		errs_add(errs, x->of.where,
		    "block_public_access of Region %s excludes %s, which is in "
		    "%s",
		    b->region.s, SAY(o), vpc_of(o)->region);
	if (!changes && x->mode == EXCLUSION_EGRESS &&
	    b->mode == PUBLIC_ACCESS_BLOCK_INGRESS)
		errs_warn(errs, x->where,
		    "the exclusion of %s has no effect: allow-egress counts "
		    "only while the mode is block-bidirectional",
		    SAY(o));
}

void
check_public_access(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nblock_public_access; i++) {
		const struct block_public_access *b =
		    &m->block_public_access[i];

		if (b->nexclusions > EXCLUSIONS_MAX)
			errs_add(errs, b->exclusions[EXCLUSIONS_MAX].where,
			    "block_public_access has %zu exclusions, but AWS "
			    "takes at most %d",
			    b->nexclusions, EXCLUSIONS_MAX);
		for (size_t j = 0; j < b->nexclusions; j++)
			check_exclusion(
			    b, &b->exclusions[j], is_set_later(m, i), errs);
	}
}
