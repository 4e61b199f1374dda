#ifndef DATAPLANE_NAMES_H
#define DATAPLANE_NAMES_H

/*
 * names.h - DNS as the sender's VPC would answer
 *
 * The order (VPC User Guide, DNS; Route 53 Developer Guide, resolver rules; AWS
 * PrivateLink Guide): rules that forward, private hosted zones and the private
 * DNS of the VPC's interface endpoints, of which the most specific answers;
 * names of interfaces; the names that an endpoint has of its own, which are
 * public with private answers; then the public address of an AWS service.
 * Endpoints answer from when they are created (changes) until they are deleted.
 */

#include "dataplane/model/load_balancer.h"
#include "dataplane/party.h"

/*
 * True if the text is the name of an AWS service, short or DNS, or of an
 * endpoint: *t has the address, or the reason that there is none.
 */
bool names_resolve(const struct snap *, const struct party *from,
    const char *name, struct arena *, struct target *);

/* A host on the internet that the model names, and public DNS with it; null:
 * none of that name. */
const struct named_host *
names_public_host(const struct model *, const char *host);

struct query;

/* The address of an interface endpoint that this sender would use: of a zone
 * that works, of its own one if there is one there. */
void names_endpoint(
    const struct query *, const struct endpoint *, bool v6, struct target *);

/* An address of a load balancer as its DNS name gives it: a public one of an
 * internet-facing one, in a zone that works and has healthy targets, of the
 * sender's zone if there is one; of the sender's family if it has one. */
void names_load_balancer(
    const struct query *, const struct load_balancer *, struct target *);

#endif /* DATAPLANE_NAMES_H */
