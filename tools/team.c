/*
 * team.c - several threads that carry the packets of captures
 *
 * Windows go round in a ring.  Each is walked, after the one before it; carried,
 * by each shard after the window before it; and told, after the one before it.
 * Whoever has nothing to do looks for the next job, and walks first, so that
 * nobody runs out of work; a thread has a shard of its own, whose tables are in
 * its cache, and takes another only if nobody else does.
 *
 * The lock guards what follows it in struct team; a job belongs to the thread
 * that has it, and what jobs hand to each other goes by the lock.  Jobs take
 * some ten microseconds and more, so who finds none spins for so long before it
 * sleeps.
 */

#include "tools/team.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "tools/spin.h"

enum { RING = 8, ANYBODY = UINT32_MAX };

struct place_in_ring {
	struct window window;
	struct news *news; /* by shard */
	uint32_t carried;  /* shards that have */
	bool one_by_one;
};

struct carrying {
	struct carrier *by;
	uint64_t done; /* windows */
	bool busy;
};

struct worker {
	pthread_t thread;
	struct team *team;
	uint32_t own; /* its shard */
};

struct team {
	struct team_plan plan;
	uint32_t nshards;
	struct worker *worker; /* from 1: 0 is who calls */
	uint32_t hired;
	atomic_uint changes; /* of what is guarded */

	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint32_t asleep;
	bool quits;
	const struct frames *frames; /* null: nothing is being carried */
	int more;                    /* what the frames have said last */
	bool walking, telling;
	/* Windows that have come so far.  told <= settled <= walked <= told +
	 * RING. */
	uint64_t walked, settled, told;
	uint64_t packets;          /* walked */
	uint64_t room;             /* for flows, when all told ones are there */
	struct carrying *carrying; /* by shard */
	struct division division;  /* of who walks */
	struct place_in_ring *ring[RING];
};

enum job_kind { NOTHING, WALK, CARRY, CARRY_ALL, TELL };

struct job {
	enum job_kind kind;
	struct place_in_ring *at;
	uint32_t shard;
};

static struct place_in_ring *
nth(const struct team *t, uint64_t window)
{
	return t->ring[window % RING];
}

/* --- what there is to do; with the lock --------------------------------- */

/* Flows that may begin before this window is told, itself included. */
static uint64_t
may_begin(const struct team *t, uint64_t window)
{
	uint64_t n = 0;

	for (uint64_t i = t->told; i <= window; i++)
		n += nth(t, i)->window.n;
	return n;
}

/* May flows have to make room?  That is decided when it is known how many there
 * are, or that there are few enough. */
static void
settle_what_can(struct team *t)
{
	for (; t->settled < t->walked; t->settled++) {
		struct place_in_ring *at = nth(t, t->settled);

		at->one_by_one = may_begin(t, t->settled) > t->room;
		if (at->one_by_one && t->told < t->settled)
			return;
	}
}

/* Its next window is settled, and each shard may go its own way. */
static bool
may_carry(const struct team *t, uint32_t shard)
{
	const struct carrying *c = &t->carrying[shard];

	return !c->busy && c->done < t->settled && !nth(t, c->done)->one_by_one;
}

static bool
find_shard(struct team *t, uint32_t of, struct job *j)
{
	for (uint32_t i = 0; i < t->nshards; i++) {
		if ((of != ANYBODY && i != of) || !may_carry(t, i))
			continue;
		t->carrying[i].busy = true;
		*j = (struct job){ CARRY, nth(t, t->carrying[i].done), i };
		return true;
	}
	return false;
}

/* A window whose packets go one after the other is alone. */
static bool
find_one_by_one(struct team *t, struct job *j)
{
	struct place_in_ring *at = nth(t, t->told);

	if (t->told == t->settled || !at->one_by_one || t->carrying[0].busy ||
	    t->carrying[0].done > t->told)
		return false;
	for (uint32_t i = 0; i < t->nshards; i++)
		t->carrying[i].busy = true;
	*j = (struct job){ CARRY_ALL, at, 0 };
	return true;
}

static struct job
find_job(struct team *t, uint32_t own)
{
	struct job j = { NOTHING, NULL, 0 };

	settle_what_can(t);
	if (!t->telling && t->told < t->settled &&
	    nth(t, t->told)->carried == t->nshards) {
		t->telling = true;
		return (struct job){ TELL, nth(t, t->told), 0 };
	}
	if (t->frames && t->more > 0 && !t->walking &&
	    t->walked < t->told + RING) {
		t->walking = true;
		return (struct job){ WALK, nth(t, t->walked), 0 };
	}
	if (!find_one_by_one(t, &j) && !find_shard(t, own, &j))
		find_shard(t, ANYBODY, &j);
	return j;
}

