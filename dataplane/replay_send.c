/*
 * replay_send.c - a packet of a flow, sent into the model
 *
 * The opener's packets are sent as they were captured, the other side's as
 * answers to what the far end saw.
 */

#include "dataplane/replay_inside.h"

static bool
is_explained(const struct replay *r, uint64_t number)
{
	return r->options.explain_all || r->options.explain == number;
}

static struct trace *
begin_trace(struct replay *r, uint64_t number, bool back)
{
	struct traces *t = table_find(&r->traces, &number);

	if (t == NULL)
		t = table_insert(&r->traces, &number, r->clock);
	t->way[back] = arena_alloc(r->arena, sizeof(*t->way[back]));
	trace_init(t->way[back], r->arena);
	return t->way[back];
}

static void
note_cut(struct track *t, const struct leg *leg, bool back, vtime now)
{
	if (!t->cut.is)
		t->cut =
		    (struct track_cut){ now, leg->node, leg->code, true, back };
}

/* The opener's packets as they are in the model. */
struct flow_key
replay_sent_key(const struct track *t)
{
	struct flow_key k = t->key;

	if (t->mapped) {
		k.src = t->src;
		k.dst = t->dst;
	}
	return k;
}

struct more *
replay_more(struct replay *r, const struct track *t)
{
	struct more *m = table_find(&r->more, &t->number);

	return m ? m : table_insert(&r->more, &t->number, r->clock);
}

/* The first message of the flow is kept. */
static void
tell_sender(
    struct replay *r, const struct track *t, struct place at, struct ip src)
{
	const struct packet sent = { .at = at, .key.src = src };
	struct verdict drop;
	struct told told = { 0 };
	struct more *m;

	if (sim_verdict(r->sim)->message == MESSAGE_NONE)
		return;
	drop = *sim_verdict(r->sim);
	told_send(r->sim, &drop, sim_verdict(r->sim), &sent, NULL, &told);
	m = replay_more(r, t);
	if (m->told.message == MESSAGE_NONE)
		m->told = told;
}

/* What is larger was captured before the sender's interface has split it, or
 * after the receiver's has joined it (offloading). */
static void
split(struct packet *p, uint16_t mss)
{
	enum { USUAL = 1500, IP4 = 20, IP6 = 40, TCP = 20 };
	uint32_t headers = (ip_is4(p->key.dst) ? IP4 : IP6) + TCP;
	uint32_t most = mss ? headers + mss : USUAL;

	if (p->key.proto == PROTO_TCP && p->len > most)
		p->len = most;
}

static struct leg
send_on(
    struct replay *r, struct track *t, bool back, vtime now, struct packet *p)
{
	struct place at = p->at;
	struct ip src = p->key.src;
	struct leg leg;

	split(p, t->mss[back]);
	sim_send_own(r->sim, now, p);
	leg = leg_of(sim_verdict(r->sim));
	if (leg.delivered && p->tcp_flags & TCP_SYN)
		t->mss[!back] = sim_verdict(r->sim)->mss;
	if (!leg.delivered)
		tell_sender(r, t, at, src);
	if (back) {
		struct flow_key sent = replay_sent_key(t);

		leg_check_answer(&leg, &sent, t->lane[0].enter.node);
	}
	return leg;
}

/*
 * Until a packet has been delivered in its direction, the way of each one is
 * recorded in place of the last one's and, if the flow is explained, traced.
 */
static struct leg
send_first(
    struct replay *r, struct track *t, bool back, vtime now, struct packet *p)
{
	struct journey way = JOURNEY_INIT;
	struct leg leg;

	p->journey = &way;
	if (is_explained(r, t->number))
		p->trace = begin_trace(r, t->number, back);
	leg = send_on(r, t, back, now, p);
	t->lane[back].story = stories_keep(&r->stories, &leg, &way);
	if (!back)
		t->first = leg.key;
	return leg;
}

/* What may come again is remembered; a flow of one packet leaves nothing. */
static struct leg
send_packet(
    struct replay *r, struct track *t, bool back, vtime now, struct packet *p)
{
	struct lane *lane = &t->lane[back];
	struct leg leg;

	p->at = lane->enter;
	if (lane->story != STORY_NONE)
		p->memo = &lane->memo;
	if (lane->story == STORY_NONE ||
	    !stories_get(&r->stories, lane->story)->delivered)
		return send_first(r, t, back, now, p);
	leg = send_on(r, t, back, now, p);
	if (!leg.delivered)
		note_cut(t, &leg, back, now);
	return leg;
}

/* A later fragment has no ports for an answer to go to. */
static void
note_arrival(struct track *t, const struct leg *leg, uint8_t fragment)
{
	if (fragment == FRAG_LATER) {
		t->arrived &= leg->delivered;
		return;
	}
	t->arrived = leg->delivered;
	t->far = leg->key;
	t->lane[1].enter = leg->answer;
}

struct leg
replay_send_forward(
    struct replay *r, struct track *t, vtime now, const struct packet *captured)
{
	struct packet p = *captured;
	struct leg leg;

	if (t->mapped) {
		p.key.src = t->src;
		p.key.dst = t->dst;
	}
	leg = send_packet(r, t, false, now, &p);
	note_arrival(t, &leg, captured->key.fragment);
	return leg;
}

/* The far end answers whom it saw. */
struct leg
replay_send_back(
    struct replay *r, struct track *t, vtime now, const struct packet *captured)
{
	struct packet p = *captured;

	p.key = flow_key_reverse(&t->far);
	p.key.fragment = captured->key.fragment;
	if (p.key.fragment == FRAG_LATER) {
		p.key.sport = p.key.dport = 0;
		p.key.icmp_type = p.key.icmp_code = 0;
	}
	return send_packet(r, t, true, now, &p);
}
