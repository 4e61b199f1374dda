#ifndef CORE_PULSES_H
#define CORE_PULSES_H

/*
 * pulses.h - what keeps the entries of tables alive
 *
 * An entry that idles out has a pulse: when a packet came last, after how long
 * without one the entry is over, and a stamp, which is another one as soon as
 * anything else of the entry has changed.  Nearly every packet changes nothing
 * but the time.  So pulses lie apart from the entries, close together, and those
 * that begin one after the other, as those of one connection do, side by side.
 *
 * Memory: 20 bytes for each pulse that there ever were at a time.
 */

#include <stdbool.h>
#include <stdint.h>

#include "core/packet.h"
#include "core/pages.h"
#include "core/vtime.h"

struct pulse {
	vtime last;
	uint32_t idle;  /* milliseconds */
	uint32_t stamp; /* see struct hint; 0: there are no more of them */
};

struct pulses {
	struct pulse *v; /* the first one is none */
	uint32_t *slot;  /* of its entry, in the table of that */
	uint32_t used, room;
	uint32_t spare; /* the first of those that have ended; 0: none */
};

void pulses_init(struct pulses *);
void pulses_fini(struct pulses *);

/* A new one, of the entry in this slot; its number. */
uint32_t pulse_begin(struct pulses *, uint32_t slot);
void pulse_end(struct pulses *, uint32_t number);

/* Its entry is over, and not what it was. */
void pulse_stop(struct pulses *, uint32_t number);

/* Its entry is not what it was.  A number has no stamp twice, whose pulse it ever
 * is; when there are no more it is 0, and the number is not given again. */
void pulse_change(struct pulses *, uint32_t number);

static inline vtime
pulse_over_at(const struct pulses *t, uint32_t number)
{
	const struct pulse *p = &t->v[number];

	return vtime_add(p->last, VTIME_MILLISECONDS(p->idle));
}

/* What idles out is live at t when t - last < idle. */
static inline bool
pulse_is_over(const struct pulses *t, uint32_t number, vtime now)
{
	return !vtime_before(now, pulse_over_at(t, number));
}

/* A packet has come; without another one the entry is over after this time, which
 * is less than 49 days. */
void pulse_beat(struct pulses *, uint32_t number, vtime now, vtime idle);

/* What a step leaves of the entry of this pulse. */
static inline struct hint
pulse_hint(const struct pulses *t, uint32_t number)
{
	return (struct hint){ number, t->v[number].stamp };
}

/* The slot of its entry. */
static inline uint32_t
pulse_slot(const struct pulses *t, uint32_t number)
{
	return t->slot[number];
}

/* The slot of what a step found last time, or any. */
static inline uint32_t
pulse_near(const struct pulses *t, const struct hint *hint)
{
	return hint ? t->slot[hint->pulse] : 0;
}

/* Fetches it; and the slot. */
static inline void
pulse_prefetch(const struct pulses *t, uint32_t number, bool slot)
{
	line_fetch(&t->v[number]);
	if (slot)
		line_fetch(&t->slot[number]);
}

/* Is the entry there, as it was? */
static inline bool
pulse_is_alike(const struct pulses *t, struct hint hint)
{
	return hint.stamp != 0 && t->v[hint.pulse].stamp == hint.stamp;
}

/* If the entry is live and has not changed since, a packet has come. */
static inline bool
pulse_follow(struct pulses *t, struct hint hint, vtime now)
{
	struct pulse *p = &t->v[hint.pulse];

	if (p->stamp != hint.stamp || pulse_is_over(t, hint.pulse, now))
		return false;
	p->last = now;
	return true;
}

#endif /* CORE_PULSES_H */
