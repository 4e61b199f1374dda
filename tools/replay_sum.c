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
add_code(struct replay_sum *s, drop_code code, const struct flow *f)
{
	size_t i = 0;

	while (i < s->ncode && s->code[i].code != code)
		i++;
	if (i == s->ncode)
		ARENA_PUSH(s->arena, s->code, s->ncode)->code = code;
	add(&s->code[i].sum, f);
	s->code[i].dropped += f->dropped_packets;
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
