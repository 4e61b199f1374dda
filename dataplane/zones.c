/*
 * zones.c - private hosted zones
 */

#include "dataplane/zones.h"

#include <string.h>
#include <strings.h>

static bool
is_for(const struct hosted_zone *z, const struct vpc *v)
{
	for (size_t i = 0; i < z->vpcs.n; i++)
		if (z->vpcs.v[i].object == &v->o)
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

		if (is_for(z, v) && part_before(host, z->name) >= 0 &&
		    (best == NULL || strlen(z->name) > strlen(best->name)))
			best = z;
	}
	return best;
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
