/*
 * sim.c - carry packets through segments, in the order in which they are sent
 */

#include "core/sim.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/trace.h"

struct sim {
	const struct snap *snap;
	vtime now;
	const struct state_class *const *state;
	size_t nstate;
	void **table; /* by state class */
	verdict_fn *verdict;
	void *aux;
};

/* A packet goes round between nodes that rewrite it at most so many times. */
enum { SEGMENTS_MAX = 16 };

static void
record(struct journey *j, const struct seg *s, uint32_t ops)
{
	for (uint32_t i = 0; i < s->nway && s->way[i].ops <= ops; i++) {
		const struct waypoint *w = &s->way[i];

		if (w->listed && j->nway < WAY_MAX)
			j->way[j->nway++] = w->node;
		if (w->exit && j->exit == NODE_NONE)
			j->exit = w->node;
		j->marks |= w->marks;
	}
}

/*
 * Carries out one segment.  True if a table rewrote the packet, which then
 * stands at p->at; else *v says how its journey ended.
 */
static inline __attribute__((always_inline)) bool
execute(struct sim *s, struct packet *p, struct trace *trace, struct verdict *v)
{
	struct seg seg;
	struct outcome o = { PASS, 0 };
	const struct op *op;
	uint32_t i = 0;

	resolve(s->snap, p->at, &p->key, trace, &seg);
	for (op = seg.op; op->code == OP_STEP; op++, i++) {
		struct step_call call = {
			.self = &s->snap->node[op->node],
			.node = op->node,
			.arg = op->arg,
			.now = s->now,
			.packet = p,
		};

		if (op->step->state != STATE_NONE)
			call.table = s->table[op->step->state];
		o = op->step->run(&call);
		if (trace)
			trace_step(trace, i, op, o, p);
		if (o.what != PASS)
			break;
	}
	if (p->journey)
		record(p->journey, &seg, i);
	if (o.what == REWRITTEN) {
		p->at = op->next;
		return true;
	}
	v->node = op->node;
	v->delivered = op->code == OP_DELIVER;
	v->answer = op->next;
	v->why = op->why;
	if (o.what == REFUSED && op->step->fact && op->step->fact[o.fact].code)
		v->why = op->step->fact[o.fact].code;
	return false;
}

static bool
execute_plain(struct sim *s, struct packet *p, struct verdict *v)
{
	return execute(s, p, NULL, v);
}

static bool
execute_traced(struct sim *s, struct packet *p, struct verdict *v)
{
	return execute(s, p, p->trace, v);
}

void
sim_send(struct sim *s, vtime t, const struct packet *sent)
{
	struct packet p = *sent;
	struct verdict v = { .id = p.id };
	int segments = 0;
	bool again;

	if (vtime_before(s->now, t))
		s->now = t;
	v.t = s->now;
	do {
		again = p.trace ? execute_traced(s, &p, &v)
				: execute_plain(s, &p, &v);
	} while (again && ++segments < SEGMENTS_MAX);
	if (again) {
		v.node = p.at.node;
		v.why = DROP_LOOP;
	}
	v.key = p.key;
	s->verdict(s->aux, &v);
}

void
sim_install(struct sim *s, vtime t, const struct snap *snap)
{
	if (vtime_before(s->now, t))
		s->now = t;
	s->snap = snap;
}

vtime
sim_now(const struct sim *s)
{
	return s->now;
}

const struct snap *
sim_snap(const struct sim *s)
{
	return s->snap;
}

struct sim *
sim_new(const struct snap *snap, const struct state_class *const *state,
    size_t nstate, uint64_t seed, verdict_fn *fn, void *aux)
{
	struct sim *s = xcalloc(1, sizeof(*s));

	*s = (struct sim){ .snap = snap,
		.now = { INT64_MIN },
		.state = state,
		.nstate = nstate,
		.verdict = fn,
		.aux = aux };
	s->table = xcalloc(nstate, sizeof(*s->table));
	for (size_t i = 0; i < nstate; i++)
		s->table[i] = state[i]->table_new(seed);
	return s;
}

void
sim_free(struct sim *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->nstate; i++)
		s->state[i]->table_free(s->table[i]);
	free(s->table);
	free(s);
}
