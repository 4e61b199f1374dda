/*
 * trace.c - the explanation of one packet's journey, hop by hop
 */

#include "core/trace.h"

#include <stdarg.h>
#include <string.h>

void
trace_init(struct trace *t, struct arena *arena)
{
	*t = (struct trace){ .arena = arena };
}

struct hop *
trace_hop(struct trace *t, uint32_t node, enum action action,
    const struct flow_key *k)
{
	struct hop *h = ARENA_PUSH(t->arena, t->hop, t->n);

	*h = (struct hop){ .at = t->now,
		.node = node,
		.action = action,
		.before = *k,
		.after = *k };
	return h;
}

char *
trace_text(struct trace *t, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(t->arena, fmt, ap);
	va_end(ap);
	return s;
}

/* A step that let the packet through was asked a question, not for a ruling:
 * a hop that would have been a denial becomes what it was. */
static void
settle(struct hop *h, const struct fact *f, struct outcome o)
{
	h->fact = f->text;
	if (o.what == REFUSED) {
		h->action = ACT_DENY;
		if (f->code)
			h->code = f->code;
	} else {
		if (h->action == ACT_DENY)
			h->action = ACT_ALLOW;
		h->code = DROP_NONE;
	}
	if (f->instead)
		h->rule = NULL;
}

/* A refusal of a step that said nothing beforehand. */
static void
tell_refusal(struct trace *t, uint32_t i, const struct op *op,
    const struct fact *f, const struct packet *p)
{
	struct hop *h = trace_hop(t, op->node, ACT_DROP, &p->key);

	h->ops = i;
	h->code = f && f->code ? f->code : op->why;
	h->fact = f ? f->text : NULL;
}

/* A fact without words: the hop that the step would have been is none. */
static void
take_back(struct trace *t, size_t n)
{
	t->n--;
	memmove(&t->hop[n], &t->hop[n + 1], (t->n - n) * sizeof(*t->hop));
}

void
trace_step(struct trace *t, uint32_t i, const struct op *op, struct outcome o,
    const struct packet *p)
{
	const struct fact *f = op->step->fact ? &op->step->fact[o.fact] : NULL;
	bool told = false;

	for (size_t n = t->segment; f && n < t->n; n++) {
		struct hop *h = &t->hop[n];

		if (!h->step || h->ops != i)
			continue;
		told = true;
		if (f->text == NULL && o.what == PASS) {
			take_back(t, n);
			break;
		}
		settle(h, f, o);
		if (o.what == REWRITTEN)
			h->after = p->key;
	}
	if (o.what == PASS)
		return;
	trace_cut(t, i);
	if (o.what == REFUSED && !told)
		tell_refusal(t, i, op, f, p);
}

void
trace_refused(
    struct trace *t, uint32_t i, const struct op *op, const struct packet *p)
{
	trace_cut(t, i);
	tell_refusal(t, i, op, NULL, p);
}

void
trace_cut(struct trace *t, uint32_t op)
{
	while (t->n > t->segment && t->hop[t->n - 1].ops > op)
		t->n--;
}

const char *
action_name(enum action a)
{
	static const char *const name[] = {
		[ACT_SEND] = "send",
		[ACT_ALLOW] = "allow",
		[ACT_DENY] = "deny",
		[ACT_ROUTE] = "route",
		[ACT_TRANSLATE] = "translate",
		[ACT_FORWARD] = "forward",
		[ACT_DELIVER] = "deliver",
		[ACT_DROP] = "drop",
	};

	return name[a];
}
