/*
 * in_turn.c - pieces of work by several threads, with an end in their order
 */

#include "tools/in_turn.h"

#include <pthread.h>
#include <stdlib.h>

#include "core/arena.h"
#include "tools/spin.h"

struct shared {
	const struct in_turn *work;
	pthread_mutex_t lock;
	pthread_cond_t turn;
	size_t begun; /* pieces */
	size_t used;
	atomic_uint changes; /* of used */
};

struct hand {
	pthread_t thread;
	struct shared *shared;
	uint32_t number;
};

static size_t
next_piece(struct shared *s)
{
	size_t piece;

	pthread_mutex_lock(&s->lock);
	piece = s->begun++;
	pthread_mutex_unlock(&s->lock);
	return piece;
}

static void
await_turn(struct shared *s, size_t piece)
{
	pthread_mutex_lock(&s->lock);
	while (s->used != piece) {
		unsigned seen = atomic_load(&s->changes);

		pthread_mutex_unlock(&s->lock);
		spin_while(&s->changes, seen);
		pthread_mutex_lock(&s->lock);
		if (s->used != piece && atomic_load(&s->changes) == seen)
			pthread_cond_wait(&s->turn, &s->lock);
	}
	pthread_mutex_unlock(&s->lock);
}

static void
end_turn(struct shared *s)
{
	pthread_mutex_lock(&s->lock);
	s->used++;
	atomic_fetch_add(&s->changes, 1);
	pthread_cond_broadcast(&s->turn);
	pthread_mutex_unlock(&s->lock);
}

static void *
run(void *aux)
{
	struct hand *h = aux;
	const struct in_turn *w = h->shared->work;
	size_t piece;

	while ((piece = next_piece(h->shared)) < w->pieces) {
		w->make(w->aux, h->number, piece);
		await_turn(h->shared, piece);
		w->use(w->aux, h->number);
		end_turn(h->shared);
	}
	return NULL;
}

void
in_turn_run(const struct in_turn *w)
{
	struct shared s = { .work = w };
	struct hand *hand = xcalloc(w->threads, sizeof(*hand));
	uint32_t n = 1;

	pthread_mutex_init(&s.lock, NULL);
	pthread_cond_init(&s.turn, NULL);
	for (uint32_t i = 0; i < w->threads; i++)
		hand[i] = (struct hand){ .shared = &s, .number = i };
	/* With fewer threads it takes longer. */
	while (n < w->threads &&
	    pthread_create(&hand[n].thread, NULL, run, &hand[n]) == 0)
		n++;
	run(&hand[0]);
	while (n-- > 1)
		pthread_join(hand[n].thread, NULL);
	pthread_cond_destroy(&s.turn);
	pthread_mutex_destroy(&s.lock);
	free(hand);
}
