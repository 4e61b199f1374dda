/*
 * nat.c - what NAT gateways translate
 *
 * Bindings and their ports are nat_bindings.c's.
 *
 * A later fragment has no port.  It follows the first one (fragments.h), whose
 * new address it gets.
 *
 * An ICMP error is about a packet that came from the other side; what it quotes
 * tells the binding, and is translated with it.
 */

#include "dataplane/tables/nat.h"

#include <stdlib.h>

#include "core/arena.h"
#include "dataplane/drop.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/nat_bindings.h"
#include "dataplane/tables/states.h"

enum {
	NAT_REUSED,
	NAT_LENT,
	NAT_RETURNED,
	NAT_FULL,
	NAT_IDLE,
	NAT_STRAY,
	NAT_FRAGMENT,
	NAT_ERROR
};

const struct fact nat_facts[] = {
	[NAT_REUSED] = { "binding of this connection", 0, false },
	[NAT_LENT] = { "new binding", 0, false },
	[NAT_RETURNED] = { "answer to a binding", 0, false },
	[NAT_FULL] = { "every port for this destination is taken",
	    DROP_NAT_FULL, false },
	[NAT_IDLE] = { "no binding, or one that has idled out; the sender gets a RST",
	    DROP_NAT_IDLE, false, MESSAGE_RESET },
	[NAT_STRAY] = { "answers no binding", DROP_NAT_UNSOLICITED, false },
	[NAT_FRAGMENT] = { "fragment that cannot be translated",
	    DROP_NAT_FRAGMENT, false },
	[NAT_ERROR] = { "about a packet of a binding", 0, false },
};

struct nat {
	struct nat_bindings bindings;
	struct table fragments;
	struct pulses *pulses;
};

static void *
nat_new(uint64_t seed, struct pulses *pulses)
{
	struct nat *t = xcalloc(1, sizeof(*t));

	t->pulses = pulses;
	nat_bindings_init(&t->bindings, seed, pulses);
	fragments_init(&t->fragments, seed);
	return t;
}

static void
nat_free(void *table)
{
	struct nat *t = table;

	nat_bindings_fini(&t->bindings);
	table_fini(&t->fragments);
	free(t);
}

static void
nat_prefetch(const void *table, uint32_t slot)
{
	const struct nat *t = table;

	line_fetch(&t->bindings.pool.v[slot]);
}

static void
nat_forget(void *table, uint32_t pulse, vtime now)
{
	struct nat *t = table;

	(void)now;
	nat_end(
	    &t->bindings, &t->bindings.pool.v[pulse_slot(t->pulses, pulse)]);
}

/* Of the gateway's addresses, which it may lend. */
static uint32_t
range_of(const struct step_call *c)
{
	const struct nat_addresses *own = c->self->cfg;

	return c->arg ? c->arg : nat_range(0, own->n);
}

static void
nat_fetch(const struct step_call *c)
{
	const struct nat *t = c->table;
	struct nat_inside key = { c->packet->key, c->node };

	nat_bindings_fetch(&t->bindings, &key, c->self->cfg, range_of(c));
}

const struct state_class nat_state = { "NAT bindings", nat_new, nat_free,
	nat_prefetch, nat_forget, nat_fetch };
const struct state_class nat_instance_state = { "NAT bindings of instances",
	nat_new, nat_free, nat_prefetch, nat_forget, NULL };

static bool
is_live(const struct nat *t, const struct binding *b, vtime now)
{
	return !pulse_is_over(t->pulses, b->pulse, now);
}

/* A hint may be that of a binding that has ended. */
static struct binding *
hinted(struct nat *t, const struct hint *hint)
{
	uint32_t slot = pulse_near(t->pulses, hint);

	return slot < t->bindings.pool.n && t->bindings.pool.v[slot].port != 0
	    ? &t->bindings.pool.v[slot]
	    : NULL;
}

static void
keep_hint(const struct nat *t, struct hint *hint, const struct binding *b)
{
	if (hint)
		*hint = pulse_hint(t->pulses, b->pulse);
}

