#ifndef DATAPLANE_NODES_INTERNET_H
#define DATAPLANE_NODES_INTERNET_H

/*
 * internet.h - everything outside: the internet and AWS by public addresses
 */

#include "dataplane/model/address_data.h"
#include "dataplane/world.h"

/* "internet" is some public host that is not AWS's: a public resolver, for a
 * rule that lets in one well-known host of the internet names that one. */
enum { INTERNET_HOST4 = 0x08080808 }; /* 8.8.8.8 */
extern const struct ip internet_host6;

enum internet_side {
	/* SIDE_IN: from a gateway */
	INTERNET_SEND = 1, /* a host or service out there sends */
};

/*
 * Is it a public address of AWS, of the model's or of the published ranges, in
 * the partition of the model's Region?
 */
bool internet_is_aws(const struct world *, struct ip);

/* Is an address with this owner somebody else's instance, of which the model
 * does not even know the name? */
bool internet_is_stranger(
    const struct model *, struct ip, const struct address_owner *);

#endif /* DATAPLANE_NODES_INTERNET_H */
