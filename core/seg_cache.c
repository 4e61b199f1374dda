/*
 * seg_cache.c - segments that have been resolved before
 *
 * A key has eight slots, neighbours, that it may be in.  A new one takes the
 * first of them that is empty or outdated, behind which the key cannot be then,
 * else its home.  While it is half full the table doubles, up to its bound.
 *
 *	an entry with segment null is empty; epochs begin at 1
 */

#include "core/seg_cache.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/arena.h"
#include "core/pages.h"
#include "core/rng.h"
#include "core/table.h"

enum { FIRST_KEYS = 1 << 10, WAYS = 8, RECENT_BITS = 10 };

/* Everything that a segment depends on; compared as bytes. */
struct question {
	struct flow_key key;
	struct place at;
	uint32_t epoch;
};

struct answer {
	struct question question;
	const struct seg *seg;
};

_Static_assert(sizeof(struct question) == 56, "question has padding");
_Static_assert(sizeof(struct answer) == CACHE_LINE, "two lines for an answer");
_Static_assert(sizeof(struct op) == 32, "op has padding");
_Static_assert(sizeof(struct waypoint) == 16, "waypoint has padding");

/* Segments with this hash of their content; nearly always one. */
struct kept {
	uint64_t hash; /* the key */
	struct shared *first;
};

struct shared {
	struct shared *next;
	uint32_t at; /* in the list of them all */
	struct seg seg;
};

struct seg_cache {
	struct answer *answer;
	uint32_t mask;
	uint32_t used; /* of this size and epoch */
	uint32_t epoch;
	uint64_t seed;
	struct arena *arena; /* of the segments */
	struct table kept;
	/* By recent_place(): what was kept last; or null. */
	const struct shared *recent[1 << RECENT_BITS];
	const struct seg *numbered[SEG_CACHE_SEGMENTS];
	uint32_t nseg;
	uint64_t first; /* the number of numbered[0]; never decreases */
};

static void
take_memory(struct seg_cache *c, uint32_t keys)
{
	c->answer = pages_alloc(keys * sizeof(*c->answer));
	c->mask = keys - 1;
	c->used = 0;
}

static void
give_memory(struct seg_cache *c)
{
	pages_free(c->answer, ((size_t)c->mask + 1) * sizeof(*c->answer));
}

struct seg_cache *
seg_cache_new(uint64_t seed)
{
	struct seg_cache *c = xcalloc(1, sizeof(*c));

	c->seed = seed;
	c->epoch = 1;
	c->first = 1;
	c->arena = arena_new();
	take_memory(c, FIRST_KEYS);
	table_init(&c->kept, sizeof(uint64_t), sizeof(struct kept), seed);
	return c;
}

void
seg_cache_free(struct seg_cache *c)
{
	if (c == NULL)
		return;
	give_memory(c);
	table_fini(&c->kept);
	arena_free(c->arena);
	free(c);
}

/* No entry has a new epoch, so that whatever entries point at may go. */
void
seg_cache_advance(struct seg_cache *c)
{
	c->epoch++;
	c->used = 0;
	c->first += c->nseg;
	c->nseg = 0;
	memset(c->recent, 0, sizeof(c->recent));
	table_fini(&c->kept);
	table_init(&c->kept, sizeof(uint64_t), sizeof(struct kept), c->seed);
	arena_reset(c->arena);
}

static struct question
question(
    const struct seg_cache *c, const struct place *at, const struct flow_key *k)
{
	return (struct question){ *k, *at, c->epoch };
}

static inline bool
is_answer(const struct seg_cache *c, const struct answer *a,
    const struct place *at, const struct flow_key *k)
{
	const struct question *q = &a->question;

	return flow_key_eq(&q->key, k) && q->epoch == c->epoch &&
	    place_eq(&q->at, at);
}

static uint32_t
home(const struct seg_cache *c, const struct question *q)
{
	return (uint32_t)XXH3_64bits_withSeed(q, sizeof(*q), c->seed) & c->mask;
}

/* Does the slot hold something that must not be lost? */
static bool
is_current(const struct seg_cache *c, const struct answer *a)
{
	return a->seg && a->question.epoch == c->epoch;
}