static void
touch(struct nat *t, struct binding *b, const struct step_call *c, uint8_t fin)
{
	uint8_t flags = c->packet->tcp_flags, before = b->flags;
	bool was_closed = binding_is_closed(b);

	if (b->flow.proto == PROTO_TCP) {
		if (fin == FIN_OUT && packet_opens(c->packet))
			b->flags = 0;
		if (flags & TCP_FIN)
			b->flags |= fin;
		if (flags & TCP_RST)
			b->flags |= CLOSED;
	}
	if (binding_is_closed(b) && !was_closed)
		nat_close(&t->bindings, b);
	if (b->flags != before || packet_opens(c->packet))
		pulse_change(t->pulses, b->pulse);
	pulse_beat(t->pulses, b->pulse, c->now, nat_idle(b, c->self->cfg));
}

/* --- fragments ---------------------------------------------------------- */

static void
lead_fragments(struct nat *t, const struct step_call *c, struct ip rewritten)
{
	if (c->packet->key.fragment == FRAG_FIRST)
		fragments_note(&t->fragments, c->node, c->packet, c->now)
		    ->rewritten = rewritten;
}

/* field: of the key, what the first one got a new address in. */
static struct outcome
follow_fragment(struct nat *t, const struct step_call *c, struct ip *field,
    struct outcome otherwise)
{
	const struct fragment_way *f =
	    fragments_follow(&t->fragments, c->node, c->packet, c->now);

	if (f == NULL)
		return (struct outcome){ REFUSED, NAT_FRAGMENT };
	*field = f->rewritten;
	return otherwise;
}

static struct binding *
taken_by(struct nat *t, const struct nat_outside *key, const struct hint *hint)
{
	struct binding *b = hinted(t, hint);

	return b && nat_is_outside(b, key)
	    ? b
	    : nat_find_outside(&t->bindings, key);
}

/* The binding that k, which came from outside, may answer; or null. */
static struct binding *
answered(struct nat *t, const struct step_call *c, const struct flow_key *k)
{
	const struct nat_addresses *own = c->self->cfg;
	bool icmp = proto_is_icmp(k->proto);
	struct nat_outside key = { .remote = k->src,
		.node = c->node,
		.remote_port = icmp ? 0 : k->sport,
		.port = icmp ? k->sport : k->dport,
		.proto = k->proto };
	struct binding *b;

	for (uint16_t i = 0; i < own->n; i++)
		if (ip_eq(own->ip[i], k->dst))
			key.which = i;
	b = taken_by(t, &key, c->hint);
	return b && is_live(t, b, c->now) ? b : NULL;
}

/* --- ICMP errors -------------------------------------------------------- */

/* What an error from outside quotes has left by its binding. */
static struct outcome
error_in(struct nat *t, const struct step_call *c)
{
	struct flow_key *quote = c->packet->quote;
	struct flow_key answer = flow_key_reverse(quote);
	const struct binding *b = answered(t, c, &answer);

	if (b == NULL)
		return (struct outcome){ REFUSED, NAT_STRAY };
	quote->src = c->packet->key.dst = b->flow.src;
	quote->sport = b->flow.sport;
	return (struct outcome){ REWRITTEN, NAT_ERROR };
}

/* What an error from inside quotes has come in by its binding. */
static struct outcome
error_out(struct nat *t, const struct step_call *c)
{
	const struct nat_addresses *own = c->self->cfg;
	struct flow_key *quote = c->packet->quote;
	struct nat_inside inside = { flow_key_reverse(quote), c->node };
	const struct binding *b;

	inside.flow.fragment = FRAG_NONE;
	b = nat_find_inside(
	    &t->bindings, &inside, nat_inside_hash(&t->bindings, &inside));
	if (b == NULL || !is_live(t, b, c->now))
		return (struct outcome){ REFUSED, NAT_STRAY };
	quote->dst = c->packet->key.src = own->ip[b->which];
	if (proto_is_icmp(quote->proto))
		quote->sport = b->port;
	else
		quote->dport = b->port;
	return (struct outcome){ REWRITTEN, NAT_ERROR };
}

/* --- the steps ---------------------------------------------------------- */

/* UDP fragments are translated, those of TCP and ICMP are not (VPC User Guide,
 * NAT gateway basics). */
