/*
 * resolver_endpoint.c - endpoints of the resolver
 * (AWS::Route53Resolver::ResolverEndpoint)
 *
 * No packet meets one: what is sent and got are its interfaces.
 */

#include "dataplane/classes.h"

const struct object_class resolver_endpoint_class = {
	.node = { "resolver-endpoint", NULL },
	.kind = OBJ_RESOLVER_ENDPOINT,
};
