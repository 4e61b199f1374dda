/*
 * check_encryption.c - VPC encryption controls
 *
 * A VPC that enforces encryption in transit has nothing in it that cannot encrypt,
 * but for what it excludes: gateways to the internet and to sites, NAT gateways,
 * peerings with VPCs that do not enforce it, VPC Lattice.  No packet is treated
 * differently (VPC User Guide, "Enforce VPC encryption in transit"; EC2 API
 * Reference, VpcEncryptionControl).
 */

#include <string.h>

#include "core/spell.h"
#include "dataplane/model/check/check.h"
#include "dataplane/model/say.h"
#include "dataplane/model/transit.h"

static const char *const exclusions[] = { "internet-gateway",
	"egress-only-internet-gateway", "nat-gateway", "vpn-gateway", "peering",
	"vpc-lattice", "lambda", "elastic-file-system" };

enum { EXCLUSIONS = sizeof(exclusions) / sizeof(exclusions[0]) };

static bool
excludes(const struct vpc *v, const char *what)
{
	for (size_t i = 0; i < v->encryption_exclusions.n; i++)
		if (strcmp(v->encryption_exclusions.v[i].s, what) == 0)
			return true;
	return false;
}

static void
refuse(const struct vpc *v, const struct object *o, const char *what,
    struct errs *errs)
{
	if (o && !excludes(v, what))
		errs_add(errs, o->where,
		    "%s cannot be in VPC \"%s\", which enforces encryption and "
		    "does not exclude %s",
		    SAY(o), v->o.name, what);
}

static void
check_word(const struct vpc *v, const struct text *t, struct errs *errs)
{
	const char *near = NULL;

	for (int i = 0; i < EXCLUSIONS; i++) {
		if (strcmp(exclusions[i], t->s) == 0)
			return;
		if (spell_near(t->s, exclusions[i]) &&
		    (near == NULL ||
			spell_distance(t->s, exclusions[i]) <
			    spell_distance(t->s, near)))
			near = exclusions[i];
	}
	errs_add(errs, t->where,
	    "VPC \"%s\" excludes \"%s\" from encryption, which is none of what "
	    "may be excluded%s%s%s",
	    v->o.name, t->s, near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
}

static void
check_peering(const struct peering *p, struct errs *errs)
{
	for (size_t i = 0; p->between.n == 2 && i < 2; i++) {
		const struct vpc *v =
		    (const struct vpc *)p->between.v[i].object;
		const struct vpc *other =
		    (const struct vpc *)p->between.v[1 - i].object;

		if (v && other && v->encryption == ENCRYPTION_ENFORCED &&
		    other->encryption != ENCRYPTION_ENFORCED)
			refuse(v, &p->o, "peering", errs);
	}
}

/* A gateway that does not encrypt takes no packets of such a VPC. */
static void
check_transit_gateway(const struct transit_gateway *g, struct errs *errs)
{
	for (size_t i = 0; !g->encryption_support && i < g->nattachments; i++) {
		const struct tgw_attachment *a = g->attachments[i];
		const struct vpc *v = (const struct vpc *)a->to.object;

		if (a->type == ATTACH_VPC && v &&
		    v->encryption == ENCRYPTION_ENFORCED)
			errs_add(errs, check_place(&a->to, &a->o),
			    "%s attaches VPC \"%s\", which enforces "
			    "encryption, but %s has no encryption_support",
			    SAY(&a->o), v->o.name, SAY(&g->o));
	}
}

static void
check_vpc(const struct vpc *v, struct errs *errs)
{
	for (size_t i = 0; i < v->encryption_exclusions.n; i++)
		check_word(v, &v->encryption_exclusions.v[i], errs);
	if (v->encryption != ENCRYPTION_ENFORCED)
		return;
	if (v->internet_gateway)
		refuse(v, &v->internet_gateway->o, exclusions[0], errs);
	if (v->egress_only_internet_gateway)
		refuse(v, &v->egress_only_internet_gateway->o, exclusions[1],
		    errs);
	for (size_t i = 0; i < v->nnat_gateways; i++)
		refuse(v, &v->nat_gateways[i]->o, exclusions[2], errs);
	if (v->vpn_gateway)
		refuse(v, &v->vpn_gateway->o, exclusions[3], errs);
	for (size_t i = 0; i < v->nendpoints; i++)
		if (v->endpoints[i]->associated)
			refuse(v, &v->endpoints[i]->o, exclusions[5], errs);
}

void
check_encryption(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		check_vpc(m->vpcs[i], errs);
	for (size_t i = 0; i < m->npeerings; i++)
		check_peering(m->peerings[i], errs);
	for (size_t i = 0; i < m->ntransit_gateways; i++)
		check_transit_gateway(m->transit_gateways[i], errs);
}
