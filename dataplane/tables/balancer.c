/*
 * balancer.c - the connections of load balancers
 *
 * A connection is found in two ways: by what the client sends (a call), and by
 * what the target sends back (an answer).  Both entries are made together, and
 * the call is the one that counts: an answer without a live call is none.
 *
 * Ports are lent in turn, so the next one is mostly free.  Where a whole round
 * has found none, it is remembered when the first of them can idle out, and
 * nothing is looked for before that.
 */

#include "dataplane/tables/balancer.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/rng.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/states.h"
#include "dataplane/world.h"

static const vtime udp_idle = VTIME_SECONDS(120);

enum {
	LB_NEW,
	LB_KNOWN,
	LB_ANSWER,
	LB_NO_ANSWER,
	LB_IDLE,
	LB_HAIRPIN,
	LB_FULL
};

static const struct fact facts[] = {
	[LB_NEW] = { "new connection: a target is chosen", 0, false },
	[LB_KNOWN] = { "belongs to a connection, and keeps its target", 0,
	    false },
	[LB_ANSWER] = { "answer of a target", 0, false },
	[LB_NO_ANSWER] = { NULL, 0, false },
	[LB_IDLE] = { "no connection, or one that has idled out",
	    DROP_BALANCER_IDLE, false, MESSAGE_RESET },
	[LB_HAIRPIN] = { "the target is the client itself",
	    DROP_BALANCER_HAIRPIN, false },
	[LB_FULL] = { "every port for this target is taken", DROP_BALANCER_FULL,
	    false },
};

struct call_key {
	struct flow_key flow; /* as the client sends it */
	uint32_t node;
	uint32_t caller;
};

struct answer_key {
	struct flow_key flow; /* as the target sends it */
	uint32_t node;
	uint32_t zero;
};

enum { FIN_OUT = 1, FIN_BACK = 2, CLOSED = 4 };

struct call {
	struct call_key key;
	struct answer_key answer;
	vtime last, idle;
	uint16_t back;
	uint8_t flags;
};

/* Stays for a while when the call has idled out, to tell so. */
struct answer {
	struct answer_key key;
	struct call_key call;
	vtime last, idle; /* the call's */
	uint16_t balanced;
	bool preserve;
};

/* Connections of one of our addresses with one target. */
struct share_key {
	struct ip own, target;
	uint32_t node;
	uint16_t port, proto;
};

struct share {
	struct share_key key;
	uint32_t turn; /* of the ports, the one to try next */
	bool full;
	vtime due; /* full: not before this */
};

struct balancer {
	struct table calls, answers, shares;
	uint64_t seed;
};

_Static_assert(sizeof(struct call_key) == 48, "call_key has padding");
_Static_assert(sizeof(struct share_key) == 40, "share_key has padding");

static bool
idled_out(vtime last, vtime idle, vtime now)
{
	return now.ns - last.ns >= idle.ns;
}

static bool
is_forgotten(const struct answer *a, vtime now)
{
	return now.ns - a->last.ns >= 2 * a->idle.ns;
}

static bool
call_dead(void *aux, void *entry, vtime now)
{
	const struct call *c = entry;

	(void)aux;
	return idled_out(c->last, c->idle, now);
}

static bool
answer_dead(void *aux, void *entry, vtime now)
{
	(void)aux;
	return is_forgotten(entry, now);
}

static void *
balancer_new(uint64_t seed, struct pulses *pulses)
{
	struct balancer *t = xcalloc(1, sizeof(*t));

	(void)pulses;
	table_init(
	    &t->calls, sizeof(struct call_key), sizeof(struct call), seed);
	table_reclaims(&t->calls, call_dead, NULL);
	table_init(&t->answers, sizeof(struct answer_key),
	    sizeof(struct answer), seed);
	table_reclaims(&t->answers, answer_dead, NULL);
	table_init(
	    &t->shares, sizeof(struct share_key), sizeof(struct share), seed);
	t->seed = seed;
	return t;
}

static void
balancer_free(void *table)
{
	struct balancer *t = table;

	table_fini(&t->calls);
	table_fini(&t->answers);
	table_fini(&t->shares);
	free(t);
}

const struct state_class balancer_state = {
	.name = "load balancer connections",
	.table_new = balancer_new,
	.table_free = balancer_free,
};

