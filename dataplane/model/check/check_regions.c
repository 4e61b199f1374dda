/*
 * check_regions.c - names of Regions and of Availability Zones
 *
 * A Region is one that AWS's address data knows, or one of those that AWS keeps
 * apart from everybody.  Its zones are named after it: by a letter
 * ("us-east-1a"), by a city for Local Zones ("us-west-2-lax-1a"), by a carrier's
 * for Wavelength Zones ("us-east-1-wl1-bos-wlz-1").  Ids of zones ("use1-az1")
 * are taken as they are, and so is a name that looks like none of AWS's: the
 * owner's own.  AWS General Reference, "Regions and zones".
 */

#include "dataplane/model/check/check.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/spell.h"
#include "dataplane/model/address_data.h"
#include "dataplane/model/block_public_access.h"
#include "dataplane/model/load_balancer.h"
#include "dataplane/model/say.h"

static const char *const apart[] = { "us-iso-east-1", "us-iso-west-1",
	"us-isob-east-1", "us-isob-west-1", "us-isof-east-1", "us-isof-south-1",
	"eu-isoe-west-1" };

enum { NAPART = sizeof(apart) / sizeof(apart[0]), ZONE_LEN = 64 };

/* What there is of a kind of name, and what is nearest to a word of it. */
struct search {
	const struct model *m;
	const char *word;
	char near[ZONE_LEN];
	unsigned distance;
};

typedef bool region_fn(struct search *, const char *region);

/* True for the first Region that f accepts. */
static bool
any_region(struct search *s, region_fn *f)
{
	const struct address_data *data[] = { address_data_builtin(),
		s->m->addresses };
	const char *const *v;
	size_t n;

	for (size_t i = 0; i < NAPART; i++)
		if (f(s, apart[i]))
			return true;
	for (size_t i = 0; i < 2 && data[i]; i++) {
		v = address_data_regions(data[i], &n);
		for (size_t j = 0; j < n; j++)
			if (f(s, v[j]))
				return true;
	}
	return false;
}

static void
consider(struct search *s, const char *name)
{
	unsigned d = spell_distance(s->word, name);

	if (!spell_near(s->word, name) || (*s->near && d >= s->distance))
		return;
	snprintf(s->near, sizeof(s->near), "%s", name);
	s->distance = d;
}

static void
refuse(
    const struct search *s, struct where w, const char *kind, struct errs *errs)
{
	errs_add(errs, w, "\"%s\" is no %s of AWS%s%s%s", s->word, kind,
	    *s->near ? "; did you mean \"" : "", s->near,
	    *s->near ? "\"?" : "");
}

/* --- Regions ------------------------------------------------------------ */

static bool
is_it(struct search *s, const char *region)
{
	return strcmp(s->word, region) == 0;
}

static bool
is_near(struct search *s, const char *region)
{
	consider(s, region);
	return false;
}

/* A place without a file: what nobody wrote is not checked. */
static void
check_region(
    const struct model *m, const char *name, struct where w, struct errs *errs)
{
	struct search s = { .m = m, .word = name };

	if (name == NULL || w.file == NULL || any_region(&s, is_it))
		return;
	any_region(&s, is_near);
	refuse(&s, w, "Region", errs);
}

static void
check_texts(const struct model *m, const struct texts *t, struct errs *errs)
{
	for (size_t i = 0; i < t->n; i++)
		check_region(m, t->v[i].s, t->v[i].where, errs);
}

static void
check_endpoint(
    const struct model *m, const struct endpoint *e, struct errs *errs)
{
	if (e->asked_region.s)
		check_region(m, e->asked_region.s, e->asked_region.where, errs);
	else if (e->service_region != e->o.vpc->region)
		check_region(m, e->service_region, e->service.where, errs);
}

/* --- zones -------------------------------------------------------------- */

static bool
is_city_zone(const char *s)
{
	return strlen(s) == 7 && s[0] == '-' && islower((unsigned char)s[1]) &&
	    islower((unsigned char)s[2]) && islower((unsigned char)s[3]) &&
	    s[4] == '-' && isdigit((unsigned char)s[5]) &&
	    islower((unsigned char)s[6]);
}

