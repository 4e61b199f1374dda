/*
 * sim_ahead.c - fetch what packets will look at, before it is their turn
 *
 * Nothing here changes what becomes of a packet.
 */

#include "core/sim_inside.h"

static void
fetch(const struct sim *s, const struct op *op, struct packet *p)
{
	const struct state_class *state;
	struct step_call call = { .self = &s->snap->node[op->node],
		.node = op->node,
		.arg = op->arg,
		.now = s->now,
		.packet = p };

	if (op->step->state == STATE_NONE)
		return;
	state = s->state[op->step->state];
	call.table = s->table[op->step->state];
	if (state->fetch)
		state->fetch(&call);
}

void
sim_look_ahead(const struct sim *s, struct packet *p, struct ahead *room)
{
	const struct op *op;

	room->snap = s->snap;
	room->at = p->at;
	room->key = p->key;
	resolve(s->snap, p->at, &p->key, NULL, &room->seg);
	for (op = room->seg.op; op->code == OP_STEP; op++)
		fetch(s, op, p);
}

void
sim_prefetch(const struct sim *s, const struct trail *w)
{
	for (unsigned i = 0; i < w->nstep; i++)
		pulse_prefetch(&s->pulses, w->hint[i].pulse, w->epoch == 0);
}

void
sim_prefetch_entries(const struct sim *s, const struct trail *w)
{
	for (unsigned i = 0; i < w->nstep; i++) {
		unsigned state = w->state[i];

		if (s->state[state]->prefetch)
			s->state[state]->prefetch(s->table[state],
			    pulse_slot(&s->pulses, w->hint[i].pulse));
	}
}
