#ifndef DATAPLANE_FLOW_TABLE_H
#define DATAPLANE_FLOW_TABLE_H

/*
 * flow_table.h - the flows of a replay, as they are kept
 *
 * A flow is found by the key of a packet of either direction.  There is room
 * for so many flows: when one more comes, the one that has been idle longest,
 * of equals the one that began first, has to go.  Memory: 384 bytes for a flow,
 * and some 60 to find it and to know how long it has been idle.
 *
 * What nearly every packet looks at is on two cache lines of its flow, and is
 * fetched beforehand: probe, then candidate, then find.
 */

#include "core/packet.h"
#include "core/pages.h"
#include "core/slot_index.h"
#include "core/vtime.h"
#include "dataplane/drop.h"
#include "dataplane/idle_order.h"

/* One direction, as far as each of its packets looks at it. */
struct lane {
	struct trail trail;
	uint16_t mss; /* that limits its segments; or 0 */
	uint64_t packets, bytes;
};

/* The rest of it. */
struct course {
	struct place enter; /* where its packets enter the model */
	struct memo memo;
	uint32_t story; /* of the first packet, or the first delivered */
};

struct track_cut {
	vtime at;
	uint32_t node;
	drop_code code;
	bool is, back;
};

struct track {
	struct flow_key key; /* as captured, from the opener */
	vtime end;
	vtime seen;           /* the clock at the last packet */
	uint64_t number : 48; /* from 1; 0: nobody's */
	uint64_t closed : 3;
	uint64_t arrived : 1; /* the opener's last packet was delivered */
	uint64_t
	    mapped : 1; /* in the model its ends are others than the key's */
	uint64_t has_return : 1, midstream : 1;
	uint64_t offloaded : 1; /* some packets were larger than on the wire */

	_Alignas(64) struct lane lane[2]; /* the opener's, the other's */

	struct course course[2];
	struct flow_key far;   /* of what arrived, as the far end saw it */
	struct flow_key first; /* so of the packet of course[0].story */
	vtime start;
	uint64_t unsent, dropped;
	const char *src_resource, *dst_resource;
	struct track_cut cut;
};

_Static_assert(sizeof(struct lane) == 64, "a lane is a cache line");
_Static_assert(sizeof(struct track) == 384, "a track has grown");

struct flow_table {
	struct track *track; /* by slot */
	uint32_t n, max;
	struct slot_index index; /* of twice the slot; plus 1: is_lesser() */
	uint32_t changes;        /* of the index, so far */
	uint64_t secret[3];
	struct idle_order idle;
	struct idler oldest; /* has left the order of the idle, if: */
	bool has_oldest;
	uint32_t *spare; /* slots below n that nobody has */
	uint32_t nspare, spare_room;
	uint32_t *by_number; /* null: not asked for since the last change */
	uint32_t turn;       /* whom of it was asked for last: a hint */
};

enum { FLOWS_USUAL = 1 << 20, FLOWS_MOST = 1 << 28 };

void flow_table_init(struct flow_table *, uint32_t max, uint64_t seed);
void flow_table_fini(struct flow_table *);

/* A packet's key, which outlives it, as it is looked for. */
struct flow_probe {
	const struct flow_key *key;
	struct track *candidate; /* what it was when so many changes were */
	uint32_t changes;
	uint32_t hash;
	bool is_lesser; /* the sender is the lesser of the two ends */
};

void flow_table_probe(
    const struct flow_table *, const struct flow_key *, struct flow_probe *);

/* Fetches for flow_table_candidate(). */
static inline void
flow_table_prefetch(const struct flow_table *t, const struct flow_probe *p)
{
	slot_index_prefetch(&t->index, p->hash);
}

/* Notes the flow that it probably is, or null, and fetches what a packet of it
 * looks at.  The lane that it is probably in, or null. */
const struct lane *
flow_table_candidate(const struct flow_table *, struct flow_probe *);

/* Fetches all there is of it. */
static inline void
track_fetch(const struct track *k)
{
	for (size_t i = 0; i < sizeof(*k); i += CACHE_LINE)
		line_fetch((const char *)k + i);
}

/* *back: the key is that of an answer. */
static inline bool
track_is_of(const struct track *t, const struct flow_key *k, bool *back)
{
	*back = !flow_key_eq(&t->key, k);
	return !*back || flow_key_is_reverse(&t->key, k);
}

/* Searches the index. */
struct track *flow_table_search(
    const struct flow_table *, const struct flow_probe *, bool *back);

/* The flow, or null.  *back: the packet is the other side's.  It is the
 * candidate if that is of this key, and nothing has changed since. */
static inline struct track *
flow_table_find(
    const struct flow_table *t, const struct flow_probe *p, bool *back)
{
	return p->candidate && p->changes == t->changes &&
		track_is_of(p->candidate, p->key, back)
	    ? p->candidate
	    : flow_table_search(t, p, back);
}

static inline bool
flow_table_has_room(const struct flow_table *t)
{
	return t->nspare > 0 || t->n < t->max;
}

/* Of those who will make room, because there is no other, probably the ith, from
 * 0; null: nobody. */
static inline const struct track *
flow_table_next_to_go(const struct flow_table *t, uint32_t i)
{
	const struct idler *who =
	    flow_table_has_room(t) ? NULL : idle_order_guess(&t->idle, i);

	return who ? &t->track[who->slot] : NULL;
}

/* The one that has been idle longest, or null: there is none. */
const struct track *flow_table_oldest(struct flow_table *);

/* That one goes. */
void flow_table_drop_oldest(struct flow_table *);

/*
 * A new flow, zeroed but for its key and the clock, in place of the oldest one
 * if there is no other room.  Packets of a flow with the same key that was
 * there before are its own from now on.
 */
struct track *flow_table_add(
    struct flow_table *, const struct flow_key *, uint64_t number, vtime now);

static inline uint32_t
flow_table_slot(const struct flow_table *t, const struct track *k)
{
	return (uint32_t)(k - t->track);
}

/* Null: it is not kept any more. */
const struct track *flow_table_get(struct flow_table *, uint64_t number);

/* The lowest number above this one that is kept, or 0. */
uint64_t flow_table_next(struct flow_table *, uint64_t number);

#endif /* DATAPLANE_FLOW_TABLE_H */