static bool
is_closed(const struct call *c)
{
	return c->flags & CLOSED ||
	    (c->flags & (FIN_OUT | FIN_BACK)) == (FIN_OUT | FIN_BACK);
}

static struct call *
live_call(const struct balancer *t, const struct call_key *key, vtime now)
{
	struct call *c = table_find(&t->calls, key);

	return c && !idled_out(c->last, c->idle, now) ? c : NULL;
}

/* Whose answers these are, or null: the same client may have called again and
 * be answered to another port. */
static struct call *
call_answered(const struct balancer *t, const struct answer *a)
{
	struct call *c = table_find(&t->calls, &a->call);

	return c && memcmp(&c->answer, &a->key, sizeof(a->key)) == 0 ? c : NULL;
}

/* --- ports -------------------------------------------------------------- */

static struct share *
share_of(struct balancer *t, const struct answer_key *a, vtime now)
{
	const struct flow_key *k = &a->flow;
	struct share_key key = { k->dst, k->src, a->node, k->sport, k->proto };

	return table_have(&t->shares, &key, now);
}

/* Free: by nobody, or by a connection that is over.  Else *due is not after
 * the time at which it can idle out. */
static bool
is_free(const struct balancer *t, const struct answer_key *key, vtime now,
    vtime *due)
{
	const struct answer *a = table_find(&t->answers, key);
	const struct call *c = a ? call_answered(t, a) : NULL;

	if (c == NULL || idled_out(c->last, c->idle, now) || is_closed(c))
		return true;
	if (vtime_before(vtime_add(c->last, c->idle), *due))
		*due = vtime_add(c->last, c->idle);
	return false;
}

/* Fills in the port to which the target will answer; false: all are taken. */
static bool
lend_port(struct balancer *t, struct answer_key *key, vtime now)
{
	struct share *s = share_of(t, key, now);
	vtime due = { INT64_MAX };

	if (s->full && vtime_before(now, s->due))
		return false;
	for (uint32_t i = 0; i < BALANCER_PORTS; i++) {
		key->flow.dport =
		    (uint16_t)(BALANCER_PORT_FIRST + s->turn % BALANCER_PORTS);
		s->turn++;
		if (is_free(t, key, now, &due)) {
			s->full = false;
			return true;
		}
	}
	s->full = true;
	s->due = due;
	return false;
}

/* --- connections -------------------------------------------------------- */

static uint64_t
flow_hash(const struct flow_key *k, uint64_t seed)
{
	uint64_t h = seed;
	const uint64_t words[] = { k->src.hi, k->src.lo, k->dst.hi, k->dst.lo,
		(uint64_t)k->sport << 32 | (uint64_t)k->dport << 16 |
		    k->proto };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		h = rng_mix(h ^ words[i]);
	return h;
}

static bool
opens(const struct packet *p)
{
	return p->key.proto != PROTO_TCP || packet_opens(p);
}

/* Either may have been reclaimed before the other. */
static void
forget_call(struct balancer *t, const struct call_key *key)
{
	struct call *c = table_find(&t->calls, key);
	struct answer *a = c ? table_find(&t->answers, &c->answer) : NULL;

	if (a && call_answered(t, a) == c)
		table_delete(&t->answers, a);
	if (c)
		table_delete(&t->calls, c);
}

static void
forget_answer(struct balancer *t, const struct answer_key *key)
{
	struct answer *a = table_find(&t->answers, key);
	struct call *c = a ? call_answered(t, a) : NULL;

	if (c)
		table_delete(&t->calls, c);
	if (a)
		table_delete(&t->answers, a);
}

static struct call *
enter(struct balancer *t, const struct call *new,
    const struct balancer_target *to, bool preserve)
{
	struct answer *a;
	struct call *c;

	forget_call(t, &new->key);
	forget_answer(t, &new->answer);
	a = table_insert(&t->answers, &new->answer, new->last);
	a->call = new->key;
	a->last = new->last;
	a->idle = new->idle;
	a->balanced = to->balanced;
	a->preserve = preserve;
	c = table_insert(&t->calls, &new->key, new->last);
	*c = *new;
	return c;
}

static const struct balancer_choice *
choice_of(const struct step_call *c)
{
	const struct balancer_table_cfg *cfg = c->self->cfg;

	return &cfg->choice[c->arg & ((1u << BALANCER_CALLER) - 1)];
}

/* Null, and why, if there can be none.  What comes by PrivateLink never shows
 * its address. */