/* --- doing it; without -------------------------------------------------- */

/* A name that a packet has told is in the record of a flow that goes for the
 * next one. */
static void
carry_all(struct team *t, struct place_in_ring *at)
{
	struct carrier *by = t->carrying[0].by;
	struct news *news = &at->news[0];
	uint32_t gone[SHARDS_MOST] = { 0 };
	const struct walked *f;

	while ((f = window_next(&at->window, gone)) != NULL) {
		carrier_carry_any(by, &at->window, f, news);
		if (news->ntold)
			name_keep(&news->told[0].told, t->plan.with.map,
			    t->plan.notes, t->plan.names);
		news->ntold = 0;
	}
	for (uint32_t i = 1; i < t->nshards; i++)
		carrier_set_latest(t->carrying[i].by, carrier_latest(by));
}

static void
tell_flows(struct team *t, const struct place_in_ring *at)
{
	struct openings list[SHARDS_MOST];

	for (uint32_t i = 0; i < t->nshards; i++)
		list[i] = (struct openings){ at->news[i].opened,
			at->news[i].nopened };
	shards_number(t->plan.with.shards, list);
}

/* In the order of packets. */
static void
tell_names(struct team *t, const struct place_in_ring *at)
{
	size_t next[SHARDS_MOST] = { 0 };

	for (;;) {
		const struct told_at *first = NULL;
		uint32_t of = 0;

		for (uint32_t i = 0; i < t->nshards; i++) {
			const struct news *n = &at->news[i];

			if (next[i] < n->ntold &&
			    (first == NULL ||
				n->told[next[i]].packet < first->packet)) {
				first = &n->told[next[i]];
				of = i;
			}
		}
		if (first == NULL)
			return;
		name_keep(&first->told, t->plan.with.map, t->plan.notes,
		    t->plan.names);
		next[of]++;
	}
}

static void
tell(struct team *t, struct place_in_ring *at)
{
	tell_flows(t, at);
	tell_names(t, at);
	for (uint32_t i = 0; i < t->nshards; i++) {
		struct news *n = &at->news[i];

		for (int r = 0; r < PARSE_RESULTS; r++)
			t->plan.parsed[r] += n->parsed[r];
		memset(n->parsed, 0, sizeof(n->parsed));
		n->nopened = n->ntold = 0;
	}
}

/* Of a walk what the frames have said. */
static int
run(struct team *t, const struct job *j)
{
	switch (j->kind) {
	case WALK:
		return window_walk(&j->at->window, t->frames, &t->division);
	case CARRY:
		carrier_carry(t->carrying[j->shard].by, &j->at->window,
		    &j->at->news[j->shard]);
		break;
	case CARRY_ALL:
		carry_all(t, j->at);
		break;
	case TELL:
		tell(t, j->at);
		break;
	case NOTHING:
		break;
	}
	return 0;
}

/* --- having done it; with the lock -------------------------------------- */

static void
walked(struct team *t, struct place_in_ring *at, int more)
{
	t->walking = false;
	t->more = more;
	if (at->window.n == 0)
		return;
	at->window.first = t->packets;
	t->packets += at->window.n;
	at->carried = 0;
	t->walked++;
}

static void
carried(struct team *t, struct place_in_ring *at, uint32_t shard)
{
	t->carrying[shard].busy = false;
	t->carrying[shard].done++;
	at->carried++;
}

static void
done(struct team *t, const struct job *j, int more)
{
	switch (j->kind) {
	case WALK:
		walked(t, j->at, more);
		break;
	case CARRY:
		carried(t, j->at, j->shard);
		break;
	case CARRY_ALL:
		for (uint32_t i = 0; i < t->nshards; i++)
			carried(t, j->at, i);
		break;
	case TELL:
		t->telling = false;
		t->told++;
		t->room = shards_room(t->plan.with.shards);
		break;
	case NOTHING:
		break;
	}
	atomic_fetch_add(&t->changes, 1);
	if (t->asleep)
		pthread_cond_broadcast(&t->changed);
}

/* --- threads ------------------------------------------------------------ */

