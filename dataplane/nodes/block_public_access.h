#ifndef DATAPLANE_NODES_BLOCK_PUBLIC_ACCESS_H
#define DATAPLANE_NODES_BLOCK_PUBLIC_ACCESS_H

/*
 * block_public_access.h - VPC Block Public Access at a gateway to the internet
 */

#include "dataplane/compile.h"

struct block_public_access_cfg;

/* What holds for the gateways of a VPC; null: nothing is blocked. */
const struct block_public_access_cfg *
block_public_access_compile(struct compiler *, const struct vpc *);

/* Whose packet a gateway asks for. */
struct public_access_by {
	uint32_t subnet; /* where it is in the VPC; NODE_NONE: in none */
	bool stateful;   /* what is behind lets in nothing but answers */
	bool inspected;  /* by an endpoint in that subnet */
};

/*
 * May the packet pass the gateway where it stands?  False: it has been dropped.
 */
bool block_public_access_admits(struct resolver *,
    const struct block_public_access_cfg *, struct public_access_by);

/*
 * Where only connections from inside are let through: public_access_out_step
 * remembers them on the way out, public_access_in_step lets in what answers
 * them.  To be called while the packet has its private address.
 */
void block_public_access_remember(struct resolver *,
    const struct block_public_access_cfg *, struct public_access_by,
    const struct step *);

#endif /* DATAPLANE_NODES_BLOCK_PUBLIC_ACCESS_H */
