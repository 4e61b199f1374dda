#ifndef DATAPLANE_TABLES_SIGHTINGS_H
#define DATAPLANE_TABLES_SIGHTINGS_H

/*
 * sightings.h - where packets were seen on their way, for flow logs
 *
 * A packet is noted as it comes to a network interface, or is about to leave
 * it, before anything judges it: what became of it there its verdict tells, or
 * that it was seen further on.  A simulation keeps them only if its driver
 * wants them, who takes out those of a packet when its journey is over.
 */

#include "core/node.h"

enum sighting_kind {
	SIGHTED_IN,  /* by an interface; `at` is its subnet */
	SIGHTED_OUT, /* the same, on the way out */
	/* By an internet gateway, on the way in: `at` is nothing.  It counts only
	 * if the gateway refuses the packet. */
	SIGHTED_AT_EDGE,
	SIGHTED_TRANSIT_IN, /* by a transit gateway; `at` is the attachment */
	SIGHTED_TRANSIT_OUT,
};

/* Places are nodes, of which a step can name so many; the last is NODE_NONE. */
enum { SIGHTING_KIND_SHIFT = 28, SIGHTING_NOWHERE = (1 << 28) - 1 };

struct sighting {
	uint64_t packet; /* its id */
	vtime now;
	struct flow_key key;
	uint32_t node; /* whose interface it is */
	uint32_t at;
	uint32_t len;
	uint8_t tcp_flags;
	uint8_t kind; /* enum sighting_kind */
};

struct sightings {
	struct sighting *v; /* in the order of time */
	size_t n, size;
	bool wanted;
};

extern const struct state_class sightings_state;

/* The argument is kind << SIGHTING_KIND_SHIFT | place. */
extern const struct step sighting_step;

#endif /* DATAPLANE_TABLES_SIGHTINGS_H */
