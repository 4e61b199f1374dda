/*
 * replay_records.c - sums and lines of many flows, by several threads
 *
 * What is remembered of facts that come again is a replay's, so each thread asks
 * another replay; any of them has the answers for the flows of all.
 */

#include "tools/replay_records.h"

#include "core/pages.h"
#include "tools/in_turn.h"
#include "tools/out.h"

enum { PIECE = 256 /* flows */ };

/* On cache lines of its own. */
struct clerk {
	_Alignas(CACHE_LINE) struct replay_run run;
	struct replay_view view;
	struct replay_sum sum;
	struct out *lines; /* in memory */
	struct replay_json json;
};

struct office {
	const struct replay_view *view;
	struct out *out;
	struct clerk *clerk; /* by thread */
};

static void
hire(struct office *o, uint32_t thread)
{
	struct clerk *c = &o->clerk[thread];

	c->run = *o->view->run;
	c->run.replay = shards_replay(c->run.shards, thread);
	c->view = *o->view;
	c->view.run = &c->run;
	c->view.partial = false;
	c->sum.arena = arena_new();
	if (o->out == NULL)
		return;
	c->lines = out_open_memory(false);
	replay_json_begin(&c->json, c->lines, &c->view, false);
}

static void
dismiss(struct clerk *c)
{
	arena_free(c->sum.arena);
	if (c->lines == NULL)
		return;
	replay_json_end(&c->json);
	out_close(c->lines);
}

static void
make(void *aux, uint32_t thread, size_t piece)
{
	struct office *o = aux;
	struct clerk *c = &o->clerk[thread];
	size_t end = (piece + 1) * PIECE;

	for (size_t i = piece * PIECE; i < o->view->nflow && i < end; i++) {
		struct flow room;
		const struct flow *f =
		    shards_flow(c->run.shards, o->view->flow[i], &room);

		if (c->lines)
			replay_json_flow(&c->json, f);
		replay_sum_add(&c->sum, &c->run, f);
	}
}

static void
use(void *aux, uint32_t thread)
{
	struct office *o = aux;
	struct clerk *c = &o->clerk[thread];

	if (c->lines == NULL)
		return;
	out_move(c->lines, o->out);
	out_commit(o->out);
}

void
replay_records(
    const struct replay_view *v, struct replay_sum *sum, struct out *out)
{
	uint32_t threads = shards_n(v->run->shards);
	struct office o = { .view = v,
		.out = out,
		.clerk = pages_alloc(threads * sizeof(*o.clerk)) };

	for (uint32_t i = 0; i < threads; i++)
		hire(&o, i);
	in_turn_run(&(struct in_turn){ .pieces = (v->nflow + PIECE - 1) / PIECE,
	    .threads = threads,
	    .make = make,
	    .use = use,
	    .aux = &o });
	for (uint32_t i = 0; i < threads; i++) {
		replay_sum_merge(sum, &o.clerk[i].sum);
		dismiss(&o.clerk[i]);
	}
	pages_free(o.clerk, threads * sizeof(*o.clerk));
}
