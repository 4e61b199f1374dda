/*
 * replay_sum.c - a replay in figures: by path class and by drop code
 */

#include "tools/replay_sum.h"

#include <stdlib.h>

#include "tools/tracing.h"

static const char *const parse_id[] = {
	[PARSE_OK] = "ok",
	[PARSE_NOT_IP] = "not-ip",
	[PARSE_LINK_TYPE] = "link-type",
	[PARSE_TRUNCATED] = "truncated",
	[PARSE_MALFORMED] = "malformed",
};

static void
add(struct sum *s, const struct flow *f)
{
	s->flows++;
	s->packets += f->packets + f->return_packets;
	s->bytes += f->bytes + f->return_bytes;
}

static void
merge(struct sum *s, const struct sum *other)
{
	s->flows += other->flows;
	s->packets += other->packets;
	s->bytes += other->bytes;
}

static struct code_sum *
of_code(struct replay_sum *s, drop_code code)
{
	struct code_sum *new;

	for (size_t i = 0; i < s->ncode; i++)
		if (s->code[i].code == code)
			return &s->code[i];
	new = ARENA_PUSH(s->arena, s->code, s->ncode);
	new->code = code;
	return new;
}

static void
add_code(struct replay_sum *s, drop_code code, const struct flow *f)
{
	struct code_sum *c = of_code(s, code);

	add(&c->sum, f);
	c->dropped += f->dropped_packets;
}

static int
by_flows(const void *a, const void *b)
{
	const struct code_sum *x = a, *y = b;

	if (x->sum.flows != y->sum.flows)
		return x->sum.flows < y->sum.flows ? 1 : -1;
	return (x->code > y->code) - (x->code < y->code);
}

static void
add_aside(struct replay_sum *s, const char *id, const char *text, uint64_t n)
{
	if (n)
		s->aside[s->naside++] = (struct aside_sum){ id, text, n };
}

static void
sum_asides(struct replay_sum *s, const struct replay_run *run)
{
	for (int i = 0; i < PARSE_RESULTS; i++)
		if (i != PARSE_OK)
			add_aside(s, parse_id[i],
			    parse_result_text((enum parse_result)i),
			    run->parsed[i]);
	for (int i = 0; i < ASIDES; i++)
		add_aside(s, aside_id[i], aside_text[i],
		    shards_aside(run->shards, (enum aside)i));
}

void
replay_sum_add(
    struct replay_sum *s, const struct replay_run *run, const struct flow *f)
{
	struct facts facts;

	replay_run_judge(run, f, &facts);
	add(&s->all, f);
	add(&s->by_class[facts.path_class], f);
	if (!facts.delivered)
		add_code(s, facts.code, f);
	s->denied += facts.request.result == REQUEST_DENIED;
	s->offloaded += f->offloaded;
	s->assumed |= tracing_assumed(&facts);
}

void
replay_sum_merge(struct replay_sum *s, const struct replay_sum *other)
{
	merge(&s->all, &other->all);
	for (int i = 0; i < CLASSES; i++)
		merge(&s->by_class[i], &other->by_class[i]);
	for (size_t i = 0; i < other->ncode; i++) {
		struct code_sum *c = of_code(s, other->code[i].code);

		merge(&c->sum, &other->code[i].sum);
		c->dropped += other->code[i].dropped;
	}
	s->denied += other->denied;
	s->offloaded += other->offloaded;
	s->assumed |= other->assumed;
}

void
replay_sum_kept(struct replay_sum *s, const struct replay_run *run,
    const struct kept *kept, size_t n)
{
	struct flow room;

	for (size_t i = 0; i < n; i++)
		replay_sum_add(
		    s, run, shards_flow(run->shards, kept[i], &room));
}

void
replay_sum_finish(struct replay_sum *s, const struct replay_run *run)
{
	if (s->ncode)
		qsort(s->code, s->ncode, sizeof(*s->code), by_flows);
	sum_asides(s, run);
}
