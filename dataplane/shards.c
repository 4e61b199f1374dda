/*
 * shards.c - the flows of one capture, divided among several replays
 */

#include "dataplane/shards.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/pages.h"

struct shard {
	struct replay *replay;
	/* Of the flow in each slot, in the order of the whole; null: its own. */
	uint64_t *number;
};

struct shards {
	struct shard *v;
	uint32_t n, max_flows;
	uint64_t flows; /* that have a number */
	uint64_t forgotten;
	bool one_by_one; /* a flow may have to make room */
	struct replay_options options;
};

static size_t
number_bytes(const struct shards *s)
{
	return s->max_flows * sizeof(uint64_t);
}

static void make_room(void *aux);

struct shards *
shards_new(const struct snap *snap, const struct replay_options *o, uint32_t n)
{
	struct shards *s = xcalloc(1, sizeof(*s));
	struct replay_options own = *o;

	s->v = xcalloc(n, sizeof(*s->v));
	s->n = n;
	s->max_flows = o->max_flows ? o->max_flows : FLOWS_USUAL;
	s->options = *o;
	if (n > 1) {
		own.make_room = make_room;
		own.make_room_aux = s;
	}
	for (uint32_t i = 0; i < n; i++) {
		own.shard = i;
		s->v[i].replay = replay_new(snap, &own);
		if (n > 1)
			s->v[i].number = pages_alloc(number_bytes(s));
	}
	return s;
}

void
shards_free(struct shards *s)
{
	if (s == NULL)
		return;
	for (uint32_t i = 0; i < s->n; i++) {
		replay_free(s->v[i].replay);
		if (s->v[i].number)
			pages_free(s->v[i].number, number_bytes(s));
	}
	free(s->v);
	free(s);
}

uint32_t
shards_n(const struct shards *s)
{
	return s->n;
}

struct replay *
shards_replay(const struct shards *s, uint32_t shard)
{
	return s->v[shard].replay;
}

void
shards_begin(struct shards *s, vtime t)
{
	for (uint32_t i = 0; i < s->n; i++)
		replay_begin(s->v[i].replay, t);
}

void
shards_end(struct shards *s, vtime clock)
{
	for (uint32_t i = 0; i < s->n; i++)
		replay_advance(s->v[i].replay, clock);
}

/* --- numbers ------------------------------------------------------------ */

/* 0: nobody is there. */
static uint64_t
number_of(const struct shards *s, struct kept at)
{
	uint64_t own = replay_number(s->v[at.shard].replay, at.slot);

	return own && s->n > 1 ? s->v[at.shard].number[at.slot] : own;
}

/* The list with the earliest packet, or null: all are at their ends. */
static struct openings *
earliest(struct openings *list, uint32_t n)
{
	struct openings *first = NULL;

	for (uint32_t i = 0; i < n; i++)
		if (list[i].n &&
		    (first == NULL || list[i].v->packet < first->v->packet))
			first = &list[i];
	return first;
}

void
shards_number(struct shards *s, struct openings *list)
{
	struct openings *next;

	while ((next = earliest(list, s->n)) != NULL) {
		s->v[next - list].number[next->v->slot] = ++s->flows;
		next->v++;
		next->n--;
	}
}

/* --- room --------------------------------------------------------------- */

uint64_t
shards_room(const struct shards *s)
{
	return s->max_flows - (s->flows - s->forgotten);
}

/* A flow that may have to go. */
struct idler_of {
	struct kept at;
	vtime since;
};

/* Of two that have been idle for the same time the one that began first. */
static bool
goes_before(
    const struct shards *s, const struct idler_of *a, const struct idler_of *b)
{
	if (a->since.ns != b->since.ns)
		return a->since.ns < b->since.ns;
	return number_of(s, a->at) < number_of(s, b->at);
}

/* There is one. */
static struct kept
oldest(const struct shards *s)
{
	struct idler_of first = { 0 }, other;
	bool any = false;

	for (uint32_t i = 0; i < s->n; i++) {
		other.at.shard = i;
		if (!replay_oldest(
			s->v[i].replay, &other.at.slot, &other.since))
			continue;
		if (!any || goes_before(s, &other, &first))
			first = other;
		any = true;
	}
	return first.at;
}

/* A flow is about to begin, in whatever shard. */
static void
make_room(void *aux)
{
	struct shards *s = aux;
	struct kept first;
	struct flow room;

	if (!s->one_by_one || shards_room(s) > 0)
		return;
	first = oldest(s);
	s->forgotten++;
	if (s->options.forgets)
		s->options.forgets(
		    s->options.forgets_aux, shards_flow(s, first, &room));
	replay_drop_oldest(s->v[first.shard].replay);
}

void
shards_carry(struct shards *s, uint32_t shard, struct arrival *a)
{
	struct replay *r = s->v[shard].replay;
	uint64_t before = replay_flows(r);

	/* Who is told of a flow that goes asks what is in force. */
	shards_end(s, a->clock);
	s->one_by_one = true;
	replay_packets(r, a, 1);
	s->one_by_one = false;
	if (replay_flows(r) > before)
		s->v[shard].number[a->placed.slot] = ++s->flows;
}

/* --- all flows ---------------------------------------------------------- */

uint64_t
shards_flows(const struct shards *s)
{
	return s->n == 1 ? replay_flows(s->v[0].replay) : s->flows;
}

uint64_t
shards_forgotten(const struct shards *s)
{
	return s->n == 1 ? replay_forgotten(s->v[0].replay) : s->forgotten;
}

uint64_t
shards_aside(const struct shards *s, enum aside why)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < s->n; i++)
		n += replay_aside(s->v[i].replay, why);
	return n;
}

const struct flow *
shards_flow(const struct shards *s, struct kept at, struct flow *room)
{
	if (replay_in_slot(s->v[at.shard].replay, at.slot, room) == NULL)
		return NULL;
	if (s->n > 1)
		room->number = number_of(s, at);
	return room;
}

struct numbered {
	uint64_t number;
	struct kept at;
};

static int
by_number(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static size_t
list_all(const struct shards *s, struct numbered *v)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->n; i++)
		for (uint32_t j = 0; j < replay_slots(s->v[i].replay); j++) {
			struct kept at = { i, j };
			uint64_t number = number_of(s, at);

			if (number)
				v[n++] = (struct numbered){ number, at };
		}
	return n;
}

struct kept *
shards_kept(const struct shards *s, size_t *n)
{
	size_t most = 1;
	struct numbered *v;
	struct kept *kept;

	for (uint32_t i = 0; i < s->n; i++)
		most += replay_slots(s->v[i].replay);
	v = xcalloc(most, sizeof(*v));
	kept = xcalloc(most, sizeof(*kept));
	*n = list_all(s, v);
	/* As long as none had to go, every number is there. */
	if (shards_forgotten(s) > 0)
		qsort(v, *n, sizeof(*v), by_number);
	for (size_t i = 0; i < *n; i++)
		kept[shards_forgotten(s) > 0 ? i : v[i].number - 1] = v[i].at;
	free(v);
	return kept;
}
