/*
 * replay.c - captured packets, carried through a snapshot
 */

#include "dataplane/replay.h"

#include <assert.h>
#include <stdlib.h>

#include "core/table.h"
#include "dataplane/party.h"
#include "dataplane/story.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/states.h"

enum { CLOSED_FORWARD = 1, CLOSED_BACK = 2, CLOSED = 4 };

/* What few flows have. */
struct more {
	uint64_t number; /* the key */
	uint64_t icmp_errors, dropped_icmp_errors;
	struct told told;
};

/* Of a flow that is explained. */
struct traces {
	uint64_t number; /* the key */
	struct trace *way[2];
};

struct replay {
	const struct snap *first; /* knows of the later ones */
	const struct snap *snap;  /* in force */
	struct replay_options options;
	struct sim *sim;
	struct arena *arena; /* of the traces */
	struct flow_table flows;
	struct stories stories;
	struct table fragments, traces, more;
	struct flow *shown;
	uint64_t n, forgotten;
	uint64_t aside[ASIDES];
	bool begun;
	vtime begin, clock;
	size_t nlater; /* snapshots of later that have come into force */
};

/* Whoever sends looks at the verdict afterwards. */
static void
note(void *aux, const struct verdict *v)
{
	(void)aux;
	(void)v;
}

struct replay *
replay_new(const struct snap *snap, const struct replay_options *o)
{
	struct replay *r = xcalloc(1, sizeof(*r));

	r->first = r->snap = snap;
	r->options = *o;
	r->arena = arena_new();
	r->shown = xcalloc(1, sizeof(*r->shown));
	r->sim = sim_new(snap, state_classes, STATES, o->seed, note, NULL);
	sim_set_cache(r->sim, o->cache);
	flow_table_init(
	    &r->flows, o->max_flows ? o->max_flows : FLOWS_USUAL, o->seed);
	stories_init(&r->stories, o->seed);
	table_init(
	    &r->traces, sizeof(uint64_t), sizeof(struct traces), o->seed, NULL);
	table_init(
	    &r->more, sizeof(uint64_t), sizeof(struct more), o->seed, NULL);
	fragments_init(&r->fragments, o->seed);
	return r;
}

void
replay_free(struct replay *r)
{
	if (r == NULL)
		return;
	flow_table_fini(&r->flows);
	stories_fini(&r->stories);
	table_fini(&r->fragments);
	table_fini(&r->traces);
	table_fini(&r->more);
	sim_free(r->sim);
	arena_free(r->arena);
	free(r->shown);
	free(r);
}

/* --- one packet each way ------------------------------------------------ */

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
static struct flow_key
sent_key(const struct track *t)
{
	struct flow_key k = t->key;

	if (t->mapped) {
		k.src = t->src;
		k.dst = t->dst;
	}
	return k;
}

static struct more *
more_of(struct replay *r, const struct track *t)
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
	m = more_of(r, t);
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
		struct flow_key sent = sent_key(t);

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

