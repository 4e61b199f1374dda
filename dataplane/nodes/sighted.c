/*
 * sighted.c - what flow logs see of a packet
 */

#include "dataplane/nodes/sighted.h"

void
sighted(struct resolver *r, enum sighting_kind kind, uint32_t at)
{
	const struct world *w = r_world(r);
	uint32_t place = at < SIGHTING_NOWHERE ? at : SIGHTING_NOWHERE;

	if (w->model->watched)
		r_step(r,
		    (struct step_words){ .step = &sighting_step,
			.arg = (uint32_t)kind << SIGHTING_KIND_SHIFT | place });
}
