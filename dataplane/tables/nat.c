/*
 * nat.c - the bindings of NAT gateways
 *
 * A binding is found in two ways: by what the client sends, and by the taken
 * (address, port) of its destination, which leads answers back to it.  Both
 * come and go together with the binding.  A connection that has closed keeps
 * its port for its last segments until someone else wants that port.
 *
 * The invariant: a share (address, destination) counts its open bindings.  It
 * is never above 55,000, and there are 64,512 ports, so where a share is not
 * full a port is taken by nobody or by a binding that has closed.
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
#include "core/rng.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/nat_pool.h"
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

static const struct fact facts[] = {
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

struct inside_key {
	struct flow_key flow; /* as the client sends it */
	uint64_t node;
};

/* What an answer shows: our port and address, the remote end. */
struct outside_key {
	struct ip remote;
	uint32_t node;
	uint16_t remote_port;
	uint16_t port;
	uint16_t which;
	uint16_t proto;
	uint32_t zero;
};

struct bound {
	struct inside_key key;
	uint32_t binding;
};

struct taken {
	struct outside_key key;
	uint32_t binding;
};

struct share {
	struct outside_key key; /* with port 0 */
	uint32_t open;
};

struct nat {
	struct table bound, taken, shares, fragments;
	struct nat_pool pool;
	uint64_t seed;
};

_Static_assert(sizeof(struct inside_key) == 48, "inside_key has padding");
_Static_assert(sizeof(struct outside_key) == 32, "outside_key has padding");

static void *
nat_new(uint64_t seed)
{
	struct nat *t = xcalloc(1, sizeof(*t));

	table_init(&t->bound, sizeof(struct inside_key), sizeof(struct bound),
	    seed, NULL);
	table_init(&t->taken, sizeof(struct outside_key), sizeof(struct taken),
	    seed, NULL);
	table_init(&t->shares, sizeof(struct outside_key), sizeof(struct share),
	    seed, NULL);
	fragments_init(&t->fragments, seed);
	t->seed = seed;
	nat_pool_init(&t->pool);
	return t;
}

static void
nat_free(void *table)
{
	struct nat *t = table;

	table_fini(&t->bound);
	table_fini(&t->taken);
	table_fini(&t->shares);
	table_fini(&t->fragments);
	nat_pool_fini(&t->pool);
	free(t);
}

static void
nat_prefetch(const void *table, uint32_t hint)
{
	const struct nat *t = table;

	if (hint < t->pool.n)
		__builtin_prefetch(&t->pool.v[hint], 1);
}

static bool
nat_refresh(void *table, struct hint hint, vtime now)
{
	struct nat *t = table;
	struct binding *b = &t->pool.v[hint.entry];

	if (hint.entry >= t->pool.n || b->stamp != hint.stamp ||
	    !binding_is_live(&t->pool, b, now))
		return false;
	b->last = now;
	return true;
}

const struct state_class nat_state = { "NAT bindings", nat_new, nat_free,
	nat_prefetch, nat_refresh };

static struct outside_key
outside(const struct binding *b, uint16_t port)
{
	const struct flow_key *k = &b->flow;

	return (struct outside_key){ .remote = k->dst,
		.node = b->node,
		.remote_port = k->dport,
		.port = port,
		.which = b->which,
		.proto = k->proto };
}

static void
leave_share(struct nat *t, const struct binding *b)
{
	struct outside_key key = outside(b, 0);
	struct share *share = table_find(&t->shares, &key);

	if (--share->open == 0)
		table_delete(&t->shares, share);
}

static void
end(struct nat *t, uint32_t i)
{
	struct binding *b = &t->pool.v[i];
	struct outside_key out = outside(b, b->port);
	struct inside_key in = { b->flow, b->node };

	if (!binding_is_closed(b))
		leave_share(t, b);
	table_delete(&t->taken, table_find(&t->taken, &out));
	table_delete(&t->bound, table_find(&t->bound, &in));
	nat_pool_give(&t->pool, b);
}

static void
reap(struct nat *t, vtime now)
{
	struct binding *b;

	while ((b = nat_pool_over(&t->pool, now)) != NULL)
		end(t, (uint32_t)(b - t->pool.v));
}

