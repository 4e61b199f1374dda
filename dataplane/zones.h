#ifndef DATAPLANE_ZONES_H
#define DATAPLANE_ZONES_H

/*
 * zones.h - private hosted zones and resolver rules
 *
 * The most specific zone that is associated with the sender's VPC answers
 * alone: a name in it without a record does not exist, whatever public DNS
 * knows (Route 53 Developer Guide, private hosted zones).
 */

#include "dataplane/model/dns.h"
#include "dataplane/model/model.h"

/* The zone that answers for host in this VPC, or null.  Both DNS attributes of
 * the VPC must be on. */
const struct hosted_zone *
zone_of(const struct model *, const struct vpc *, const char *host);

/* Is it in the zone or domain of some VPC, whichever? */
bool zone_knows_domain(const struct model *, const char *host);

/* What the zone's record for host says, an address or a name; null if it has
 * none.  A record for the very name goes before one for any name (*). */
const struct text *zone_record(const struct hosted_zone *, const char *host);

/* The rule of the longest domain for host in this VPC, or null. */
const struct resolver_rule *
rule_of(const struct model *, const struct vpc *, const char *host);

/* Is it the name?  "*.example.com" stands for all names right below it. */
bool dns_name_is_like(const char *pattern, const char *host);

#endif /* DATAPLANE_ZONES_H */