/* Until something may have changed. */
static void
rest(struct team *t)
{
	unsigned seen = atomic_load(&t->changes);

	pthread_mutex_unlock(&t->lock);
	spin_while(&t->changes, seen);
	pthread_mutex_lock(&t->lock);
	if (atomic_load(&t->changes) != seen)
		return;
	t->asleep++;
	pthread_cond_wait(&t->changed, &t->lock);
	t->asleep--;
}

/* All that was begun is told. */
static bool
is_over(const struct team *t)
{
	return t->more <= 0 && !t->walking && t->told == t->walked;
}

/* The caller of team_carry() works until that is done, others until they are
 * told to quit. */
static void
work(struct team *t, uint32_t own)
{
	pthread_mutex_lock(&t->lock);
	while (own == 0 ? !is_over(t) : !t->quits) {
		struct job j = find_job(t, own);
		int more;

		if (j.kind == NOTHING) {
			rest(t);
			continue;
		}
		pthread_mutex_unlock(&t->lock);
		more = run(t, &j);
		pthread_mutex_lock(&t->lock);
		done(t, &j, more);
	}
	pthread_mutex_unlock(&t->lock);
}

int
team_carry(struct team *t, const struct frames *frames)
{
	pthread_mutex_lock(&t->lock);
	t->frames = frames;
	t->more = 1;
	t->room = shards_room(t->plan.with.shards);
	atomic_fetch_add(&t->changes, 1);
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
	work(t, 0);
	return t->more;
}

void
team_end(struct team *t)
{
	vtime latest = carrier_latest(t->carrying[0].by), begin;

	for (uint32_t i = 0; i < t->nshards; i++)
		if (carrier_begin(t->carrying[i].by, &begin))
			shards_begin(t->plan.with.shards, begin);
	if (vtime_before(latest, t->division.clock))
		latest = t->division.clock;
	if (latest.ns != INT64_MIN)
		shards_end(t->plan.with.shards, latest);
}

static void *
begin(void *aux)
{
	struct worker *w = aux;

	work(w->team, w->own);
	return NULL;
}

/* With fewer threads than asked for it takes longer. */
static void
hire(struct team *t)
{
	t->worker = xcalloc(t->plan.threads, sizeof(*t->worker));
	for (t->hired = 1; t->hired < t->plan.threads; t->hired++) {
		struct worker *w = &t->worker[t->hired];

		*w = (struct worker){ .team = t, .own = t->hired };
		if (pthread_create(&w->thread, NULL, begin, w) != 0)
			return;
	}
}

static size_t
news_bytes(const struct team *t)
{
	return t->nshards * sizeof(struct news);
}

struct team *
team_new(const struct team_plan *plan)
{
	struct team *t = xcalloc(1, sizeof(*t));

	t->plan = *plan;
	t->nshards = shards_n(plan->with.shards);
	t->division = (struct division){ plan->with.key, plan->with.map,
		{ INT64_MIN }, { INT64_MIN } };
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->changed, NULL);
	t->carrying = xcalloc(t->nshards, sizeof(*t->carrying));
	for (uint32_t i = 0; i < t->nshards; i++)
		t->carrying[i].by = carrier_new(&plan->with, i);
	for (int i = 0; i < RING; i++) {
		t->ring[i] = xcalloc(1, sizeof(*t->ring[i]));
		window_init(&t->ring[i]->window, t->nshards);
		t->ring[i]->news = pages_alloc(news_bytes(t));
	}
	hire(t);
	return t;
}

static void
dismiss(struct team *t)
{
	pthread_mutex_lock(&t->lock);
	t->quits = true;
	atomic_fetch_add(&t->changes, 1);
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
	for (uint32_t i = 1; i < t->hired; i++)
		pthread_join(t->worker[i].thread, NULL);
}

static void
free_ring(struct team *t)
{
	for (int i = 0; i < RING; i++) {
		for (uint32_t j = 0; j < t->nshards; j++)
			news_fini(&t->ring[i]->news[j]);
		pages_free(t->ring[i]->news, news_bytes(t));
		window_fini(&t->ring[i]->window);
		free(t->ring[i]);
	}
}

void
team_free(struct team *t)
{
	if (t == NULL)
		return;
	dismiss(t);
	free_ring(t);
	for (uint32_t i = 0; i < t->nshards; i++)
		carrier_free(t->carrying[i].by);
	free(t->carrying);
	free(t->worker);
	pthread_cond_destroy(&t->changed);
	pthread_mutex_destroy(&t->lock);
	free(t);
}
