/*
 * resolve.c - from (snapshot, place, key) to a segment
 *
 * This file does not include sim.h.  That is the point of it: with nothing
 * here that changes or tells the time, the answer is that of a pure function.
 */

#include <stdarg.h>

#include "core/node.h"
#include "core/trace.h"

struct resolver {
	const struct snap *snap;
	struct flow_key key; /* as it is after the rewrites so far */
	struct place at;
	struct seg *seg;
	struct trace *trace;
	bool done;
	bool wrapped;
	struct flow_key inner;     /* as in the packet */
	struct place tunnel_began; /* node NODE_NONE: in no tunnel yet */
};

const struct flow_key *
r_key(const struct resolver *r)
{
	return &r->key;
}

struct place
r_at(const struct resolver *r)
{
	return r->at;
}

const struct node *
r_node(const struct resolver *r, uint32_t node)
{
	return &r->snap->node[node];
}

const void *
r_cfg(const struct resolver *r, uint32_t node)
{
	return r->snap->node[node].cfg;
}

const void *
r_world(const struct resolver *r)
{
	return r->snap->world;
}

/*
 * A waypoint for this node at this op: the last one, or a new one.  The last
 * one there is room for serves all that come after it.
 */
static struct waypoint *
waypoint(struct resolver *r, uint32_t node)
{
	struct seg *s = r->seg;
	struct waypoint *last = s->nway ? &s->way[s->nway - 1] : NULL;

	if (last &&
	    ((last->node == node && last->ops == s->nop) || s->nway == SEG_WAY))
		return last;
	last = &s->way[s->nway++];
	*last = (struct waypoint){ .node = node, .ops = (uint16_t)s->nop };
	return last;
}

void
r_way(struct resolver *r, uint32_t node)
{
	waypoint(r, node)->listed = true;
}

void
r_mark(struct resolver *r, uint64_t marks)
{
	waypoint(r, r->at.node)->marks |= marks;
}

void
r_exit(struct resolver *r)
{
	waypoint(r, r->at.node)->exit = true;
}

struct hop *
r_hop(struct resolver *r, uint32_t node, enum action action)
{
	struct hop *h;

	if (r->trace == NULL)
		return NULL;
	h = trace_hop(r->trace, node, action, &r->key);
	h->ops = r->seg->nop;
	return h;
}

char *
r_text(struct resolver *r, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(r->trace->arena, fmt, ap);
	va_end(ap);
	return s;
}

void
r_considered(struct resolver *r, struct hop *h, struct considered c)
{
	*ARENA_PUSH(r->trace->arena, h->considered, h->nconsidered) = c;
}

/* Room for the last op is kept for the one that ends the segment. */
static void
emit(struct resolver *r, struct op op)
{
	struct seg *s = r->seg;

	if (op.code == OP_STEP && s->nop == SEG_OPS - 1)
		op = (struct op){
			.code = OP_DROP, .why = DROP_LOOP, .node = r->at.node
		};
	s->op[s->nop++] = op;
	r->done = op.code != OP_STEP;
}

void
r_step(struct resolver *r, struct step_words w)
{
	if (r->done)
		return;
	if (w.hop) {
		w.hop->ops = r->seg->nop;
		w.hop->step = true;
	}
	emit(r,
	    (struct op){ .code = OP_STEP,
		.message_side = w.message_side,
		.why = w.if_refused,
		.node = r->at.node,
		.next = { r->at.node, r->at.from, w.side_if_rewritten,
		    r->at.tags },
		.arg = w.arg,
		.step = w.step });
}

void
r_rewrite(struct resolver *r, const struct step *step, uint32_t arg,
    const struct flow_key *after)
{
	r_step(r, (struct step_words){ .step = step, .arg = arg });
	r->key = *after;
}

void
r_wrap(struct resolver *r, const struct step *step, uint32_t arg,
    const struct flow_key *outer)
{
	struct flow_key inner = r->key;

	if (r->tunnel_began.node == NODE_NONE)
		r->tunnel_began = r->at;
	r_rewrite(r, step, arg, outer);
	r->inner = inner;
	r->wrapped = true;
}

void
r_unwrap(struct resolver *r, const struct step *step, uint32_t arg)
{
	struct flow_key outer = r->key;

	r_rewrite(r, step, arg, &r->inner);
	r->inner = outer;
	r->wrapped = false;
}

const struct place *
r_tunnel(const struct resolver *r)
{
	return r->wrapped ? &r->tunnel_began : NULL;
}

void
r_tag(struct resolver *r, uint16_t tags)
{
	r->at.tags |= tags;
}

void
r_untag(struct resolver *r)
{
	r->at.tags = 0;
}

/* What comes after the link is another segment, for time passes. */
static void
go_along(struct resolver *r, uint32_t link)
{
	if (!r->done && link != LINK_NONE)
		emit(r,
		    (struct op){ .code = OP_LINK,
			.why = DROP_QUEUE_FULL,
			.node = r->at.node,
			.next = r->at,
			.arg = link });
}

void
r_goto_from(struct resolver *r, uint32_t from, uint32_t node, uint16_t side)
{
	r->at = (struct place){ node, from, side, r->at.tags };
	if (r->snap->link_to)
		go_along(r, r->snap->link_to(r->snap, &r->at));
}

void
r_goto(struct resolver *r, uint32_t node, uint16_t side)
{
	r_goto_from(r, r->at.node, node, side);
}

void
r_deliver_answered_at(
    struct resolver *r, uint32_t answer_node, uint16_t answer_side)
{
	if (r->done)
		return;
	r_hop(r, r->at.node, ACT_DELIVER);
	emit(r,
	    (struct op){ .code = OP_DELIVER,
		.node = r->at.node,
		.next = { answer_node, r->at.from, answer_side, 0 } });
}

void
r_deliver(struct resolver *r, uint16_t answer_side)
{
	r_deliver_answered_at(r, r->at.node, answer_side);
}

void
r_drop_told(struct resolver *r, drop_code why, uint32_t node)
{
	if (!r->done)
		emit(r,
		    (struct op){ .code = OP_DROP, .why = why, .node = node });
}

void
r_drop(struct resolver *r, drop_code why, uint32_t node)
{
	struct hop *h = r->done ? NULL : r_hop(r, node, ACT_DROP);

	if (h)
		h->code = why;
	r_drop_told(r, why, node);
}

void
resolve(const struct snap *snap, struct place at, const struct flow_key *key,
    struct trace *trace, struct seg *seg)
{
	struct resolver r = { .snap = snap,
		.key = *key,
		.at = at,
		.seg = seg,
		.trace = trace,
		.tunnel_began = { .node = NODE_NONE } };

	seg->nop = seg->nway = 0;
	if (trace)
		trace->segment = trace->n;
	for (int hops = 0; !r.done; hops++) {
		const struct node *n = &snap->node[r.at.node];

		if (hops == HOPS_MAX)
			r_drop(&r, DROP_LOOP, r.at.node);
		else
			n->class->resolve(&r, n->cfg);
	}
}
