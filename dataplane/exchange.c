/*
 * exchange.c - one packet and its answer, there and back
 */

#include "dataplane/exchange.h"

#include "dataplane/drop.h"
#include "dataplane/tables/states.h"

struct leg
leg_of(const struct verdict *v)
{
	return (struct leg){ .sent = true,
		.delivered = v->delivered,
		.code = v->why,
		.node = v->node,
		.key = v->key,
		.answer = v->answer };
}

void
leg_check_answer(struct leg *back, const struct packet *sent, uint32_t sender)
{
	struct flow_key wanted = flow_key_reverse(&sent->key);

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

static void
note(void *aux, const struct verdict *v)
{
	*(struct verdict *)aux = *v;
}

static void
answer(struct sim *sim, struct exchange *x, struct verdict *v,
    const struct packet *sent, struct trace *trace)
{
	struct packet p = host_packet(v, x->answer);

	p.journey = &x->way[1];
	p.trace = trace;
	sim_send(sim, v->t, &p);
	x->back = leg_of(v);
	leg_check_answer(&x->back, sent, sent->at.node);
}

void
exchange_run(const struct snap *snap, uint64_t seed, const struct packet *sent,
    struct trace *there, struct trace *back, struct exchange *x)
{
	struct verdict v;
	struct sim *sim = sim_new(snap, state_classes, STATES, seed, note, &v);
	struct packet p = *sent;

	*x = (struct exchange){ .way = { JOURNEY_INIT, JOURNEY_INIT } };
	p.journey = &x->way[0];
	p.trace = there;
	sim_send(sim, (vtime){ 0 }, &p);
	x->forward = leg_of(&v);
	if (v.delivered) {
		x->answer = host_answer(snap, &v);
		if (x->answer == ANSWER_SENT || x->answer == ANSWER_RST)
			answer(sim, x, &v, sent, back);
	}
	sim_free(sim);
}
