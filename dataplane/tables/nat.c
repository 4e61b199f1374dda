/*
 * nat.c - the bindings of NAT gateways
 *
 * Three tables: bindings by what the client sends; the taken (address, port)
 * of each destination, which lead answers back to a binding; and how many of
 * them each (address, destination) has.  A binding, its taken port and its
 * share of the count come and go together.
 *
 * A later fragment has no port.  It follows the first one: a fourth table
 * remembers, for the addresses and protocol of fragments, the address that the
 * first one got.
 */

#include "dataplane/tables/nat.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/rng.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/states.h"

static const vtime idle = VTIME_SECONDS(350);
/* How long the last segments of a closed connection are still translated. */
static const vtime closing = VTIME_SECONDS(10);
static const vtime fragment_idle = VTIME_SECONDS(30);

enum {
	NAT_REUSED,
	NAT_LENT,
	NAT_RETURNED,
	NAT_FULL,
	NAT_IDLE,
	NAT_STRAY,
	NAT_FRAGMENT
};

static const struct fact facts[] = {
	[NAT_REUSED] = { "binding of this connection", 0, false },
	[NAT_LENT] = { "new binding", 0, false },
	[NAT_RETURNED] = { "answer to a binding", 0, false },
	[NAT_FULL] = { "every port for this destination is taken",
	    DROP_NAT_FULL, false },
	[NAT_IDLE] = { "no binding (350 s idle); the sender gets a RST",
	    DROP_NAT_IDLE, false },
	[NAT_STRAY] = { "answers no binding", DROP_NAT_UNSOLICITED, false },
	[NAT_FRAGMENT] = { "fragment that cannot be translated",
	    DROP_NAT_FRAGMENT, false },
};

struct inside_key {
	struct flow_key flow; /* as the client sends it */
	uint32_t node;
	uint32_t zero;
};

enum { FIN_OUT = 1, FIN_BACK = 2, CLOSED = 4 };

