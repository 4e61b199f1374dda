/*
 * replay_find.c - the flow of a packet, which may begin with it
 */

#include "dataplane/replay_inside.h"
#include "dataplane/tables/fragments.h"

static bool
is_closed(const struct track *t)
{
	return t->closed & CLOSED ||
	    t->closed == (CLOSED_FORWARD | CLOSED_BACK);
}

void
replay_probe(const struct replay *r, struct arrival *a)
{
	const struct flow_key *k = &a->packet.key;

	if (k->fragment == FRAG_FIRST) {
		a->whole = *k;
		a->whole.fragment = FRAG_NONE;
		k = &a->whole;
	}
	flow_table_probe(&r->flows, k, &a->probe);
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
find_fragment(struct replay *r, const struct packet *p, bool *back)
{
	const struct fragment_way *f =
	    fragments_follow(&r->fragments, NODE_NONE, p, r->clock);
	struct track *t;

	if (f == NULL)
		return NULL;
	t = &r->flows.track[f->flow >> 32];
	*back = f->flow & 1;
	return way_of_fragments(r, t, *back) == f->flow ? t : NULL;
}

void
replay_lead_fragments(
    struct replay *r, const struct arrival *a, const struct track *t, bool back)
{
	fragments_note(&r->fragments, NODE_NONE, &a->packet, r->clock)->flow =
	    way_of_fragments(r, t, back);
}

struct track *
replay_find(struct replay *r, const struct arrival *a, bool *back)
{
	const struct packet *p = &a->packet;
	struct track *t;

	if (p->key.fragment == FRAG_LATER)
		return find_fragment(r, p, back);
	t = flow_table_find(&r->flows, &a->probe, back);
	/* The same ports once more: a new connection. */
	if (t && packet_opens(p) && (*back || is_closed(t)))
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
	return back || (p->key.proto == PROTO_TCP && !packet_opens(p));
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
	bool arrived;

	r->imagined = true;
	arrived = replay_send_forward(r, t, now, &syn);
	t->midstream = true;
	if (arrived && t->key.proto == PROTO_TCP)
		replay_send_back(r, t, now, &ack);
	r->imagined = false;
}

/* Most flows have their own ends in the model. */
static void
note_ends(struct replay *r, struct track *t, const struct placement *where)
{
	struct more *m;

	t->mapped =
	    !ip_eq(where->src, t->key.src) || !ip_eq(where->dst, t->key.dst);
	if (!t->mapped)
		return;
	m = replay_more(r, t);
	m->src = where->src;
	m->dst = where->dst;
}

bool
replay_oldest(struct replay *r, uint32_t *slot, vtime *since)
{
	const struct track *t = flow_table_oldest(&r->flows);

	if (t == NULL)
		return false;
	*slot = flow_table_slot(&r->flows, t);
	*since = t->seen;
	return true;
}

void
replay_drop_oldest(struct replay *r)
{
	const struct track *t = flow_table_oldest(&r->flows);
	struct more *m = replay_more_if_any(r, t);

	r->forgotten++;
	sim_forget(r->sim, &t->lane[0].trail);
	sim_forget(r->sim, &t->lane[1].trail);
	if (m)
		table_delete(&r->more, m);
	flow_table_drop_oldest(&r->flows);
}

/* Makes room for another flow. */
static void
make_room(struct replay *r)
{
	struct flow room;
	uint32_t slot;
	vtime since;

	if (r->options.make_room) {
		r->options.make_room(r->options.make_room_aux);
		return;
	}
	if (flow_table_has_room(&r->flows) || !replay_oldest(r, &slot, &since))
		return;
	if (r->options.forgets)
		r->options.forgets(
		    r->options.forgets_aux, replay_in_slot(r, slot, &room));
	replay_drop_oldest(r);
}

/* Those that are what they seem: whole packets of an opener. */
void
replay_foresee(struct replay *r, struct arrival *a, struct opening *o)
{
	struct packet p = a->packet;

	if (p.key.fragment != FRAG_NONE || flow_key_is_icmp_error(&p.key) ||
	    sender_was_called(r, &p, a->t) || r->options.cache == CACHE_OFF)
		return;
	o->snap = r->snap;
	o->status = place_opener(r->snap, &p.key, &o->where, &o->why);
	a->opening = o;
	if (o->status != 0)
		return;
	p.at = o->where.send;
	p.key.src = o->where.src;
	p.key.dst = o->where.dst;
	sim_look_ahead(r->sim, &p, &o->ahead);
	a->packet.ahead = &o->ahead;
}

/* As foreseen, if all is as it was. */
static int
place(const struct replay *r, const struct opening *o,
    const struct flow_key *opener, struct placement *where, enum aside *why)
{
	if (o == NULL || o->snap != r->snap)
		return place_opener(r->snap, opener, where, why);
	*where = o->where;
	if (o->status != 0)
		*why = o->why;
	return o->status;
}

struct track *
replay_open(
    struct replay *r, const struct arrival *a, bool *back, enum aside *why)
{
	struct flow_key key;
	struct placement where;
	struct track *t;

	*back = sender_was_called(r, &a->packet, a->t);
	key = *back ? flow_key_reverse(a->probe.key) : *a->probe.key;
	if (place(r, *back ? NULL : a->opening, &key, &where, why) != 0)
		return NULL;
	make_room(r);
	t = flow_table_add(&r->flows, &key, ++r->n, r->clock);
	t->start = a->t;
	t->course[0].enter = where.send;
	note_ends(r, t, &where);
	t->src_resource = where.src_resource;
	t->dst_resource = where.dst_resource;
	if (!r->options.midstream_strict && is_midstream(&a->packet, *back))
		establish(r, t, a->t);
	return t;
}
