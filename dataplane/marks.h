#ifndef DATAPLANE_MARKS_H
#define DATAPLANE_MARKS_H

/*
 * marks.h - what nodes note of a way: facts for the flow's record
 *
 * The low bits say which kinds of boundary the packet crossed; the class of
 * its path follows from them (records/facts.c).  The high bits are the
 * assumptions it relied on: behaviour that AWS does not document.  Both share
 * one word, which a journey gathers with one instruction for each waypoint.
 */

#include <stdint.h>

#define MARK(n)               ((uint64_t)1 << (n))
#define MARK_HOST_SERVICE     MARK(0)
#define MARK_PEERING          MARK(1)
#define MARK_INTERFACE_EP     MARK(2)
#define MARK_GATEWAY_EP       MARK(3)
#define MARK_AWS_PUBLIC       MARK(4)
#define MARK_ON_PREMISES      MARK(5)
#define MARK_INTERNET         MARK(6)
#define MARK_PUBLIC_ADDRESSES MARK(7) /* public at both ends somewhere */
#define MARK_PUBLIC_INTERNET  MARK(8) /* a VPN's outer path */
#define MARK_OWNER_UNKNOWN    MARK(9) /* no address data to tell */
#define MARK_CROSS_REGION     MARK(10)
#define MARK_TRANSLATED       MARK(11)
#define MARK_TRANSIT_GATEWAY  MARK(12)
#define MARK_CONFIDENCE_LOW   MARK(13) /* whose address it is */
#define MARK_PROVIDER_LEAVES  MARK(14) /* to a site, beyond an endpoint */

enum assumption {
#define ASSUMPTION(NAME, TEXT) ASSUME_##NAME,
#include "dataplane/assumptions.def"
#undef ASSUMPTION
	ASSUMPTIONS
};

enum { MARKS_OF_FACTS = 16 };

#define MARK_ASSUMED(a)  MARK(MARKS_OF_FACTS + (a))
#define MARK_ASSUMPTIONS (~(uint64_t)0 << MARKS_OF_FACTS)

/* One sentence each, without a full stop. */
extern const char *const assumption_text[];

#endif /* DATAPLANE_MARKS_H */