static bool
is_carrier_zone(const char *s)
{
	return strncmp(s, "-wl", 3) == 0 && strstr(s, "-wlz-");
}

static bool
is_letter(const char *s)
{
	return *s >= 'a' && *s <= 'f' && s[1] == '\0';
}

static bool
has_it(struct search *s, const char *region)
{
	size_t n = strlen(region);
	const char *rest = s->word + n;

	return strncmp(s->word, region, n) == 0 &&
	    (is_letter(rest) || is_city_zone(rest) || is_carrier_zone(rest));
}

static bool
has_near(struct search *s, const char *region)
{
	size_t n = strlen(s->word);
	char zone[ZONE_LEN];

	snprintf(zone, sizeof(zone), "%s%c", region,
	    n && is_letter(&s->word[n - 1]) ? s->word[n - 1] : 'a');
	consider(s, zone);
	return false;
}

static bool
is_id(const char *zone)
{
	const char *p = strstr(zone, "-az");

	return (p && isdigit((unsigned char)p[3])) || strstr(zone, "-wlz");
}

/* False if it is refused. */
static bool
check_zone(const struct model *m, const struct text *az, struct errs *errs)
{
	struct search s = { .m = m, .word = az->s };

	if (is_id(az->s) || any_region(&s, has_it))
		return true;
	any_region(&s, has_near);
	if (*s.near == '\0')
		return true;
	refuse(&s, az->where, "Availability Zone", errs);
	return false;
}

static void
check_subnet(const struct model *m, const struct subnet *s, struct errs *errs)
{
	const char *region = s->o.vpc->region, *az = s->az.s;

	if (az == NULL || region == NULL || !check_zone(m, &s->az, errs))
		return;
	if (!is_id(az) && strncmp(az, region, strlen(region)) != 0)
		errs_warn(errs, s->az.where,
		    "%s is in zone %s, but VPC \"%s\" is in Region %s",
		    SAY(&s->o), az, s->o.vpc->o.name, region);
}

static bool
has_subnet(const struct model *m, const char *az)
{
	for (size_t i = 0; i < m->nvpcs; i++)
		for (size_t j = 0; j < m->vpcs[i]->nsubnets; j++)
			if (check_same_text(m->vpcs[i]->subnets[j]->az.s, az))
				return true;
	return false;
}

static void
check_change(const struct model *m, const struct change *c, struct errs *errs)
{
	check_region(m, c->region.s, c->region.where, errs);
	if (c->az.s && check_zone(m, &c->az, errs) && !has_subnet(m, c->az.s))
		errs_warn(errs, c->az.where,
		    "no subnet is in zone %s, so nothing there goes down or "
		    "comes up",
		    c->az.s);
}

/* --- all ---------------------------------------------------------------- */

static void
check_vpc(const struct model *m, const struct vpc *v, struct errs *errs)
{
	check_region(m, v->region, v->region_where, errs);
	for (size_t i = 0; i < v->nsubnets; i++)
		check_subnet(m, v->subnets[i], errs);
	for (size_t i = 0; i < v->nendpoints; i++)
		check_endpoint(m, v->endpoints[i], errs);
}

void
check_regions(const struct model *m, struct errs *errs)
{
	check_region(m, m->region, m->region_where, errs);
	for (size_t i = 0; i < m->nvpcs; i++)
		check_vpc(m, m->vpcs[i], errs);
	for (size_t i = 0; i < m->ntransit_gateways; i++)
		check_region(m, m->transit_gateways[i]->region,
		    m->transit_gateways[i]->region_where, errs);
	for (size_t i = 0; i < m->nendpoint_services; i++)
		check_texts(
		    m, &m->endpoint_services[i]->supported_regions, errs);
	for (size_t i = 0; i < m->nblock_public_access; i++)
		check_region(m, m->block_public_access[i].region.s,
		    m->block_public_access[i].region.where, errs);
	for (size_t i = 0; i < m->nchanges; i++)
		check_change(m, &m->changes[i], errs);
}
