/*
 * replay_show.c - what there is to say of the flows of a replay
 */

#include "dataplane/replay_inside.h"

uint64_t
replay_flows(const struct replay *r)
{
	return r->n;
}

uint64_t
replay_forgotten(const struct replay *r)
{
	return r->forgotten;
}

uint64_t
replay_next(struct replay *r, uint64_t n)
{
	return flow_table_next(&r->flows, n);
}

static void
show_counts(struct flow *f, const struct track *t)
{
	f->packets = t->lane[0].packets;
	f->bytes = t->lane[0].bytes;
	f->return_packets = t->lane[1].packets;
	f->return_bytes = t->lane[1].bytes;
	f->unsent_packets = t->unsent;
	f->dropped_packets = t->dropped;
}

static void
show_more(const struct replay *r, struct flow *f, const struct track *t)
{
	const struct more *m = replay_more_if_any(r, t);

	if (m == NULL)
		return;
	f->icmp_errors = m->icmp_errors;
	f->dropped_icmp_errors = m->dropped_icmp_errors;
	f->exchange.told = m->told;
}

static void
show_ways(const struct replay *r, struct flow *f, const struct track *t)
{
	static const struct flow_key unknown;
	uint64_t number = t->number;
	const struct traces *traces = table_find(&r->traces, &number);
	struct exchange *x = &f->exchange;

	f->shard = r->options.shard;
	f->story[0] = t->course[0].story;
	f->story[1] = t->course[1].story;
	stories_tell(&r->stories, t->course[0].story, &t->first, &x->forward,
	    &x->way[0]);
	stories_tell(
	    &r->stories, t->course[1].story, &unknown, &x->back, &x->way[1]);
	f->there = traces ? traces->way[0] : NULL;
	f->back = traces ? traces->way[1] : NULL;
}

static const struct flow *
show(const struct replay *r, const struct track *t, struct flow *f)
{
	*f = (struct flow){ .number = t->number,
		.key = t->key,
		.start = t->start,
		.end = t->end,
		.has_return = t->has_return,
		.midstream = t->midstream,
		.offloaded = t->offloaded,
		.src_resource = t->src_resource,
		.dst_resource = t->dst_resource };
	f->cut = (struct cut){ t->cut.is, t->cut.back, t->cut.code, t->cut.node,
		t->cut.at };
	show_counts(f, t);
	show_ways(r, f, t);
	show_more(r, f, t);
	return f;
}

const struct flow *
replay_flow(struct replay *r, uint64_t n)
{
	const struct track *t = flow_table_get(&r->flows, n);

	return t ? show(r, t, r->shown) : NULL;
}

uint32_t
replay_slots(const struct replay *r)
{
	return r->flows.n;
}

uint64_t
replay_number(const struct replay *r, uint32_t slot)
{
	return r->flows.track[slot].number;
}

const struct flow *
replay_in_slot(const struct replay *r, uint32_t slot, struct flow *room)
{
	const struct track *t = &r->flows.track[slot];

	return t->number ? show(r, t, room) : NULL;
}

uint64_t
replay_aside(const struct replay *r, enum aside why)
{
	return r->aside[why];
}

bool
replay_is_latest(const struct replay *r, const struct flow *f)
{
	struct flow_probe p;
	const struct track *t;
	bool back;

	flow_table_probe(&r->flows, &f->key, &p);
	t = flow_table_search(&r->flows, &p, &back);
	return t && t->start.ns == f->start.ns && flow_key_eq(&t->key, &f->key);
}

const char *
replay_cut_at(const struct replay *r, const struct flow *f)
{
	return f->cut.is ? r->snap->node[f->cut.node].name : NULL;
}

void
replay_judge(struct replay *r, const struct flow *f, struct facts *facts)
{
	const struct exchange *x = &f->exchange;
	struct fate_key key = { { f->story[0], f->story[1] }, f->shard,
		(uint32_t)r->nlater };

	if (x->told.message == MESSAGE_NONE)
		fates_judge(&r->fates, &key, r->snap, x, facts);
	else
		facts_of_ways(r->snap, x, x->back.sent, facts);
}

void
replay_facts(struct replay *r, const struct flow *f, struct arena *a,
    struct facts *facts)
{
	replay_judge(r, f, facts);
	facts_add_ends(r->snap, &f->exchange.forward, NULL, a, facts);
}
