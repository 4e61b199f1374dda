/*
 * replay.c - captured packets, carried through a snapshot
 */

#include "dataplane/replay.h"

#include <stdlib.h>

#include "core/table.h"
#include "dataplane/party.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/states.h"

enum { CLOSED_FORWARD = 1, CLOSED_BACK = 2, CLOSED = 4 };

/* A flow, and what the replay needs to go on with it. */
struct track {
	struct flow flow;
	struct place send;       /* where the opener's packets enter */
	struct ip src, dst;      /* the opener, and whom it sends to, there */
	struct packet sent;      /* the last one it sent */
	bool arrived;            /* the last one was delivered, and so: */
	struct flow_key far_key; /* as the far end saw it */
	struct place far_place;  /* where the far end answers */
	struct memo memo[2];     /* there, back */
	uint16_t mss[2];         /* that limits segments there, back; or 0 */
	uint8_t closed;
};

struct indexed {
	struct flow_key key;
	uint64_t flow;
};

struct replay {
	const struct snap *first; /* knows of the later ones */
	const struct snap *snap;  /* in force */
	struct replay_options options;
	struct sim *sim;
	struct verdict verdict; /* of the packet sent last */
	struct arena *arena;
	struct table index, fragments;
	struct track **track; /* by number less 1 */
	uint64_t n;
	uint64_t aside[ASIDES];
	bool begun;
	vtime begin;
	size_t nlater; /* snapshots of later that have come into force */
};

static void
note(void *aux, const struct verdict *v)
{
	*(struct verdict *)aux = *v;
}

struct replay *
replay_new(const struct snap *snap, const struct replay_options *o)
{
	struct replay *r = xcalloc(1, sizeof(*r));

	r->first = r->snap = snap;
	r->options = *o;
	r->arena = arena_new();
	r->sim =
	    sim_new(snap, state_classes, STATES, o->seed, note, &r->verdict);
	sim_set_cache(r->sim, o->cache);
	table_init(&r->index, sizeof(struct flow_key), sizeof(struct indexed),
	    o->seed, NULL);
	fragments_init(&r->fragments, o->seed);
	return r;
}

void
replay_free(struct replay *r)
{
	if (r == NULL)
		return;
	table_fini(&r->index);
	table_fini(&r->fragments);
	sim_free(r->sim);
	arena_free(r->arena);
	free(r);
}

/* --- one packet each way ------------------------------------------------ */

static bool
is_explained(const struct replay *r, uint64_t number)
{
	return r->options.explain_all || r->options.explain == number;
}

/* One of the two directions of a flow, for the packet in hand. */
struct direction {
	struct leg *leg; /* of the first packet, or the first delivered */
	struct journey *way;
	struct trace **trace;
};

static struct direction
direction(struct track *t, bool back)
{
	struct exchange *x = &t->flow.exchange;

	return back
	    ? (struct direction){ &x->back, &x->way[1], &t->flow.back }
	    : (struct direction){ &x->forward, &x->way[0], &t->flow.there };
}

static void
note_cut(struct flow *f, const struct leg *leg, bool back, vtime now)
{
	if (!f->cut.is)
		f->cut = (struct cut){ true, back, leg->code, leg->node, now };
}

