#ifndef DATAPLANE_MODEL_TRANSIT_H
#define DATAPLANE_MODEL_TRANSIT_H

/*
 * transit.h - what transit gateways and peerings join
 */

#include "dataplane/model/model.h"

/*
 * The attachment or route table of this name (or Name tag) in a transit
 * gateway, or null.
 */
struct object *transit_gateway_part(
    const struct transit_gateway *, enum object_kind, const char *name);

/* The first attachment of a type to this object (a VPC, a site, another
 * transit gateway), or null.  After model_link(). */
struct tgw_attachment *
transit_gateway_attachment(const struct transit_gateway *, enum attachment_type,
    const struct object *to);

/* Is the object among them? */
bool refs_name(const struct refs *, const struct object *);

/* The route table that an attachment is associated with, or null. */
struct tgw_route_table *tgw_attachment_table(const struct tgw_attachment *);

/* Has it networks that it can put into route tables?  A peering and a network
 * function have not: they need static routes. */
bool tgw_attachment_propagates(const struct tgw_attachment *);

/* Do the two have an attachment to one transit gateway? */
bool
transit_joins(const struct model *, const struct vpc *, const struct vpc *);

/* Is there a peering connection between the two? */
bool
peering_joins(const struct model *, const struct vpc *, const struct vpc *);

#endif /* DATAPLANE_MODEL_TRANSIT_H */