static struct call *
open_call(const struct step_call *c, const struct call_key *key, uint16_t *why)
{
	const struct balancer_choice *choice = choice_of(c);
	const struct balancer_table_cfg *cfg = c->self->cfg;
	struct balancer *t = c->table;
	const struct flow_key *k = &key->flow;
	const struct balancer_target *to =
	    &choice->target[flow_hash(k, t->seed) % choice->n];
	bool preserve = to->preserve && key->caller == 0;
	struct call new = { .key = *key,
		.answer = { flow_key_reverse(k), c->node, 0 },
		.last = c->now,
		.idle = k->proto == PROTO_TCP ? choice->tcp_idle : udp_idle,
		.back = key->caller
		    ? side_of(cfg->back_to_endpoint, key->caller - 1)
		    : choice->back };

	new.answer.flow.src = to->ip;
	new.answer.flow.sport = to->port;
	*why = LB_HAIRPIN;
	if (preserve && ip_eq(to->ip, k->src))
		return NULL;
	*why = LB_FULL;
	if (!preserve) {
		new.answer.flow.dst = choice->own[!ip_is4(to->ip)];
		if (!lend_port(t, &new.answer, c->now))
			return NULL;
	}
	*why = LB_NEW;
	return enter(t, &new, to, preserve);
}

static void
touch(struct balancer *t, struct call *call, const struct step_call *c,
    uint8_t fin)
{
	uint8_t flags = c->packet->tcp_flags;
	struct answer *a = table_find(&t->answers, &call->answer);

	call->last = c->now;
	if (a)
		a->last = c->now;
	if (call->key.flow.proto != PROTO_TCP)
		return;
	if (flags & TCP_FIN)
		call->flags |= fin;
	if (flags & TCP_RST)
		call->flags |= CLOSED;
	if (is_closed(call) && a && !a->preserve)
		share_of(t, &call->answer, c->now)->full = false;
}

static struct outcome
balancer_out(const struct step_call *c)
{
	struct balancer *t = c->table;
	struct flow_key *k = &c->packet->key;
	struct call_key key = { *k, c->node, c->arg >> BALANCER_CALLER };
	struct outcome o = { REWRITTEN, LB_KNOWN };
	struct flow_key seen;
	struct call *call;

	key.flow.fragment = FRAG_NONE;
	call = live_call(t, &key, c->now);
	if (call == NULL || (is_closed(call) && opens(c->packet))) {
		if (!opens(c->packet))
			return (struct outcome){ REFUSED, LB_IDLE };
		call = open_call(c, &key, &o.fact);
		if (call == NULL)
			return (struct outcome){ REFUSED, o.fact };
	}
	touch(t, call, c, FIN_OUT);
	seen = flow_key_reverse(&call->answer.flow);
	seen.fragment = k->fragment;
	*k = seen;
	return o;
}

static const struct answer *
find_answer(const struct step_call *c, uint32_t node)
{
	const struct balancer *t = c->table;
	struct answer_key key = { c->packet->key, node, 0 };

	key.flow.fragment = FRAG_NONE;
	return table_find(&t->answers, &key);
}

static struct outcome
balancer_back(const struct step_call *c)
{
	struct balancer *t = c->table;
	const struct answer *a = find_answer(c, c->node);
	uint8_t fragment = c->packet->key.fragment;
	struct call *call;

	if (a == NULL || is_forgotten(a, c->now))
		return (struct outcome){ PASS, LB_NO_ANSWER };
	call = call_answered(t, a);
	if (call == NULL || idled_out(call->last, call->idle, c->now))
		return (struct outcome){ REFUSED, LB_IDLE };
	touch(t, call, c, FIN_BACK);
	c->packet->key = flow_key_reverse(&call->key.flow);
	c->packet->key.fragment = fragment;
	*c->side = call->back;
	return (struct outcome){ REWRITTEN, LB_ANSWER };
}

bool
balancer_answers(const struct step_call *c, uint32_t node, uint16_t *balanced)
{
	const struct answer *a = find_answer(c, node);

	if (a == NULL || !a->preserve || is_forgotten(a, c->now))
		return false;
	*balanced = a->balanced;
	return true;
}

const struct step balancer_out_step = { "choice of a target", balancer_out,
	facts, STATE_BALANCER };
const struct step balancer_back_step = { "answer of a target", balancer_back,
	facts, STATE_BALANCER };