struct binding {
	struct inside_key key;
	vtime last;
	uint16_t port;  /* lent */
	uint16_t which; /* of the gateway's addresses */
	uint8_t flags;
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

struct taken {
	struct outside_key key;
	struct inside_key inside;
};

struct share {
	struct outside_key key; /* with port 0 */
	uint32_t taken;
};

struct fragment_key {
	struct ip src, dst;
	uint32_t node;
	uint32_t proto;
};

struct fragment_way {
	struct fragment_key key;
	struct ip rewritten;
	vtime last;
};

struct nat {
	struct table bindings, taken, shares, fragments;
	vtime due;   /* no binding idles out before this */
	bool closed; /* one has closed since reap() last looked */
	uint64_t seed;
};

_Static_assert(sizeof(struct inside_key) == 48, "inside_key has padding");
_Static_assert(sizeof(struct outside_key) == 32, "outside_key has padding");

static bool
fragment_dead(const void *entry, vtime now)
{
	const struct fragment_way *f = entry;

	return now.ns - f->last.ns >= fragment_idle.ns;
}

static void *
nat_new(uint64_t seed)
{
	struct nat *t = xcalloc(1, sizeof(*t));

	table_init(&t->bindings, sizeof(struct inside_key),
	    sizeof(struct binding), seed, NULL);
	table_init(&t->taken, sizeof(struct outside_key), sizeof(struct taken),
	    seed, NULL);
	table_init(&t->shares, sizeof(struct outside_key),
	    sizeof(struct share), seed, NULL);
	table_init(&t->fragments, sizeof(struct fragment_key),
	    sizeof(struct fragment_way), seed, fragment_dead);
	t->seed = seed;
	return t;
}

static void
nat_free(void *table)
{
	struct nat *t = table;

	table_fini(&t->bindings);
	table_fini(&t->taken);
	table_fini(&t->shares);
	table_fini(&t->fragments);
	free(t);
}

const struct state_class nat_state = { "NAT bindings", nat_new, nat_free };

static bool
is_closed(const struct binding *b)
{
	return b->flags & CLOSED ||
	    (b->flags & (FIN_OUT | FIN_BACK)) == (FIN_OUT | FIN_BACK);
}

static bool
is_live(const struct binding *b, vtime now)
{
	return now.ns - b->last.ns < (is_closed(b) ? closing : idle).ns;
}

static struct outside_key
outside(const struct binding *b, uint16_t port)
{
	const struct flow_key *k = &b->key.flow;

	return (struct outside_key){ .remote = k->dst,
		.node = b->key.node,
		.remote_port = k->dport,
		.port = port,
		.which = b->which,
		.proto = k->proto };
}

static void
end(struct nat *t, struct binding *b)
{
	struct outside_key key = outside(b, b->port);
	void *taken = table_find(&t->taken, &key);
	struct share *share;

	table_delete(&t->taken, taken);
	key.port = 0;
	share = table_find(&t->shares, &key);
	if (--share->taken == 0)
		table_delete(&t->shares, share);
	table_delete(&t->bindings, b);
}

/*
 * Ends every binding that is over, closed ones at once.  Until t->due, or the
 * next connection that closes, a second look would find nothing new.
 */
static void
reap(struct nat *t, vtime now)
{
	size_t cursor = 0;
	struct binding *b;

	t->due = VTIME_NEVER;
	t->closed = false;
	while ((b = table_next(&t->bindings, &cursor)) != NULL) {
		vtime over = vtime_add(b->last, idle);

		if (!is_live(b, now) || is_closed(b)) {
			end(t, b);
			cursor--;
		} else if (vtime_before(over, t->due)) {
			t->due = over;
		}
	}
}

static struct binding *
binding_of(struct nat *t, const struct inside_key *key, vtime now)
{
	struct binding *b = table_find(&t->bindings, key);

	if (b && !is_live(b, now)) {
		end(t, b);
		return NULL;
	}
	return b;
}

/* A port is free if it is not taken, or taken by what is over. */
static bool
port_is_free(struct nat *t, const struct binding *b, uint16_t port, vtime now)
{
	struct outside_key key = outside(b, port);
	struct taken *taken = table_find(&t->taken, &key);
	struct binding *owner;

	if (taken == NULL)
		return true;
	owner = table_find(&t->bindings, &taken->inside);
	if (is_live(owner, now) && !is_closed(owner))
		return false;
	end(t, owner);
	return true;
}

static uint32_t
ports_taken(const struct nat *t, const struct binding *b)
{
	struct outside_key key = outside(b, 0);
	const struct share *share = table_find(&t->shares, &key);

	return share ? share->taken : 0;
}

/* 0 if this address has none left for the destination. */
static uint16_t
find_port(struct nat *t, const struct binding *b, vtime now)
{
	enum { RANGE = 65536 - NAT_PORT_FIRST };
	uint16_t wish = b->key.flow.sport;
	uint32_t start;

	if (ports_taken(t, b) >= NAT_PORTS_PER_DESTINATION)
		return 0;
	if (wish >= NAT_PORT_FIRST && port_is_free(t, b, wish, now))
		return wish;
	start = (uint32_t)(rng_mix(t->seed ^ b->key.flow.src.lo ^
			       (uint64_t)wish << 32) % RANGE);
	for (uint32_t i = 0; i < RANGE; i++) {
		uint16_t port =
		    (uint16_t)(NAT_PORT_FIRST + (start + i) % RANGE);

		if (port_is_free(t, b, port, now))
			return port;
	}
	return 0;
}

/* Fills in address and port; false if every address is full. */
static bool
choose(struct nat *t, struct binding *b, uint32_t naddr, vtime now)
{
	const struct flow_key *k = &b->key.flow;
	uint64_t h = rng_mix(k->src.lo ^ rng_mix(k->dst.lo ^ t->seed));

	for (uint32_t i = 0; i < naddr; i++) {
		b->which = (uint16_t)((h + i) % naddr);
		b->port = find_port(t, b, now);
		if (b->port)
			return true;
	}
	return false;
}

static struct binding *
lend(struct nat *t, const struct inside_key *inside, uint32_t naddr, vtime now)
{
	struct binding b = { .key = *inside, .last = now };
	struct outside_key key;
	struct binding *kept;
	struct taken *taken;
	struct share *share;

	if (!choose(t, &b, naddr, now)) {
		if (vtime_before(now, t->due) && !t->closed)
			return NULL;
		reap(t, now);
		if (!choose(t, &b, naddr, now))
			return NULL;
	}
	key = outside(&b, b.port);
	taken = table_insert(&t->taken, &key, now);
	taken->inside = *inside;
	key.port = 0;
	share = table_find(&t->shares, &key);
	if (share == NULL)
		share = table_insert(&t->shares, &key, now);
	share->taken++;
	kept = table_insert(&t->bindings, inside, now);
	*kept = b;
	return kept;
}

static void
touch(struct nat *t, struct binding *b, const struct step_call *c, uint8_t fin)
{
	uint8_t flags = c->packet->tcp_flags;

	b->last = c->now;
	if (b->key.flow.proto != PROTO_TCP)
		return;
	if ((flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		b->flags = 0;
	if (flags & TCP_FIN)
		b->flags |= fin;
	if (flags & TCP_RST)
		b->flags |= CLOSED;
	if (is_closed(b))
		t->closed = true;
}

/* --- fragments ---------------------------------------------------------- */

static struct fragment_key
fragment_key(const struct step_call *c)
{
	const struct flow_key *k = &c->packet->key;

	return (struct fragment_key){ k->src, k->dst, c->node, k->proto };
}

static void
remember_fragment(struct nat *t, const struct step_call *c, struct ip rewritten)
{
	struct fragment_key key = fragment_key(c);
	struct fragment_way *f = table_find(&t->fragments, &key);

	if (f == NULL)
		f = table_insert(&t->fragments, &key, c->now);
	f->rewritten = rewritten;
	f->last = c->now;
}

static bool
follow_fragment(struct nat *t, const struct step_call *c, struct ip *field)
{
	struct fragment_key key = fragment_key(c);
	struct fragment_way *f = table_find(&t->fragments, &key);

	if (f == NULL || fragment_dead(f, c->now))
		return false;
	*field = f->rewritten;
	f->last = c->now;
	return true;
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

static struct outcome
nat_out(const struct step_call *c)
{
	struct nat *t = c->table;
	const struct nat_addresses *own = c->self->cfg;
	struct flow_key *k = &c->packet->key;
	struct inside_key inside = { *k, c->node, 0 };
	struct outcome o = { REWRITTEN, NAT_REUSED };
	struct binding *b;

	if (!may_pass(c->packet))
		return (struct outcome){ REFUSED, NAT_FRAGMENT };
	if (k->fragment == FRAG_LATER)
		return follow_fragment(t, c, &k->src) ?
		    o :
		    (struct outcome){ REFUSED, NAT_FRAGMENT };
	inside.flow.fragment = FRAG_NONE;
	b = binding_of(t, &inside, c->now);
	if (b == NULL) {
		if (!may_open(c->packet))
			return (struct outcome){ REFUSED, NAT_IDLE };
		b = lend(t, &inside, own->n, c->now);
		if (b == NULL)
			return (struct outcome){ REFUSED, NAT_FULL };
		o.fact = NAT_LENT;
	}
	touch(t, b, c, FIN_OUT);
	if (k->fragment == FRAG_FIRST)
		remember_fragment(t, c, own->ip[b->which]);
	k->src = own->ip[b->which];
	k->sport = b->port;
	return o;
}

static struct binding *
answered(struct nat *t, const struct step_call *c)
{
	const struct nat_addresses *own = c->self->cfg;
	const struct flow_key *k = &c->packet->key;
	bool icmp = proto_is_icmp(k->proto);
	struct outside_key key = { .remote = k->src,
		.node = c->node,
		.remote_port = icmp ? 0 : k->sport,
		.port = icmp ? k->sport : k->dport,
		.proto = k->proto };
	struct taken *taken;

	for (uint16_t i = 0; i < own->n; i++)
		if (ip_eq(own->ip[i], k->dst))
			key.which = i;
	taken = table_find(&t->taken, &key);
	return taken ? binding_of(t, &taken->inside, c->now) : NULL;
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
	if (k->fragment == FRAG_LATER)
		return follow_fragment(t, c, &k->dst) ?
		    o :
		    (struct outcome){ REFUSED, NAT_FRAGMENT };
	b = answered(t, c);
	if (b == NULL)
		return (struct outcome){ REFUSED, NAT_STRAY };
	touch(t, b, c, FIN_BACK);
	if (k->fragment == FRAG_FIRST)
		remember_fragment(t, c, b->key.flow.src);
	k->dst = b->key.flow.src;
	if (proto_is_icmp(k->proto))
		k->sport = b->key.flow.sport;
	else
		k->dport = b->key.flow.sport;
	return o;
}

const struct step nat_out_step = { "source NAT", nat_out, facts, STATE_NAT };
const struct step nat_in_step = { "reverse NAT", nat_in, facts, STATE_NAT };
