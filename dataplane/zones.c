/*
 * zones.c - private hosted zones and resolver rules
 */

#include "dataplane/zones.h"

#include <string.h>
#include <strings.h>

static bool
is_for(const struct refs *vpcs, const struct vpc *v)
{
	for (size_t i = 0; i < vpcs->n; i++)
		if (vpcs->v[i].object == &v->o)
			return true;
	return false;
}

/* How much of host is before the zone's name: "db." of db.internal.example; -1
 * if host is not in the zone. */
static long
part_before(const char *host, const char *zone)
{
	size_t nh = strlen(host), nz = strlen(zone);

	if (nh < nz || strcasecmp(host + nh - nz, zone) != 0)
		return -1;
	return nh == nz || host[nh - nz - 1] == '.' ? (long)(nh - nz) : -1;
}

const struct hosted_zone *
zone_of(const struct model *m, const struct vpc *v, const char *host)
{
	const struct hosted_zone *best = NULL;

	if (v == NULL || !v->dns_support || !v->dns_hostnames)
		return NULL;
	for (size_t i = 0; i < m->nhosted_zones; i++) {
		const struct hosted_zone *z = &m->hosted_zones[i];

		if (is_for(&z->vpcs, v) && part_before(host, z->name) >= 0 &&
		    (best == NULL || strlen(z->name) > strlen(best->name)))
			best = z;
	}
	return best;
}

bool
zone_knows_domain(const struct model *m, const char *host)
{
	for (size_t i = 0; i < m->nhosted_zones; i++)
		if (part_before(host, m->hosted_zones[i].name) >= 0)
			return true;
	return false;
}

/* A record is named relative to its zone, or in full; "@" is the zone. */
static bool
is_record_of(const char *record, const char *host, size_t before)
{
	size_t n = strlen(record);

	if (strcasecmp(record, host) == 0)
		return true;
	if (before == 0)
		return strcmp(record, "@") == 0 || n == 0;
	return n + 1 == before && strncasecmp(record, host, n) == 0;
}

const struct text *
zone_record(const struct hosted_zone *z, const char *host)
{
	long before = part_before(host, z->name);
	const struct text *any = NULL;

	for (size_t i = 0; before >= 0 && i < z->nrecords; i++) {
		const struct mapping *r = &z->records[i];

		if (is_record_of(r->from.s, host, (size_t)before))
			return &r->to;
		if (before > 0 && strcmp(r->from.s, "*") == 0)
			any = &r->to;
	}
	return any;
}

/* "." has every name in it. */
static bool
is_in_domain(const char *host, const char *domain)
{
	return strcmp(domain, ".") == 0 || part_before(host, domain) >= 0;
}

const struct resolver_rule *
rule_of(const struct model *m, const struct vpc *v, const char *host)
{
	const struct resolver_rule *best = NULL;

	if (v == NULL || !v->dns_support)
		return NULL;
	for (size_t i = 0; i < m->dns->nrules; i++) {
		const struct resolver_rule *r = &m->dns->rules[i];

		if (is_for(&r->vpcs, v) && is_in_domain(host, r->domain) &&
		    (best == NULL || strlen(r->domain) > strlen(best->domain)))
			best = r;
	}
	return best;
}

bool
dns_name_is_like(const char *pattern, const char *host)
{
	const char *dot = strchr(host, '.');

	if (strncmp(pattern, "*.", 2) == 0)
		return dot && strcasecmp(pattern + 1, dot) == 0;
	return strcasecmp(pattern, host) == 0;
}