static struct leg
send_forward(
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
static struct leg
send_back(
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

/* --- flows -------------------------------------------------------------- */

static void
note_close(struct track *t, const struct packet *p, bool back)
{
	if (p->key.proto != PROTO_TCP)
		return;
	if (p->tcp_flags & TCP_RST)
		t->closed |= CLOSED;
	if (p->tcp_flags & TCP_FIN)
		t->closed |= back ? CLOSED_BACK : CLOSED_FORWARD;
}

static bool
is_closed(const struct track *t)
{
	return t->closed & CLOSED ||
	    t->closed == (CLOSED_FORWARD | CLOSED_BACK);
}

static bool
opens_tcp(const struct packet *p)
{
	return p->key.proto == PROTO_TCP &&
	    (p->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

static struct flow_key
whole(const struct flow_key *k)
{
	struct flow_key w = *k;

	if (w.fragment == FRAG_FIRST)
		w.fragment = FRAG_NONE;
	return w;
}

/*
 * First fragments lead the later ones to their flow: its slot, a part of its
 * number, as the slot may have become another flow's, and the direction.
 */
static uint64_t
way_of_fragments(const struct replay *r, const struct track *t, bool back)
{
	return (uint64_t)flow_table_slot(&r->flows, t) << 32 |
	    (uint32_t)(t->number << 1) | back;
}

static struct track *
find_fragment(struct replay *r, const struct packet *p, vtime now, bool *back)
{
	const struct fragment_way *f =
	    fragments_follow(&r->fragments, NODE_NONE, p, now);
	struct track *t;

	if (f == NULL)
		return NULL;
	t = &r->flows.track[f->flow >> 32];
	*back = f->flow & 1;
	return way_of_fragments(r, t, *back) == f->flow ? t : NULL;
}

/* The flow that the packet belongs to, or null; *back: it is an answer in it. */
static struct track *
find_flow(struct replay *r, const struct arrival *a, bool *back)
{
	const struct packet *p = &a->packet;
	struct track *t;

	if (p->key.fragment == FRAG_LATER)
		return find_fragment(r, p, a->t, back);
	t = flow_table_find(&r->flows, &a->probe, back);
	/* The same ports once more: a new connection. */
	if (t && opens_tcp(p) && (*back || is_closed(t)))
		return NULL;
	return t;
}

/* A datagram from a well-known port soon after the capture began answers a
 * question from before it: longer than 30 s a host would not have waited. */
static bool
answers_earlier(const struct replay *r, const struct packet *p, vtime now)
{
	static const vtime patience = VTIME_SECONDS(30);

	return p->key.proto == PROTO_UDP && p->key.sport < 1024 &&
	    p->key.dport >= 1024 && now.ns - r->begin.ns < patience.ns;
}

/* In the first packet that we see of a flow: is its sender the one who was
 * called? */
static bool
sender_was_called(const struct replay *r, const struct packet *p, vtime now)
{
	if (r->options.midstream_strict)
		return false;
	if (p->key.proto == PROTO_TCP) {
		if (p->tcp_flags & TCP_SYN)
			return p->tcp_flags & TCP_ACK;
		return p->key.sport < p->key.dport;
	}
	return flow_key_is_echo_reply(&p->key) || answers_earlier(r, p, now);
}

static bool
is_midstream(const struct packet *p, bool back)
{
	return back || (p->key.proto == PROTO_TCP && !opens_tcp(p));
}

static struct packet
opening(const struct flow_key *k, uint8_t tcp_flags)
{
	return (struct packet){ .key = *k,
		.len = ip_is4(k->src) ? 40 : 60,
		.ttl = 64,
		.tcp_flags = k->proto == PROTO_TCP ? tcp_flags : 0 };
}

/* What happened before the capture began, as far as the flow needs it. */
static void
establish(struct replay *r, struct track *t, vtime now)
{
	struct packet syn = opening(&t->key, TCP_SYN);
	struct packet ack = opening(&t->key, TCP_SYN | TCP_ACK);
	struct leg leg = send_forward(r, t, now, &syn);

	t->midstream = true;
	if (leg.delivered && t->key.proto == PROTO_TCP)
		send_back(r, t, now, &ack);
}

/* Makes room for another flow. */
static void
forget_oldest(struct replay *r)
{
	const struct track *oldest = flow_table_oldest(&r->flows);
	struct more *m;

	if (oldest == NULL)
		return;
	r->forgotten++;
	if (r->options.forgets)
		r->options.forgets(r->options.forgets_aux, r, oldest->number);
	m = table_find(&r->more, &oldest->number);
	if (m)
		table_delete(&r->more, m);
}

static struct track *
open_flow(
    struct replay *r, const struct arrival *a, bool *back, enum aside *why)
{
	struct flow_key key;
	struct placement where;
	struct track *t;

	*back = sender_was_called(r, &a->packet, a->t);
	key = *back ? a->probe.reverse : a->probe.key;
	if (place_opener(r->snap, &key, &where, why) != 0)
		return NULL;
	forget_oldest(r);
	t = flow_table_add(&r->flows, &key, ++r->n, r->clock);
	t->start = a->t;
	t->lane[0].enter = where.send;
	t->src = where.src;
	t->dst = where.dst;
	t->mapped = !ip_eq(where.src, key.src) || !ip_eq(where.dst, key.dst);
	t->src_resource = where.src_resource;
	t->dst_resource = where.dst_resource;
	if (!r->options.midstream_strict && is_midstream(&a->packet, *back))
		establish(r, t, a->t);
	return t;
}

/* Carries a packet of a known flow.  False if it was dropped. */
static bool
carry(struct replay *r, struct track *t, bool back, const struct arrival *a)
{
	const struct packet *p = &a->packet;
	struct leg leg;

	t->end = a->t;
	t->seen = r->clock;
	note_close(t, p, back);
	t->has_return |= back;
	if (back && !t->arrived) {
		t->unsent++;
		return true;
	}
	t->lane[back].packets++;
	t->lane[back].bytes += p->len;
	leg = back ? send_back(r, t, a->t, p) : send_forward(r, t, a->t, p);
	if (!leg.delivered)
		t->dropped++;
	return leg.delivered;
}

/* --- ICMP errors -------------------------------------------------------- */

/* The flow of the packet that it quotes; *back: the error goes back in it. */
static struct track *
find_quoted(struct replay *r, const struct arrival *a, bool *back)
{
	struct arrival about = { .t = a->t };
	struct flow_key k;
	struct track *t;

	if (a->packet.quote == NULL)
		return NULL;
	about.packet.key = *a->packet.quote;
	k = whole(&about.packet.key);
	flow_table_probe(&r->flows, &k, &about.probe);
	t = find_flow(r, &about, back);
	*back = !*back;
	return t;
}

/*
 * Is an error that this address has sent one that comes from the far end, or
 * from somebody before it who is in the same place?  A hop on the way has a
 * place of its own, where nothing that was captured can enter.
 */
static bool
speaks_there(const struct replay *r, const struct track *t, struct ip src)
{
	struct party from;

	if (ip_eq(src, t->key.dst))
		return true;
	return party_at(r->snap, src, &from) == 1
	    ? from.send.node == t->lane[1].enter.node
	    : t->lane[1].enter.node == NODE_INTERNET && !ip_is_rfc1918(src) &&
		!ip_is_rfc6598(src) && !ip_is_special(src);
}

/* To the opener, about what it sent, as the far end saw that. */
static bool
error_back(const struct replay *r, const struct track *t, struct packet *p)
{
	struct ip captured = p->key.src;

	if (!t->arrived || !speaks_there(r, t, captured))
		return false;
	*p->quote = t->far;
	p->key.dst = t->far.src;
	if (ip_eq(captured, t->key.dst))
		p->key.src = t->far.dst;
	p->at = t->lane[1].enter;
	return true;
}

/* From the opener, about what came back. */
static bool
error_forward(const struct track *t, struct packet *p)
{
	struct flow_key sent;

	if (!ip_eq(p->key.src, t->key.src))
		return false;
	sent = sent_key(t);
	*p->quote = flow_key_reverse(&sent);
	p->key.src = sent.src;
	p->key.dst = sent.dst;
	p->at = t->lane[0].enter;
	return true;
}

static bool
carry_error(
    struct replay *r, struct track *t, bool back, const struct arrival *a)
{
	struct flow_key quote = *a->packet.quote;
	struct packet p = a->packet;
	struct more *m = more_of(r, t);

	p.quote = &quote;
	t->end = a->t;
	t->seen = r->clock;
	m->icmp_errors++;
	if (!(back ? error_back(r, t, &p) : error_forward(t, &p)))
		return true;
	sim_send_own(r->sim, a->t, &p);
	if (!sim_verdict(r->sim)->delivered)
		m->dropped_icmp_errors++;
	return sim_verdict(r->sim)->delivered;
}

static struct placed
take_error(struct replay *r, const struct arrival *a)
{
	bool back = false;
	struct track *t = find_quoted(r, a, &back);

	if (t == NULL) {
		r->aside[ASIDE_ICMP_ERROR]++;
		return (struct placed){ .aside = ASIDE_ICMP_ERROR };
	}
	return (struct placed){ .flow = t->number,
		.dropped = !carry_error(r, t, back, a) };
}

/* --- packets ------------------------------------------------------------ */

static void
begin(struct replay *r, vtime now)
{
	if (!r->begun)
		r->begin = r->clock = now;
	r->begun = true;
	if (vtime_before(r->clock, now))
		r->clock = now;
}

/* At equal times a change comes before packets. */
static void
install_due(struct replay *r, vtime now)
{
	const struct world *w = world_of(r->first);
	vtime epoch = r->options.has_epoch ? r->options.epoch : r->begin;

	while (r->nlater < w->nlater) {
		const struct timed_snap *s = &w->later[r->nlater];

		if (vtime_before(now, vtime_add(epoch, s->at)))
			return;
		r->nlater++;
		r->snap = s->snap;
		sim_install(r->sim, now, s->snap);
	}
}

static struct placed
take(struct replay *r, struct arrival *a)
{
	enum aside why = ASIDE_NOT_HERE;
	const struct packet *p = &a->packet;
	struct track *t = NULL;
	bool back = false;

	begin(r, a->t);
	install_due(r, a->t);
	if (flow_key_is_icmp_error(&p->key))
		return take_error(r, a);
	t = find_flow(r, a, &back);
	if (t == NULL && p->key.fragment == FRAG_LATER)
		why = ASIDE_FRAGMENT;
	else if (t == NULL)
		t = open_flow(r, a, &back, &why);
	if (t == NULL) {
		r->aside[why]++;
		return (struct placed){ .aside = why };
	}
	if (p->key.fragment == FRAG_FIRST)
		fragments_note(&r->fragments, NODE_NONE, p, a->t)->flow =
		    way_of_fragments(r, t, back);
	return (struct placed){ .flow = t->number,
		.dropped = !carry(r, t, back, a) };
}

/* What take() will look at, as far as it can be foretold: fetching it for all
 * packets at once, the waits for memory overlap.  It changes nothing. */
static void
look_ahead(const struct replay *r, struct arrival *a, size_t n)
{
	const struct track *t[ARRIVALS_MOST];

	for (size_t i = 0; i < n; i++) {
		struct flow_key k = whole(&a[i].packet.key);

		flow_table_probe(&r->flows, &k, &a[i].probe);
		flow_table_prefetch(&r->flows, &a[i].probe);
	}
	for (size_t i = 0; i < n; i++) {
		t[i] = flow_table_candidate(&r->flows, &a[i].probe);
		if (t[i])
			flow_table_fetch(t[i]);
	}
	for (size_t i = 0; i < n; i++)
		if (t[i])
			sim_prefetch(r->sim,
			    &t[i]->lane[!flow_key_eq(
					    &t[i]->key, &a[i].probe.key)]
				 .memo);
}

void
replay_packets(struct replay *r, struct arrival *a, size_t n)
{
	assert(n <= ARRIVALS_MOST);
	look_ahead(r, a, n);
	for (size_t i = 0; i < n; i++)
		a[i].placed = take(r, &a[i]);
}

struct placed
replay_packet(struct replay *r, vtime now, const struct packet *p)
{
	struct arrival a = { .t = now, .packet = *p };

	replay_packets(r, &a, 1);
	return a.placed;
}

/* --- what there is to say of it ----------------------------------------- */

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
	const struct more *m = table_find(&r->more, &t->number);

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
	const struct traces *traces = table_find(&r->traces, &t->number);
	struct exchange *x = &f->exchange;

	stories_tell(
	    &r->stories, t->lane[0].story, &t->first, &x->forward, &x->way[0]);
	stories_tell(
	    &r->stories, t->lane[1].story, &unknown, &x->back, &x->way[1]);
	f->there = traces ? traces->way[0] : NULL;
	f->back = traces ? traces->way[1] : NULL;
}

const struct flow *
replay_flow(struct replay *r, uint64_t n)
{
	const struct track *t = flow_table_get(&r->flows, n);
	struct flow *f = r->shown;

	if (t == NULL)
		return NULL;
	*f = (struct flow){ .key = t->key,
		.start = t->start,
		.end = t->end,
		.has_return = t->has_return,
		.midstream = t->midstream,
		.src_resource = t->src_resource,
		.dst_resource = t->dst_resource };
	f->cut = (struct cut){ t->cut.is, t->cut.back, t->cut.code, t->cut.node,
		t->cut.at };
	show_counts(f, t);
	show_ways(r, f, t);
	show_more(r, f, t);
	return f;
}

uint64_t
replay_aside(const struct replay *r, enum aside why)
{
	return r->aside[why];
}

const char *
replay_cut_at(const struct replay *r, const struct flow *f)
{
	return f->cut.is ? r->snap->node[f->cut.node].name : NULL;
}

void
replay_facts(const struct replay *r, const struct flow *f, struct arena *a,
    struct facts *facts)
{
	facts_of(r->snap, &f->exchange, NULL, f->exchange.back.sent, a, facts);
}

void
replay_judge(const struct replay *r, const struct flow *f, struct facts *facts)
{
	facts_judge(r->snap, &f->exchange, f->exchange.back.sent, facts);
}
