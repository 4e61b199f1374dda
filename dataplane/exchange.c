/*
 * exchange.c - one packet and its answer, there and back
 */

#include "dataplane/exchange.h"

#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/multicast_domain.h"
#include "dataplane/records/flow_logs.h"
#include "dataplane/tables/states.h"

void
leg_check_answer(struct leg *back, const struct flow_key *sent, uint32_t sender)
{
	struct flow_key wanted = flow_key_reverse(sent);

	if (!back->delivered)
		return;
	if (back->node != sender)
		back->code = DROP_ANSWER_LOST;
	else if (!ip_eq(back->key.src, wanted.src) ||
	    !ip_eq(back->key.dst, wanted.dst) ||
	    (back->key.fragment != FRAG_LATER &&
		(back->key.sport != wanted.sport ||
		    back->key.dport != wanted.dport)))
		back->code = DROP_ANSWER_STRANGE;
	back->delivered = back->code == DROP_NONE;
}

/* Did the message reach whoever sent the packet? */
static void
check_told(struct leg *l, const struct packet *sent)
{
	if (l->delivered &&
	    (l->node != sent->at.node || !ip_eq(l->key.dst, sent->key.src))) {
		l->delivered = false;
		l->code = DROP_ANSWER_LOST;
	}
}

void
told_send(struct sim *sim, const struct verdict *drop, const struct verdict *v,
    const struct packet *sent, struct trace *trace, struct told *told)
{
	struct journey way = JOURNEY_INIT;
	enum message message = drop->message;
	uint32_t mtu = drop->mtu;
	struct flow_key quote;
	struct packet p;

	if (!message_packet(sim_snap(sim), drop, &quote, &p))
		return;
	p.journey = &way;
	p.trace = trace;
	sim_send(sim, drop->t, &p);
	sim_run(sim, VTIME_NEVER);
	*told = (struct told){ message, mtu, leg_of(v), way.marks };
	check_told(&told->leg, sent);
}

/* One simulation, one verdict at a time. */
struct run {
	struct sim *sim;
	struct verdict verdict;
	const struct exchange_how *how;
};

static void
note(void *aux, const struct verdict *v)
{
	struct run *run = aux;

	run->verdict = *v;
	if (run->how->flow_logs)
		flow_logs_verdict(run->how->flow_logs, run->sim, v);
}

static struct leg
send(struct run *run, vtime t, const struct packet *p, struct exchange *x)
{
	struct verdict drop;
	struct leg leg;

	sim_send(run->sim, t, p);
	sim_run(run->sim, VTIME_NEVER);
	leg = leg_of(&run->verdict);
	drop = run->verdict;
	if (!leg.delivered)
		told_send(run->sim, &drop, &run->verdict, p, run->how->told,
		    &x->told);
	return leg;
}

static void
answer(struct run *run, struct exchange *x, const struct packet *sent)
{
	struct packet p = host_packet(&run->verdict, x->answer);

	p.journey = &x->way[1];
	p.trace = run->how->back;
	x->back = send(run, run->verdict.t, &p, x);
	x->returned = run->verdict.t;
	leg_check_answer(&x->back, &sent->key, sent->at.node);
}

/* A fragment that is lost tells the rest of its way. */
static void
append(struct trace *to, const struct trace *from)
{
	for (size_t i = 0; to && i < from->n; i++)
		*ARENA_PUSH(to->arena, to->hop, to->n) = from->hop[i];
}

/* The fragments after the first one, which look alike: the first of them that
 * is dropped is what becomes of the packet. */
static void
send_rest(struct run *run, const struct packet *first, struct exchange *x)
{
	struct packet p = *first;
	struct trace *there = run->how->there, trace;
	struct leg leg;

	p.key.fragment = FRAG_LATER;
	p.key.sport = p.key.dport = 0;
	p.key.icmp_type = p.key.icmp_code = 0;
	p.journey = NULL;
	p.trace = NULL;
	if (there) {
		trace_init(&trace, there->arena);
		p.trace = &trace;
	}
	for (uint32_t i = 1; i < run->how->fragments; i++) {
		leg = send(run, (vtime){ 0 }, &p, x);
		if (leg.delivered)
			continue;
		x->forward = leg;
		if (there)
			append(there, &trace);
		return;
	}
}

static void
send_first(struct run *run, const struct packet *sent, struct exchange *x)
{
	uint32_t header = ip_is4(sent->key.dst) ? 20 : 40, n;
	struct packet p = *sent;
	struct verdict whole;

	p.journey = &x->way[0];
	p.trace = run->how->there;
	n = run->how->fragments;
	if (n > 1) {
		p.key.fragment = FRAG_FIRST;
		p.len = header + (p.len - header) / n;
	}
	x->forward = send(run, (vtime){ 0 }, &p, x);
	whole = run->verdict;
	if (n > 1 && x->forward.delivered)
		send_rest(run, &p, x);
	run->verdict = whole;
}

/* A further copy tells of its way from where it is made. */
static void
append_copy(const struct snap *s, struct trace *to, const struct trace *copy)
{
	size_t i = 0;

	while (i < copy->n &&
	    s->node[copy->hop[i].node].class != &multicast_domain_class.node)
		i++;
	for (; i < copy->n; i++)
		*ARENA_PUSH(to->arena, to->hop, to->n) = copy->hop[i];
}

/* The copies after the first one, each with a way of its own from where it
 * differs; the first that arrives is what the exchange is about. */
static void
send_copies(struct run *run, const struct packet *sent, struct exchange *x)
{
	struct packet p = *sent;
	struct trace *there = run->how->there, trace;

	for (uint32_t i = 1; i < x->copies; i++) {
		struct verdict before = run->verdict;
		struct journey way = JOURNEY_INIT;
		struct leg leg;

		p.at = multicast_copy(sent->at, i);
		p.journey = &way;
		p.trace = NULL;
		if (there) {
			trace_init(&trace, there->arena);
			p.trace = &trace;
		}
		leg = send(run, (vtime){ 0 }, &p, x);
		if (there)
			append_copy(sim_snap(run->sim), there, &trace);
		x->copies_delivered += leg.delivered;
		if (x->forward.delivered || !leg.delivered) {
			run->verdict = before;
			continue;
		}
		x->forward = leg;
		x->way[0] = way;
	}
}

void
exchange_run(const struct snap *snap, uint64_t seed, const struct packet *sent,
    const struct exchange_how *how, struct exchange *x)
{
	struct run run = { .how = how };

	run.sim = sim_new(snap, state_classes, STATES, seed, note, &run);
	if (how->flow_logs)
		flow_logs_watch(how->flow_logs, run.sim);
	*x = (struct exchange){ .way = { JOURNEY_INIT, JOURNEY_INIT } };
	x->copies = multicast_copies(snap, &sent->at, sent->key.dst);
	send_first(&run, sent, x);
	x->copies_delivered = x->forward.delivered;
	send_copies(&run, sent, x);
	x->arrived = run.verdict.t;
	if (x->forward.delivered) {
		x->answer = host_answer(snap, &run.verdict);
		if (x->answer == ANSWER_SENT || x->answer == ANSWER_RST)
			answer(&run, x, sent);
	}
	sim_free(run.sim);
}
