/*
 * tracing.c - a question, its answer, and how it came about
 */

#include "tools/tracing.h"

#include "dataplane/marks.h"
#include "dataplane/records/request_facts.h"
#include "dataplane/traffic.h"

static struct trace *
new_trace(struct arena *a)
{
	struct trace *t = arena_alloc(a, sizeof(*t));

	trace_init(t, a);
	return t;
}

/* A question whose name has no address still says what it was about. */
static void
describe(
    struct tracing *t, const struct flow_spec *f, const struct flow_start *s)
{
	t->from = f->from.s;
	t->to = f->to.s;
	t->target = s->target;
	t->resolved = s->target.code == DROP_NONE;
	t->key = s->packet.key;
	t->proto = t->resolved ? s->packet.key.proto : f->proto;
	t->port = f->port;
	if (t->proto < 0)
		t->proto = f->port >= 0 ? PROTO_TCP : PROTO_ICMP;
}

int
tracing_ask(const struct question *q, const struct flow_spec *f,
    struct arena *a, struct errs *errs, struct tracing *t)
{
	struct flow_start s;

	*t = (struct tracing){ .snap = q->snap,
		.private_means = q->private_means };
	if (flow_start(q->snap, f, a, &s, errs) != 0)
		return -1;
	describe(t, f, &s);
	t->there = q->hops ? new_trace(a) : NULL;
	t->back = q->hops ? new_trace(a) : NULL;
	t->told = q->hops ? new_trace(a) : NULL;
	if (!t->resolved) {
		facts_unresolved(&t->target, &t->facts);
		return 0;
	}
	exchange_run(q->snap, q->seed, &s.packet,
	    &(struct exchange_how){ t->there, t->back, t->told,
		(uint32_t)f->fragments, q->flow_logs },
	    &t->exchange);
	facts_of(q->snap, &t->exchange, &t->target,
	    t->exchange.answer != ANSWER_NOT_DUE, a, &t->facts);
	facts_request(q->snap, &t->exchange, &f->request, true, a, &t->facts);
	return 0;
}

void
tracing_of_flow(const struct question *q, const struct replay_run *run,
    const struct flow *flow, struct arena *a, struct tracing *t)
{
	const struct flow *f = arena_copy(a, flow, sizeof(*f));
	const struct flow_key *k = &f->key;
	bool ports = flow_key_has_ports(k);
	char text[ENDPOINT_STRLEN];

	*t = (struct tracing){ .snap = q->snap,
		.private_means = q->private_means,
		.proto = k->proto,
		.port = ports ? k->dport : -1,
		.key = *k,
		.resolved = true,
		.exchange = f->exchange,
		.there = f->there ? f->there : new_trace(a),
		.back = f->back ? f->back : new_trace(a),
		.told = new_trace(a),
		.flow = f->number,
		.replayed = f,
		.cut_at = replay_cut_at(run->replay, f),
		.midstream = f->midstream };
	t->from = f->src_resource;
	t->to = f->dst_resource;
	if (t->from == NULL)
		t->from = arena_strdup(a, ip_format(k->src, text));
	if (t->to == NULL)
		t->to = arena_strdup(a, ip_format(k->dst, text));
	replay_run_facts(run, f, a, &t->facts);
}

bool
tracing_assumed(const struct facts *f)
{
	return f->marks & MARK_ASSUMPTIONS;
}
