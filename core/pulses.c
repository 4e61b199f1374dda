/*
 * pulses.c - what keeps the entries of tables alive
 *
 * Those that have ended are a list: idle is the number of the next one.
 */

#include "core/pulses.h"

#include "core/pages.h"

enum { FIRST_ROOM = 1 << 8 };

void
pulses_init(struct pulses *t)
{
	*t = (struct pulses){ .used = 1, .room = FIRST_ROOM };
	t->v = pages_alloc(t->room * sizeof(*t->v));
	t->slot = pages_alloc(t->room * sizeof(*t->slot));
}

void
pulses_fini(struct pulses *t)
{
	pages_free(t->v, t->room * sizeof(*t->v));
	pages_free(t->slot, t->room * sizeof(*t->slot));
}

static void
grow(struct pulses *t)
{
	size_t before = t->room, after = 2 * before;

	t->v =
	    pages_resize(t->v, before * sizeof(*t->v), after * sizeof(*t->v));
	t->slot = pages_resize(
	    t->slot, before * sizeof(*t->slot), after * sizeof(*t->slot));
	t->room = (uint32_t)after;
}

static uint32_t
take(struct pulses *t)
{
	uint32_t number = t->spare;

	if (number) {
		t->spare = t->v[number].idle;
		line_fetch(&t->v[t->spare]);
		return number;
	}
	if (t->used == t->room)
		grow(t);
	t->v[t->used].stamp = 1;
	return t->used++;
}

uint32_t
pulse_begin(struct pulses *t, uint32_t slot)
{
	uint32_t number = take(t);

	t->v[number].idle = 0;
	t->slot[number] = slot;
	return number;
}

void
pulse_end(struct pulses *t, uint32_t number)
{
	struct pulse *p = &t->v[number];

	pulse_change(t, number);
	if (p->stamp == 0)
		return;
	p->idle = t->spare;
	t->spare = number;
}

void
pulse_stop(struct pulses *t, uint32_t number)
{
	t->v[number].idle = 0;
	pulse_change(t, number);
}

void
pulse_change(struct pulses *t, uint32_t number)
{
	uint32_t *stamp = &t->v[number].stamp;

	*stamp = *stamp == 0 || *stamp == UINT32_MAX - 1 ? 0 : *stamp + 1;
}

void
pulse_beat(struct pulses *t, uint32_t number, vtime now, vtime idle)
{
	struct pulse *p = &t->v[number];
	uint32_t ms = (uint32_t)(idle.ns / VTIME_MILLISECONDS(1).ns);

	if (p->idle != ms)
		pulse_change(t, number);
	p->last = now;
	p->idle = ms;
}