/* The first message of the flow is kept. */
static void
tell_sender(struct replay *r, struct track *t, const struct packet *sent)
{
	struct verdict drop = r->verdict;
	struct told *first = &t->flow.exchange.told, later;

	told_send(r->sim, &drop, &r->verdict, sent, NULL,
	    first->message == MESSAGE_NONE ? first : &later);
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

/*
 * Sends a packet of the flow.  Until one has been delivered in this direction
 * its way is recorded and, if the flow is explained, traced.
 */
static struct leg
send_packet(struct replay *r, struct track *t, uint64_t number, bool back,
    vtime now, struct packet *p)
{
	struct direction d = direction(t, back);
	struct leg leg;

	split(p, t->mss[back]);
	if (d.leg->delivered) {
		p->memo = &t->memo[back];
	} else {
		*d.way = JOURNEY_INIT;
		p->journey = d.way;
		if (is_explained(r, number)) {
			*d.trace = arena_alloc(r->arena, sizeof(**d.trace));
			trace_init(*d.trace, r->arena);
			p->trace = *d.trace;
		}
	}
	sim_send(r->sim, now, p);
	leg = leg_of(&r->verdict);
	if (leg.delivered && p->tcp_flags & TCP_SYN)
		t->mss[!back] = r->verdict.mss;
	if (!leg.delivered)
		tell_sender(r, t, p);
	if (back)
		leg_check_answer(&leg, &t->sent, t->send.node);
	if (!d.leg->delivered)
		*d.leg = leg;
	else if (!leg.delivered)
		note_cut(&t->flow, &leg, back, now);
	return leg;
}

static struct leg
send_forward(struct replay *r, struct track *t, uint64_t number, vtime now,
    const struct packet *captured)
{
	struct packet p = *captured;
	struct leg leg;

	p.at = t->send;
	p.key.src = t->src;
	p.key.dst = t->dst;
	t->sent = p;
	leg = send_packet(r, t, number, false, now, &p);
	t->arrived = leg.delivered;
	t->far_key = leg.key;
	t->far_place = leg.answer;
	return leg;
}

/* The far end answers whom it saw. */
static struct leg
send_back(struct replay *r, struct track *t, uint64_t number, vtime now,
    const struct packet *captured)
{
	struct packet p = *captured;
	struct flow_key key = flow_key_reverse(&t->far_key);

	key.fragment = captured->key.fragment;
	if (key.fragment == FRAG_LATER) {
		key.sport = key.dport = 0;
		key.icmp_type = key.icmp_code = 0;
	}
	p.key = key;
	p.at = t->far_place;
	return send_packet(r, t, number, true, now, &p);
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

/* First fragments lead the later ones to their flow. */
enum { IS_BACK = 1 };

static uint64_t
find_fragment(struct replay *r, const struct packet *p, vtime now, bool *back)
{
	const struct fragment_way *f =
	    fragments_follow(&r->fragments, NODE_NONE, p, now);

	if (f == NULL)
		return 0;
	*back = f->flow & IS_BACK;
	return f->flow >> 1;
}

/* The flow that the packet belongs to, or 0; *back: it is an answer in it. */
static uint64_t
find_flow(struct replay *r, const struct packet *p, vtime now, bool *back)
{
	struct flow_key k = whole(&p->key), reverse = flow_key_reverse(&k);
	const struct indexed *i;

	if (k.fragment == FRAG_LATER)
		return find_fragment(r, p, now, back);
	*back = false;
	i = table_find(&r->index, &k);
	if (i == NULL) {
		*back = true;
		i = table_find(&r->index, &reverse);
	}
	if (i == NULL)
		return 0;
	/* The same ports once more: a new connection. */
	if (opens_tcp(p) && (*back || is_closed(r->track[i->flow - 1])))
		return 0;
	return i->flow;
}

static void
index_flow(struct replay *r, const struct flow_key *k, uint64_t number)
{
	struct flow_key reverse = flow_key_reverse(k);
	struct indexed *i = table_find(&r->index, &reverse);

	if (i && !flow_key_eq(k, &reverse))
		table_delete(&r->index, i);
	i = table_find(&r->index, k);
	if (i == NULL)
		i = table_insert(&r->index, k, sim_now(r->sim));
	i->flow = number;
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
establish(struct replay *r, struct track *t, uint64_t number, vtime now)
{
	struct packet syn = opening(&t->flow.key, TCP_SYN);
	struct packet ack = opening(&t->flow.key, TCP_SYN | TCP_ACK);
	struct leg leg = send_forward(r, t, number, now, &syn);

	t->flow.midstream = true;
	if (leg.delivered && t->flow.key.proto == PROTO_TCP)
		send_back(r, t, number, now, &ack);
}

static uint64_t
open_flow(struct replay *r, const struct packet *p, vtime now, bool *back,
    enum aside *why)
{
	struct track *t = arena_alloc(r->arena, sizeof(*t));
	struct flow_key k = whole(&p->key);
	uint64_t number = r->n + 1;
	struct placement where;

	*back = sender_was_called(r, p, now);
	t->flow.key = *back ? flow_key_reverse(&k) : k;
	t->flow.start = now;
	if (place_opener(r->snap, &t->flow.key, &where, why) != 0)
		return 0;
	t->send = where.send;
	t->src = where.src;
	t->dst = where.dst;
	t->flow.src_resource = where.src_resource;
	t->flow.dst_resource = where.dst_resource;
	r->track = arena_grow(r->arena, r->track, r->n, sizeof(void *));
	r->track[r->n++] = t;
	index_flow(r, &t->flow.key, number);
	if (!r->options.midstream_strict && is_midstream(p, *back))
		establish(r, t, number, now);
	return number;
}

static void
count(struct track *t, const struct packet *p, bool back)
{
	struct flow *f = &t->flow;

	if (back) {
		f->has_return = true;
		f->return_packets++;
		f->return_bytes += p->len;
	} else {
		f->packets++;
		f->bytes += p->len;
	}
}

/* Carries a packet of a known flow.  False if it was dropped. */
static bool
carry(struct replay *r, uint64_t number, bool back, vtime now,
    const struct packet *p)
{
	struct track *t = r->track[number - 1];
	struct leg leg;

	t->flow.end = now;
	note_close(t, p, back);
	if (back && !t->arrived) {
		t->flow.has_return = true;
		t->flow.unsent_packets++;
		return true;
	}
	count(t, p, back);
	leg = back ? send_back(r, t, number, now, p)
		   : send_forward(r, t, number, now, p);
	if (!leg.delivered)
		t->flow.dropped_packets++;
	return leg.delivered;
}

/* --- ICMP errors -------------------------------------------------------- */

/* The flow of the packet that it quotes; *back: the error goes back in it. */
static uint64_t
find_quoted(struct replay *r, const struct packet *p, vtime now, bool *back)
{
	struct packet about = { 0 };
	uint64_t number;

	if (p->quote == NULL)
		return 0;
	about.key = *p->quote;
	number = find_flow(r, &about, now, back);
	*back = !*back;
	return number;
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

	if (ip_eq(src, t->flow.key.dst))
		return true;
	return party_at(r->snap, src, &from) == 1
	    ? from.send.node == t->far_place.node
	    : t->far_place.node == NODE_INTERNET && !ip_is_rfc1918(src) &&
		!ip_is_rfc6598(src) && !ip_is_special(src);
}

/* To the opener, about what it sent, as the far end saw that. */
static bool
error_back(const struct replay *r, const struct track *t, struct packet *p)
{
	struct ip captured = p->key.src;

	if (!t->arrived || !speaks_there(r, t, captured))
		return false;
	*p->quote = t->far_key;
	p->key.dst = t->far_key.src;
	if (ip_eq(captured, t->flow.key.dst))
		p->key.src = t->far_key.dst;
	p->at = t->far_place;
	return true;
}

/* From the opener, about what came back. */
static bool
error_forward(const struct track *t, struct packet *p)
{
	if (!ip_eq(p->key.src, t->flow.key.src))
		return false;
	*p->quote = flow_key_reverse(&t->sent.key);
	p->key.src = t->src;
	p->key.dst = t->dst;
	p->at = t->send;
	return true;
}

static bool
carry_error(struct replay *r, uint64_t number, bool back, vtime now,
    const struct packet *captured)
{
	struct track *t = r->track[number - 1];
	struct flow_key quote = *captured->quote;
	struct packet p = *captured;

	p.quote = &quote;
	t->flow.end = now;
	t->flow.icmp_errors++;
	if (!(back ? error_back(r, t, &p) : error_forward(t, &p)))
		return true;
	sim_send(r->sim, now, &p);
	if (!r->verdict.delivered)
		t->flow.dropped_icmp_errors++;
	return r->verdict.delivered;
}

static struct placed
place_error(struct replay *r, vtime now, const struct packet *p)
{
	bool back = false;
	uint64_t number = find_quoted(r, p, now, &back);

	if (number == 0) {
		r->aside[ASIDE_ICMP_ERROR]++;
		return (struct placed){ .aside = ASIDE_ICMP_ERROR };
	}
	return (struct placed){ .flow = number,
		.dropped = !carry_error(r, number, back, now, p) };
}

/* ------------------------------------------------------------------------ */

static void
begin(struct replay *r, vtime now)
{
	if (!r->begun)
		r->begin = now;
	r->begun = true;
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

struct placed
replay_packet(struct replay *r, vtime now, const struct packet *p)
{
	enum aside why = ASIDE_NOT_HERE;
	bool back = false;
	uint64_t number = 0;

	begin(r, now);
	install_due(r, now);
	if (flow_key_is_icmp_error(&p->key))
		return place_error(r, now, p);
	number = find_flow(r, p, now, &back);
	if (number == 0 && p->key.fragment == FRAG_LATER)
		why = ASIDE_FRAGMENT;
	else if (number == 0)
		number = open_flow(r, p, now, &back, &why);
	if (number == 0) {
		r->aside[why]++;
		return (struct placed){ .aside = why };
	}
	if (p->key.fragment == FRAG_FIRST)
		fragments_note(&r->fragments, NODE_NONE, p, now)->flow =
		    number << 1 | back;
	return (struct placed){ .flow = number,
		.dropped = !carry(r, number, back, now, p) };
}

uint64_t
replay_flows(const struct replay *r)
{
	return r->n;
}

const struct flow *
replay_flow(const struct replay *r, uint64_t n)
{
	return &r->track[n - 1]->flow;
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