/* A port is free if it is not taken, or by a connection that has closed. */
static bool
port_is_free(struct nat *t, const struct binding *b, uint16_t port)
{
	struct outside_key key = outside(b, port);
	const struct taken *taken = table_find(&t->taken, &key);

	if (taken && binding_is_closed(&t->pool.v[taken->binding])) {
		end(t, taken->binding);
		return true;
	}
	return taken == NULL;
}

static uint32_t
ports_taken(const struct nat *t, const struct binding *b)
{
	struct outside_key key = outside(b, 0);
	const struct share *share = table_find(&t->shares, &key);

	return share ? share->open : 0;
}

/*
 * 0 if this address has none left for the destination.  Else the walk ends at
 * a free port: the stride has none of the primes of RANGE (2, 3, 7), so that it
 * comes to all of them.  A walk from neighbour to neighbour would cross the
 * long runs of ports that clients keep.
 */
static uint16_t
find_port(struct nat *t, const struct binding *b, bool keeps)
{
	enum { RANGE = 65536 - NAT_PORT_FIRST, PRIMES = 2 * 3 * 7 };
	uint16_t wish = b->flow.sport;
	uint32_t at, stride;
	uint64_t h;

	if (ports_taken(t, b) >= NAT_PORTS_PER_DESTINATION)
		return 0;
	if (keeps && wish >= NAT_PORT_FIRST && port_is_free(t, b, wish))
		return wish;
	h = rng_mix(t->seed ^ b->flow.src.lo ^ (uint64_t)wish << 32);
	at = (uint32_t)(h % RANGE);
	stride = (uint32_t)(h >> 32) % (RANGE / PRIMES) * PRIMES + 1;
	while (!port_is_free(t, b, (uint16_t)(NAT_PORT_FIRST + at)))
		at = (at + stride) % RANGE;
	return (uint16_t)(NAT_PORT_FIRST + at);
}

/* Fills in address and port; false if every address is full. */
static bool
choose(struct nat *t, struct binding *b, const struct assume *a, uint32_t range)
{
	const struct flow_key *k = &b->flow;
	uint64_t h = a->nat_first_address
	    ? 0
	    : rng_mix(k->src.lo ^ rng_mix(k->dst.lo ^ t->seed));
	uint32_t first = range >> 16, naddr = range & UINT16_MAX;

	for (uint32_t i = 0; i < naddr; i++) {
		b->which = (uint16_t)(first + (h + i) % naddr) & WHICH_MOST;
		b->port = find_port(t, b, a->nat_keeps_port);
		if (b->port)
			return true;
	}
	return false;
}

static void
join_share(struct nat *t, const struct binding *b)
{
	struct outside_key key = outside(b, 0);
	struct share *share = table_find(&t->shares, &key);

	if (share == NULL)
		share = table_insert(&t->shares, &key, b->last);
	share->open++;
}

static struct binding *
lend(struct nat *t, const struct inside_key *inside, const struct step_call *c)
{
	const struct nat_addresses *own = c->self->cfg;
	uint32_t range = c->arg ? c->arg : nat_range(0, own->n);
	struct binding b = {
		.flow = inside->flow,
		.node = inside->node,
		.regional = own->regional,
		.last = c->now,
	};
	struct outside_key key;
	struct bound *bound;
	struct taken *taken;
	uint32_t i;

	t->pool.regional_idle = own->assume->regional_nat_idle;
	reap(t, c->now);
	if (!choose(t, &b, own->assume, range))
		return NULL;
	i = nat_pool_take(&t->pool, &b);
	key = outside(&b, b.port);
	taken = table_insert(&t->taken, &key, c->now);
	taken->binding = i;
	bound = table_insert(&t->bound, inside, c->now);
	bound->binding = i;
	join_share(t, &b);
	return &t->pool.v[i];
}

/* A hint may be that of a binding that has ended. */
static struct binding *
hinted(struct nat *t, const struct hint *hint)
{
	if (hint == NULL || hint->entry >= t->pool.n ||
	    t->pool.v[hint->entry].port == 0)
		return NULL;
	return &t->pool.v[hint->entry];
}

static void
keep_hint(const struct nat *t, struct hint *hint, const struct binding *b)
{
	if (hint)
		*hint = (struct hint){ (uint32_t)(b - t->pool.v), b->stamp };
}

