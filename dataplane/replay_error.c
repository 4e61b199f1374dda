/*
 * replay_error.c - ICMP errors of a capture
 *
 * An error goes the way of answers to the packet that it quotes.
 */

#include "dataplane/party.h"
#include "dataplane/replay_inside.h"

/* The flow of the packet that it quotes; *back: the error goes back in it. */
static struct track *
find_quoted(struct replay *r, const struct arrival *a, bool *back)
{
	struct arrival about = { .t = a->t };
	struct track *t;

	if (a->packet.quote == NULL)
		return NULL;
	about.packet.key = *a->packet.quote;
	replay_probe(r, &about);
	t = replay_find(r, &about, back);
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
	    ? from.send.node == t->course[1].enter.node
	    : t->course[1].enter.node == NODE_INTERNET && !ip_is_rfc1918(src) &&
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
	p->at = t->course[1].enter;
	return true;
}

/* From the opener, about what came back. */
static bool
error_forward(const struct replay *r, const struct track *t, struct packet *p)
{
	struct flow_key sent;

	if (!ip_eq(p->key.src, t->key.src))
		return false;
	sent = replay_sent_key(r, t);
	*p->quote = flow_key_reverse(&sent);
	p->key.src = sent.src;
	p->key.dst = sent.dst;
	p->at = t->course[0].enter;
	return true;
}

static bool
carry_error(
    struct replay *r, struct track *t, bool back, const struct arrival *a)
{
	struct flow_key quote = *a->packet.quote;
	struct packet p = a->packet;
	struct more *m = replay_more(r, t);

	p.quote = &quote;
	t->end = a->t;
	t->seen = r->clock;
	m->icmp_errors++;
	if (!(back ? error_back(r, t, &p) : error_forward(r, t, &p)))
		return true;
	sim_send_own(r->sim, a->t, &p);
	if (!sim_verdict(r->sim)->delivered)
		m->dropped_icmp_errors++;
	return sim_verdict(r->sim)->delivered;
}

struct placed
replay_error(struct replay *r, const struct arrival *a)
{
	bool back = false;
	struct track *t = find_quoted(r, a, &back);

	if (t == NULL) {
		r->aside[ASIDE_ICMP_ERROR]++;
		return (struct placed){ .aside = ASIDE_ICMP_ERROR };
	}
	return (struct placed){ .flow = t->number,
		.slot = flow_table_slot(&r->flows, t),
		.dropped = !carry_error(r, t, back, a) };
}
