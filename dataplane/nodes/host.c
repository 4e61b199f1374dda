/*
 * host.c - a named host on the internet or at a site
 *
 * Only a name for an address: packets meet it as the internet or the site.
 */

#include "dataplane/classes.h"

const struct object_class host_class = {
	.node = { "host", NULL },
	.kind = OBJ_HOST,
};