static void
touch(struct nat *t, struct binding *b, const struct step_call *c, uint8_t fin)
{
	uint8_t flags = c->packet->tcp_flags, before = b->flags;
	bool was_closed = binding_is_closed(b);

	b->last = c->now;
	if (b->flow.proto == PROTO_TCP) {
		if (fin == FIN_OUT && (flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
			b->flags = 0;
		if (flags & TCP_FIN)
			b->flags |= fin;
		if (flags & TCP_RST)
			b->flags |= CLOSED;
	}
	if (binding_is_closed(b) && !was_closed)
		leave_share(t, b);
	if (b->flags != before)
		b->stamp = stamp_next(&t->pool.stamp);
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

static bool
is_outside(const struct binding *b, const struct outside_key *k)
{
	return ip_eq(b->flow.dst, k->remote) && b->node == k->node &&
	    b->flow.dport == k->remote_port && b->port == k->port &&
	    b->which == k->which && b->flow.proto == k->proto;
}

static struct binding *
taken_by(struct nat *t, const struct outside_key *key, const struct hint *hint)
{
	struct binding *b = hinted(t, hint);
	const struct taken *taken;

	if (b && is_outside(b, key))
		return b;
	taken = table_find(&t->taken, key);
	return taken ? &t->pool.v[taken->binding] : NULL;
}

/* The binding that k, which came from outside, may answer; or null. */
static struct binding *
answered(struct nat *t, const struct step_call *c, const struct flow_key *k)
{
	const struct nat_addresses *own = c->self->cfg;
	bool icmp = proto_is_icmp(k->proto);
	struct outside_key key = { .remote = k->src,
		.node = c->node,
		.remote_port = icmp ? 0 : k->sport,
		.port = icmp ? k->sport : k->dport,
		.proto = k->proto };
	struct binding *b;

	for (uint16_t i = 0; i < own->n; i++)
		if (ip_eq(own->ip[i], k->dst))
			key.which = i;
	b = taken_by(t, &key, c->hint);
	return b && binding_is_live(&t->pool, b, c->now) ? b : NULL;
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
	struct inside_key inside = { flow_key_reverse(quote), c->node };
	const struct bound *bound;
	const struct binding *b;

	inside.flow.fragment = FRAG_NONE;
	bound = table_find(&t->bound, &inside);
	b = bound ? &t->pool.v[bound->binding] : NULL;
	if (b == NULL || !binding_is_live(&t->pool, b, c->now))
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

static struct binding *
bound_to(struct nat *t, const struct inside_key *key, const struct hint *hint)
{
	struct binding *b = hinted(t, hint);
	const struct bound *bound;

	if (b && b->node == key->node && flow_key_eq(&b->flow, &key->flow))
		return b;
	bound = table_find(&t->bound, key);
	return bound ? &t->pool.v[bound->binding] : NULL;
}

/*
 * The binding of what a client sends.  When it has closed, its ports may begin
 * a new connection, which gets a binding of its own.
 */
static struct binding *
binding_of(
    struct nat *t, const struct inside_key *key, const struct step_call *c)
{
	struct binding *b = bound_to(t, key, c->hint);

	if (b == NULL)
		return NULL;
	if (!binding_is_live(&t->pool, b, c->now) ||
	    (binding_is_closed(b) && may_open(c->packet))) {
		end(t, (uint32_t)(b - t->pool.v));
		return NULL;
	}
	return b;
}

static struct outcome
nat_out(const struct step_call *c)
{
	struct nat *t = c->table;
	const struct nat_addresses *own = c->self->cfg;
	struct flow_key *k = &c->packet->key;
	struct inside_key inside = { *k, c->node };
	struct outcome o = { REWRITTEN, NAT_REUSED };
	struct binding *b;

	if (!may_pass(c->packet))
		return (struct outcome){ REFUSED, NAT_FRAGMENT };
	if (c->packet->quote)
		return error_out(t, c);
	if (k->fragment == FRAG_LATER)
		return follow_fragment(t, c, &k->src, o);
	inside.flow.fragment = FRAG_NONE;
	b = binding_of(t, &inside, c);
	if (b == NULL) {
		if (!may_open(c->packet))
			return (struct outcome){ REFUSED, NAT_IDLE };
		b = lend(t, &inside, c);
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

const struct step nat_out_step = { "source NAT", nat_out, facts, STATE_NAT };
const struct step nat_in_step = { "reverse NAT", nat_in, facts, STATE_NAT };
