/*
 * replay_send.c - a packet of a flow, sent into the model
 *
 * The opener's packets are sent as they were captured, the other side's as
 * answers to what the far end saw.
 */

#include "dataplane/nodes/mtu.h"
#include "dataplane/replay_inside.h"
#include "dataplane/world.h"

static bool
is_explained(const struct replay *r, uint64_t number)
{
	return r->options.explain_all || r->options.explain == number;
}

static struct trace *
begin_trace(struct replay *r, uint64_t number, bool back)
{
	struct traces *t = table_have(&r->traces, &number, r->clock);

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

struct more *
replay_more_if_any(const struct replay *r, const struct track *t)
{
	uint64_t number = t->number;

	return table_find(&r->more, &number);
}

struct more *
replay_more(struct replay *r, const struct track *t)
{
	uint64_t number = t->number;

	return table_have(&r->more, &number, r->clock);
}

/* The opener's packets as they are in the model. */
struct flow_key
replay_sent_key(const struct replay *r, const struct track *t)
{
	struct flow_key k = t->key;

	if (t->mapped) {
		const struct more *m = replay_more_if_any(r, t);

		k.src = m->src;
		k.dst = m->dst;
	}
	return k;
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

/* The lesser one that is known; 0: none. */
static uint32_t
lesser(uint32_t a, uint32_t b)
{
	return a && (a < b || b == 0) ? a : b;
}

/*
 * The largest packet that was on the wire.  TCP says by its first packets what
 * its two ends take and send; nothing larger than 1,500 bytes comes from the
 * internet, or than 9,001 from anywhere.
 */
static uint32_t
most_on_wire(const struct track *t, const struct flow_key *k, struct place at)
{
	enum { IP4 = 20, IP6 = 40, TCP = 20 };
	uint32_t mss = lesser(t->lane[0].mss, t->lane[1].mss);

	if (k->proto == PROTO_TCP && mss)
		return (ip_is4(k->dst) ? IP4 : IP6) + TCP + mss;
	if (k->proto == PROTO_TCP || at.node == NODE_INTERNET)
		return MTU_INTERNET;
	return MTU_VPC;
}

/* What is larger was captured before the sender's interface has split it, or
 * after the receiver's has joined it (offloading).  How large each part was is
 * not known of other protocols than TCP. */
static void
split(struct track *t, struct packet *p)
{
	uint32_t most = most_on_wire(t, &p->key, p->at);

	if (p->len <= most)
		return;
	p->len = most == MTU_VPC ? MTU_INTERNET : most;
	t->offloaded = true;
}

/* Another size is split from now on, which is noted when it is sent. */
static void
announce(struct track *t, bool back, uint16_t mss)
{
	t->lane[!back].mss = mss;
	t->lane[!back].trail.epoch = 0;
}

/* A packet that would be split does not follow. */
static void
bound_trail(struct trail *w, uint32_t most)
{
	if (w->len > most)
		w->len = (uint16_t)most;
}

/* A packet that is sent, and what came of it. */
struct sending {
	struct replay *r;
	struct track *t;
	struct packet p;
	vtime now;
	bool back;
	struct leg leg;
};

static void
send_on(struct sending *s)
{
	struct trail *trail = &s->t->lane[s->back].trail;
	struct place at = s->p.at;
	struct flow_key key = s->p.key;

	split(s->t, &s->p);
	sim_send_own(s->r->sim, s->now, &s->p);
	s->leg = leg_of(sim_verdict(s->r->sim));
	if (s->leg.delivered && s->p.tcp_flags & TCP_SYN)
		announce(s->t, s->back, sim_verdict(s->r->sim)->mss);
	bound_trail(trail, most_on_wire(s->t, &key, at));
	if (!s->leg.delivered)
		tell_sender(s->r, s->t, at, key.src);
	if (s->back) {
		struct flow_key sent = replay_sent_key(s->r, s->t);

		leg_check_answer(&s->leg, &sent, s->t->course[0].enter.node);
	}
	if (!s->leg.delivered)
		trail->epoch = 0;
}

/*
 * Until a packet has been delivered in its direction, the way of each one is
 * recorded in place of the last one's and, if the flow is explained, traced.
 */
static void
send_first(struct sending *s)
{
	struct journey way = JOURNEY_INIT;

	s->p.journey = &way;
	if (is_explained(s->r, s->t->number))
		s->p.trace = begin_trace(s->r, s->t->number, s->back);
	send_on(s);
	s->t->course[s->back].story =
	    stories_keep(&s->r->stories, &s->leg, &way);
	if (!s->back)
		s->t->first = s->leg.key;
}

static void
send_packet(struct sending *s)
{
	struct course *course = &s->t->course[s->back];

	s->p.at = course->enter;
	s->p.trail = &s->t->lane[s->back].trail;
	s->p.memo = &course->memo;
	if (course->story == STORY_NONE ||
	    !stories_get(&s->r->stories, course->story)->delivered) {
		send_first(s);
		return;
	}
	send_on(s);
	if (!s->leg.delivered)
		note_cut(s->t, &s->leg, s->back, s->now);
}

/* A later fragment has no ports for an answer to go to.  Answers that go to
 * others than before, or from elsewhere, have another first segment. */
static void
note_arrival(struct track *t, const struct leg *leg, uint8_t fragment)
{
	if (fragment == FRAG_LATER) {
		t->arrived &= leg->delivered;
		return;
	}
	if (!flow_key_eq(&t->far, &leg->key) ||
	    !place_eq(&t->course[1].enter, &leg->answer)) {
		t->course[1].memo.first = 0;
		trail_guess(&t->lane[1].trail, &t->lane[0].trail);
	}
	t->arrived = leg->delivered;
	t->far = leg->key;
	t->course[1].enter = leg->answer;
}

bool
replay_send_forward(
    struct replay *r, struct track *t, vtime now, const struct packet *captured)
{
	struct sending s = { r, t, *captured, now, .back = false };

	if (t->mapped) {
		struct flow_key k = replay_sent_key(r, t);

		s.p.key.src = k.src;
		s.p.key.dst = k.dst;
	}
	send_packet(&s);
	note_arrival(t, &s.leg, captured->key.fragment);
	return s.leg.delivered;
}

/* The far end answers whom it saw. */
bool
replay_send_back(
    struct replay *r, struct track *t, vtime now, const struct packet *captured)
{
	struct sending s = { r, t, *captured, now, .back = true };
	struct flow_key *k = &s.p.key;

	*k = flow_key_reverse(&t->far);
	if (k->fragment != captured->key.fragment)
		k->fragment = captured->key.fragment;
	if (k->fragment == FRAG_LATER) {
		k->sport = k->dport = 0;
		k->icmp_type = k->icmp_code = 0;
	}
	send_packet(&s);
	return s.leg.delivered;
}