static bool
may_pass(const struct packet *p)
{
	return p->key.fragment == FRAG_NONE || p->key.proto == PROTO_UDP;
}

/* What a TCP packet needs to make a binding.  A SYN with ACK is the answer to
 * a connection that came another way: it too leaves with a new source. */
static bool
may_open(const struct packet *p)
{
	return p->key.proto != PROTO_TCP || p->tcp_flags & TCP_SYN;
}

/*
 * The binding of what a client sends.  When it has closed, its ports may begin
 * a new connection, which gets a binding of its own: *hash is for that.
 */
static struct binding *
binding_of(struct nat *t, const struct nat_inside *key,
    const struct step_call *c, uint32_t *hash)
{
	struct binding *b = hinted(t, c->hint);

	if (b == NULL || !nat_is_inside(b, key)) {
		*hash = nat_inside_hash(&t->bindings, key);
		b = nat_find_inside(&t->bindings, key, *hash);
	}
	if (b == NULL)
		return NULL;
	if (is_live(t, b, c->now) &&
	    !(binding_is_closed(b) && may_open(c->packet)))
		return b;
	*hash = nat_inside_hash(&t->bindings, key);
	nat_end(&t->bindings, b);
	return NULL;
}

static struct outcome
nat_out(const struct step_call *c)
{
	struct nat *t = c->table;
	const struct nat_addresses *own = c->self->cfg;
	struct flow_key *k = &c->packet->key;
	struct nat_inside inside = { *k, c->node };
	struct outcome o = { REWRITTEN, NAT_REUSED };
	struct binding *b;
	uint32_t hash = 0;

	if (!may_pass(c->packet))
		return (struct outcome){ REFUSED, NAT_FRAGMENT };
	if (c->packet->quote)
		return error_out(t, c);
	if (k->fragment == FRAG_LATER)
		return follow_fragment(t, c, &k->src, o);
	inside.flow.fragment = FRAG_NONE;
	b = binding_of(t, &inside, c, &hash);
	if (b == NULL) {
		if (!may_open(c->packet))
			return (struct outcome){ REFUSED, NAT_IDLE };
		b = nat_lend(
		    &t->bindings, &inside, hash, own, range_of(c), c->now);
		if (b == NULL)
			return (struct outcome){ REFUSED, NAT_FULL };
		o.fact = NAT_LENT;
	}
	touch(t, b, c, FIN_OUT);
	keep_hint(t, c->hint, b);
	lead_fragments(t, c, own->ip[b->which]);
	k->src = own->ip[b->which];
	flow_key_set_sport(k, b->port);
	return o;
}

/* Is it the kind of packet that answers? */
static bool
answers(const struct packet *p, const struct binding *b)
{
	if (proto_is_icmp(p->key.proto))
		return flow_key_reverse(&p->key).icmp_type == b->flow.icmp_type;
	if (p->key.proto == PROTO_TCP && binding_is_closed(b))
		return (p->tcp_flags & (TCP_SYN | TCP_ACK)) != TCP_SYN;
	return true;
}

static struct outcome
nat_in(const struct step_call *c)
{
	struct nat *t = c->table;
	struct flow_key *k = &c->packet->key;
	struct outcome o = { REWRITTEN, NAT_RETURNED };
	struct binding *b;

	if (!may_pass(c->packet))
		return (struct outcome){ REFUSED, NAT_FRAGMENT };
	if (c->packet->quote)
		return error_in(t, c);
	if (k->fragment == FRAG_LATER)
		return follow_fragment(t, c, &k->dst, o);
	b = answered(t, c, k);
	if (b == NULL || !answers(c->packet, b))
		return (struct outcome){ REFUSED, NAT_STRAY };
	touch(t, b, c, FIN_BACK);
	keep_hint(t, c->hint, b);
	lead_fragments(t, c, b->flow.src);
	k->dst = b->flow.src;
	if (proto_is_icmp(k->proto))
		flow_key_set_sport(k, b->flow.sport);
	else
		flow_key_set_dport(k, b->flow.sport);
	return o;
}

const struct step nat_out_step = { "source NAT", nat_out, nat_facts,
	STATE_NAT };
const struct step nat_in_step = { "reverse NAT", nat_in, nat_facts, STATE_NAT };
