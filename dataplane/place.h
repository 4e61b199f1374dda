#ifndef DATAPLANE_PLACE_H
#define DATAPLANE_PLACE_H

/*
 * place.h - where captured traffic enters the model
 *
 * A packet enters where its source is: at an interface, at a site, or outside
 * towards an interface.
 */

#include "core/node.h"

/* Why a packet was left aside. */
enum aside {
	ASIDE_NOT_HERE,  /* neither end is in the model */
	ASIDE_AMBIGUOUS, /* an address in several VPCs */
	ASIDE_FRAGMENT,  /* a fragment whose first part is not in the capture */
	ASIDE_ICMP_ERROR, /* tells of another packet; not modelled */
	ASIDE_END_ONLY, /* opened by a gateway or endpoint, which only answer */
	ASIDES
};

extern const char *const aside_text[];
extern const char *const aside_id[]; /* "not-in-model" */

struct placement {
	struct place send; /* where the opener's packets enter */
	struct ip src;     /* from whom they are in the model */
	struct ip dst;     /* and for whom */
	const char *src_resource,
	    *dst_resource; /* the model's names, or null */
};

/*
 * Where the flow with this key, as its opener sends it, enters.  0, or -1 and
 * why it cannot.
 */
int place_opener(const struct snap *, const struct flow_key *,
    struct placement *, enum aside *why);

#endif /* DATAPLANE_PLACE_H */