const struct seg *
seg_cache_get(struct seg_cache *c, const struct place *at,
    const struct flow_key *k, uint32_t *hint)
{
	const struct answer *a = &c->answer[*hint & c->mask];
	struct question q;

	if (is_answer(c, a, at, k))
		return a->seg;
	q = question(c, at, k);
	*hint = home(c, &q);
	for (uint32_t way = 0; way < WAYS; way++) {
		a = &c->answer[*hint ^ way];
		if (!is_current(c, a))
			break;
		if (is_answer(c, a, at, k)) {
			*hint ^= way;
			return a->seg;
		}
	}
	return NULL;
}

/* --- segments, each content once ---------------------------------------- */

bool
seg_eq(const struct seg *a, const struct seg *b)
{
	return a->nop == b->nop && a->nway == b->nway &&
	    memcmp(a->op, b->op, a->nop * sizeof(a->op[0])) == 0 &&
	    memcmp(a->way, b->way, a->nway * sizeof(a->way[0])) == 0;
}

static uint64_t
content_hash(const struct seg *s, uint64_t seed)
{
	seed = XXH3_64bits_withSeed(s->op, s->nop * sizeof(s->op[0]), seed);
	return XXH3_64bits_withSeed(s->way, s->nway * sizeof(s->way[0]), seed);
}

static const struct shared *
share_by_hash(struct seg_cache *c, const struct seg *s)
{
	uint64_t hash = content_hash(s, c->seed);
	struct kept *k = table_have(&c->kept, &hash, (vtime){ 0 });
	struct shared *h;

	for (h = k->first; h; h = h->next)
		if (seg_eq(&h->seg, s))
			return h;
	h = arena_copy(c->arena,
	    &(struct shared){ .next = k->first, .at = c->nseg, .seg = *s },
	    sizeof(*h));
	k->first = h;
	c->numbered[c->nseg++] = &h->seg;
	return h;
}

/* Of its first and its last op, as segments differ there if anywhere. */
static uint32_t
recent_place(const struct seg *s)
{
	const struct op *first = &s->op[0], *last = &s->op[s->nop - 1];
	uint64_t h = ((uint64_t)first->node << 32 | last->node) ^
	    ((uint64_t)last->next.node << 16 | first->arg << 8 | s->nop);

	return (uint32_t)(rng_mix(h) >> (64 - RECENT_BITS));
}

/* Nearly all segments are like one of a few. */
static const struct shared *
share(struct seg_cache *c, const struct seg *s)
{
	const struct shared **recent = &c->recent[recent_place(s)];

	if (*recent == NULL || !seg_eq(&(*recent)->seg, s))
		*recent = share_by_hash(c, s);
	return *recent;
}

static void
make_room(struct seg_cache *c)
{
	if (c->nseg == SEG_CACHE_SEGMENTS)
		seg_cache_advance(c);
}

const struct seg *
seg_cache_keep(struct seg_cache *c, const struct seg *s, uint32_t *number)
{
	const struct shared *h;
	uint64_t n;

	make_room(c);
	h = share(c, s);
	n = c->first + h->at;
	*number = n <= UINT32_MAX ? (uint32_t)n : 0;
	return &h->seg;
}

const struct seg *
seg_cache_numbered(const struct seg_cache *c, uint32_t number)
{
	uint64_t at = number - c->first;

	return at < c->nseg ? c->numbered[at] : NULL;
}

/* --- putting ------------------------------------------------------------ */

static uint32_t
place_answer(struct seg_cache *c, const struct answer *new)
{
	uint32_t at = home(c, &new->question), way = 0;

	while (way < WAYS && is_current(c, &c->answer[at ^ way]))
		way++;
	if (way < WAYS) {
		c->used++;
		at ^= way;
	}
	c->answer[at] = *new;
	return at;
}

static void
grow(struct seg_cache *c)
{
	struct seg_cache old = *c;

	take_memory(c, 2 * (old.mask + 1));
	for (size_t i = 0; i <= old.mask; i++)
		if (is_current(c, &old.answer[i]))
			place_answer(c, &old.answer[i]);
	give_memory(&old);
}

const struct seg *
seg_cache_put(struct seg_cache *c, const struct place *at,
    const struct flow_key *k, uint32_t *hint, const struct seg *seg)
{
	struct answer a;

	make_room(c);
	if (c->used > c->mask / 2 && c->mask + 1 < SEG_CACHE_KEYS)
		grow(c);
	a = (struct answer){ question(c, at, k), &share(c, seg)->seg };
	*hint = place_answer(c, &a);
	return a.seg;
}
