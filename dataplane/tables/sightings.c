/*
 * sightings.c - where packets were seen on their way, for flow logs
 */

#include "dataplane/tables/sightings.h"

#include <stdlib.h>

#include "core/arena.h"
#include "dataplane/tables/states.h"

static void *
sightings_new(uint64_t seed, struct pulses *pulses)
{
	(void)seed;
	(void)pulses;
	return xcalloc(1, sizeof(struct sightings));
}

static void
sightings_free(void *table)
{
	struct sightings *s = table;

	free(s->v);
	free(s);
}

const struct state_class sightings_state = { .name = "sightings",
	.table_new = sightings_new,
	.table_free = sightings_free };

static struct outcome
sight(const struct step_call *c)
{
	struct sightings *s = c->table;
	const struct packet *p = c->packet;
	uint32_t at = c->arg & SIGHTING_NOWHERE;

	if (!s->wanted)
		return (struct outcome){ PASS, 0 };
	if (s->n == s->size) {
		s->size = s->size ? 2 * s->size : 16;
		s->v = xrealloc(s->v, s->size * sizeof(*s->v));
	}
	s->v[s->n++] = (struct sighting){
		.packet = p->id,
		.now = c->now,
		.key = p->key,
		.node = c->node,
		.at = at == SIGHTING_NOWHERE ? NODE_NONE : at,
		.len = p->len,
		.tcp_flags = p->tcp_flags,
		.kind = (uint8_t)(c->arg >> SIGHTING_KIND_SHIFT),
	};
	return (struct outcome){ PASS, 0 };
}

const struct step sighting_step = { "flow logs", sight, NULL, STATE_SIGHTINGS };
