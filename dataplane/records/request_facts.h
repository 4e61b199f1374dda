#ifndef DATAPLANE_RECORDS_REQUEST_FACTS_H
#define DATAPLANE_RECORDS_REQUEST_FACTS_H

/*
 * request_facts.h - is the request that a flow carries allowed?
 *
 * The packets decide nothing of it and it nothing of them: a refusal is an
 * answer of the service (HTTP 403) over a connection that works.
 */

#include "dataplane/records/facts.h"

/*
 * Sets the facts' request, and adds to their marks what was assumed.  Nothing
 * is said of a flow that was dropped, or that did not arrive at a service of
 * AWS.  told: what the request does not say does not exist; else it is only
 * what a packet shows.
 */
void facts_request(const struct snap *, const struct exchange *,
    const struct request *, bool told, struct arena *, struct facts *);

/*
 * The same of a request of which nothing is known but the name of the server,
 * which may tell a bucket: denied if everything that could be asked of it is,
 * else not known.  Without policies on the way nothing is said.
 */
void facts_request_to(const struct snap *, const struct exchange *,
    const char *host, struct arena *, struct facts *);

#endif /* DATAPLANE_RECORDS_REQUEST_FACTS_H */
