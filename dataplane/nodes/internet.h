#ifndef DATAPLANE_NODES_INTERNET_H
#define DATAPLANE_NODES_INTERNET_H

/*
 * internet.h - everything outside: the internet and AWS by public addresses
 */

#include "dataplane/world.h"

enum internet_side {
	/* SIDE_IN: from a gateway */
	INTERNET_SEND = 1, /* a host or service out there sends */
};

/*
 * Is it a public address of AWS, of the model's or of the published ranges, in
 * the partition of the model's Region?
 */
bool internet_is_aws(const struct world *, struct ip);

#endif /* DATAPLANE_NODES_INTERNET_H */
