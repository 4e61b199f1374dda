#ifndef DATAPLANE_MODEL_LINK_SITES_H
#define DATAPLANE_MODEL_LINK_SITES_H

/*
 * link_sites.h - how sites are connected: what their connections refer to
 */

#include "dataplane/model/link/link_ref.h"

/* A site and its connections; the one that `connect` says becomes an object of
 * the site's name. */
void link_site(struct linker *, struct on_premises *);

/*
 * After attachments have found their sites: each attachment of a site gets the
 * connection it stands for, which is made if the site names none, and each
 * connection to a transit gateway gets an attachment, of its name.
 */
void link_site_attachments(struct linker *);

#endif /* DATAPLANE_MODEL_LINK_SITES_H */
